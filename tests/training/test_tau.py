"""The replay of tau-bench retail's calls, on a made-up shop in tau's form: what it counts as the same, and what not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from shop.database import migrate, open_database, reading, sessions
from shop.tables import AuditRow, OrderRow
from training.tau.effects import CHANGED, after
from training.tau.files import TauShop, read_shop, read_tasks
from training.tau.loader import load
from training.tau.replay import main, replay, rows
from training.tau.states import differences, of_ours, of_tau

HOME = {"address1": "1 Made-up Street", "address2": "Suite 1", "city": "Nowhere", "country": "USA", "state": "OR"}
HOME |= {"zip": "97000"}
AWAY = HOME | {"address1": "2 Invented Lane", "address2": ""}
USER = "nilo_nobody_1"


def _variant(item_id: str, price: float, available: bool = True) -> dict[str, Any]:
    return {"item_id": item_id, "options": {"colour": item_id}, "available": available, "price": price}


def _item(item_id: str, price: float) -> dict[str, Any]:
    named = {"name": "Mug", "product_id": "mug", "item_id": item_id, "price": price}
    return named | {"options": {"colour": item_id}}


def _order(order_id: str, status: str, method: str, *items: dict[str, Any]) -> dict[str, Any]:
    total = round(sum(item["price"] for item in items), 2)
    history = [{"transaction_type": "payment", "amount": total, "payment_method_id": method}]
    parcels = [] if status == "pending" else [{"tracking_id": ["123"], "item_ids": [each["item_id"] for each in items]}]
    order = {"order_id": order_id, "user_id": USER, "address": HOME, "items": list(items), "status": status}
    return order | {"fulfillments": parcels, "payment_history": history}


VARIANTS = [_variant("red", 10.1), _variant("blue", 12.35), _variant("tin", 8.0), _variant("gold", 90.0, False)]
METHODS = {
    "card_1": {"source": "credit_card", "brand": "visa", "last_four": "1234", "id": "card_1"},
    "paypal_1": {"source": "paypal", "id": "paypal_1"},
    "gift_1": {"source": "gift_card", "balance": 30, "id": "gift_1"},
}
SHOP = {
    "users": {
        USER: {
            "name": {"first_name": "Nilo", "last_name": "Nobody"},
            "address": HOME,
            "email": "nilo@example.com",
            "payment_methods": METHODS,
            "orders": ["#W1", "#W2", "#W3", "#W4", "#W5"],
        }
    },
    "products": {"mug": {"name": "Mug", "product_id": "mug", "variants": {each["item_id"]: each for each in VARIANTS}}},
    "orders": {
        "#W1": _order("#W1", "pending", "card_1", _item("red", 10.1), _item("red", 10.1), _item("tin", 8.0)),
        "#W2": _order("#W2", "delivered", "paypal_1", _item("red", 10.1), _item("gold", 90.0)),
        "#W3": _order("#W3", "pending", "gift_1", _item("blue", 12.35)),
        "#W4": _order("#W4", "processed", "card_1", _item("red", 10.1)),
        "#W5": _order("#W5", "pending", "card_1", _item("gold", 90.0)),
    },
}
CALLS: dict[str, tuple[str, dict[str, Any]]] = {
    "cancel": ("cancel_pending_order", {"order_id": "#W1", "reason": "no longer needed"}),
    "cancel, paid by gift card": ("cancel_pending_order", {"order_id": "#W3", "reason": "ordered by mistake"}),
    "cancel what is not sold any more": ("cancel_pending_order", {"order_id": "#W5", "reason": "no longer needed"}),
    "address": ("modify_pending_order_address", {"order_id": "#W1", **AWAY}),
    "payment": ("modify_pending_order_payment", {"order_id": "#W1", "payment_method_id": "paypal_1"}),
    "payment by gift card": ("modify_pending_order_payment", {"order_id": "#W1", "payment_method_id": "gift_1"}),
    "one of two alike": (
        "modify_pending_order_items",
        {"order_id": "#W1", "item_ids": ["red"], "new_item_ids": ["blue"], "payment_method_id": "gift_1"},
    ),
    "both alike, and back": (
        "modify_pending_order_items",
        {
            "order_id": "#W1",
            "item_ids": ["red", "red", "tin"],
            "new_item_ids": ["tin", "red", "blue"],
            "payment_method_id": "card_1",
        },
    ),
    "return": (
        "return_delivered_order_items",
        {"order_id": "#W2", "item_ids": ["gold"], "payment_method_id": "gift_1"},
    ),
    "exchange": (
        "exchange_delivered_order_items",
        {"order_id": "#W2", "item_ids": ["gold"], "new_item_ids": ["tin"], "payment_method_id": "card_1"},
    ),
}
FORBIDDEN: dict[str, tuple[str, dict[str, Any]]] = {
    "too late": ("cancel_pending_order", {"order_id": "#W4", "reason": "no longer needed"}),
    "no reason of ours": ("cancel_pending_order", {"order_id": "#W1", "reason": "too slow"}),
    "the card that is there": ("modify_pending_order_payment", {"order_id": "#W1", "payment_method_id": "card_1"}),
    "a gift card that does not cover it": (
        "modify_pending_order_payment",
        {"order_id": "#W5", "payment_method_id": "gift_1"},
    ),
    "a variant that is not sold": (
        "modify_pending_order_items",
        {"order_id": "#W1", "item_ids": ["red"], "new_item_ids": ["gold"], "payment_method_id": "card_1"},
    ),
    "a refund to another card": (
        "return_delivered_order_items",
        {"order_id": "#W2", "item_ids": ["red"], "payment_method_id": "card_1"},
    ),
}


def _write(folder: Path, *tasks: list[tuple[str, dict[str, Any]]]) -> Path:
    for name, content in SHOP.items():
        (folder / f"{name}.json").write_text(json.dumps(content))
    listed = [
        {"user_id": USER, "instruction": "", "actions": [{"name": name, "kwargs": given} for name, given in task]}
        for task in tasks
    ]
    (folder / "tasks_train.json").write_text(json.dumps(listed))
    (folder / "tasks_dev.json").write_text("[]")
    return folder


@pytest.mark.parametrize("name", CALLS)
def test_a_call_leaves_the_same_shop(tmp_path: Path, name: str) -> None:
    result = replay(_write(tmp_path, [CALLS[name]]))[0]
    assert (result.differences, result.refused) == ((), ())
    shop = read_shop(tmp_path)
    assert of_tau(after(shop, (CALLS[name],))) != of_tau(shop), "a call that does nothing shows nothing"


def test_calls_in_a_row_leave_the_same_shop_and_the_next_task_finds_it_untouched(tmp_path: Path) -> None:
    row = [CALLS["address"], CALLS["payment"], CALLS["one of two alike"], CALLS["return"]]
    results = replay(_write(tmp_path, row, row, [CALLS["cancel"]]))
    assert [result.same for result in results] == [True, True, True]
    assert rows(results) == [{"set": "tau-retail", "system": "aisle", "metric": "gold_replay", "value": 1.0, "n": 3}]


def test_a_sample_of_the_tasks_may_be_replayed(tmp_path: Path) -> None:
    folder = _write(tmp_path, [CALLS["address"]], [CALLS["payment"]], [CALLS["cancel"]])
    assert len(replay(folder, sample=2)) == 2
    assert len(replay(folder, sample=9)) == 3


@pytest.mark.parametrize("name", FORBIDDEN)
def test_what_the_policy_forbids_is_refused_and_leaves_the_shop_as_it_was(tmp_path: Path, name: str) -> None:
    result = replay(_write(tmp_path, [FORBIDDEN[name]]))[0]
    assert len(result.refused) == 1
    assert result.same
    shop = read_shop(tmp_path)
    assert of_tau(after(shop, (FORBIDDEN[name],))) == of_tau(shop)


@pytest.mark.parametrize("second", ["cancel", "address", "payment", "one of two alike"])
def test_after_its_items_were_changed_an_order_stays_as_it_is(tmp_path: Path, second: str) -> None:
    result = replay(_write(tmp_path, [CALLS["both alike, and back"], CALLS[second]]))[0]
    assert result.same
    assert len(result.refused) == 1


def test_a_shop_that_is_not_the_same_is_told_in_words(tmp_path: Path) -> None:
    shop = read_shop(_write(tmp_path))
    engine = open_database(f"sqlite:///{tmp_path}/shop.db")
    migrate(engine)
    load(sessions(engine), shop)
    with reading(sessions(engine)) as session:
        ours = of_ours(session)
        note = session.scalars(select(AuditRow)).one()
        dates = session.scalars(select(OrderRow.placed_at)).all()
    assert differences(of_tau(shop), ours) == []
    assert (note.action, note.subject) == ("load", "tau-retail")
    assert "made up" in note.reason
    assert len(dates) == 5
    told = differences(of_tau(after(shop, (CALLS["both alike, and back"],))), ours)
    assert len(told) == 1
    assert told[0].startswith("order W1: expected")
    assert CHANGED in told[0]
    engine.dispose()


def test_data_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path)]) == 2
    assert "users.json: no such file; --data names a folder with" in capsys.readouterr().err


def test_the_figure_is_written_and_a_difference_is_a_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = _write(tmp_path, [CALLS["cancel"]])
    assert main(["--data", str(folder), "--json", str(tmp_path / "figures.json")]) == 0
    assert "gold_replay 1.0000 of 1 tasks" in capsys.readouterr().out
    written = json.loads((tmp_path / "figures.json").read_text())
    assert written["rows"][0]["metric"] == "gold_replay"


def test_tasks_are_named_by_set_and_place(tmp_path: Path) -> None:
    tasks = read_tasks(_write(tmp_path, [CALLS["cancel"]], []))
    assert [(task.name, len(task.actions)) for task in tasks] == [("train-0", 1), ("train-1", 0)]
    assert isinstance(read_shop(tmp_path), TauShop)
