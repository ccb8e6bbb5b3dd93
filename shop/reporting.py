"""Telling that a parcel is missing or damaged: a case for the shop's people."""

from __future__ import annotations

from dataclasses import replace

from shop.changes import Pick, ReportProblem
from shop.errors import Refused
from shop.job import Job, allow
from shop.order_facts import facts_of
from shop.planning import next_number, picked, planned
from shop.previews import Preview
from shop.privacy import mask
from shop.rules.facts import OrderFacts
from shop.rules.picking import refuse_picks
from shop.rules.reporting import may_report
from shop.tables import CaseRow, OrderRow

WISHES = ("", "send_again", "refund")
PROBLEMS = ("missing", "damaged")
LONGEST = 2000  # characters of a description that are kept


def plan_report(job: Job, order: OrderRow, change: ReportProblem) -> Preview:
    """Which items it is about: those that were named, or all of them."""
    if change.problem not in PROBLEMS or change.wish not in WISHES:
        raise ValueError(f"expected one of {PROBLEMS} and {WISHES}, found {change.problem!r} and {change.wish!r}")
    facts = _as_it_was_sent(order, facts_of(job, order))
    allow(may_report(job.rules, facts, change.problem))
    items = change.items or tuple(Pick(line.line, line.left) for line in facts.lines if line.left)
    refused = refuse_picks(facts, picked(items))
    if refused is not None:
        raise Refused(refused)
    return Preview(change.problem, order.number, order.version, planned(order, items), whole=not change.items)


def _as_it_was_sent(order: OrderRow, facts: OrderFacts) -> OrderFacts:
    """What is being sent back may have been broken all the same."""
    sent = {str(line.id): line.quantity for line in order.lines}
    return replace(facts, lines=tuple(replace(line, left=sent[line.line]) for line in facts.lines))


def open_case(job: Job, order: OrderRow, change: ReportProblem, preview: Preview) -> str:
    """The case, with room for photos; gives its number."""
    row = CaseRow(
        number=next_number(order, "C", len(order.cases)),
        order_id=order.id,
        conversation_id=job.asker.conversation_id,
        kind=change.problem,
        state="open",
        items=[{"line": item.line, "quantity": item.quantity} for item in preview.items],
        description=mask(change.description)[:LONGEST],
        wish=change.wish,
        photos=[],
        created_at=job.now,
    )
    order.cases.append(row)
    return row.number
