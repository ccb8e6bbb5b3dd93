"""What "last month" means depends on the day: months of unequal length, the turn of the year, both languages."""

from __future__ import annotations

from datetime import date

import pytest

from bot.nlu.values import find


def days(text: str, today: str) -> list[str]:
    return [value for kind, value, _, _ in find(text, date.fromisoformat(today)) if kind.startswith("date")]


@pytest.mark.parametrize(
    ("today", "said", "meant"),
    [
        ("2026-01-15", "last month", "2025-12-01/2025-12-31"),
        ("2026-01-15", "上个月", "2025-12-01/2025-12-31"),
        ("2026-12-31", "next month", "2027-01-01/2027-01-31"),
        ("2026-12-31", "tomorrow", "2027-01-01"),
        ("2024-03-31", "a month ago", "2024-02-29"),
        ("2026-03-31", "一个月前", "2026-02-28"),
        ("2024-02-29", "a year ago", "2023-02-28"),
        ("2026-01-02", "last week", "2025-12-22/2025-12-28"),
        ("2026-01-02", "上周五", "2025-12-26"),
        ("2026-01-02", "下周五", "2026-01-09"),
        ("2026-01-02", "last december", "2025-12-01/2025-12-31"),
        ("2026-01-02", "I ordered on December 28", "2025-12-28"),
        ("2026-12-28", "can it be here by January 3", "2027-01-03"),
        ("2026-12-28", "1月3号前能到吗", "2027-01-03"),
        ("2026-11-16", "I bought it last monday", "2026-11-09"),
        ("2026-11-22", "this week", "2026-11-16/2026-11-22"),
        ("2026-11-22", "本周", "2026-11-16/2026-11-22"),
        ("2026-02-10", "the 31st of last month", "2026-01-31"),
        ("2026-11-27", "I bought it on black friday", "2026-11-27"),
        ("2027-11-20", "by thanksgiving", "2027-11-25"),
        ("2026-01-05", "双十一买的", "2025-11-11"),
        ("2026-11-18", "from Dec 28 to Jan 3 we are away", "2026-12-28/2027-01-03"),
        ("2026-11-18", "去年双十一", "2025-11-11"),
    ],
)
def test_a_day_is_counted_from_today(today: str, said: str, meant: str) -> None:
    assert days(said, today) == [meant]


@pytest.mark.parametrize("said", ["february 30", "2026-13-01", "31.02.2026", "2月30号", "in 9999 years", "900年前"])
def test_a_day_that_no_calendar_has_is_none(said: str) -> None:
    assert [day for day in days(said, "2026-11-18") if len(day) == 10] == []


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("it came on friday", "2026-11-13"),
        ("will it come on friday?", "2026-11-20"),
        ("I need it by friday", "2026-11-20"),
        ("it was supposed to come on friday", "2026-11-13"),
        ("can it be delivered on friday", "2026-11-20"),
        ("it was delivered on friday", "2026-11-13"),
        ("周五签收的", "2026-11-13"),
        ("周五能到吗", "2026-11-20"),
        ("周五之前要", "2026-11-20"),
    ],
)
def test_the_words_around_a_day_say_whether_it_is_past(said: str, meant: str) -> None:
    assert days(said, "2026-11-18") == [meant]
