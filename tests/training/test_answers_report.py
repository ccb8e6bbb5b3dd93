"""The page of answers: whole by itself, what was asked and written stays text, with and without a generator."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from tests.training.test_report import Checked
from training import by_hand, compare, reached
from training.by_hand import Judged
from training.evaluate import Met
from training.generated import Generated
from training.reached import LESS_CLOSE, Line, Reading
from training.report.answers import AnswerReport, render

MET = [
    Met("how long", True, "verbatim", 0.95, 0.99, "returns", True, (True,)),
    Met("parking?", False, "verbatim", 0.8, 0.9, "stores", False, (False,)),
    Met("gift", True, "clarify", 0.5, 0.8, "gifts", False, (False, True)),
    Met("the moon", False, "abstain", 0.1, 0.1, "", False, ()),
]
SENT = Reading(
    Generated(
        "<b>how</b> fast", "dev", True, "shipping", "Shipping", (("s#1", "In <i>2</i> days."),), ("In 2.",), (), "In 2."
    ),
    (Line("In 2.", True, "", (), None),),
)
REFUSED = Reading(
    replace(SENT.answer, question="a car?", said=("You win <script>.",), sent="", live=False),
    (Line("You win <script>.", False, "words: 0.00 covered", (), False),),
)
CHECKED = by_hand.Checked(Judged("q", ("s#1",), "x", "In <u>2</u> days", True, "a remark"), False, "order")


def rows() -> list[dict[str, Any]]:
    found = [
        {"set": locale, "system": system, "metric": metric, "value": 0.5, "n": 4}
        for locale, system in (("en", "aisle"), ("en", "bm25"), ("zh", "aisle"))
        for metric in ("recall@1", "recall@5", "mrr@10", "wrong_of_all_questions")
    ]
    for system in (compare.BASE, compare.TUNED):
        found.append({"set": compare.SET, "system": system, "metric": "token_f1", "value": 0.25, "n": 9})
    return [*found, *reached.figures([SENT, REFUSED]), *by_hand.figures([CHECKED])]


def page(**changes: Any) -> str:
    made = AnswerReport(
        "dev", {"commit": "abc"}, rows(), {"en": MET, "zh": MET}, [SENT, REFUSED], [CHECKED], ["a <note>"]
    )
    return render(replace(made, **changes))


def test_the_page_is_whole_and_loads_nothing() -> None:
    checked = Checked()
    checked.feed(page())
    assert checked.open == []
    assert checked.loaded == []
    assert "script" not in checked.tags
    assert not re.search(r"url\((?!#)|@import", page())
    assert "default-src 'none'" in page()


def test_what_was_asked_and_written_is_text() -> None:
    body = page().partition("<body>")[2]
    for text in ("&lt;b&gt;how", "In &lt;i&gt;2", "You win &lt;script&gt;", "In &lt;u&gt;2", "a &lt;note&gt;"):
        assert text in body
    for tag in ("<script", "<b>how", "<i>2", "<u>", "<note>"):
        assert tag not in body


def test_what_was_sent_and_what_was_refused_are_shown_with_the_reason() -> None:
    body = page()
    assert body.index("<h3>Sent</h3>") < body.index("&lt;b&gt;how") < body.index("<h3>Refused") < body.index("a car?")
    assert "words: 0.00 covered" in body
    assert "words (1)" in body


def test_a_wrong_answer_is_counted_in_its_band() -> None:
    assert re.search(r'verbatim 50 % <span class="wrong">1 wrong', page())


def test_without_a_generator_there_is_a_page_too() -> None:
    found = [row for row in rows() if row["set"] in ("en", "zh")]
    body = page(rows=found, readings=[], judged=[]).partition("<body>")[2]
    assert "Finding the article" in body
    assert "Every sentence is checked" not in body


@pytest.mark.parametrize("met", [{"en": MET[:1]}, {"en": [replace(MET[0], confidence=0.0)]}, {"en": MET, "zh": []}])
def test_few_questions_make_a_page_too(met: dict[str, list[Met]]) -> None:
    assert "nan %" not in page(met=met)


def test_an_answer_less_close_than_the_approved_text_says_so() -> None:
    less = Reading(replace(SENT.answer, sent=""), SENT.lines)
    assert less.refusal == ("In 2.", LESS_CLOSE)
    assert SENT.refusal == ("", "")
