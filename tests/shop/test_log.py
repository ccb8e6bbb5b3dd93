"""The conversation's log: order, owner, repeats, masking."""

from __future__ import annotations

import pytest

from shop.errors import Conflict, NotFound
from tests.shop.small_shop import MEI, SAM, Shop


def test_a_conversation_opens_with_the_bot_and_only_its_token_opens_it_again(shop: Shop) -> None:
    opened = shop.log.open("zh")
    conversation = shop.log.check(opened.conversation_id, opened.token)
    assert (conversation.owner, conversation.status, conversation.locale) == ("bot", "open", "zh")
    said = set()
    for conversation_id, token in ((opened.conversation_id, "wrong"), ("wrong", opened.token), ("wrong", "")):
        with pytest.raises(NotFound) as refusal:
            shop.log.check(conversation_id, token)
        said.add(str(refusal.value).replace(opened.conversation_id, "wrong"))
    assert len(said) == 1
    assert opened.token not in repr(shop.everything())


def test_entries_come_back_in_order_and_after_an_id(shop: Shop) -> None:
    here, elsewhere = shop.conversation(), shop.conversation()
    asked, _ = shop.log.add_shopper(here, "c1", "hello")
    shop.log.add_shopper(elsewhere, "c1", "somebody else")
    reply = shop.log.add_bot(here, asked.id, "hi", choices=[{"id": "a", "label": "A"}], cards=[{"kind": "order"}])
    assert reply is not None
    assert reply.id > asked.id
    assert shop.log.after(here) == [asked, reply]
    assert shop.log.after(here, asked.id) == [reply] == shop.log.replies_to(here, asked.id)
    assert (reply.choices, reply.cards) == ([{"id": "a", "label": "A"}], [{"kind": "order"}])


def test_a_repeated_client_id_is_the_same_message(shop: Shop) -> None:
    here = shop.conversation()
    first, is_new = shop.log.add_shopper(here, "c1", "hello", choice="yes")
    again, is_new_again = shop.log.add_shopper(here, "c1", "something else")
    assert (is_new, is_new_again) == (True, False)
    assert again == first
    assert first.choice == "yes"
    shop.desk.take(here, SAM)
    assert shop.log.add_agent(here, SAM, "hi", "a1") == shop.log.add_agent(here, SAM, "hi", "a1")
    assert [entry.sender for entry in shop.log.after(here) if entry.kind == "message"] == ["shopper", "agent"]


def test_a_turn_is_answered_once_it_is_closed(shop: Shop) -> None:
    here = shop.conversation()
    entry, _ = shop.log.add_shopper(here, "c1", "hello")
    assert not shop.log.is_answered(here, entry.id)
    shop.log.close_turn(here, entry.id)
    assert shop.log.is_answered(here, entry.id)
    with pytest.raises(NotFound):
        shop.log.is_answered(shop.conversation(), entry.id)


def test_the_bot_is_silent_while_an_agent_has_the_conversation(shop: Shop) -> None:
    here = shop.conversation()
    entry, _ = shop.log.add_shopper(here, "c1", "hello")
    assert shop.log.add_bot(here, entry.id, "one moment") is not None
    shop.desk.take(here, SAM)
    assert shop.log.add_bot(here, entry.id, "late") is None
    assert shop.log.add_bot(here, None, "later") is None
    shop.desk.give_back(here, SAM)
    assert shop.log.add_bot(here, entry.id, "a reply to what the agent has dealt with") is None
    fresh, _ = shop.log.add_shopper(here, "c2", "and now?")
    assert shop.log.add_bot(here, fresh.id, "here I am") is not None


def test_the_turn_that_hands_off_may_say_so_and_no_other(shop: Shop) -> None:
    here = shop.conversation()
    old, _ = shop.log.add_shopper(here, "c1", "hello")
    asked, _ = shop.log.add_shopper(here, "c2", "a person please")
    shop.desk.hand_off(here, "asked")
    waiting, _ = shop.log.add_shopper(here, "c3", "hello?")
    assert shop.log.add_bot(here, asked.id, "I'll pass you on") is not None
    assert shop.log.add_bot(here, old.id, "stale") is None
    assert shop.log.add_bot(here, waiting.id, "chatter") is None
    assert shop.log.add_bot(here, None, "chatter") is None
    shop.log.close_turn(here, asked.id)
    assert shop.log.add_bot(here, asked.id, "one more thing") is None


def test_an_agent_who_takes_over_silences_the_handoff_too(shop: Shop) -> None:
    here = shop.conversation()
    asked, _ = shop.log.add_shopper(here, "c1", "a person please")
    shop.desk.hand_off(here, "asked", turn=asked.id)
    shop.desk.take(here, SAM)
    assert shop.log.add_bot(here, asked.id, "I'll pass you on") is None


def test_only_the_agent_who_has_it_writes(shop: Shop) -> None:
    here = shop.conversation()
    with pytest.raises(Conflict):
        shop.log.add_agent(here, SAM, "hello")
    shop.desk.take(here, SAM)
    with pytest.raises(Conflict):
        shop.log.add_agent(here, MEI, "hello")
    assert shop.log.add_agent(here, SAM, "hello").agent_id == SAM


def test_a_shopper_who_writes_after_the_end_starts_again_with_the_bot(shop: Shop) -> None:
    here = shop.conversation()
    shop.desk.take(here, SAM)
    shop.desk.resolve(here, SAM)
    assert shop.log.conversation(here).status == "resolved"
    entry, _ = shop.log.add_shopper(here, "c1", "one more thing")
    assert (shop.log.conversation(here).status, shop.log.conversation(here).owner) == ("open", "bot")
    assert shop.log.add_bot(here, entry.id, "yes?") is not None


def test_secrets_are_masked_wherever_they_are_said(shop: Shop) -> None:
    here = shop.conversation()
    entry, _ = shop.log.add_shopper(here, "c1", "my card is 4111 1111 1111 1111 and order 1001")
    assert "4111" not in entry.text
    assert "1001" in entry.text
    shop.log.add_bot(
        here, entry.id, "4111111111111111", [{"id": "x", "label": "4111111111111111"}], [{"a": ["4111111111111111"]}]
    )
    shop.desk.hand_off(here, "4111111111111111", "4111111111111111")
    shop.desk.take(here, SAM)
    shop.log.add_agent(here, SAM, "4111111111111111")
    shop.log.add_note(here, "4111111111111111")
    shop.gaps.log(here, "4111111111111111", "en", "abstain", 0.1)
    assert "4111" not in repr(shop.everything())


def test_a_bare_code_is_masked_where_one_was_sent(shop: Shop) -> None:
    here, elsewhere = shop.conversation(), shop.conversation()
    shop.identity.send_code(here, "ada.merritt@example.com", "en")
    assert shop.log.add_shopper(here, "c1", "123 456")[0].text == "••••"
    assert shop.log.add_shopper(elsewhere, "c1", "123456")[0].text == "123456"


def test_every_append_is_told_after_it_can_be_read(shop: Shop) -> None:
    here, heard = shop.conversation(), []

    class Listener:
        def publish(self, topic: str, event: dict[str, object]) -> None:
            heard.append((topic, event["type"], event["id"] in [entry.id for entry in shop.log.after(here)]))

    log = type(shop.log)(shop.sessions, Listener(), shop.clock)
    entry, _ = log.add_shopper(here, "c1", "hello")
    log.add_shopper(here, "c1", "hello")
    log.add_bot(here, entry.id, "hi")
    log.add_note(here, kind="owner")
    assert heard == [(f"conversation:{here}", kind, True) for kind in ("message", "message", "owner")]


def test_a_choice_is_masked_and_cut(shop: Shop) -> None:
    here = shop.conversation()
    entry, _ = shop.log.add_shopper(here, "c1", "x", choice="4111 1111 1111 1111 " + "y" * 300)
    assert entry.choice is not None
    assert entry.choice.startswith("•••• y")
    assert len(entry.choice) <= 200


def test_a_conversation_left_for_thirty_days_opens_to_no_token(shop: Shop) -> None:
    opened = shop.log.open("en")
    shop.clock.turn(days=29)
    shop.log.check(opened.conversation_id, opened.token)
    shop.log.add_shopper(opened.conversation_id, "c1", "still there")
    shop.clock.turn(days=29)
    shop.log.check(opened.conversation_id, opened.token)
    shop.clock.turn(days=1)
    with pytest.raises(NotFound):
        shop.log.check(opened.conversation_id, opened.token)
