"""Finding products, recommending them with a reason, and answering questions about one from its own data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from actions.base import OK, Reply, Request, ShopAction
from actions.cards import money, product_card
from actions.facts import answering, side_by_side, weight_of
from actions.matching import (
    Wish,
    by_meaning,
    candidates,
    category_of,
    compared,
    failures,
    fitting,
    nearest,
    of_kind,
    plain,
    product_of,
    ranked,
    says,
    wish_of,
)
from actions.services import Services
from shop.catalogue import Product
from shop.recommend import Recommendation

SHOWN = 3
SHOWN_OF_ALL = 5  # where everything that keeps to a limit is asked for
ASKED_ABOUT = 5  # of a kind: more are not offered as buttons
NEAR = 0.44  # score from which a product is shown for a word that names none
TOLD = "told"  # the message was a follow-up and is answered
_COMPARES = re.compile(
    r"\bcompar(?:e|ed|ing|ison)\b|\bdifferen(?:ce|t)\b|\bvs\.?\b|\bversus\b|\bbetter\b.*\bor\b|"
    r"\bwhich (?:(?:one|of \w+|of the two) )?is\b|区别|比较|对比|不同|哪[个款]更",
    re.I,
)  # fmt: skip
_CHEAPER = re.compile(r"\b(?:cheaper|less expensive|lower price[ds]?)\b|便宜[一点些]*|更低价", re.I)
_LIGHTER = re.compile(r"\b(?:lighter|less heavy)\b|更轻|轻[一点]+", re.I)
_CHEAP = re.compile(r"\bcheap(?:er|est)?\b|\blowest price\b|便宜", re.I)
_LIGHT = re.compile(r"\blight(?:er|est)\b|最轻|更轻", re.I)
_ORDINALS = (
    re.compile(r"\b(?:first|1st)\b|第[一1][个款件]", re.I),
    re.compile(r"\b(?:second|2nd)\b|第[二2][个款件]", re.I),
    re.compile(r"\b(?:third|3rd)\b|第[三3][个款件]", re.I),
    re.compile(r"\b(?:fourth|4th)\b|第[四4][个款件]", re.I),
    re.compile(r"\b(?:fifth|5th)\b|第[五5][个款件]", re.I),
)
_LAST = re.compile(r"\bthe last (?:one|of)\b|最后[一]?[个款件]", re.I)
_POINTS = re.compile(r"\b(?:it|its|this|that|they|these|those|them)\b|它|这[个款件]|那[个款件]|该商品", re.I)
_NOUN_AT_END = r"\b(?:an?|best|good|popular|selling|some|your) {}\W*$"


class FindProducts(ShopAction):
    """What fits the kind, the words and the limits; in stock only, else the nearest."""

    called = "action_find_products"

    def act(self, request: Request, reply: Reply) -> str:
        stocked = self.services.catalogue.search(limit=9999)
        if _follow_up(self.services, request, reply):
            return OK
        wish = wish_of(self.services, request, reply.locale)
        only = _only_named(wish, stocked)
        if only is not None and (wish.size or wish.colour):
            _tell_about(reply, only, request.text)
            return OK
        if only is not None and only.stock <= 0:
            _show(reply, reply.word("utter_fact_out_of_stock", product=only.name[reply.locale]), [(only, "")])
            return OK
        if wish.ids is None:
            _shelf(self.services, wish, request.text, stocked, reply.locale)
        if wish.unknown:
            return _unknown(self.services, wish, reply)
        found = fitting(wish, stocked)
        if wish.ids is None and wish.purpose:
            near = {product.id for product in by_meaning(self.services, request.text, reply.locale, 9)}
            found = [p for p in found if p.id in near or any(says(p, word) for word in wish.purpose)]
        if not found:
            return _nearest(reply, wish, stocked)
        found = _sorted(self.services, wish, found, request.text, reply.locale)
        most = SHOWN_OF_ALL if wish.ids is None and wish.limited and not wish.purpose else SHOWN
        title = reply.word("utter_products_found")
        if len(found) > most:
            title = reply.word("utter_products_found_some", shown=most, count=len(found))
        _show(reply, title, [(product, "") for product in found[:most]])
        return OK


class RecommendPopular(ShopAction):
    """What sells best of the kind that is named and within its limits, or everywhere."""

    called = "action_recommend_popular"

    def act(self, request: Request, reply: Reply) -> str:
        if _follow_up(self.services, request, reply):
            return OK
        products = self.services.catalogue.all()
        wish = wish_of(self.services, request, reply.locale)
        category = category_of(self.services, f"{request['product'] or ''} {request.text}")
        if wish.ids is None:
            _shelf(self.services, wish, request.text, products, reply.locale)
        if wish.unknown and re.search(_NOUN_AT_END.format(re.escape(wish.unknown)), plain(request.text)):
            return _unknown(self.services, wish, reply)
        best = self.services.recommender.popular(request.asker, None, len(products))
        fits = {product.id for product in fitting(wish, products)}
        if not fits:
            return _nearest(reply, wish, products)
        found = [each for each in best if each.product.id in fits]
        found.sort(key=lambda each: -sum(says(each.product, word) for word in wish.purpose))
        name = category.name[reply.locale] if category else ""
        title = reply.word("utter_popular_in", category=name) if category else reply.word("utter_popular")
        return _recommend(reply, title, found[:SHOWN])


class PickProduct(ShopAction):
    """Which product is meant: the one named or shown, or ask. A comparison, or a cheaper one, is answered at once."""

    called = "action_pick_product"

    def act(self, request: Request, reply: Reply) -> str:
        if _follow_up(self.services, request, reply):
            return TOLD
        found = _meant(self.services, request, reply.locale)
        if len(found) != 1:
            return "ask"
        reply.set("product_id", found[0].id)
        return OK


class AskProduct(ShopAction):
    """Ask which product, among those that the words could mean."""

    called = "action_ask_product"

    def act(self, request: Request, reply: Reply) -> str:
        meant = _meant(self.services, request, reply.locale) or _shown(self.services, request)
        choices = [(product.name[reply.locale], f"set:product_id={product.id}") for product in meant]
        reply.say("utter_which_product", choices=choices)
        return OK


class RecommendSimilar(ShopAction):
    """What is like a product."""

    called = "action_recommend_similar"

    def act(self, request: Request, reply: Reply) -> str:
        product = product_of(self.services, request["product_id"], reply.locale)
        if product is None and candidates(self.services, request["product_id"], reply.locale):
            return "several"
        if product is None:
            reply.say("utter_product_not_found")
            return OK
        found = self.services.recommender.similar(request.asker, product.id, SHOWN)
        return _recommend(reply, reply.word("utter_similar_to", product=product.name[reply.locale]), found, product)


class RecommendTogether(ShopAction):
    """What is bought with a product."""

    called = "action_recommend_together"

    def act(self, request: Request, reply: Reply) -> str:
        product = product_of(self.services, request["product_id"], reply.locale)
        if product is None and candidates(self.services, request["product_id"], reply.locale):
            return "several"
        if product is None:
            reply.say("utter_product_not_found")
            return OK
        found = self.services.recommender.together(request.asker, product.id, SHOWN)
        return _recommend(reply, reply.word("utter_goes_with", product=product.name[reply.locale]), found, product)


class AnswerAboutProduct(ShopAction):
    """A sentence of the product's own data that answers, or the plain words that it does not say."""

    called = "action_answer_about_product"

    def act(self, request: Request, reply: Reply) -> str:
        if _follow_up(self.services, request, reply):
            return OK
        found = _meant(self.services, request, reply.locale)
        if not found and _named_strangely(self.services, request, reply.locale):
            reply.say("utter_product_not_found")
            return OK
        if len(found) != 1:
            return "several" if found or _asks_of_none(self.services, request, reply.locale) else "unknown"
        product = found[0]
        chosen = request.text in product.name.values()  # a button was pressed: the question came before
        again = _ordinal(request.text, 9) is not None and not _words(request.text)  # "and the second?"
        question = request["product_asked"] if (chosen or again) and request["product_asked"] else request.text
        _tell_about(reply, product, str(question), keep=_ordinal(request.text, 9) is not None)
        return OK


class AskWhichProduct(ShopAction):
    """A product question that fits several products, or none: which one?"""

    called = "action_ask_which_product"

    def act(self, request: Request, reply: Reply) -> str:
        meant = _meant(self.services, request, reply.locale) or _shown(self.services, request)
        names = [product.name[reply.locale] for product in meant]
        choices = [(name, f"start:product_question|product={p.id}") for name, p in zip(names, meant, strict=True)]
        reply.set("product_asked", request.text)
        reply.say("utter_which_product", choices=choices)
        return OK


# -- which products a message means -------------------------------------------------------------------------------


def _meant(services: Services, request: Request, locale: str) -> list[Product]:
    """By id, by place among those shown, by name, by "it", by kind; several where the words do not decide."""
    words, shown = str(request["product"] or ""), _shown(services, request)
    place = _ordinal(request.text, len(shown))
    if place is not None and place < len(shown):
        return [shown[place]]
    found = candidates(services, words, locale) or (candidates(services, request.text, locale) if not words else [])
    if found:
        return found
    wish = wish_of(services, request, locale)
    products = services.catalogue.all()
    if wish.named:
        return [product for product in products if of_kind(wish, product)][:ASKED_ABOUT]
    if wish.ids is not None:
        of_shown = [product for product in shown if product.id in wish.ids]
        if len(of_shown) == 1:
            return of_shown
        if _strange(wish, plain(request.text), products):
            return []
        fits = [p for p in products if of_kind(wish, p) and (wish.people is None or "people" not in failures(wish, p))]
        return of_shown or (fits if len(fits) <= ASKED_ABOUT else [])
    if _refers(request.text, words):
        talked = [product for product in products if product.id == request["product_talked"]]
        return talked or shown
    return []


def _shown(services: Services, request: Request) -> list[Product]:
    known = {product.id: product for product in services.catalogue.all()}
    return [known[each] for each in request["products_shown"] or [] if each in known]


def _only_named(wish: Wish, products: Sequence[Product]) -> Product | None:
    named = [product for product in products if of_kind(wish, product)] if wish.named else []
    return named[0] if len(named) == 1 else None


def _ordinal(text: str, shown: int) -> int | None:
    """ "the second" is 1; only where something was shown."""
    if not shown:
        return None
    if _LAST.search(text):
        return shown - 1
    return next((at for at, pattern in enumerate(_ORDINALS) if pattern.search(text)), None)


def _refers(text: str, words: str) -> bool:
    """Whether a message is about what was talked of: "it", or a question that names nothing ("waterproof?")."""
    return _POINTS.search(text) is not None or not words or len(_words(text)) <= 1


def _words(text: str) -> list[str]:
    """What a short follow-up says beside its place in the list."""
    for pattern in (*_ORDINALS, _LAST):
        text = pattern.sub(" ", text)
    said = re.sub(r"\b(?:and|the|one|what|about|how|is|or)\b|那|呢|[^\w]", " ", text, flags=re.I)
    return said.split()


def _strange(wish: Wish, text: str, products: Sequence[Product]) -> bool:
    """Whether the kind is named with a word that no product knows: "the Zephyr tent"."""
    match = re.search(rf"\b(?:the|your|this|that|an?)\s+([a-z0-9 -]*?)\s*{re.escape(wish.label)}\b", text)
    between = [word for word in (match[1].split() if match else []) if not word.isdigit() and len(word) > 2]
    return any(not any(says(product, word) for product in products) for word in between)


def _named_strangely(services: Services, request: Request, locale: str) -> bool:
    wish = wish_of(services, request, locale)
    return wish.ids is not None and _strange(wish, plain(request.text), services.catalogue.all())


def _asks_of_none(services: Services, request: Request, locale: str) -> bool:
    """A question about "it" or about a kind, with nothing that was shown."""
    wish = wish_of(services, request, locale)
    return wish.ids is not None or _POINTS.search(request.text) is not None or not request["product"]


# -- follow-ups ---------------------------------------------------------------------------------------------------


def _follow_up(services: Services, request: Request, reply: Reply) -> bool:
    """Answer a comparison, and "anything cheaper?" or "something lighter" about what was shown; False for others."""
    shown = _shown(services, request)
    if _COMPARES.search(request.text):
        pair = compared(services, request.text, [product.id for product in shown])
        if pair is not None:
            _compare(reply, *pair)
            return True
    if not shown or not (_CHEAPER.search(request.text) or _LIGHTER.search(request.text)):
        return False
    wish = wish_of(services, request, reply.locale)
    if wish.ids is not None and not all(of_kind(wish, product) for product in shown):
        return False
    if wish.limited:
        return False
    base = next((p for p in shown if p.id == request["product_talked"]), None)
    _less(services, reply, shown if base is None else [base], lighter=_LIGHTER.search(request.text) is not None)
    return True


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
        reply.say(sentence, product=product.name[reply.locale])
        return
    title = reply.word("utter_lighter" if lighter else "utter_cheaper", product=product.name[reply.locale])
    found = [each for _, each in sorted(less, key=lambda hit: -hit[0])[:SHOWN]]
    _show(reply, title, [(each, _weight(reply, each) if lighter else "") for each in found])


def _weight(reply: Reply, product: Product) -> str:
    return str(product.specs.get("weight", ""))


def _compare(reply: Reply, one: Product, other: Product) -> None:
    """Two products side by side, row by row, from their own data."""
    title = reply.word("utter_compared", first=one.name[reply.locale], second=other.name[reply.locale])
    rows = [
        reply.word("utter_compared_row", what=what, first=first, second=second)
        for what, first, second in side_by_side(one, other, reply)
    ]
    reply.utter("\n".join([title, *rows]), cards=[product_card(reply, product) for product in (one, other)])
    _remember(reply, [one, other])


# -- saying it ----------------------------------------------------------------------------------------------------


def _tell_about(reply: Reply, product: Product, question: str, keep: bool = False) -> None:
    """The one fact that answers a question, or that the data does not say; `keep` what was shown before."""
    name, cards = product.name[reply.locale], [product_card(reply, product)]
    fact = answering(question, product, reply)
    if fact is None:
        reply.say("utter_product_fact_unknown", cards=cards, product=name)
    else:
        reply.say("utter_about_product", cards=cards, product=name, fact=fact)
    reply.set("product_asked", question)
    reply.set("product_talked", product.id)
    if not keep:
        reply.set("products_shown", [product.id])


def _shelf(services: Services, wish: Wish, text: str, products: Sequence[Product], locale: str) -> None:
    """A wish for a whole shelf ("lighting") is for its products."""
    category = category_of(services, text)
    if category is not None:
        wish.ids, wish.label, wish.unknown = (
            frozenset(product.id for product in products if product.category == category.id),
            category.name[locale],
            "",
        )


def _sorted(services: Services, wish: Wish, found: list[Product], text: str, locale: str) -> list[Product]:
    if _CHEAP.search(text):
        return sorted(found, key=lambda product: product.price_cents)
    if _LIGHT.search(text):
        return sorted(found, key=lambda product: weight_of(product) or float("inf"))
    return ranked(services, wish, found, text, locale)


def _unknown(services: Services, wish: Wish, reply: Reply) -> str:
    """No product is what was asked for; what is near in meaning is shown as no more than that."""
    near = by_meaning(services, wish.unknown, reply.locale, SHOWN, NEAR) if reply.locale == "en" else []
    if near:
        title = reply.word("utter_products_unknown_near", words=wish.unknown)
        _show(reply, title, [(product, "") for product in near[:SHOWN]])
    else:
        reply.say("utter_products_unknown", words=wish.unknown)
    return OK


def _nearest(reply: Reply, wish: Wish, products: Sequence[Product]) -> str:
    """Say which limits nothing keeps to, and show what comes nearest; a trait that no data says is not denied."""
    if wish.traits:
        loose = fitting(replace(wish, traits=()), products)
        if loose:
            words = ", ".join(wish.traits)
            title = reply.word("utter_products_unsaid", kind=wish.label, words=words)
            _show(reply, title, [(product, "") for product in loose[:SHOWN]])
            return OK
    near = nearest(wish, products, SHOWN) if wish.ids is not None or (wish.limited and not wish.purpose) else []
    if not near:
        reply.say("utter_products_none")
        return OK
    limits = _limits(reply, wish)
    if limits:
        title = reply.word("utter_products_nearest", limits=limits)
        if wish.size and all("size" in failures(wish, product) for product in near):
            sizes = dict.fromkeys(size for product in near for size in product.sizes)
            title = reply.word("utter_products_sizes", sizes=_joined(reply, sizes)) + "\n" + title
    else:
        title = reply.word("utter_products_found")
    _show(reply, title, [(product, "") for product in near])
    return OK


def _limits(reply: Reply, wish: Wish) -> str:
    """ "tent, up to $200.00, in red" """
    said = [wish.label] if wish.label else []
    if wish.people is not None:
        said.append(reply.word("utter_limit_people", people=wish.people))
    if wish.least is not None:
        said.append(reply.word("utter_limit_least", price=money(reply, wish.least)))
    if wish.most is not None:
        said.append(reply.word("utter_limit_most", price=money(reply, wish.most)))
    if wish.colour:
        said.append(reply.word("utter_limit_colour", colour=wish.colour))
    if wish.size:
        said.append(reply.word("utter_limit_size", size=wish.size))
    said += [reply.word("utter_limit_without", words=word) for word in wish.without]
    said += list(wish.traits)
    return _joined(reply, said)


def _joined(reply: Reply, words: Iterable[str]) -> str:
    return ("、" if reply.locale == "zh" else ", ").join(words)


def _recommend(reply: Reply, title: str, found: Sequence[Recommendation], product: Product | None = None) -> str:
    if not found:
        if product is None:
            reply.say("utter_products_none")
        else:
            reply.say("utter_nothing_similar", product=product.name[reply.locale])
        return OK
    _show(reply, title, [(each.product, _reason(reply, each)) for each in found])
    return OK


def _reason(reply: Reply, recommendation: Recommendation) -> str:
    """The one factual reason, in words."""
    values: dict[str, Any] = dict(recommendation.values)
    if "category" in values:
        names = {category.id: category.name for category in reply.services.catalogue.categories()}
        values["category"] = names[values["category"]][reply.locale]
    if "tags" in values:
        values["tags"] = ", ".join(values["tags"])
    return reply.word(f"utter_reason_{recommendation.reason}", **values)


def _show(reply: Reply, title: str, products: Sequence[tuple[Product, str]]) -> None:
    """Title, one line a product (the text stands alone), and the cards; remembered for "the first one"."""
    cards = [product_card(reply, product, reason) for product, reason in products]
    rows = [" · ".join(part for part in (card["name"], card["price"], card["reason"]) if part) for card in cards]
    reply.utter("\n".join([title, *rows]), cards=cards)
    _remember(reply, [product for product, _ in products])


def _remember(reply: Reply, products: Sequence[Product]) -> None:
    reply.set("products_shown", [product.id for product in products])
    reply.set("product_talked", products[0].id if len(products) == 1 else None)


ACTIONS = (
    FindProducts, RecommendPopular, PickProduct, AskProduct, RecommendSimilar, RecommendTogether, AnswerAboutProduct,
    AskWhichProduct,
)  # fmt: skip
