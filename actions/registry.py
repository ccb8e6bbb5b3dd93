"""Every action there is, built with its services."""

from __future__ import annotations

from actions import (
    about_product,
    addresses,
    answers,
    cancel,
    changes,
    dialogue,
    exchanges,
    gift_cards,
    handoff,
    identity,
    invoices,
    items,
    orders,
    payments,
    picking,
    planned_refunds,
    points,
    products,
    profile,
    recommending,
    refund_routes,
    refunds,
    reorder,
    reports,
    restock,
    returns,
    smalltalk,
)
from actions.base import ShopAction
from actions.services import Services

TOPICS = (
    smalltalk, handoff, orders, cancel, returns, refund_routes, exchanges, refunds, planned_refunds, changes, items,
    addresses, payments, reports, reorder, invoices, gift_cards, points, restock, profile, products, recommending,
    picking, about_product, answers, dialogue, identity,
)  # fmt: skip
ALL: tuple[type[ShopAction], ...] = tuple(action for topic in TOPICS for action in topic.ACTIONS)
WRITES = frozenset(action.called for action in ALL if action.writes)


def build_actions(services: Services) -> list[ShopAction]:
    """One instance of each action."""
    return [action(services) for action in ALL]
