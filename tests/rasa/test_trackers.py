"""What is remembered of a conversation between two turns: its slots, once they are saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from shop.database import open_database

pytestmark = [pytest.mark.rasa, pytest.mark.usefixtures("rasa")]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_database(f"sqlite:///{tmp_path / 'tracker.db'}")
    yield opened
    opened.dispose()


def store_in(engine: Engine) -> Any:
    from rasa.shared.core.domain import Domain

    from bot.rasa.trackers import SlotStore

    slot = "{type: any, influence_conversation: false, mappings: [{type: custom}]}"
    return SlotStore(engine, Domain.from_yaml(f"slots:\n  order_number: {slot}\n  flow_state: {slot}\n"))


def put(tracker: Any, **slots: Any) -> None:
    from rasa.shared.core.events import SlotSet

    for name, value in slots.items():
        tracker.update(SlotSet(name, value))


async def test_a_new_conversation_listens_and_is_stored_with_its_first_turn(engine: Engine) -> None:
    store = store_in(engine)
    tracker = await store.get_or_create_tracker("here")
    assert tracker.latest_action_name == "action_listen"
    assert await store.keys() == []
    put(tracker, order_number="1001", flow_state={"frames": [{"名": 1}]})
    await store.save(tracker)
    assert await store.keys() == ["here"]


async def test_slots_come_back_and_the_newest_replace_the_older(engine: Engine) -> None:
    store = store_in(engine)
    tracker = await store.get_or_create_tracker("here")
    put(tracker, order_number="1001", flow_state={"frames": [{"名": 1}]})
    await store.save(tracker)
    put(tracker, order_number=None)
    await store.save(tracker)
    again = await store_in(engine).get_or_create_tracker("here")
    assert again.latest_action_name == "action_listen"
    assert (again.get_slot("order_number"), again.get_slot("flow_state")) == (None, {"frames": [{"名": 1}]})


async def test_a_slot_that_is_no_json_is_an_error_when_it_is_saved(engine: Engine) -> None:
    store = store_in(engine)
    tracker = await store.get_or_create_tracker("here")
    put(tracker, order_number={1001})
    with pytest.raises(TypeError):
        await store.save(tracker)
    assert await store.keys() == []
