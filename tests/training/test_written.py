"""Generated answers: made by the function that serves, remembered, read by checker, judge and people, and compared."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from knowledge.articles import load_articles
from knowledge.generator import Stopped
from knowledge.passages import passages
from knowledge.prompt import NO_ANSWER
from knowledge.settings import FAQ, KnowledgeSettings
from training import by_hand, compare, reached
from training.by_hand import Judged
from training.compare import BASE, SERVED, TUNED, VERBATIM
from training.generated import Generated, generate, write
from training.pairs import Pair
from training.remembered import Remembered

SHIPPING = "Express shipping costs $14.95. It takes 2 business days."


class Words:
    """An encoder whose cosine is the share of words in common."""

    fingerprint = "words-1"

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        rows = np.full((len(texts), 512), 0.01, np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().split():
                row[int(hashlib.md5(word.encode()).hexdigest(), 16) % 512] += 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def knows(self, text: str) -> bool:
        return True

    def has_word(self, word: str) -> bool:
        return False


class Copying:
    """A generator that says the first line of the passages, then one that no passage says."""

    fingerprint = "copying"

    def __init__(self) -> None:
        self.written = 0

    def count(self, text: str) -> int:
        return len(text.split())

    def sentences(self, prompt: str, stopped: Stopped) -> Iterator[str]:
        self.written += 1
        yield prompt.split('"""')[1].strip().split(". ")[0].rstrip(".") + "."
        yield "You will win a car."


class Saying(Copying):
    """A generator that always says the same."""

    def __init__(self, fingerprint: str, *said: str) -> None:
        super().__init__()
        self.fingerprint = fingerprint
        self._said = said

    def sentences(self, prompt: str, stopped: Stopped) -> Iterator[str]:
        yield from self._said


def answer(said: Sequence[str], heard: Sequence[str] = (), sent: str = "", live: bool = True) -> Generated:
    shown = (("shipping#1", SHIPPING),)
    return Generated("how fast", "dev", live, "shipping", "Shipping", shown, tuple(said), tuple(heard), sent)


def test_a_prompt_is_written_once_and_remembered_by_the_next_process(tmp_path: Path) -> None:
    first = Copying()
    remembered = Remembered(first, tmp_path)
    said = list(remembered.sentences('"""\nOne. Two.\n"""'))
    assert said == list(remembered.sentences('"""\nOne. Two.\n"""')) == ["One.", "You will win a car."]
    assert first.written == 1
    (tmp_path / "copying.jsonl").open("a").write('{"prompt": "cut o')
    later = Copying()
    assert list(Remembered(later, tmp_path).sentences('"""\nOne. Two.\n"""')) == said
    assert later.written == 0
    assert next(Remembered(later, tmp_path).sentences('"""\nThree.\n"""')) == "Three."


def test_an_answer_is_written_to_its_end_though_the_checks_stopped_listening(tmp_path: Path) -> None:
    remembered = Remembered(Copying(), tmp_path)
    next(remembered.sentences('"""\nOne.\n"""'))
    assert remembered.said('"""\nOne.\n"""') == ["One.", "You will win a car."]


def test_answers_come_from_the_function_that_serves_each_question_once(tmp_path: Path) -> None:
    articles = [each for each in load_articles(FAQ) if each.id in ("shipping-cost", "return-window", "warranty-length")]
    words = Words()
    generator = Remembered(Copying(), tmp_path)
    found = generate(5, KnowledgeSettings(), articles, words, generator, tmp_path / "index")
    assert 0 < len(found) <= 5
    assert len({each.question for each in found}) == len(found)
    texts = {each.id: each.text for each in passages(articles) if each.locale == "en"}
    for each in found:
        assert all(texts[name] == text for name, text in each.passages)
        assert each.said[-1] == "You will win a car."
        assert not each.sent  # one sentence is refused, so the approved text is
        assert "You will win a car." not in each.reached
    write(tmp_path / "generated.jsonl", found)
    lines = (tmp_path / "generated.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["question"] for line in lines] == [each.question for each in found]


def test_a_preview_counts_as_seen_though_it_was_taken_back() -> None:
    lie = "Express shipping costs $9.95."
    readings = reached.read([answer([lie, "You will win."], heard=[lie])], Words(), {})
    figures = {row["metric"]: (row["value"], row["n"]) for row in reached.figures(readings)}
    assert figures["unsupported_sentences"] == (1, 1)
    assert figures["taken_back"] == (1, 1)
    assert [line.sentence for _, line in reached.doubtful(readings)] == [lie]


def test_the_word_of_a_person_counts_more_than_that_of_the_judge() -> None:
    said = "Express shipping costs $9.95."
    found = [answer([said], sent=said)]
    for label in (True, False):
        readings = reached.read(found, Words(), {by_hand.key(said, [SHIPPING]): label})
        assert readings[0].lines[0].unsupported is not label
    readings = reached.read(found, Words(), {by_hand.key(said, ["another passage"]): True})
    assert readings[0].lines[0].label is None


def test_an_entry_of_a_list_is_found_in_what_was_sent_as_a_sentence() -> None:
    readings = reached.read([answer(["- the card is blocked"], sent="The card is blocked.")], Words(), {})
    assert readings[0].lines[0].reached


def test_the_checker_is_measured_by_the_labels_of_people() -> None:
    articles = [each for each in load_articles(FAQ) if each.id == "shipping-cost"]
    text = next(each.text for each in passages(articles) if each.locale == "en" and each.number == 0)
    seen = by_hand.digest([text])
    first = text.split(". ")[0] + "."
    judged = [
        Judged("q", ("shipping-cost#0",), seen, first, True),
        Judged("q", ("shipping-cost#0",), seen, first, False),  # as if a person had found it unsupported
        Judged("q", ("shipping-cost#0",), seen, "You win a car.", True),
        Judged("q", ("shipping-cost#0",), "changed", first, True),
        Judged("q", ("no-such-article#0",), seen, first, True),
    ]
    found = by_hand.checked(judged, articles, Words())
    assert len(found) == 3  # of passages that are as they were
    figures = {row["metric"]: row["value"] for row in by_hand.figures(found)}
    assert figures == {"unsupported_passed": 1, "supported_refused": 1, "precision": 0.5, "recall": 0.5}


@pytest.mark.parametrize(
    "entry",
    [
        "- just words",
        "- {question: q, sentence: s}",
        "- {question: q, passages: x, seen: y, sentence: s, supported: 1}",
    ],
)
def test_a_label_that_cannot_be_used_is_named(tmp_path: Path, entry: str) -> None:
    file = tmp_path / "by_hand.yml"
    file.write_text(entry, "utf-8")
    with pytest.raises(ValueError, match="entry 1: expected"):
        by_hand.load_judged(file)


def test_the_labels_that_ship_are_of_many_answers_and_of_both_kinds() -> None:
    judged = by_hand.load_judged()
    assert len({(each.question, each.passages) for each in judged}) >= 100
    assert sum(each.supported for each in judged) >= 50
    assert sum(not each.supported for each in judged) >= 30
    assert all(each.remark for each in judged if not each.supported)


def test_four_ways_to_answer_are_told_apart(tmp_path: Path) -> None:
    articles = [each for each in load_articles(FAQ) if each.id == "shipping-cost"]
    right = "Express shipping costs $14.95."
    pairs = [
        Pair("shipping-cost", "how much is express", (SHIPPING,), right),
        Pair("shipping-cost", "do you ship to mars", (SHIPPING,), NO_ANSWER),
    ]
    lying, honest = Saying("lying", "Express shipping costs $9.95."), Saying("honest", right)
    generators = {BASE: Remembered(lying, tmp_path), TUNED: Remembered(honest, tmp_path)}
    said = compare.answer_all(pairs, articles, Words(), generators)
    of = {(row["system"], row["metric"]): row["value"] for row in compare.compare(said)}
    assert (of[TUNED, "token_f1"], of[TUNED, "support_rate"], of[TUNED, "exact_answers"]) == (1, 1, 1)
    assert (of[BASE, "support_rate"], of[BASE, "exact_answers"]) == (0, 0)
    assert of[SERVED, "token_f1"] == 1
    assert 0 < of[VERBATIM, "token_f1"] < 1
    assert of[VERBATIM, "support_rate"] == 1
    assert {of[system, "unanswerable_abstained"] for system in (BASE, TUNED, VERBATIM)} == {0}
    generators[TUNED] = Remembered(Saying("silent", "We ship by rocket."), tmp_path)
    said = compare.answer_all(pairs, articles, Words(), generators)
    assert said[SERVED] == said[VERBATIM]  # nothing supported was written
