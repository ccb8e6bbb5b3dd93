"""What a shopper asks for: a kind or a name, and the limits put on it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from actions.amounts import take_people, take_prices
from actions.base import Request
from actions.colours import take_colour
from actions.descriptions import sleeps
from actions.kinds import kind_in
from actions.measures import GROWN_UP, Measure, for_children, known, take_measures
from actions.names import named_in
from actions.services import Services
from actions.sizes import take_size
from actions.talk import audience
from actions.traits import take_traits
from actions.words import STOP, plain
from shop.catalogue import Product

_NOT = re.compile(
    r"\b(?:but\s+)?(?:not|without|no|except|excluding|other than)\s+(?:an?\s|the\s|any\s|in\s)?([a-z][a-z-]+)"
)
_NOT_ZH = re.compile(r"(?:不要|不含|不想要|除了|不带)([一-鿿]{1,4}?)(?:的|以外|之外|(?=[,，。!！?？ ]|$))")


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
    measures: tuple[Measure, ...] = ()
    audience: str = ""  # "child" or "adult", where that is said
    traits: tuple[str, ...] = ()  # said beside the kind: "waterproof boots"
    purpose: tuple[str, ...] = field(default=())  # said elsewhere: "for a family"

    @property
    def limited(self) -> bool:
        """Whether there is anything that a product of the kind may fail to be."""
        limits = (
            self.most, self.least, self.colour, self.size, self.people, self.without, self.measures, self.traits,
        )  # fmt: skip
        return any(limit for limit in limits)

    def changed_by(self, later: Wish) -> Wish:
        """This wish with the limits that were said later in place of its own."""
        names = ("most", "least", "colour", "colours", "size", "people", "without", "measures", "audience", "traits")
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
    wish.audience = audience(text)
    wish.measures, text = take_measures(text)
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
    _take_what_is_known(wish, products)
    take_traits(services, segment, text, wish, products)
    return wish


def _take_what_is_known(wish: Wish, products: Sequence[Product]) -> None:
    """Ages, amounts and numbers of people count where the data of the kind has such figures; else they are left out."""
    ages = [measure.amount for measure in wish.measures if measure.of == "age"]
    if ages:
        wish.audience = "child" if min(ages) < GROWN_UP else "adult"
    if wish.ids is None:
        return
    pool = [product for product in products if product.id in wish.ids]
    wish.measures = known(wish.measures, pool)
    if wish.people is not None and not any(sleeps(product, n) for product in pool for n in range(1, 9)):
        wish.people = None
    if wish.audience == "child" and not any(for_children(product) for product in pool):
        wish.audience = ""


def _take_without(text: str, wish: Wish) -> str:
    found = [str(match[1]) for pattern in (_NOT, _NOT_ZH) for match in pattern.finditer(text)]
    wish.without = tuple(word for word in found if word not in STOP)
    return _NOT_ZH.sub(" ", _NOT.sub(" , ", text))
