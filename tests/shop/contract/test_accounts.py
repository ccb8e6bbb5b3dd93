"""What is counted on from whatever keeps the shoppers' accounts."""

from __future__ import annotations

import pytest

from shop.addresses import Address
from shop.errors import Conflict, IdentityNeeded, Refused
from tests.shop.contract.backend import Backend
from tests.shop.small_shop import BOTH_DATABASES

pytestmark = BOTH_DATABASES
ELSEWHERE = Address("7 New Street", "Bend", "OR", "97701")


def test_an_account_is_its_owner_s(backend: Backend) -> None:
    mine, theirs = backend.shoppers.profile(backend.owner), backend.shoppers.profile(backend.stranger)
    assert mine.email != theirs.email
    methods = [{method.id for method in backend.shoppers.methods(each)} for each in (backend.owner, backend.stranger)]
    assert all(methods)
    assert not methods[0] & methods[1]
    for asker in (backend.guest, backend.reader):
        for ask in (backend.shoppers.profile, backend.shoppers.methods):
            with pytest.raises(IdentityNeeded):
                ask(asker)


def test_an_order_was_paid_by_a_method_of_its_shopper(backend: Backend) -> None:
    methods = {method.id for method in backend.shoppers.methods(backend.owner)}
    payment = backend.orders.find(backend.owner, backend.paid).payment
    assert payment is not None
    assert payment.id in methods


def test_an_address_is_changed_once_on_the_account_as_it_was_seen(backend: Backend) -> None:
    theirs = backend.shoppers.profile(backend.stranger)
    preview = backend.shoppers.preview_address(backend.owner, ELSEWHERE)
    after = backend.shoppers.change_address(backend.owner, ELSEWHERE, "key", preview.version)
    assert after.address == preview.after
    assert backend.shoppers.change_address(backend.owner, ELSEWHERE, "key", preview.version) == after
    with pytest.raises(Conflict):
        backend.shoppers.change_address(backend.owner, preview.before, "key-2", preview.version)
    assert backend.shoppers.profile(backend.stranger) == theirs


def test_an_address_that_is_none_changes_nothing(backend: Backend) -> None:
    before = backend.shoppers.profile(backend.owner)
    with pytest.raises(Refused) as refusal:
        backend.shoppers.change_address(backend.owner, Address("", "Bend", "OR", "97701"), "key", before.version)
    assert refusal.value.ruling.code == "address_incomplete"
    assert backend.shoppers.profile(backend.owner) == before
