"""Every reason code that the rules know has a sentence in both languages, and every value that it needs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.base import Reply
from actions.refusals import in_words, sentence_of
from actions.sentences import Sentences
from shop.rules.ruling import no

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


@dataclass
class Worded:
    """As much of the services as a refusal uses."""

    sentences: Sentences


@pytest.mark.parametrize("code", ["already_delivered", "too_late"])
@pytest.mark.parametrize("locale", ["en", "zh"])
def test_a_shop_without_a_limit_of_days_names_none(code: str, locale: str) -> None:
    services: Any = Worded(Sentences.read(ROOT / "bot" / "domain"))
    reply = Reply(services, CollectingDispatcher(), locale, {})
    refused = no(code, state="delivered", return_days=None)
    sentence = sentence_of(refused, reply)
    needed = services.sentences.placeholders(sentence, locale)
    said = in_words(refused.values, {"order_number": "1002"}, reply)
    assert {name for name in needed if said[name] is None} == set()
    assert sentence_of(no(code, state="delivered", return_days=30), reply) == f"utter_refused_{code}"
