"""Questions without an answer: kept without the person, open until they are answered or dismissed."""

from __future__ import annotations

from sqlalchemy import select

from shop.database import reading
from shop.tables import AuditRow
from tests.shop.small_shop import ADA, BOTH_DATABASES, SAM, Shop

pytestmark = BOTH_DATABASES


def _asked(shop: Shop, text: str, band: str = "abstain", where: str = "") -> tuple[str, int]:
    where = where or shop.conversation()
    entry, _ = shop.log.add_shopper(where, f"c{len(shop.log.after(where))}", text)
    shop.gaps.log(where, text, "en", band, 0.2, entry.id)
    return where, entry.id


def test_nothing_personal_is_kept_with_a_question(shop: Shop) -> None:
    here = shop.verified(ADA).conversation_id
    text = "Ada here, ada.merritt@example.com, 503 555 0101, order 1002: do you wrap it? 4111 1111 1111 1111"
    _asked(shop, text, where=here)
    (gap,) = shop.gaps.open()
    assert gap.question == "[name] here, [email], [phone], order [order]: do you wrap it? [secret]"


def test_a_shopper_counts_once_wherever_they_ask(shop: Shop) -> None:
    for _ in range(2):
        _asked(shop, "do you gift wrap", where=shop.verified(ADA).conversation_id)
    _asked(shop, "do you gift wrap")
    assert len(shop.gaps.open()) == 3
    assert len({gap.who for gap in shop.gaps.open()}) == 2


def test_a_question_is_kept_for_a_year_and_no_longer(shop: Shop) -> None:
    _asked(shop, "do you gift wrap")
    shop.clock.turn(days=364)
    _asked(shop, "do you rent tents")
    assert [gap.question for gap in shop.gaps.newest()] == ["do you rent tents", "do you gift wrap"]
    shop.clock.turn(days=2)
    _asked(shop, "do you repair zips")
    assert [gap.question for gap in shop.gaps.newest()] == ["do you repair zips", "do you rent tents"]


def test_only_what_wanted_an_answer_and_got_none_is_open(shop: Shop) -> None:
    chosen, _ = _asked(shop, "wrapping", "clarify")
    other, _ = _asked(shop, "wrapping paper", "clarify")
    late, _ = _asked(shop, "paper", "clarify")
    _asked(shop, "lovely shop", "feedback")
    _asked(shop, "do you gift wrap", "abstain")
    shop.log.add_shopper(chosen, "x", "Gift wrap", "start:article|article=gift-wrap")
    shop.log.add_shopper(other, "x", "None of these", "start:human")
    shop.log.add_shopper(late, "x", "something else first")
    shop.log.add_shopper(late, "y", "Gift wrap", "start:article|article=gift-wrap")
    assert [gap.question for gap in shop.gaps.open()] == ["do you gift wrap", "paper", "wrapping paper"]


def test_a_report_looks_so_far_back_and_no_further(shop: Shop) -> None:
    _asked(shop, "do you gift wrap")
    shop.clock.turn(days=31)
    _asked(shop, "do you engrave")
    assert [gap.question for gap in shop.gaps.open()] == ["do you engrave"]
    assert len(shop.gaps.open(days=32)) == len(shop.gaps.open(days=None)) == 2


def test_what_agents_answered_afterwards_is_told_without_the_person(shop: Shop) -> None:
    here = shop.verified(ADA).conversation_id
    _, entry = _asked(shop, "do you gift wrap", where=here)
    shop.desk.hand_off(here, "asked")
    shop.desk.take(here, SAM)
    shop.log.add_agent(here, SAM, "Yes Ada, for $5. Write to ada.merritt@example.com")
    (gap,) = shop.gaps.open()
    (reply,) = shop.gaps.replies([gap.id])
    assert (reply.text, reply.conversation_id) == ("Yes [name], for $5. Write to [email]", here)
    shop.gaps.log(here, "later", "en", "abstain", 0.1, entry + 100)
    assert shop.gaps.replies([gap.id + 1]) == []


def test_answered_and_dismissed_questions_leave_the_list_and_the_audit_says_who_did_it(shop: Shop) -> None:
    for text in ("do you gift wrap", "tell me a joke", "do you engrave"):
        _asked(shop, text)
    engrave, joke, wrap = (gap.id for gap in shop.gaps.open())
    assert shop.gaps.answered([wrap], "gift-wrap", "noor") == 1
    assert shop.gaps.dismiss([joke, wrap], "noor") == 1
    assert shop.gaps.dismiss([joke, 4711], "noor") == 0
    assert [gap.id for gap in shop.gaps.open()] == [engrave]
    assert {gap.id: gap.state for gap in shop.gaps.newest()} == {engrave: "open", joke: "dismissed", wrap: "answered"}
    with reading(shop.sessions) as session:
        rows = [
            (row.reason, row.after) for row in session.scalars(select(AuditRow).order_by(AuditRow.id.desc()).limit(2))
        ]
    assert rows == [
        ("by noor", {"state": "dismissed", "article": None, "questions": [joke]}),
        ("by noor", {"state": "answered", "article": "gift-wrap", "questions": [wrap]}),
    ]
