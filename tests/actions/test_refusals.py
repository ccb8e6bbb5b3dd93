"""Every reason code that the rules know has a sentence in both languages, and every value that it needs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from actions.sentences import Sentences

ROOT = Path(__file__).parent.parent.parent
CODES = re.compile(r"^\| `([a-z_]+)` \| ([^|]*)\|", re.M)
ALWAYS = {"number"}  # the order, which every refusal may name


def codes() -> list[tuple[str, set[str]]]:
    """Codes with their values, from the page that lists them; `ok` is no refusal."""
    text = (ROOT / "docs" / "orders.md").read_text(encoding="utf-8").split("## Reason codes")[1]
    found = [
        (code, set(re.findall(r"[a-z_]+", re.sub(r"\(.*?\)", "", values)))) for code, values in CODES.findall(text)
    ]
    return [(code, values) for code, values in found if code != "ok"]


def test_the_page_lists_the_codes_of_the_rules() -> None:
    source = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "shop").rglob("*.py"))
    raised = set(re.findall(r"\bno\(\s*\"([a-z_]+)\"", source))
    assert raised == {code for code, _ in codes()}


@pytest.mark.parametrize(("code", "values"), codes())
def test_a_reason_code_has_words_in_both_languages(code: str, values: set[str]) -> None:
    sentences = Sentences.read(ROOT / "bot" / "domain")
    for locale in ("en", "zh"):
        assert locale in sentences.locales(f"utter_refused_{code}"), f"no sentence for {code!r} in {locale!r}"
        assert sentences.placeholders(f"utter_refused_{code}", locale) <= values | ALWAYS
