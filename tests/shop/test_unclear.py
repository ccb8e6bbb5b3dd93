"""Messages that were not understood: kept once, without the person, as long as chats are, and no longer."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select

from shop.database import writing
from shop.errors import NotFound
from shop.refits import Refits
from shop.tables import AuditRow, ConversationRow, EntryRow
from shop.unclear import UnclearMessages
from tests.shop.small_shop import ADA, Shop

TORN = [("cancel_order", 0.4), ("return_order", 0.38), ("refund_status", 0.1), ("greet", 0.05)]
SURE = [("greet", 0.97), ("thanks", 0.01)]


@pytest.fixture
def unclear(shop: Shop) -> UnclearMessages:
    return UnclearMessages(shop.sessions, shop.clock)


def _said(shop: Shop, text: str, conversation_id: str | None = None) -> tuple[str, int]:
    here = conversation_id or shop.conversation()
    entry, _ = shop.log.add_shopper(here, f"c{shop.clock.now.timestamp()}{text}"[:60], text)
    return here, entry.id


def _note(shop: Shop, unclear: UnclearMessages, text: str, **more: object) -> int | None:
    here, entry = _said(shop, text)
    return unclear.note(here, entry, text, "en", TORN, "unsure", **more)  # type: ignore[arg-type]


def test_the_same_words_count_once_a_conversation(shop: Shop, unclear: UnclearMessages) -> None:
    here, entry = _said(shop, "It came, but take it back")
    for text in ("It came, but take it back", "it came but take it back!!", "It  came, but take it back"):
        unclear.note(here, entry, text, "en", TORN, "unsure")
    _note(shop, unclear, "it came, but take it back?")
    (one,) = unclear.open()
    assert (one.text, one.times) == ("It came, but take it back", 2)
    assert one.ranking == (("cancel_order", 0.4), ("return_order", 0.38), ("refund_status", 0.1))


def test_nothing_personal_is_kept_in_any_table_of_it(shop: Shop, unclear: UnclearMessages) -> None:
    here = shop.verified(ADA).conversation_id
    text = "ada here, order 1002 to 12 Alder Street, ada@example.com, 503 555 0101, 4111 1111 1111 1111: where"
    unclear.note(here, _said(shop, text, here)[1], text, "en", TORN, "unsure")
    (one,) = unclear.open()
    assert one.text == "[name] here, order [order] to [address], [email], [phone], [secret]: where"
    kept = str({name: rows for name, rows in shop.everything().items() if name.startswith("unclear")})
    assert not [private for private in ("Ada", "1002", "Alder", "example.com", "0101", "4111") if private in kept]


def test_what_has_no_words_is_not_kept(shop: Shop, unclear: UnclearMessages) -> None:
    assert _note(shop, unclear, "1002") is None
    assert _note(shop, unclear, "???") is None
    assert unclear.open() == []
    with pytest.raises(NotFound):
        unclear.note("nowhere", 1, "hello there", "en", TORN, "unsure")


def test_the_most_helpful_comes_first(shop: Shop, unclear: UnclearMessages) -> None:
    sure = _note(shop, unclear, "hi there you")
    here, entry = _said(shop, "hi there you")
    unclear.note(here, entry, "hi there you", "en", SURE, "out_of_scope")
    torn = _note(shop, unclear, "take it back")
    often = _note(shop, unclear, "send another")
    _note(shop, unclear, "send another")
    assert [each.id for each in unclear.open()] == [often, torn, sure]
    unclear.note(here, entry, "hi there you", "en", SURE, "sure", ended="person")
    assert unclear.one(sure or 0).uncertainty == pytest.approx(0.6), "somebody gave up on us there"
    assert [each.id for each in unclear.open(limit=1)] == [often]


def test_a_choice_tells_what_the_last_unclear_message_meant(shop: Shop, unclear: UnclearMessages) -> None:
    here, first = _said(shop, "it is wrong")
    unclear.note(here, first, "it is wrong", "en", TORN, "clarified")
    unclear.suggest(here, first, "return_order")
    (one,) = unclear.open()
    assert (one.suggested, one.ended) == ("return_order", "chosen")
    assert not unclear.end(here, first + 1, "person"), "that message was clear"
    assert not unclear.end(shop.conversation(), first, "person")
    assert unclear.one(one.id).ended == "chosen"
    assert unclear.end(here, first, "person")
    assert (unclear.one(one.id).ended, unclear.one(one.id).suggested) == ("person", "return_order")


def test_what_is_settled_leaves_the_list_and_can_be_taken_back(shop: Shop, unclear: UnclearMessages) -> None:
    label, discard = _note(shop, unclear, "take it back"), _note(shop, unclear, "asdf qwer")
    assert label is not None
    assert discard is not None
    unclear.settle(label, "sam", "return_order", "take it back please")
    shop.clock.turn(minutes=1)
    unclear.settle(discard, "sam", None, None)
    assert unclear.open() == []
    last = unclear.last_settled("sam")
    assert last is not None
    assert (last.id, last.state, last.intent) == (discard, "discarded", None)
    unclear.reopen(discard, "sam")
    last = unclear.last_settled("sam")
    assert last is not None
    assert (last.id, last.state, last.example) == (label, "labelled", "take it back please")
    assert unclear.last_settled("mei") is None
    _note(shop, unclear, "Take it back")
    assert [each.id for each in unclear.open()] == [discard], "what was explained is not asked about again"
    with shop.sessions() as session:
        rows = session.scalars(select(AuditRow).where(AuditRow.subject == f"unclear:{label}")).all()
    assert [(row.reason, row.after["state"]) for row in rows] == [("by sam", "labelled")]
    with pytest.raises(NotFound):
        unclear.settle(4711, "sam", "greet", "hi")


def test_a_shopper_who_is_forgotten_takes_along_what_only_they_said(shop: Shop, unclear: UnclearMessages) -> None:
    ada = shop.verified(ADA).conversation_id
    for text in ("only mine", "said by all"):
        unclear.note(ada, _said(shop, text, ada)[1], text, "en", TORN, "unsure")
    _note(shop, unclear, "said by all")
    unclear.forget(ADA)
    assert [(each.text, each.times) for each in unclear.open()] == [("said by all", 1)]


def test_messages_go_with_their_conversation_and_after_a_year(shop: Shop, unclear: UnclearMessages) -> None:
    here, entry = _said(shop, "it goes with the chat")
    unclear.note(here, entry, "it goes with the chat", "en", TORN, "unsure")
    with writing(shop.sessions) as session:
        session.execute(delete(EntryRow).where(EntryRow.conversation_id == here))
        session.execute(delete(ConversationRow).where(ConversationRow.id == here))
    unclear.clear()
    assert unclear.open() == []
    _note(shop, unclear, "it is old by then")
    shop.clock.turn(days=366)
    _note(shop, unclear, "it is new")
    assert [each.text for each in unclear.open()] == ["it is new"]


def test_one_refit_is_done_at_a_time_and_every_worker_sees_it(shop: Shop) -> None:
    here, there = Refits(shop.sessions, shop.clock), Refits(shop.sessions, shop.clock)
    assert here.begin() is None
    asked = here.ask("sam")
    assert there.ask("mei") == asked, "it is asked for already"
    assert there.glance().waits
    begun = there.begin()
    assert begun is not None
    assert (begun.id, begun.asked_by, here.begin()) == (asked.id, "sam", None)
    again = here.ask("mei")
    assert again.id != asked.id, "what was labelled since it began needs another"
    assert here.begin() is None
    there.end(asked.id, "done", "v1", {"seconds": 1.5})
    served = here.glance().served
    assert served is not None
    assert (served.version, served.report) == ("v1", {"seconds": 1.5})
    here.begin()
    here.end(again.id, "refused", None, {"why": "worse"})
    glance = there.glance()
    assert glance.served == served
    assert glance.latest == there.one(again.id)
    assert (there.one(again.id).state, glance.waits) == ("refused", False)
    with pytest.raises(NotFound):
        there.one(4711)


def test_what_was_labelled_since_the_last_refit_is_news(shop: Shop, unclear: UnclearMessages) -> None:
    refits = Refits(shop.sessions, shop.clock)
    one = _note(shop, unclear, "take it back") or 0
    assert not refits.glance().has_news
    unclear.settle(one, "sam", None, None)
    assert not refits.glance().has_news, "what is of no use teaches nothing"
    unclear.settle(one, "sam", "return_order", "take it back")
    assert refits.glance().has_news
    shop.clock.turn(seconds=1)
    refits.ask("sam")
    assert not refits.glance().has_news
    shop.clock.turn(seconds=1)
    unclear.reopen(one, "sam")
    assert refits.glance().has_news, "what was learned wrongly is to be forgotten"


def test_a_refit_whose_worker_died_does_not_block_the_next(shop: Shop) -> None:
    refits = Refits(shop.sessions, shop.clock)
    lost = refits.ask("sam")
    refits.begin()
    following = refits.ask("sam")
    assert refits.begin() is None
    shop.clock.turn(minutes=11)
    begun = refits.begin()
    assert begun is not None
    assert (begun.id, lost.id != begun.id) == (following.id, True)
