"""The page of an evaluation: whole by itself, and what shoppers typed stays text."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from training.peers.peer import Peer
from training.report import charts
from training.report.page import Report, render
from training.understanding import Outcome, Several, evaluate

OUTCOMES = [
    Outcome("where is my order", "en", "order_status", "order_status", 0.97),
    Outcome("<script>alert(1)</script>", "en", "order_status", "cancel_order", 0.91),
    Outcome("cancel it", "en", "cancel_order", "cancel_order", 0.6),
    Outcome("取消订单", "zh", "cancel_order", "order_status", 0.55),
]
SEVERAL = [Several("cancel & refund <b>", "en", ("cancel_order", "refund_status"), ("cancel_order",), ("1",), ())]
PEER = Peer("diet", evaluate(OUTCOMES[:3], "diet"), OUTCOMES[:3], ["diet: 100 epochs <i>"])


VALUES = [
    {"set": f"values {of}", "system": "aisle", "metric": metric, "value": value, "n": 4}
    for of, value in (("en", 0.75), ("en order_number", 1.0))
    for metric in ("precision", "recall", "f1")
]


def report(**changes: object) -> Report:
    made = Report("dev", {"model": "aisle-1"}, evaluate(OUTCOMES), OUTCOMES, SEVERAL, [PEER], ["a <note>"])
    return replace(made, **changes)  # type: ignore[arg-type]


class Checked(HTMLParser):
    """Collects tags and what is loaded; complains of a tag that is closed out of order."""

    EMPTY = frozenset({"meta", "line", "rect", "circle", "polyline", "br"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.loaded: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.loaded += [value or "" for name, value in attrs if name in ("src", "href", "action")]
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.EMPTY:
            assert self.open.pop() == tag


def test_the_page_is_whole_and_loads_nothing() -> None:
    page = render(report())
    checked = Checked()
    checked.feed(page)
    assert checked.open == []
    assert checked.loaded == []
    assert "script" not in checked.tags
    assert not re.search(r"url\((?!#)|@import", page)
    assert "default-src 'none'" in page


def test_what_was_typed_is_text_wherever_it_stands() -> None:
    page = render(report())
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "cancel &amp; refund &lt;b&gt;" in page
    for tag in ("<script", "<b>\n", "<note>", "<i>"):
        assert tag not in page


def test_the_surest_mistake_comes_first() -> None:
    page = render(report())
    assert page.index("alert(1)") < page.index("取消订单")
    assert "91 % sure" in page


def test_a_peer_whose_figures_are_old_is_marked() -> None:
    assert "stale" not in render(report()).partition("<body>")[2]
    assert "stale" in render(report(peers=[replace(PEER, stale=True)])).partition("<body>")[2]


def test_a_peer_that_was_asked_other_messages_stands_in_the_table_alone() -> None:
    page = render(report(peers=[replace(PEER, outcomes=[], stale=True)]))
    assert "F1 diet" not in page
    assert "diet</td>" in page.replace(' <span class="badge">stale</span>', "")


@pytest.mark.parametrize(
    "outcomes", [OUTCOMES[:1], [replace(OUTCOMES[0], sure=0.0)], [replace(each, said="x") for each in OUTCOMES]]
)
def test_few_messages_none_wrong_or_all_wrong_make_a_page_too(outcomes: list[Outcome]) -> None:
    page = render(report(rows=evaluate(outcomes), outcomes=outcomes, several=[], peers=[], notes=[]))
    assert "How well shoppers are understood" in page
    assert "nan" not in page.partition("<body>")[2].lower().replace("finance", "")


def test_confusion_counts_rows_by_what_was_wanted() -> None:
    intents, cells = charts.confusion(OUTCOMES)
    assert intents == ["cancel_order", "order_status"]
    wrong = next(each for each in cells if (each.wanted, each.said) == ("order_status", "cancel_order"))
    assert (wrong.row, wrong.column, wrong.count, wrong.share) == (1, 0, 1, 0.5)


def test_lines_stay_on_the_plane() -> None:
    frame = charts.CALIBRATION
    for line in charts.calibration_lines({"aisle": OUTCOMES}):
        for dot in line.dots:
            assert frame.left <= dot.x <= frame.left + frame.width
            assert frame.top <= dot.y <= frame.top + frame.height


def test_values_are_shown_by_language_and_kind() -> None:
    page = " ".join(render(report(rows=evaluate(OUTCOMES) + VALUES)).split())
    assert '<td>English</td><td>all</td><td class="n">75.0 %</td>' in page
    assert '<td>English</td><td>order number</td><td class="n">100.0 %</td>' in page
    assert "Values in a message" not in render(report())
