"""Products side by side, and "anything cheaper?" or "something lighter" about what was shown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.base import Reply, Request
from actions.before import with_known_traits
from actions.cards import product_card
from actions.facts import figures_of, side_by_side, weight_of
from actions.matching import fitting, of_kind
from actions.names import named_in
from actions.pointing import product_talked, products_shown
from actions.services import Services
from actions.showing import SHOWN, show
from actions.superlatives import rank_asked
from actions.weighing import weigh_up
from actions.wishes import wish_of
from actions.words import plain
from shop.catalogue import Product

_COMPARES = re.compile(
    r"\bcompar(?:e|ed|ing|ison)\b|\bdifferen(?:ce|t)\b|\bvs\.?\b|\bversus\b|\bbetter\b.*\bor\b|"
    r"\bwhich (?:(?:one|of \w+|of the two) )?is\b|区别|比较|对比|不同|"
    r"哪[个款一][个款]?(?:更|比较|要)?[轻重贵大小暖好厚薄]|哪[个款]更",
    re.I,
)  # fmt: skip
_DIFFERS = re.compile(r"\bcompar|\bdifferen|区别|比较|对比|不同", re.I)
_PAIR = re.compile(r"\btwo\b|\bboth\b|两|前二", re.I)
MOST_LISTED = 5
_CHEAPER = re.compile(r"\b(?:cheaper|less expensive|lower price[ds]?)\b|便宜[一点些]*|更低价", re.I)
_LIGHTER = re.compile(r"\b(?:lighter|less heavy)\b|更轻|轻[一点]+", re.I)


def follow_up(services: Services, request: Request, reply: Reply) -> bool:
    """Answer a comparison, and "anything cheaper?" or "something lighter" about what was shown; False for others."""
    shown = products_shown(services, request)
    if rank_asked(services, request, reply) or weigh_up(services, request, reply):
        return True
    if _COMPARES.search(request.text):
        pair = compared(services, request.text, [product.id for product in shown])
        if pair is not None:
            if not (request.again and {each.id for each in pair} == {product.id for product in shown}):
                _compare(reply, *pair)  # else another part of the message asked for it as well
            return True
        if _DIFFERS.search(request.text) and _whole_kind(services, request, reply):
            return True
    if not shown or not (_CHEAPER.search(request.text) or _LIGHTER.search(request.text)):
        return False
    wish = wish_of(services, request, reply.locale)
    if wish.ids is not None and not all(of_kind(wish, product) for product in shown):
        return False
    if wish.limited:
        return False
    base = product_talked(services, request)
    _less(services, reply, [base] if base in shown else shown, lighter=_LIGHTER.search(request.text) is not None)
    return True


def compared(services: Services, text: str, shown: Sequence[str]) -> tuple[Product, Product] | None:
    """The two products that a message sets side by side, by name, else the two that were shown."""
    products = services.catalogue.all()
    groups, _ = named_in(services, plain(text), products)
    different = [group for at, group in enumerate(groups) if group not in groups[:at]]
    if len(different) >= 2:
        pairs = [(one, other) for one in different[0] for other in different[1] if one.id != other.id]
        return max(
            pairs, key=lambda pair: (pair[0].kind == pair[1].kind, pair[0].category == pair[1].category), default=None
        )
    known = {product.id: product for product in products}
    two = [known[each] for each in shown if each in known]
    meant = len(two) == 2 or (len(two) > 2 and _PAIR.search(text))
    return (two[0], two[1]) if not groups and meant else None


def _whole_kind(services: Services, request: Request, reply: Reply) -> bool:
    """What there is of a kind, or of what was shown, each with its first figures."""
    wish, shown = wish_of(services, request, reply.locale), products_shown(services, request)
    pool = fitting(with_known_traits(services, wish), services.catalogue.all()) if wish.ids is not None else list(shown)
    if wish.named or len(pool) < 2:
        return False
    if len(pool) == 2:
        _compare(reply, pool[0], pool[1])
        return True
    show(reply, reply.word("utter_products_found"), [(each, figures_of(each)) for each in pool[:MOST_LISTED]])
    return True


def _compare(reply: Reply, one: Product, other: Product) -> None:
    """Two products side by side, row by row, from their own data."""
    title = reply.word("utter_compared", first=one.name[reply.locale], second=other.name[reply.locale])
    rows = [
        reply.word("utter_compared_row", what=what, first=first, second=second)
        for what, first, second in side_by_side(one, other, reply)
    ]
    reply.utter("\n".join([title, *rows]), cards=[product_card(reply, product) for product in (one, other)])


def _less(services: Services, reply: Reply, base: Sequence[Product], lighter: bool) -> None:
    """What of the same kinds costs less, or weighs less, than the least of those."""

    def measure(product: Product) -> float | None:
        return weight_of(product) if lighter else float(product.price_cents)

    measured = [(value, product) for product in base if (value := measure(product)) is not None]
    if not measured:
        cards = [product_card(reply, base[0])]
        reply.say("utter_product_fact_unknown", cards=cards, product=base[0].name[reply.locale])
        return
    least, product = min(measured, key=lambda each: each[0])
    kinds = {each.kind.split()[-1] for each in base}
    less = [
        (value, each)
        for each in services.catalogue.all()
        if each.stock > 0 and each.kind.split()[-1] in kinds and (value := measure(each)) is not None and value < least
    ]
    if not less:
        sentence = "utter_nothing_lighter" if lighter else "utter_nothing_cheaper"
        reply.say(sentence, cards=[product_card(reply, product)], product=product.name[reply.locale])
        return
    title = reply.word("utter_lighter" if lighter else "utter_cheaper", product=product.name[reply.locale])
    found = [each for _, each in sorted(less, key=lambda hit: -hit[0])[:SHOWN]]
    show(reply, title, [(each, _weight(reply, each) if lighter else "") for each in found])


def _weight(reply: Reply, product: Product) -> str:
    return str(product.specs.get("weight", ""))
