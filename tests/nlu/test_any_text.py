"""Whatever is typed is read without an error, in time proportional to its length, and values lie within it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.nlu.text import LONGEST, normalise
from bot.nlu.values import find
from knowledge.language import LOCALES, detect, is_other

FOLDER = Path(__file__).parent / "values"
SAID = [case["say"] for file in ("en.yml", "zh.yml") for case in yaml.safe_load((FOLDER / file).read_text("utf-8"))]
ODD = [
    "\u200b",
    "\u202e",
    "\ud800",
    "\x00",
    "\u0301" * 9,
    "\ufdfa",
    "１",
    "٣",
    "½",
    "<b>",
    "</p>",
    "<",
    "🔥",
    "\n",
    "訂",
]
KINDS = {"email", "phone", "code", "street", "city", "region", "postcode", "date", "date_range", "money"}
KINDS |= {"order_number", "size", "quantity", "colour"}

texts = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=200),  # lone surrogates and unassigned ones among them
    st.text("0123456789 .,:/-#$@+()xXsSmMlL月日号年个双件码元块上下周五省市区路", max_size=120),
    st.lists(st.sampled_from(SAID + ODD), max_size=6).map("".join),
    st.lists(st.sampled_from(SAID + ODD), max_size=6).map(" ".join),
)
days = st.dates(date(1990, 1, 1), date(2100, 12, 31))
often = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@often
@given(texts)
@example("<p <b>class>")
@example("薴")
@example("e\u200d\u0301")
@example("👍\ufe0f🏽")
def test_reading_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert len(once) <= LONGEST
    assert once.encode("utf-8").decode("utf-8") == once
    assert once == " ".join(once.split())


@often
@given(texts, st.none() | days)
@example("in 999 years, 999 months ago, 99999999999 days", date(2099, 12, 31))
@example("0月0号 13月40日 2月30号 00/00/00 9999-99-99", date(2026, 2, 1))
def test_values_lie_within_the_text_and_apart(text: str, today: date | None) -> None:
    for each in (text, normalise(text)):
        end = 0
        for kind, value, start, stop in find(each, today):
            assert kind in KINDS
            assert value
            assert end <= start < stop <= len(each)
            end = stop


@often
@given(texts, days)
def test_dates_are_days_of_the_calendar_in_their_order(text: str, today: date) -> None:
    for kind, value, _, _ in find(normalise(text), today):
        if kind == "date":
            assert abs(date.fromisoformat(value) - today) <= timedelta(days=120 * 366)
        if kind == "date_range":
            first, last = (date.fromisoformat(each) for each in value.split("/"))
            assert first < last


@often
@given(texts, st.sampled_from(LOCALES))
def test_every_text_has_one_of_the_languages_that_are_shipped(text: str, locale: str) -> None:
    assert detect(text, locale) in LOCALES
    assert is_other(text) in (True, False)


@often
@given(st.text("0123456789 !?.…😀🔥👍", max_size=40), st.sampled_from(LOCALES))
def test_digits_and_emoji_keep_the_language_of_the_conversation(text: str, locale: str) -> None:
    assert detect(text, locale) == locale


REPEATED = ["1", "1 ", "a ", "a.", "a@", "a@a.", "12-34-", "$1 ", "order ", "#", "one ", "1 a st ", "12 b st, ", "Ab, "]
REPEATED += [
    "上",
    "十",
    "省",
    "1号",
    "月1",
    "<p ",
    "> <p",
    "between 1 and ",
    "a dot ",
    "a at b. ",
    "s/m ",
    "+1 ",
    "1 jan ",
]
REPEATED += [
    "zip 1",
    "city is ",
    "上海市",
    "浙江省杭州市",
    "•",
    "\u0301",
    "\ufdfa",
    "42 or ",
    "11月1号到",
    "by friday ",
    "州",
]


@pytest.mark.parametrize("read", [normalise, lambda text: list(find(text, date(2026, 11, 18))), detect, is_other])
def test_reading_takes_time_in_proportion_to_the_text(read: Callable[[str], object]) -> None:
    def seconds(text: str) -> float:
        best = 1e9
        for _ in range(3):
            begun = time.thread_time()  # of this thread alone: what else the machine does must not count
            read(text)
            best = min(best, time.thread_time() - begun)
        return best

    for each in REPEATED:
        long = (each * LONGEST)[:LONGEST]
        assert seconds(long) / max(seconds(long[: LONGEST // 8]), 0.001) < 32, (
            each
        )  # 8 where linear, 64 where quadratic
