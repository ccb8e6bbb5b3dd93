"""What flows count on from any order book, judged through the book alone."""

from __future__ import annotations

import pytest

from shop.addresses import Address
from shop.asker import Level
from shop.changes import (
    CancelItems,
    CancelOrder,
    Change,
    ChangeAddress,
    ChangeItems,
    ExchangeItems,
    Pick,
    ReportProblem,
    ReturnItems,
    Swap,
)
from shop.errors import Conflict, IdentityNeeded, NotFound, Refused
from tests.shop.contract.backend import Backend
from tests.shop.small_shop import BOTH_DATABASES

pytestmark = BOTH_DATABASES
ELSEWHERE = Address("7 New Street", "Bend", "OR", "97701")
KINDS = ("cancel", "cancel_items", "address", "items", "return", "exchange", "missing")


def _wish(backend: Backend, kind: str) -> tuple[str, Change]:
    """A change that is allowed, and the order that it is about."""
    number = {"return": backend.delivered, "exchange": backend.delivered, "missing": backend.late}.get(
        kind, backend.paid
    )
    line = backend.orders.find(backend.owner, number).lines[0].line
    variants = backend.orders.variants(backend.owner, number, line)
    swap = Swap(line, 1, next(each.sku for each in variants if not each.is_this and each.stock > 0))
    changes: dict[str, Change] = {
        "cancel": CancelOrder("too late"),
        "cancel_items": CancelItems((Pick(line, 1),)),
        "address": ChangeAddress(ELSEWHERE),
        "items": ChangeItems((swap,)),
        "return": ReturnItems((Pick(line, 1),), "does_not_fit"),
        "exchange": ExchangeItems((swap,)),
        "missing": ReportProblem("missing"),
    }
    return number, changes[kind]


def _all(backend: Backend) -> object:
    return backend.orders.latest(backend.owner, 50), backend.orders.latest(backend.stranger, 50)


def test_orders_come_newest_first_and_no_more_than_asked_for(backend: Backend) -> None:
    orders = backend.orders.latest(backend.owner, 50)
    assert [order.placed_at for order in orders] == sorted((order.placed_at for order in orders), reverse=True)
    assert {backend.delivered, backend.long_ago, backend.paid, backend.late} <= {order.number for order in orders}
    assert backend.orders.latest(backend.owner, 2) == orders[:2]


def test_an_order_adds_up_and_its_lines_have_names(backend: Backend) -> None:
    for order in backend.orders.latest(backend.owner, 50):
        assert order.total_cents == order.shipping_cents + sum(each.price_cents * each.quantity for each in order.lines)
        assert len({each.line for each in order.lines}) == len(order.lines)
        assert all(each.line and each.sku and each.name["en"] and each.name["zh"] for each in order.lines)
        assert order.placed_at.tzinfo is not None


def test_a_number_is_understood_however_it_is_typed(backend: Backend) -> None:
    for typed in (f"#{backend.paid}", f" {backend.paid} ", f"order {backend.paid}"):
        assert backend.orders.find(backend.owner, typed).number == backend.paid


def test_none_and_not_yours_look_the_same(backend: Backend) -> None:
    told = set()
    for number in (backend.paid, "9999"):
        with pytest.raises(NotFound) as refusal:
            backend.orders.find(backend.stranger, number)
        told.add(str(refusal.value).replace(number, "N"))
    assert len(told) == 1


def test_a_reader_sees_one_order_masked_and_changes_nothing(backend: Backend) -> None:
    seen = backend.orders.find(backend.reader, backend.delivered)
    whole = backend.orders.find(backend.owner, backend.delivered)
    assert seen.ship_to.street != whole.ship_to.street
    assert seen.ship_to.name not in whole.ship_to.name
    assert seen.payment is None
    assert whole.payment is not None
    for number in (backend.paid, "9999"):
        with pytest.raises(IdentityNeeded) as needed:
            backend.orders.find(backend.reader, number)
        assert needed.value.level is Level.KNOWN
    with pytest.raises(IdentityNeeded) as needed:
        backend.orders.preview(backend.reader, backend.delivered, CancelOrder())
    assert needed.value.level is Level.VERIFIED


@pytest.mark.parametrize("kind", KINDS)
def test_a_guest_can_do_nothing(backend: Backend, kind: str) -> None:
    number, change = _wish(backend, kind)
    before = _all(backend)
    for asked in (number, "9999"):
        with pytest.raises(IdentityNeeded):
            backend.orders.preview(backend.guest, asked, change)
        with pytest.raises(IdentityNeeded):
            backend.orders.apply(backend.guest, asked, change, "key", 1)
    assert _all(backend) == before


@pytest.mark.parametrize("kind", KINDS)
def test_a_change_does_what_its_preview_said(backend: Backend, kind: str) -> None:
    number, change = _wish(backend, kind)
    before = backend.orders.find(backend.owner, number)
    preview = backend.orders.preview(backend.owner, number, change)
    assert backend.orders.find(backend.owner, number) == before
    assert preview.version == before.version
    receipt = backend.orders.apply(backend.owner, number, change, "key", preview.version)
    after = backend.orders.find(backend.owner, number)
    assert receipt.order == after
    assert after.version > before.version
    assert after.total_cents == after.shipping_cents + sum(
        each.price_cents * each.quantity for each in after.lines
    ) or (after.state == "cancelled")
    refunded = sum(refund.cents for refund in after.refunds) - sum(refund.cents for refund in before.refunds)
    if kind not in ("exchange", "missing"):
        assert refunded == preview.refund_cents


@pytest.mark.parametrize("kind", KINDS)
def test_one_key_does_one_thing_once(backend: Backend, kind: str) -> None:
    number, change = _wish(backend, kind)
    first = backend.orders.apply(backend.owner, number, change, "key", 1)
    held = _all(backend)
    assert backend.orders.apply(backend.owner, number, change, "key", 1) == first
    with pytest.raises(Conflict):
        backend.orders.apply(backend.owner, number, ReportProblem("damaged", description="another"), "key", 2)
    assert _all(backend) == held


@pytest.mark.parametrize("kind", KINDS)
def test_a_change_of_somebody_else_s_order_is_not_found(backend: Backend, kind: str) -> None:
    number, change = _wish(backend, kind)
    held = _all(backend)
    for do in (
        lambda: backend.orders.preview(backend.stranger, number, change),
        lambda: backend.orders.apply(backend.stranger, number, change, "key", 1),
        lambda: backend.orders.options(backend.stranger, number, "cancel"),
    ):
        with pytest.raises(NotFound):
            do()
    assert _all(backend) == held


def test_a_change_on_a_version_that_is_over_is_a_conflict(backend: Backend) -> None:
    number, change = _wish(backend, "items")
    seen = backend.orders.preview(backend.owner, number, change).version
    backend.orders.apply(backend.owner, number, ChangeAddress(ELSEWHERE), "key-1", seen)
    held = _all(backend)
    with pytest.raises(Conflict):
        backend.orders.apply(backend.owner, number, change, "key-2", seen)
    assert _all(backend) == held


def test_what_the_rules_refuse_is_refused_with_a_reason_and_changes_nothing(backend: Backend) -> None:
    held = _all(backend)
    line = backend.orders.find(backend.owner, backend.long_ago).lines[0].line
    for number, change, code in (
        (backend.delivered, CancelOrder(), "already_delivered"),
        (backend.late, CancelOrder(), "too_late"),
        (backend.long_ago, ReturnItems((Pick(line, 1),)), "window_over"),
        (backend.paid, ReturnItems((Pick(line, 1),)), "not_delivered"),
        (backend.paid, CancelItems((Pick("no-such-line", 1),)), "no_such_line"),
        (backend.paid, CancelItems(()), "nothing_chosen"),
    ):
        with pytest.raises(Refused) as refusal:
            backend.orders.apply(backend.owner, number, change, f"key-{code}", 1)
        assert refusal.value.ruling.code == code
    assert _all(backend) == held


def test_options_say_which_lines_may_be_chosen(backend: Backend) -> None:
    inside = backend.orders.options(backend.owner, backend.delivered, "return")
    assert inside.open[0].left == 2
    assert backend.orders.options(backend.owner, backend.long_ago, "return").open == ()
    assert not backend.orders.options(backend.owner, backend.late, "cancel").ruling.allowed


def test_orders_are_found_by_what_was_in_them(backend: Backend) -> None:
    order = backend.orders.find(backend.owner, backend.long_ago)
    found = backend.orders.search(backend.owner, products={order.lines[0].product_id})
    assert order.number in {each.order.number for each in found}
    assert backend.orders.search(backend.owner, "a submarine") == []
