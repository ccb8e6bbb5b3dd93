import os
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from knowledge.errors import Busy, ModelMissing
from knowledge.generator import Generator, Stopped, nicely
from knowledge.opening import open_answers, open_generator
from knowledge.prompt import HEAD, prompt
from knowledge.settings import GenerationSettings, KnowledgeSettings

PASSAGES = ["Standard shipping costs $5.95 and is free from $75 of goods.", "Express shipping costs $14.95."]


def test_a_missing_generator_means_approved_text_and_a_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert open_generator(tmp_path, GenerationSettings()) is None
    assert "answers are approved text only" in caplog.text
    with pytest.raises(ModelMissing):
        Generator(tmp_path)


@pytest.mark.models
def test_sentences_arrive_within_the_limits(generator_home: Path) -> None:
    generator = Generator(generator_home / "models" / "generator", max_tokens=60, seconds=20)
    text = prompt("how much is standard shipping", PASSAGES, generator.count)
    assert generator.count(text) <= 250
    said = list(generator.sentences(text))
    assert said
    assert generator.count(" ".join(said)) <= 60
    assert all("<|im_" not in sentence for sentence in said)


@pytest.mark.models
def test_a_stop_and_the_clock_end_the_writing(generator_home: Path) -> None:
    generator = Generator(generator_home / "models" / "generator", max_tokens=300, seconds=0.3)
    text = prompt("Write a long story about shipping", PASSAGES, generator.count)
    assert list(generator.sentences(text, stopped=lambda: True)) == []
    started = time.monotonic()
    list(generator.sentences(text))
    assert time.monotonic() - started < 2


@pytest.mark.models
def test_past_the_queue_a_shopper_is_told_at_once(generator_home: Path) -> None:
    generator = Generator(generator_home / "models" / "generator", max_tokens=200, seconds=10, queue=0)
    text = prompt("how much is shipping", PASSAGES, generator.count)
    writing = threading.Event()
    leave = threading.Event()

    def stopped() -> bool:
        writing.set()
        return leave.wait(5)

    first = threading.Thread(target=lambda: list(generator.sentences(text, stopped)))
    first.start()
    writing.wait(5)
    started = time.monotonic()
    with pytest.raises(Busy, match="queue is full"):
        list(generator.sentences(text))
    assert time.monotonic() - started < 0.1
    leave.set()
    first.join()
    assert isinstance(list(generator.sentences(text, stopped=lambda: True)), list)


@pytest.mark.models
def test_two_shoppers_get_what_each_would_get_alone(generator_home: Path) -> None:
    generator = Generator(generator_home / "models" / "generator", seconds=30, queue=4, at_once=2)
    asked = ["how much is standard shipping", "what does express cost", "is shipping free"]
    prompts = [prompt(question, PASSAGES, generator.count) for question in asked] * 2
    alone = [list(generator.sentences(each)) for each in prompts]
    with ThreadPoolExecutor(len(prompts)) as shoppers:
        assert list(shoppers.map(lambda each: list(generator.sentences(each)), prompts)) == alone


class WordByWord(Generator):
    """The same without guesses."""

    def _ids(self, asked: list[int], halted: Stopped) -> Iterator[list[int]]:
        yield from self._one_by_one(asked, self._most, halted)


@pytest.mark.models
def test_guesses_do_not_change_what_is_said(generator_home: Path) -> None:
    folder = generator_home / "models" / "generator"
    guessing, plain = (kind(folder, max_tokens=40, seconds=60) for kind in (Generator, WordByWord))
    for question in ("how much is standard shipping", "what does express cost", "do you ship to the moon", "hello"):
        text = prompt(question, PASSAGES, plain.count)
        assert list(guessing.sentences(text)) == list(plain.sentences(text))


@pytest.mark.models
def test_what_is_written_does_not_hang_on_how_the_prompt_begins_being_read_once(generator_home: Path) -> None:
    generator = Generator(generator_home / "models" / "generator", max_tokens=40, seconds=30)
    text = prompt("how much is standard shipping", PASSAGES, generator.count)
    assert text.startswith(HEAD)
    said = list(generator.sentences(text))
    assert list(generator.sentences(text)) == said
    assert list(generator.sentences(" " + text))  # one that begins otherwise is read whole


@pytest.mark.models
def test_the_whole_knowledge_base_answers_with_real_models(generator_home: Path) -> None:
    answers = open_answers(generator_home, KnowledgeSettings(), GenerationSettings())
    answer = answers.ask("how much does shipping cost", "en")
    assert (answer.band, answer.sources[0]["id"]) == ("verbatim", "shipping-cost")
    assert answers.ask("who won the world cup", "en").band == "abstain"
    assert answers.ask("学生有折扣吗", "en").sources[0]["id"] == "student-military-discount"
    started = time.monotonic()
    for number in range(20):
        answers.ask(f"how much does shipping cost {number}", "en")
    assert (time.monotonic() - started) / 20 < 0.1


def test_threads_of_a_model_that_is_started_nicely_come_after_others() -> None:
    def niceness() -> int:
        return os.getpriority(os.PRIO_PROCESS, 0)

    def started() -> int:
        with ThreadPoolExecutor(1) as model:
            return model.submit(niceness).result()

    before = niceness()
    assert nicely(5, started) == before + (5 if sys.platform == "linux" else 0)
    assert nicely(0, started) == before
    assert niceness() == before


def test_a_model_that_cannot_be_started_says_why() -> None:
    def broken() -> None:
        raise RuntimeError("model.bin is cut off")

    with pytest.raises(RuntimeError, match="cut off"):
        nicely(5, broken)
