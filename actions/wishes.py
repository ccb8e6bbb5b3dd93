"""What a shopper asks for: a kind or a name, and the limits put on it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from actions.amounts import take_people, take_prices
from actions.base import Request
from actions.colours import take_colour
from actions.descriptions import says
from actions.kinds import KINDS, kind_in, terms_of
from actions.names import named_in
from actions.services import Services
from actions.sizes import take_size
from actions.words import HAN, STOP, WORD, plain, singular, typo
from shop.catalogue import Product

_OPEN = "something anything everything stuff gift gifts present presents gear things thing items item"
OPEN = frozenset(_OPEN.split())
_NOT = re.compile(
    r"\b(?:but\s+)?(?:not|without|no|except|excluding|other than)\s+(?:an?\s|the\s|any\s|in\s)?([a-z][a-z-]+)"
)
_NOT_ZH = re.compile(r"(?:不要|不含|不想要|除了|不带)([一-鿿]{1,4}?)(?:的|以外|之外|(?=[,，。!！?？ ]|$))")
_TALK_ZH = re.compile(
    r"请问|你们|您们|店里|这[个款件]|那[个款件]|有没有|有什么|有|没有|吗|呢|吧|啊|的|我|想|要|买|卖|找|看看|看|一下"
    r"|推荐|"
    r"[几一][款个件]|什么|哪些|礼物|礼品|送人|所有|全部|东西|商品|"
    r"哪[个款]|多少钱|怎么样|热卖|热销|畅销|以下|以内|以上|左右|不超过|最多|便宜点?|最|亲|还|是|能|可以|大家|都|好"
    r"|求|给|送|适合|用|色|款|美元|元|块"
)


@dataclass
class Wish:
    """What a message asks for. `ids` are the products of the kind or name that it says; None: it says neither."""

    ids: frozenset[str] | None = None
    label: str = ""  # the kind as the shopper says it
    named: bool = False  # a product by name
    unknown: str = ""  # a kind that no product is
    most: int | None = None
    least: int | None = None
    colour: str = ""  # as the shopper says it
    colours: tuple[str, ...] = ()
    size: str = ""
    people: int | None = None
    without: tuple[str, ...] = ()
    traits: tuple[str, ...] = ()  # said before the kind: "waterproof boots"
    purpose: tuple[str, ...] = field(default=())  # said elsewhere: "for a family"

    @property
    def limited(self) -> bool:
        """Whether there is anything that a product of the kind may fail to be."""
        limits = (self.most, self.least, self.colour, self.size, self.people, self.without, self.traits)
        return any(limit for limit in limits)

    def changed_by(self, later: Wish) -> Wish:
        """This wish with the limits that were said later in place of its own."""
        names = ("most", "least", "colour", "colours", "size", "people", "without", "traits")
        said = {name: getattr(later, name) for name in names if getattr(later, name)}
        if later.unknown:
            said["traits"] = (*self.traits, *later.unknown.split())
        return replace(self, **said)


def wish_of(services: Services, request: Request, locale: str) -> Wish:
    """Read the message of a request."""
    said = str(request["product"] or "").lower()
    text = plain(request.text)
    if said and not any(word in text for word in said.split()):
        text = plain(said)  # an earlier message, or a button
    products = services.catalogue.all()
    wish = Wish()
    wish.least, wish.most, text = take_prices(text)
    wish.size, text = take_size(text)
    text = _take_without(text, wish)
    named, text = named_in(services, text, products)
    wish.colour, wish.colours, text = take_colour(text, products)
    wish.people, text = take_people(text)
    wish.ids, wish.label, segment = kind_in(services, text, products)
    if named:
        of_kind = [p for group in named for p in group if wish.ids is None or p.id in wish.ids]
        if of_kind or wish.ids is None:
            wish.ids, wish.named = frozenset(p.id for p in of_kind), True
    _take_traits(services, segment, text, wish, products)
    return wish


def _take_without(text: str, wish: Wish) -> str:
    found = [str(match[1]) for pattern in (_NOT, _NOT_ZH) for match in pattern.finditer(text)]
    wish.without = tuple(word for word in found if word not in STOP)
    return _NOT_ZH.sub(" ", _NOT.sub(" , ", text))


def _take_traits(services: Services, segment: str, text: str, wish: Wish, products: Sequence[Product]) -> None:
    """What else is said: in the kind's own segment a trait that counts, elsewhere a purpose that ranks."""
    kind = {singular(word) for term in terms_of(products) for word in term.split()} if wish.ids is not None else set()
    traits = list(dict.fromkeys(tag.lower() for p in products for tag in (*p.tags, *p.specs)))
    said = [word for word in WORD.findall(segment) if word not in STOP and not word.isdigit() and len(word) > 2]
    said = [word for word in said if singular(word) not in kind and not typo(services, word, sorted(kind))]
    said = [word if word in traits else typo(services, word, traits) or word for word in said]
    rest = text.replace(segment, " ", 1)
    elsewhere = [word for word in WORD.findall(rest) if word not in STOP and word not in said and len(word) > 2]
    if re.search(r"\b(?:gifts?|presents?)\b|礼物|礼品|送人", text):
        elsewhere.append("gift")  # as the catalogue tags it
    run = _TALK_ZH.sub(" ", text)
    for word in sorted(KINDS, key=len, reverse=True):
        run = run.replace(word, " ") if not word.isascii() and wish.ids is not None else run
    for tail in sorted({p.name["zh"][-n:] for p in products for n in (2, 3)}, key=len, reverse=True):
        run = run.replace(tail, " ") if wish.ids is not None else run
    chinese = [each for each in HAN.findall(run) if 2 <= len(each) <= 4]
    wish.purpose = (*elsewhere, *(chinese if wish.ids is None else ()))
    if wish.named:
        return
    if wish.ids is not None:
        wish.traits = (*said, *chinese)
    elif said and not set(WORD.findall(text)) & OPEN:
        if any(singular(said[-1]) in (p.category, *p.tags, *p.specs) for p in products):
            wish.purpose = (*said, *wish.purpose)
        else:
            wish.unknown = " ".join(said)
    elif said:
        wish.purpose = (*said, *wish.purpose)
    elif chinese and not any(says(product, chinese[-1]) for product in products):
        wish.unknown = chinese[-1]
