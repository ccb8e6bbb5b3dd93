"""What belongs beside the state of an order: that its day has passed, a case that is open, a payment that waits."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from actions.base import Reply, Request, ShopAction
from actions.cards import day, money
from actions.methods import method_name
from actions.problems import MISSING, holds_it
from actions.transfers import date_words
from shop.dates import day_in
from shop.order_view import Case, OrderView

ON_ITS_WAY, UNSENT = ("shipped", "delayed"), ("paid", "packed")
NOT_THERE_YET = ("placed", "paid", "packed", "shipped", "delayed")


@dataclass
class Notes:
    """Sentences in their order, and buttons as (label, payload)."""

    said: list[str] = field(default_factory=list)
    choices: list[tuple[str, str]] = field(default_factory=list)


def is_overdue(reply: Reply, order: OrderView) -> bool:
    """Whether the day on which it was expected has passed, and it has not come."""
    if order.expected_at is None or order.state not in (*ON_ITS_WAY, *UNSENT):
        return False
    zone = reply.services.shop.time_zone
    return day_in(zone, order.expected_at) < day_in(zone, reply.services.clock())


def state_sentence(reply: Reply, order: OrderView) -> str:
    """The response that tells the state; an estimate that has passed is not told as one."""
    return f"utter_order_{order.state}_overdue" if is_overdue(reply, order) else f"utter_order_{order.state}"


def contradicts(request: Request, order: OrderView) -> bool:
    """Whether the shopper holds in hands what has not come yet, as far as the shop knows."""
    return order.state in NOT_THERE_YET and holds_it(request.text)


def open_cases(order: OrderView) -> list[Case]:
    """Those that somebody still works on."""
    return [case for case in order.cases if case.state == "open"]


def case_words(reply: Reply, case: Case) -> str:
    """That it is open, since when, and what comes next."""
    about = reply.word(f"utter_case_about_{case.problem}")
    return reply.word("utter_case_open", reference=case.number, about=about, at=day(reply, case.created_at))


def say_open_cases(action: ShopAction, request: Request, reply: Reply) -> None:
    """Once, before something is set up for an order on which somebody works already."""
    cases = open_cases(action.services.orders.find(request.asker, str(request["order_number"])))
    if cases and not request["told"]:
        reply.set("told", True)
        reply.utter("\n".join(case_words(reply, case) for case in cases))


def notes_on(action: ShopAction, request: Request, reply: Reply, order: OrderView) -> Notes:
    """What else is to be said of an order beside its state."""
    notes = Notes([case_words(reply, case) for case in open_cases(order)])
    if order.state == "placed" and order.payment is not None:
        sentence = "utter_payment_on_file" if order.paid_cents else "utter_payment_awaited"
        amount, method = money(reply, order.paid_cents or order.total_cents), method_name(reply, order.payment)
        notes.said.append(reply.word(sentence, amount=amount, method=method))
        notes.choices.append((reply.word("utter_label_human"), "start:human"))
    if not is_overdue(reply, order):
        return notes
    ruling = action.services.orders.options(request.asker, order.number, MISSING).ruling
    if ruling.allowed:
        notes.said.append(reply.word("utter_overdue_may_report"))
        notes.choices.append((reply.word("utter_report_missing"), f"start:report_problem|order_number={order.number}"))
    elif ruling.code == "not_late_yet":
        first = ruling.values["expected"] + timedelta(days=ruling.values["days"])
        notes.said.append(reply.word("utter_overdue_not_yet", first_day=date_words(reply, first)))
    if ruling.allowed or order.state in UNSENT:
        notes.choices.append((reply.word("utter_label_human"), "start:human"))
    return notes
