"""The desk: the queue, who has a conversation, and who may sign in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shop.agents import Agents
from shop.asker import Level
from shop.errors import Conflict, NotFound, TokenRefused, TooMany
from tests.shop.small_shop import ADA, MEI, SAM, Shop

PASSWORD = "aisle-demo"


def _owners(shop: Shop, conversation_id: str) -> list[str | None]:
    return [entry.owner for entry in shop.desk.transcript(conversation_id) if entry.kind == "owner"]


def test_a_conversation_goes_to_the_queue_to_an_agent_and_back(shop: Shop) -> None:
    here = shop.verified(ADA).conversation_id
    shop.log.add_shopper(here, "c1", "a person please")
    assert shop.desk.hand_off(here, "asked", "Wants a person.").position == 1
    (row,) = shop.desk.waiting()
    assert (row.id, row.reason, row.summary, row.last_text) == (here, "asked", "Wants a person.", "a person please")
    assert (row.level, row.shopper, row.status) == (Level.VERIFIED, "Ada Merritt", "waiting")
    shop.desk.take(here, SAM)
    assert shop.desk.waiting() == []
    assert [row.id for row in shop.desk.mine(SAM)] == [here]
    shop.desk.give_back(here, SAM)
    assert (shop.log.conversation(here).owner, shop.log.conversation(here).agent_id) == ("bot", None)
    assert _owners(shop, here) == ["queue", "agent", "bot"]
    assert [row.id for row in shop.desk.recent()] == [here]


def test_the_queue_is_first_come_first_served_and_asking_again_keeps_the_place(shop: Shop) -> None:
    first, second = shop.conversation(), shop.conversation()
    shop.desk.hand_off(first, "asked")
    assert shop.desk.hand_off(second, "asked").position == 2
    assert shop.desk.hand_off(first, "asked again").position == 1
    assert [row.id for row in shop.desk.waiting()] == [first, second]
    assert _owners(shop, first) == ["queue"]
    shop.desk.take(first, SAM)
    assert shop.desk.hand_off(first, "asked").position == 0
    assert shop.desk.hand_off(second, "asked").position == 1


@pytest.mark.parametrize(
    ("now", "open_now", "opens_at"),
    [
        (datetime(2026, 11, 18, 18, 0, tzinfo=UTC), True, None),
        (datetime(2026, 11, 18, 15, 59, tzinfo=UTC), False, "Wed 18 08:00"),
        (datetime(2026, 11, 18, 16, 0, tzinfo=UTC), True, None),
        (datetime(2026, 11, 19, 2, 0, tzinfo=UTC), False, "Sat 21 09:00"),
        (datetime(2026, 11, 22, 18, 0, tzinfo=UTC), False, "Mon 23 08:00"),
    ],
)
def test_a_handoff_knows_whether_anybody_is_there(
    shop: Shop, now: datetime, open_now: bool, opens_at: str | None
) -> None:
    shop.clock.now = now
    here = shop.conversation()
    handoff = shop.desk.hand_off(here, "asked")
    assert handoff.open_now is open_now
    assert (handoff.opens_at.strftime("%a %d %H:%M") if handoff.opens_at else None) == opens_at
    assert shop.log.conversation(here).status == ("waiting" if open_now else "after_hours")


def test_while_nobody_is_there_the_bot_answers_who_waits_and_the_place_stays(shop: Shop) -> None:
    here = shop.conversation()
    shop.desk.hand_off(here, "asked")
    asked = shop.log.add_shopper(here, "c1", "do you ship to Canada?")[0].id
    assert not shop.desk.answer_meanwhile(here, asked)  # somebody is there, and answers
    assert shop.log.add_bot(here, asked, "We do.") is None
    shop.clock.now = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)  # a Sunday
    assert not shop.desk.is_open()
    assert shop.desk.answer_meanwhile(here, asked)
    assert shop.log.add_bot(here, asked, "We do.") is not None
    assert [row.id for row in shop.desk.waiting()] == [here]
    shop.desk.take(here, SAM)
    assert not shop.desk.answer_meanwhile(here, asked)
    assert shop.log.add_bot(here, asked, "And to the USA.") is None


def test_of_two_agents_the_first_has_it(shop: Shop) -> None:
    here = shop.conversation()
    shop.desk.hand_off(here, "asked")
    shop.desk.take(here, SAM)
    shop.desk.take(here, SAM)
    for attempt in (shop.desk.take, shop.desk.give_back, shop.desk.resolve):
        with pytest.raises(Conflict):
            attempt(here, MEI)
    assert _owners(shop, here) == ["queue", "agent"]


def test_what_nobody_took_cannot_be_given_back(shop: Shop) -> None:
    here = shop.conversation()
    for attempt in (shop.desk.give_back, shop.desk.resolve):
        with pytest.raises(Conflict):
            attempt(here, SAM)
        with pytest.raises(NotFound):
            attempt("made-up", SAM)
    with pytest.raises(NotFound):
        shop.desk.take("made-up", SAM)


def test_a_demo_agent_signs_in_to_a_demo_only(shop: Shop) -> None:
    signed_in = shop.desk.sign_in("sam", PASSWORD, in_demo=True)
    assert shop.desk.agent(signed_in.token) == signed_in.agent
    assert signed_in.token not in repr(shop.everything())
    assert PASSWORD not in repr(shop.everything())
    with pytest.raises(TokenRefused):
        shop.desk.sign_in("sam", PASSWORD, in_demo=False)


def test_a_session_ends_after_twelve_hours(shop: Shop) -> None:
    token = shop.desk.sign_in("sam", PASSWORD, in_demo=True).token
    shop.clock.turn(hours=12)
    for stale in (token, "made-up", ""):
        with pytest.raises(TokenRefused):
            shop.desk.agent(stale)


def test_wrong_names_and_wrong_passwords_look_the_same_and_are_limited(shop: Shop) -> None:
    said = set()
    for name in ("sam", "nobody"):
        for _ in range(10):
            with pytest.raises(TokenRefused) as refusal:
                shop.desk.sign_in(name, "wrong", in_demo=True)
            said.add(str(refusal.value))
        with pytest.raises(TooMany):
            shop.desk.sign_in(name, PASSWORD, in_demo=True)
    assert len(said) == 1
    shop.clock.turn(minutes=16)
    assert shop.desk.sign_in("sam", PASSWORD, in_demo=True)


def test_a_stranger_elsewhere_does_not_lock_an_agent_out(shop: Shop) -> None:
    for _ in range(10):
        with pytest.raises(TokenRefused):
            shop.desk.sign_in("sam", "wrong", True, "203.0.113.9")
    with pytest.raises(TooMany):
        shop.desk.sign_in("sam", PASSWORD, True, "203.0.113.9")
    assert shop.desk.sign_in("sam", PASSWORD, True, "203.0.113.10")


def test_guessing_from_many_addresses_is_stopped_by_name(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shop.agents.TRIES_ANYWHERE", 3)
    for number in range(3):
        with pytest.raises(TokenRefused):
            shop.desk.sign_in("sam", "wrong", True, f"203.0.113.{number}")
    with pytest.raises(TooMany):
        shop.desk.sign_in("sam", PASSWORD, True, "198.51.100.1")


def test_a_session_can_be_ended(shop: Shop) -> None:
    token = shop.desk.sign_in("sam", PASSWORD, in_demo=True).token
    shop.desk.sign_out(token)
    shop.desk.sign_out(token)
    with pytest.raises(TokenRefused):
        shop.desk.agent(token)


def test_an_agent_needs_a_name_of_their_own_and_a_long_password(shop: Shop) -> None:
    agents = Agents(shop.sessions, shop.clock)
    added = agents.add("  Ana  Ruiz ", "a long password")
    assert added.name == "Ana Ruiz"
    assert shop.desk.sign_in("Ana Ruiz", "a long password", in_demo=False).agent == added
    with pytest.raises(Conflict, match="Ana Ruiz"):
        agents.add("Ana Ruiz", "another password")
    for name, password in (("Bo", "short"), (" ", "a long password")):
        with pytest.raises(ValueError, match="needs"):
            agents.add(name, password)


def test_an_agents_name_is_read_once(shop: Shop) -> None:
    agents = Agents(shop.sessions, shop.clock)
    assert (agents.name(SAM), agents.name(99)) == ("sam", None)
    shop.engine.dispose()
    agents._sessions = None  # type: ignore[assignment]
    assert agents.name(SAM) == "sam"
