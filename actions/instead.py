"""Instead of the money of a return: the thing once more, or another variant of it."""

from __future__ import annotations

from actions.base import Reply, Request, ShopAction
from actions.problems import DAMAGED
from actions.reasons import reason_in
from actions.remedies import SEND_AGAIN, wants_it_again

AGAIN, SWAP = "again", "swap"
FAULTS = ("damaged", "wrong_item")


def instead_of_money(action: ShopAction, request: Request, reply: Reply, said: str) -> str:
    """Where the thing itself is wanted: `again` (a report: the shop's fault) or `swap` (an exchange); else ""."""
    if not wants_it_again(said):
        return ""
    reason = str(request["return_reason"] or "")
    faulty = reason in FAULTS or reason_in(said) in FAULTS or reason_in(request.text) in FAULTS
    number = str(request["order_number"])
    if faulty and action.services.orders.options(request.asker, number, DAMAGED).ruling.code != "not_reportable":
        reply.set("problem", DAMAGED)
        reply.set("wish", SEND_AGAIN)
        return AGAIN
    return SWAP if action.services.orders.options(request.asker, number, "exchange").open else ""
