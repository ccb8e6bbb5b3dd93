"""The database dies in the middle of every write, at every statement: then nothing of that write has happened."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest

from shop.errors import Unavailable
from tests.shop.small_shop import ADA, SAM, DyingDatabase, Shop

HERE = "here"


def _prepared(shop: Shop) -> dict[str, str]:
    ada = shop.verified(ADA)
    held, coded, queued = shop.conversation(), shop.conversation(), shop.conversation()
    shop.desk.take(held, SAM)
    shop.identity.send_code(coded, "ada.merritt@example.com", "en")
    shop.desk.hand_off(queued, "asked")
    entry, _ = shop.log.add_shopper(ada.conversation_id, "c0", "hello")
    return {"ada": ada.conversation_id, "held": held, "coded": coded, "queued": queued, "entry": str(entry.id)}


Write = Callable[[Shop, dict[str, str]], object]
WRITES: dict[str, Write] = {
    "cancel": lambda s, at: s.orders.cancel(s.identity.who(at["ada"]), "1002", "late", "key"),
    "match_order": lambda s, at: s.identity.match_order(at["held"], "1001", "ada.merritt@example.com"),
    "match_order, wrong": lambda s, at: s.identity.match_order(at["held"], "1001", "nobody@example.com"),
    "sign_in": lambda s, at: s.identity.sign_in(at["held"], s.tokens.sign("1")),
    "check_code": lambda s, at: s.identity.check_code(at["coded"], s.mailed_code()),
    "check_code, wrong": lambda s, at: s.identity.check_code(at["coded"], "no code"),
    "open": lambda s, at: s.log.open("en"),
    "add_shopper": lambda s, at: s.log.add_shopper(at["held"], "c1", "hello"),
    "add_bot": lambda s, at: s.log.add_bot(at["ada"], int(at["entry"]), "hello"),
    "add_agent": lambda s, at: s.log.add_agent(at["held"], SAM, "hello", "a1"),
    "add_note": lambda s, at: s.log.add_note(at["held"], kind="owner"),
    "close_turn": lambda s, at: s.log.close_turn(at["ada"], int(at["entry"])),
    "hear": lambda s, at: s.log.hear(at["ada"], "c1", "你好", language=lambda locale: "zh"),
    "hand_off": lambda s, at: s.desk.hand_off(at["ada"], "asked"),
    "take": lambda s, at: s.desk.take(at["queued"], SAM),
    "give_back": lambda s, at: s.desk.give_back(at["held"], SAM),
    "resolve": lambda s, at: s.desk.resolve(at["held"], SAM),
    "gap": lambda s, at: s.gaps.log(at["ada"], "why?", "en", "abstain", 0.1),
    "mail": lambda s, at: s.mailer.send("ada.merritt@example.com", "Hello", "Hello."),
}


@pytest.mark.parametrize("name", WRITES)
def test_a_write_that_dies_midway_changes_nothing_and_succeeds_later(shop: Shop, name: str) -> None:
    at, write = _prepared(shop), WRITES[name]
    before = shop.everything()
    deaths = 0
    while deaths < 60:
        with DyingDatabase(shop.engine, deaths) as database, suppress(Unavailable):
            write(shop, at)
        if not database.died:
            break
        deaths += 1
        assert shop.everything() == before
    assert deaths >= 2, "begin and commit at the least are statements that can fail"
    assert shop.everything() != before


def test_a_code_that_could_not_be_stored_is_not_sent(shop: Shop) -> None:
    here = shop.conversation()
    before = shop.everything()
    for statements in range(8):
        with DyingDatabase(shop.engine, statements), pytest.raises(Unavailable):
            shop.identity.send_code(here, "ada.merritt@example.com", "en")
        assert shop.everything() == before
        assert shop.mailer.newest() == []


def test_a_handoff_that_failed_leaves_the_conversation_with_the_bot(shop: Shop) -> None:
    here = shop.conversation()
    entry, _ = shop.log.add_shopper(here, "c1", "a person please")
    with DyingDatabase(shop.engine, 3), pytest.raises(Unavailable):
        shop.desk.hand_off(here, "asked")
    assert shop.log.conversation(here).owner == "bot"
    assert shop.desk.waiting() == []
    assert shop.log.add_bot(here, entry.id, "Sorry, that did not work.") is not None
