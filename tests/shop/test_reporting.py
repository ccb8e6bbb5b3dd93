"""Parcels that are missing or damaged become cases."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from shop.changes import Pick, ReportProblem
from shop.errors import Refused
from shop.tables import CaseRow
from tests.shop.small_shop import BOTH_DATABASES, NOOR, Shop
from tests.shop.wishes import INSIDE, LATE, PAID, line

pytestmark = BOTH_DATABASES


def test_a_late_parcel_opens_a_case_about_everything_in_it(shop: Shop) -> None:
    noor = shop.verified(NOOR)
    change = ReportProblem("missing", description="nothing came; my card 4111 1111 1111 1111", wish="refund")
    receipt = shop.orders.apply(noor, LATE, change, "key", 1)
    assert receipt.reference == "2004-C1"
    assert [(case.number, case.problem, case.state) for case in receipt.order.cases] == [("2004-C1", "missing", "open")]
    with shop.sessions() as session:
        case = session.scalars(select(CaseRow)).one()
    assert (case.wish, case.photos, case.conversation_id) == ("refund", [], noor.conversation_id)
    assert case.items == [{"line": each.line, "quantity": each.quantity} for each in receipt.order.lines]
    assert "4111" not in case.description


def test_the_same_problem_is_not_reported_twice(shop: Shop) -> None:
    noor = shop.verified(NOOR)
    shop.orders.apply(noor, INSIDE, ReportProblem("damaged"), "key-1", 1)
    with pytest.raises(Refused) as refusal:
        shop.orders.apply(noor, INSIDE, ReportProblem("damaged"), "key-2", 2)
    assert refusal.value.ruling.code == "reported_already"
    assert shop.orders.apply(noor, INSIDE, ReportProblem("missing"), "key-3", 2).reference == "2001-C2"


def test_a_parcel_that_has_not_left_is_not_missing(shop: Shop) -> None:
    with pytest.raises(Refused) as refusal:
        shop.orders.preview(shop.verified(NOOR), PAID, ReportProblem("missing"))
    assert refusal.value.ruling.code == "not_reportable"


def test_more_than_was_in_it_cannot_be_damaged(shop: Shop) -> None:
    noor = shop.verified(NOOR)
    with pytest.raises(Refused) as refusal:
        shop.orders.preview(noor, INSIDE, ReportProblem("damaged", (Pick(line(shop, noor, INSIDE), 3),)))
    assert refusal.value.ruling.code == "more_than_left"


@pytest.mark.parametrize("wrong", [ReportProblem("stolen"), ReportProblem("missing", wish="a pony")])
def test_a_problem_that_there_is_not_is_a_slip_of_ours(shop: Shop, wrong: ReportProblem) -> None:
    with pytest.raises(ValueError, match="expected one of"):
        shop.orders.preview(shop.verified(NOOR), LATE, wrong)
