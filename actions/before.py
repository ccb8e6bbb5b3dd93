"""What was looked for before: the kind that a message about a colour, a size or a price alone goes on with."""

from __future__ import annotations

from dataclasses import replace

from actions.base import Request
from actions.descriptions import says
from actions.pointing import product_talked, products_shown
from actions.services import Services
from actions.wishes import Wish, wish_of

MOST_KINDS = 3  # more than these have nothing in common


def kind_before(services: Services, request: Request, locale: str) -> Wish | None:
    """The wish that was last asked for, or one for the kinds of what was shown; None where there was neither.

    Of its traits those stay that the data of the kind knows, so that nothing is said twice to be unknown.
    """
    if request.memory.get("topic") != "product":
        return None
    asked = str(request.memory.get("text") or "")
    wish = wish_of(services, replace(request, text=asked, slots={}), locale)
    if wish.unknown:
        return wish
    if wish.ids is not None and not wish.named:
        return with_known_traits(services, wish)
    talked = product_talked(services, request)
    shown = [talked] if talked is not None else products_shown(services, request)
    kinds = {product.kind for product in shown}
    if not 0 < len(kinds) <= MOST_KINDS:
        return None
    ids = frozenset(product.id for product in services.catalogue.all() if product.kind in kinds)
    return Wish(ids=ids, label=" / ".join(sorted(kinds)) if locale == "en" else "")


def with_known_traits(services: Services, wish: Wish) -> Wish:
    """The wish with those of its traits that the data of its kind knows."""
    pool = [product for product in services.catalogue.all() if product.id in (wish.ids or ())]
    return replace(wish, traits=tuple(trait for trait in wish.traits if any(says(each, trait) for each in pool)))
