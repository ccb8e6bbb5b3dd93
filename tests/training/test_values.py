"""The figures of values: what counts as right, and which entries of a file are refused."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from training.values import Case, evaluate_values, load_values

TODAY = date(2026, 11, 18)
Found = tuple[str, str, int, int]


def figures(said: dict[str, list[tuple[str, str]]], truth: dict[str, list[tuple[str, str]]]) -> dict[str, float]:
    def find(text: str, today: date) -> Iterable[Found]:
        assert today == TODAY
        return [(kind, value, 0, 1) for kind, value in said[text]]

    cases = [Case(text, "en", TODAY, tuple(values)) for text, values in truth.items()]
    return {f"{row['set']} {row['metric']}": row["value"] for row in evaluate_values(cases, find)}


def test_a_value_counts_once_and_only_where_kind_and_value_are_right() -> None:
    truth = {"a": [("size", "M"), ("money", "50")], "b": [("size", "L")], "c": []}
    said = {"a": [("size", "M"), ("quantity", "50")], "b": [("size", "L"), ("size", "XL")], "c": []}
    found = figures(said, truth)
    assert found["en precision"] == 0.5
    assert found["en recall"] == pytest.approx(2 / 3, abs=1e-4)
    assert (found["en size precision"], found["en size recall"]) == (pytest.approx(2 / 3, abs=1e-4), 1.0)
    assert (found["en money precision"], found["en money recall"], found["en money f1"]) == (1.0, 0.0, 0.0)
    assert found["en all_values_found"] == pytest.approx(1 / 3, abs=1e-4)


def test_rows_say_how_many_values_they_are_about() -> None:
    cases = [Case("x", "zh", TODAY, (("size", "M"), ("size", "L")))]
    rows = evaluate_values(cases, lambda text, today: [("size", "M", 0, 1)], "peer")
    size = next(row for row in rows if row["set"] == "zh size" and row["metric"] == "recall")
    assert size == {"set": "zh size", "system": "peer", "metric": "recall", "value": 0.5, "n": 2}


def test_a_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "dev.yml"
    file.write_text('- {text: "size 42", locale: en, today: 2026-11-18, values: [[size, "42"]]}\n', encoding="utf-8")
    assert load_values(file) == [Case("size 42", "en", TODAY, (("size", "42"),))]


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ("text: x, locale: en, today: 2026-11-18", "expected locale, text, today, values"),
        ("text: x, locale: fr, today: 2026-11-18, values: []", "expected one of"),
        ("text: x, locale: en, today: soon, values: []", "a date as today"),
        ("text: x, locale: en, today: 2026-11-18, values: [size]", "expected [[kind, value]"),
    ],
)
def test_an_entry_that_is_not_one_is_named(entry: str, complaint: str, tmp_path: Path) -> None:
    file = tmp_path / "dev.yml"
    file.write_text(f"- {{{entry}}}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="entry 1") as raised:
        load_values(file)
    assert complaint in str(raised.value)
