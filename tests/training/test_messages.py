"""Held-out messages: those that ship can be read, and a shop's own are refused with the entry that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.messages import FOLDER, Utterance, check_intents, digest, load_folder, load_utterances


@pytest.mark.parametrize(
    "name", ["dev.yml", "test.yml", "multi.yml", "several_dev.yml", "several_test.yml", "hard_test.yml"]
)
def test_the_shipped_messages_can_be_read(name: str) -> None:
    assert {each.locale for each in load_utterances(FOLDER / name)} == {"en", "zh"}


GOOD = "- {text: hi, locale: en, intent: greet}\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[]", "found nothing"),
        ("a: b", "found dict"),
        ("- hi", "entry 1: expected {text, locale, intent}, found 'hi'"),
        (GOOD + "- {text: hi, locale: fr, intent: greet}", "entry 2: expected one of en, zh in locale, found 'fr'"),
        (GOOD + "- {text: hi, locale: en}", "entry 2: expected the name of an intent, found None"),
        ("- {text: ' ', locale: en, intent: greet}", "expected a message in text"),
        ("- {text: 12, locale: en, intent: greet}", "expected a message in text, found 12"),
        ("- {text: hi, locale: en, intent: greet, intents: [greet]}", "found both"),
        ("- {text: hi, locale: en, intents: greet}", "expected the name of an intent, found 'greet'"),
        ("- {text: hi, locale: en, intent: greet, label: x}", "found 'label'"),
        ("- {text: hi, locale: en, intent: greet, numbers: '12'}", "expected a list of order numbers"),
        ("- {text: 'hi", "expected YAML in UTF-8"),
    ],
)
def test_messages_that_cannot_be_used_are_refused(tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "dev.yml"
    file.write_text(content)
    with pytest.raises(ValueError, match=r"dev\.yml") as refused:
        load_utterances(file)
    assert said in str(refused.value)


def test_every_wrong_entry_is_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "dev.yml").write_text("- hi\n" + GOOD + "- bye\n" * 20)
    with pytest.raises(ValueError, match="entry 1") as refused:
        load_utterances(tmp_path / "dev.yml")
    assert "entry 3" in str(refused.value)
    assert "and 13 more" in str(refused.value)


def test_a_folder_is_all_its_files(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "a.yml").write_text(GOOD)
    (tmp_path / "deep" / "b.yaml").write_text("- {text: 你好, locale: zh, intent: greet}\n")
    assert [each.text for each in load_folder(tmp_path)] == ["hi", "你好"]


@pytest.mark.parametrize(("make", "said"), [(True, "found no .yml file"), (False, "found no such folder")])
def test_a_folder_without_messages_is_refused(tmp_path: Path, make: bool, said: str) -> None:
    folder = tmp_path / "held_out"
    if make:
        folder.mkdir()
    with pytest.raises(ValueError, match=said):
        load_folder(folder)


def test_an_intent_that_the_model_does_not_know_is_refused_with_its_neighbour() -> None:
    with pytest.raises(ValueError, match="'hi': expected an intent of the model, found 'gret'; did you mean 'greet'"):
        check_intents([Utterance("hi", "en", ("gret",))], ["greet", "goodbye"])
    check_intents([Utterance("hi", "en", ("greet",))], ["greet"])


def test_other_messages_have_another_digest() -> None:
    one = Utterance("hi", "en", ("greet",))
    assert digest([one]) == digest([Utterance("hi", "en", ("greet",))])
    assert digest([one]) != digest([Utterance("hi", "en", ("goodbye",))])
    assert digest([one]) != digest([one, one])
