"""Threads that want the same thing at once: one wins, and what everybody is told is what happened."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from shop.errors import Conflict, Refused, ShopError
from shop.tables import AuditRow
from tests.shop.small_shop import ADA, BEN, BOTH_DATABASES, MEI, SAM, Shop

pytestmark = BOTH_DATABASES


def _together(*doings: Callable[[], Any]) -> list[Any]:
    """What each returned, or the error it raised; all of them start at once."""
    results: list[Any] = [None] * len(doings)
    start = threading.Barrier(len(doings))

    def run(place: int, do: Callable[[], object]) -> None:
        start.wait()
        try:
            results[place] = do()
        except ShopError as error:
            results[place] = error

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(doings)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.parametrize("start", ["bot", "queue"])
def test_nothing_of_the_bot_follows_once_an_agent_took_over(shop: Shop, start: str) -> None:
    for _ in range(15):
        here = shop.conversation()
        asked, _ = shop.log.add_shopper(here, "c1", "hello")
        if start == "queue":
            shop.desk.hand_off(here, "asked", turn=asked.id)

        def chatter(here: str = here, asked_id: int = asked.id) -> int:
            said = 0
            while said < 400 and shop.log.add_bot(here, asked_id, f"sentence {said}") is not None:
                said += 1
            return said

        said, _ = _together(chatter, partial(shop.desk.take, here, SAM))
        entries = shop.log.after(here)
        taken = next(entry.id for entry in entries if entry.owner == "agent")
        bot = [entry.id for entry in entries if entry.sender == "bot"]
        assert len(bot) == said
        assert max(bot, default=0) < taken


def test_of_two_agents_who_take_at_once_one_has_it(shop: Shop) -> None:
    for _ in range(15):
        here = shop.conversation()
        shop.desk.hand_off(here, "asked")
        results = _together(partial(shop.desk.take, here, SAM), partial(shop.desk.take, here, MEI))
        assert sorted(type(result).__name__ for result in results) == ["Conflict", "NoneType"]
        winner = (SAM, MEI)[[isinstance(result, Conflict) for result in results].index(False)]
        assert shop.log.conversation(here).agent_id == winner


def test_one_message_sent_four_times_at_once_is_stored_once(shop: Shop) -> None:
    here = shop.conversation()
    results = _together(*[lambda: shop.log.add_shopper(here, "c1", "hello")] * 4)
    assert sorted(is_new for _, is_new in results) == [False, False, False, True]
    assert len(shop.log.after(here)) == 1


def test_one_confirmation_pressed_four_times_at_once_cancels_once(shop: Shop) -> None:
    ada = shop.verified(ADA)
    results = _together(*[lambda: shop.orders.cancel(ada, "1002", "", "key")] * 4)
    assert all(result == results[0] for result in results)
    assert results[0].state == "cancelled"
    assert shop.count(AuditRow) == 1


def test_of_two_confirmations_at_once_one_cancels(shop: Shop) -> None:
    ben = shop.verified(BEN)
    results = _together(
        lambda: shop.orders.cancel(ben, "1006", "", "key-1"), lambda: shop.orders.cancel(ben, "1006", "", "key-2")
    )
    assert sum(isinstance(result, Refused | Conflict) for result in results) == 1
    assert shop.count(AuditRow) == 1
    assert shop.orders.find(ben, "1006").version == 2


def test_guesses_at_once_do_not_get_past_the_limit(shop: Shop) -> None:
    here = shop.conversation()
    shop.identity.send_code(here, "ada.merritt@example.com", "en")
    results = _together(*[lambda: shop.identity.check_code(here, "no code").name] * 12)
    assert sorted(str(result) for result in results) == ["BLOCKED"] * 8 + ["WRONG"] * 4
