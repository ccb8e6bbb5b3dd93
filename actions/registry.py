"""Every action there is, built with its services."""

from __future__ import annotations

from actions import (
    about_product,
    answers,
    cancel,
    dialogue,
    handoff,
    identity,
    orders,
    picking,
    products,
    recommending,
    returns,
    smalltalk,
)
from actions.base import ShopAction
from actions.services import Services

TOPICS = (
    smalltalk, handoff, orders, cancel, returns, products, recommending, picking, about_product, answers, dialogue,
    identity,
)  # fmt: skip
ALL: tuple[type[ShopAction], ...] = tuple(action for topic in TOPICS for action in topic.ACTIONS)
WRITES = frozenset(action.called for action in ALL if action.writes)


def build_actions(services: Services) -> list[ShopAction]:
    """One instance of each action."""
    return [action(services) for action in ALL]
