"""Whether a parcel may be reported as missing or damaged."""

from __future__ import annotations

from datetime import timedelta

from shop.rules.facts import OrderFacts
from shop.rules.ruling import Ruling, no, yes
from shop.rules.settings import ShopRules

ON_ITS_WAY = ("shipped", "delayed")


def may_report(rules: ShopRules, order: OrderFacts, problem: str) -> Ruling:
    """`problem` is "missing" or "damaged". Codes: ok · reported_already · already_cancelled · not_reportable
    {"state"} · not_late_yet {"expected", "days"} · report_window_over {"days", "last_day"}."""
    reports = rules.reports
    if problem in order.reported:
        return no("reported_already")
    if order.state == "cancelled":
        return no("already_cancelled")
    if order.state not in (reports.missing_states if problem == "missing" else reports.damaged_states):
        return no("not_reportable", state=order.state)
    if problem == "missing" and order.state in ON_ITS_WAY and order.expected is not None:
        days = reports.missing_days_after_expected
        if order.today < order.expected + timedelta(days=days):
            return no("not_late_yet", expected=order.expected, days=days)
    if order.delivered is not None and reports.days is not None:
        last_day = order.delivered + timedelta(days=reports.days)
        if order.today > last_day:
            return no("report_window_over", days=reports.days, last_day=last_day)
    return yes()
