"""Which is the lightest, the warmest, the cheapest: a whole kind in that order, each with its figure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from actions.base import Reply, Request
from actions.before import kind_before, with_known_traits
from actions.facts import weight_of
from actions.matching import fitting
from actions.measures import for_children
from actions.pointing import products_shown
from actions.services import Services
from actions.showing import SHOWN, show
from actions.wishes import wish_of
from shop.catalogue import Product

_THESE = re.compile(r"\b(?:these|those|them|the (?:two|three))\b|这[几两三些]|那[几两三些]|以上|里面", re.I)
_MOST = re.compile(r"est\b|\bmost\b|最", re.I)
_WHICH = re.compile(r"\bwhich\b|哪", re.I)


@dataclass(frozen=True)
class Order:
    """An order that is asked for: `figure` gives the number, the smallest first, and how the data writes it."""

    title: str
    asked: re.Pattern[str]
    figure: Callable[[Product], tuple[float, str] | None]


def _spec(*keys: str, pattern: str, sign: int = 1, scale: float = 1.0) -> Callable[[Product], tuple[float, str] | None]:
    """The first figure that fits the pattern in the first of these specs."""

    def figure(product: Product) -> tuple[float, str] | None:
        specs = {key.lower(): str(value) for key, value in product.specs.items()}
        for key in keys:
            found = re.findall(pattern, specs.get(key, ""))
            if found:
                best = min(found, key=lambda hit: sign * _amount(hit[1], hit[2]))
                return sign * _amount(best[1], best[2]), best[0]
        return None

    return figure


def _amount(number: str, unit: str) -> float:
    return float(number.replace(",", "")) * {"kg": 1000.0, "ml": 0.001}.get(unit.strip(), 1.0)


def _price(product: Product) -> tuple[float, str] | None:
    return float(product.price_cents), ""


def _weighed(product: Product) -> tuple[float, str] | None:
    grams = weight_of(product)
    return None if grams is None else (grams, str(product.specs["weight"]).split(" a ")[0])


def _dear(product: Product) -> tuple[float, str] | None:
    return -float(product.price_cents), ""


def _stars(product: Product) -> tuple[float, str] | None:
    return None if product.rating is None else (-product.rating, f"{product.rating:.1f} / 5")


def _size(largest: bool) -> Callable[[Product], tuple[float, str] | None]:
    number = r"((\d+(?:\.\d+)?)\s?({}))\b"
    ways = [
        _spec("capacity", pattern=number.format("people|person"), sign=-1 if largest else 1),
        _spec("volume", pattern=number.format("ml|l"), sign=-1 if largest else 1),
    ]
    return lambda product: next((hit for hit in (way(product) for way in ways) if hit is not None), None)


_NUMBER = r"((-?\d[\d,]*(?:\.\d+)?)\s?({}))"
_WARM = _spec("comfort", "rated to", "temperature", pattern=_NUMBER.format("°C"))
_WARMEST = re.compile(r"\bwarm(?:est|er)\b|最(?:保?暖和?|抗冻|御寒|耐寒|隔热)|哪[个款件]更?(?:保?暖和?)", re.I)
_CHEAPEST = re.compile(r"\bcheap(?:est|er)\b|\blowest price|最便宜|最低价|价格最低|哪[个款件顶双]更?便宜", re.I)
_DRIEST = re.compile(r"\bmost (?:waterproof|water.?resistant)\b|\bbest in (?:the )?rain\b|防水性?最|最防水", re.I)
_RATED = re.compile(r"\b(?:best|highest|top)[ -](?:rated|reviewed)\b|评[分价]最[高好]|口碑最好", re.I)
_LIGHT = _spec("brightness", pattern=_NUMBER.format("lumens"), sign=-1)
ORDERS = (
    Order("lightest", re.compile(r"\blight(?:est|er)\b|最轻|更轻|哪[个款件顶双]轻", re.I), _weighed),
    Order("cheapest", _CHEAPEST, _price),
    Order("dearest", re.compile(r"\b(?:most expensive|priciest|dearest)\b|最贵", re.I), _dear),
    Order("warmest", _WARMEST, _WARM),
    Order("insulating", _WARMEST, _spec("r-value", pattern=_NUMBER.format(""), sign=-1)),
    Order("largest", re.compile(r"\b(?:bigg|larg|roomi)est\b|\bmost room\b|最大|最能装", re.I), _size(largest=True)),
    Order("smallest", re.compile(r"\b(?:small|tini)est\b|最小", re.I), _size(largest=False)),
    Order(
        "brightest", re.compile(r"\bbrightest\b|最亮"), _spec("brightness", pattern=_NUMBER.format("lumens"), sign=-1)
    ),
    Order("driest", _DRIEST, _spec("waterproof", pattern=_NUMBER.format("mm"), sign=-1)),
    Order("rated", _RATED, _stars),
)


def rank_asked(services: Services, request: Request, reply: Reply) -> bool:
    """Show a kind, or what was shown, in the order that is asked for; False where no order or no several are meant."""
    orders = [order for order in ORDERS if order.asked.search(request.text)]
    if not orders:
        return False
    pool, label = _pool(services, request, reply)
    if len(pool) < 2:
        return False
    for order in orders:
        hits = sorted(
            ((hit, product) for product in pool if (hit := order.figure(product)) is not None),
            key=lambda pair: pair[0][0],
        )
        if len(hits) > 1:
            title = reply.word(f"utter_from_{order.title}")
            show(reply, title, [(product, hit[1]) for hit, product in hits[:SHOWN]])
            reply.asked = f"{label}: {request.text}" if label else request.text
            return True
    best = sorted(pool, key=lambda product: -(product.rating or 0.0))
    show(reply, reply.word("utter_products_unranked"), [(product, "") for product in best[:SHOWN]])
    reply.asked = f"{label}: {request.text}" if label else request.text
    return True


def _pool(services: Services, request: Request, reply: Reply) -> tuple[Sequence[Product], str]:
    """The products in stock that are to be ranked, and their kind: named here, or talked of before."""
    wish, shown = wish_of(services, request, reply.locale), products_shown(services, request)
    most = _MOST.search(request.text) is not None
    if wish.named or not (most or _WHICH.search(request.text)):
        return [], ""  # "anything cheaper?" is about what was shown
    base = with_known_traits(services, wish) if wish.ids is not None else kind_before(services, request, reply.locale)
    fit = [] if base is None or base.ids is None else fitting(base, services.catalogue.all())
    fit = [product for product in fit if not for_children(product) or (base is not None and base.audience == "child")]
    label = base.label if base is not None else ""
    if wish.ids is not None or len(shown) < 2:
        return fit, label
    if len(shown) == 2 and not most:
        return [], ""  # side by side says more
    listed = _THESE.search(request.text) or len(shown) != SHOWN or not fit
    return (shown if listed else fit), label
