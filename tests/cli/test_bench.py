"""The measurement itself: who is asked what and when, what counts, and what the peers are trained on."""

from __future__ import annotations

import itertools
import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from sqlalchemy import make_url
from typer.testing import CliRunner

from bot.cli import bench_answers
from bot.cli.bench_turns import table
from bot.cli.main import app
from bot.measure import answering
from bot.measure.message import misses as slow
from bot.measure.message import read_all as read_texts
from bot.measure.peers import PEERS, default_config, examples, fingerprint, project
from bot.measure.process import Worker, WorkerFailed
from bot.measure.report import Row, row, write_report
from bot.measure.shop import make_home
from bot.measure.talk import MESSAGES, TURNS, message
from bot.measure.turns import ask_all, memory_rows, misses, ratio, start_rows
from bot.measure.writes import POSTGRESQL, SQLITE, WARM, write_all
from bot.measure.writes import misses as misses_of_writes


class Scripted:
    """A system that answers after the milliseconds that it is told, and notes what it was asked."""

    def __init__(self, name: str, asked: list[tuple[str, str, str]], ms: float, **answer: Any) -> None:
        self.name, self.asked, self.ms, self.answer = name, asked, ms, answer

    def ask(self, conversation: str, text: str, generating: bool = False) -> dict[str, Any]:
        self.asked.append((self.name, conversation, text))
        if generating:
            return {"ms": self.ms * 2, "cpu_ms": self.ms, "said": ["…"], "failed": False, "generated": False}
        return {"ms": self.ms, "cpu_ms": self.ms / 2, "said": ["…"], "failed": False, "generated": False, **self.answer}

    def rss_mb(self) -> float:
        return self.ms * 10


def three(asked: list[tuple[str, str, str]], **answer: Any) -> Mapping[str, Scripted]:
    return {
        "aisle": Scripted("aisle", asked, 10, **answer),
        "rasa": Scripted("rasa", asked, 40),
        "rasa+sql+action": Scripted("rasa+sql+action", asked, 60),
    }


def quietly(turns: int) -> None:
    """No progress."""


def figure(rows: list[Row], of: str, system: str, metric: str) -> Row:
    return next(each for each in rows if (each["set"], each["system"], each["metric"]) == (of, system, metric))


def test_every_system_is_asked_a_message_before_any_is_asked_the_next() -> None:
    asked: list[tuple[str, str, str]] = []
    ask_all(three(asked), 1, quietly)
    turns = [(name, text) for name, conversation, text in asked if conversation == "c0"]
    assert len(turns) == 3 * TURNS
    for turn in range(TURNS):
        names, texts = zip(*turns[3 * turn : 3 * turn + 3], strict=True)
        assert sorted(names) == ["aisle", "rasa", "rasa+sql+action"]
        assert set(texts) == {message(0, turn)}
    assert len({turns[3 * turn][0] for turn in range(TURNS)}) == 3  # each goes first in turn


def test_figures_by_turn_and_overall() -> None:
    times = ask_all(three([]), 4, quietly)
    rows = times.rows()
    assert figure(rows, "turn1", "aisle", "p50_ms") == row("turn1", "aisle", "p50_ms", 10, 4)
    assert figure(rows, "turn30", "rasa", "p95_ms") == row("turn30", "rasa", "p95_ms", 40, 4)
    assert figure(rows, "message", "rasa+sql+action", "p50_ms")["n"] == 4 * TURNS
    assert figure(rows, "message", "aisle", "cpu_ms") == row("message", "aisle", "cpu_ms", 5, 4 * TURNS)
    assert figure(rows, "generating", "aisle", "p50_ms") == row("generating", "aisle", "p50_ms", 20, 12)
    kinds = [figure(rows, kind, "aisle", "cpu_ms") for kind in ("smalltalk", "order", "product", "answer")]
    assert sum(each["n"] for each in kinds) == 4 * TURNS
    assert {each["value"] for each in kinds} == {5}
    assert not times.failed


def test_a_message_that_is_generated_for_counts_for_nobody() -> None:
    times = ask_all(three([], generated=True), 1, quietly)
    assert times.rows() == []
    assert len(times.generated) == TURNS


@pytest.mark.parametrize("answer", [{"failed": True}, {"said": []}])
def test_a_turn_that_failed_is_counted_as_such(answer: dict[str, Any]) -> None:
    assert ask_all(three([], **answer), 1, quietly).failed == {"aisle": [message(0, turn) for turn in range(TURNS)]}


def test_ratios_are_to_rasas_default_and_budgets_are_checked() -> None:
    systems = three([])
    starts = {"aisle": [10.0, 12.0, 90.0], "rasa": [30.0, 30.0, 31.0]}
    rows = [*ask_all(systems, 1, quietly).rows(), *memory_rows(systems), *start_rows(starts)]
    assert ratio(rows, "message", "aisle", "p50_ms") == 0.25
    assert ratio(rows, "generating", "aisle", "p50_ms") == 0.5  # beside Rasa's ordinary message
    assert ratio(rows, "start", "aisle", "ready_s") == pytest.approx(0.4)
    assert ratio(rows, "message", "diet", "p50_ms") is None
    assert misses(rows) == []
    assert table(rows).row_count == len(rows)


def test_missed_budgets_are_named() -> None:
    rows = [
        row("message", "aisle", "p50_ms", 30, 9),
        row("message", "aisle", "p95_ms", 45, 9),
        row("message", "rasa", "p50_ms", 40, 9),
        row("memory", "aisle", "rss_mb", 900, 1),
        row("start", "aisle", "ready_s", 20, 3),
        row("start", "rasa", "ready_s", 30, 3),
    ]
    assert [miss.partition(":")[0] for miss in misses(rows)] == ["message", "message", "memory", "start"]


def test_messages_come_at_every_turn_and_are_written_differently() -> None:
    assert len(set(MESSAGES)) == TURNS
    for turn in (0, TURNS - 1):
        asked = {message(conversation, turn).lower().rstrip("?.! :)") for conversation in range(20)}
        assert len(asked) == 20
    texts = [message(conversation, turn) for conversation in range(20) for turn in range(TURNS)]
    assert len(set(texts)) == len(texts)


def test_the_peers_are_rasas_default_on_our_intents_alike() -> None:
    names = [component["name"] for component in default_config()["pipeline"]]
    assert "DIETClassifier" in names
    assert {"MemoizationPolicy", "RulePolicy", "UnexpecTEDIntentPolicy", "TEDPolicy"} == {
        policy["name"] for policy in default_config()["policies"]
    }
    texts = examples(most=25)
    assert max(len(lines) for lines in texts.values()) == 25
    files = {path: yaml.safe_load(content) for path, content in project(texts).items()}
    for name in PEERS:
        told = {story["steps"][0]["intent"] for story in files[f"{name}/dialogue.yml"]["stories"]}
        assert told == set(texts) - {"restart"}
    assert "[1042](order_number)" in str(files["nlu.yml"])


def test_other_examples_are_other_peers() -> None:
    texts = {"greet": ["hi"], "thanks": ["thanks"]}
    assert fingerprint(project(texts)) == fingerprint(project(texts))
    assert fingerprint(project(texts)) != fingerprint(project({**texts, "greet": ["hey"]}))


def test_the_shop_that_is_served_is_left_alone(tmp_path: Path) -> None:
    served = tmp_path / "var"
    for name in ("models", "index"):
        (served / name).mkdir(parents=True)
    database = make_home(served, served / "cache" / "home")
    assert Path(make_url(database).database or "").is_file()
    assert sorted(each.name for each in served.iterdir()) == ["cache", "index", "models"]


def test_the_report_says_by_what_and_where(tmp_path: Path) -> None:
    file = tmp_path / "reports" / "turns.json"
    write_report(file, "aisle bench turns", [row("memory", "aisle", "rss_mb", 500.12346, 1)])
    report = json.loads(file.read_text())
    assert set(report) == {"command", "commit", "machine", "rows"}
    assert report["rows"] == [{"set": "memory", "system": "aisle", "metric": "rss_mb", "value": 500.1235, "n": 1}]


def test_a_system_that_cannot_start_names_its_log(tmp_path: Path) -> None:
    log = tmp_path / "bench.log"
    with pytest.raises(WorkerFailed, match=r"bench\.log"):
        Worker("aisle", {}, log)
    assert "KeyError" in log.read_text()


@pytest.mark.parametrize("words", [["nothing"], ["turns", "--conversations", "0"], ["writes", "--conversations", "0"]])
def test_only_what_there_is_can_be_measured(words: list[str]) -> None:
    assert CliRunner().invoke(app, ["bench", *words]).exit_code == 2


def test_every_yes_is_timed_apart_from_what_came_before_and_the_first_ones_do_not_count() -> None:
    asked: list[tuple[str, str, str]] = []
    systems = {SQLITE: Scripted(SQLITE, asked, 70), POSTGRESQL: Scripted(POSTGRESQL, asked, 30)}
    rows = write_all(systems, 4).rows()
    assert {(each["set"], each["system"], each["metric"], each["n"]) for each in rows} == {
        (of, name, metric, 4) for of in ("confirmation", "write") for name in systems for metric in ("p50_ms", "p95_ms")
    }
    texts = [text for name, _, text in asked if name == SQLITE]
    assert texts[1::2] == ["yes"] * (WARM + 4)
    assert len(set(texts[::2])) == WARM + 4  # an address that is the order's already changes nothing
    assert misses_of_writes(rows) == ["a turn that writes: p95 is 70 ms on SQLite; at most 60 are wanted"]


def test_every_reader_reads_a_text_before_any_reads_the_next() -> None:
    read: list[tuple[str, str]] = []
    readers = {name: lambda text, name=name: read.append((name, text)) for name in ("aisle", "torch")}
    rows = read_texts(readers, ["one", "two", "three"])
    asked = [(name, text) for name, text in read if not text.endswith(" first")]
    assert [text for _, text in asked] == ["one", "one", "two", "two", "three", "three"]
    assert [name for name, _ in asked[:4]] == ["aisle", "torch", "torch", "aisle"]
    assert {(each["set"], each["system"], each["metric"], each["n"]) for each in rows} == {
        ("message", name, metric, 3) for name in readers for metric in ("p50_ms", "p95_ms", "cpu_ms")
    }


def test_understanding_has_a_budget_of_its_own() -> None:
    assert slow([row("message", "aisle", "p50_ms", 7.0, 9), row("message", "torch", "p50_ms", 20.0, 9)]) == [
        "message: p50 is 7.0 ms; at most 6 are wanted"
    ]
    assert slow([row("message", "aisle", "p50_ms", 5.0, 9), row("message", "torch", "p50_ms", 20.0, 9)]) == []


class Answering:
    """Answers once so many shoppers ask at the same time; every third one gets the approved text."""

    def __init__(self, shoppers: int = 1) -> None:
        self._all_here = threading.Barrier(shoppers)
        self._asked = itertools.count(1)

    def ask(self, question: str, locale: str, on_sentence: Callable[[str], None]) -> Any:
        self._all_here.wait(30)
        written = next(self._asked) % 3 != 0
        if written:
            on_sentence("one")
            time.sleep(0.001)
        return SimpleNamespace(generated=written)


def test_answers_are_timed_to_their_first_sentence_and_to_their_end() -> None:
    found = answering.ask_alone(Answering(), ["a", "b", "c"])  # type: ignore[arg-type]
    assert [each.written for each in found] == [True, True, False]
    assert all(each.first < each.whole for each in found if each.written)
    assert all(each.first == each.whole for each in found if not each.written)
    rows = answering.felt_rows(answering.ONE, found)
    assert figure(rows, "one shopper", "aisle", "written") == row("one shopper", "aisle", "written", 2 / 3, 3)


def test_eight_shoppers_ask_at_once_and_the_next_eight_after_them() -> None:
    found = answering.ask_together(Answering(8), [str(number) for number in range(16)])  # type: ignore[arg-type]
    assert len(found) == 16


def test_every_writer_writes_the_same_prompts_by_turns() -> None:
    wrote: list[tuple[str, tuple[str, ...]]] = []

    def writer(name: str) -> Callable[[Sequence[str]], int]:
        def write(prompts: Sequence[str]) -> int:
            wrote.append((name, tuple(prompts)))
            return 10 * len(prompts)

        return write

    rows = answering.speeds({name: writer(name) for name in ("aisle", "torch")}, list("abcd"), 2)
    assert wrote[2:] == [("aisle", ("a", "b")), ("torch", ("a", "b")), ("torch", ("c", "d")), ("aisle", ("c", "d"))]
    assert {(each["set"], each["system"], each["metric"], each["n"]) for each in rows} == {
        ("eight shoppers", name, metric, 4)
        for name in ("aisle", "torch")
        for metric in ("tokens_per_s", "tokens_per_cpu_s")
    }


def test_answers_have_budgets_in_seconds_and_in_torchs_speed() -> None:
    rows = [
        row("one shopper", "aisle", "first_p95_s", 1.6, 9),
        row("one shopper", "aisle", "whole_p95_s", 2.0, 9),
        row("eight shoppers", "aisle", "whole_p95_s", 9.0, 9),
        row("one shopper", "aisle", "tokens_per_s", 30, 9),
        row("one shopper", "torch", "tokens_per_s", 10, 9),
        row("eight shoppers", "aisle", "tokens_per_s", 30, 9),
        row("eight shoppers", "torch", "tokens_per_s", 15, 9),
    ]
    assert answering.misses(rows) == [
        "one shopper: first_p95_s is 1.6; at most 1.5 are wanted",
        "eight shoppers: whole_p95_s is 9.0; at most 8.0 are wanted",
        "eight shoppers: 2.0 times torch's tokens per second; 3.0 are wanted",
    ]
    assert bench_answers.table(rows).row_count == len(rows)
