"""Search as knowledge bases grow: a graph of neighbours beside all vectors, the nearest articles beside all of them."""

from __future__ import annotations

import multiprocessing
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from bot.measure.invented import MixedEncoder, Mixture
from bot.measure.report import Row, row
from knowledge.bands import Calibration, decide
from knowledge.dense import Dense
from knowledge.encoder import Encoder, Vectors
from knowledge.index import Index
from knowledge.retrieve import Retriever
from knowledge.shelf import Reach, Shelf

NEAREST, ALL = "nearest", "every row"
K = 10
MOST_MS, LEAST_RECALL, LEAST_ALIKE = 10.0, 0.95, 0.95  # p95 of a search; share of the ten nearest; same five articles
LOCALE = "en"
MB = 1e6


def vector_rows(vectors: Vectors, asked: Vectors, folder: Path) -> list[Row]:
    """Build a graph over the vectors, and look for the ten nearest of each one asked in it and among them all."""
    of, every = f"{len(vectors)} vectors", Dense.build(vectors)
    begun = time.perf_counter(), time.process_time()
    graph = Dense.build(vectors, exact=False)
    built = [time.perf_counter() - begun[0], time.process_time() - begun[1]]
    rows = [row(of, NEAREST, metric, value, 1) for metric, value in zip(("build_s", "build_cpu_s"), built, strict=True)]
    indexes = {NEAREST: graph, ALL: every}
    for name, index in indexes.items():
        index.save(folder / "vectors.faiss")
        rows.append(row(of, name, "disk_mb", (folder / "vectors.faiss").stat().st_size / MB, 1))
        (folder / "vectors.faiss").unlink()
    taken: dict[str, list[tuple[float, float]]] = {NEAREST: [], ALL: []}
    found = 0
    for vector in asked:
        nearest = {
            name: _timed(taken[name], index.nearest, vector, K) for name, index in ((NEAREST, graph), (ALL, every))
        }
        found += len(set(nearest[NEAREST]) & set(nearest[ALL]))
    recall = row(of, NEAREST, "recall_at_10", found / (K * len(asked)), len(asked))
    return [*rows, recall, *_times(of, taken)]


def question_rows(
    mixture: Mixture,
    real: Encoder,
    home: Path,
    folder: Path,
    passages: int,
    asked: Sequence[str],
    told: Callable[[], None] = lambda: None,
) -> list[Row]:
    """Index so many passages, and answer the questions from it beside the same with every article compared; each in a
    process of its own, which finds, ranks and decides."""
    encoder = MixedEncoder(mixture, real)
    articles, of = encoder.articles(passages), f"{passages} passages"
    begun = time.perf_counter()
    Shelf.build(LOCALE, articles, encoder, reach=Reach(large=1)).save(folder / NEAREST)
    rows = [row(of, NEAREST, "build_s", time.perf_counter() - begun, 1)]
    shutil.copytree(folder / NEAREST, folder / ALL)
    for file in (folder / ALL).glob("*.faiss"):
        Dense.build(Dense.load(file).vectors()).save(file)
    systems = {
        NEAREST: Apart(home, folder / NEAREST, Reach(large=1)),
        ALL: Apart(home, folder / ALL, Reach(large=sys.maxsize)),
    }
    try:
        for name, system in systems.items():
            size = sum(file.stat().st_size for file in (folder / name).rglob("*") if file.is_file())
            rows += [row(of, name, metric, value, 1) for metric, value in system.loaded.items()]
            rows.append(row(of, name, "disk_mb", size / MB, 1))
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in systems}
        first, five = [], []
        for question in asked:
            found = {}
            for name, system in systems.items():
                milliseconds, work, found[name] = system.ask(question)
                taken[name].append((milliseconds, work))
            first.append(found[NEAREST][:1] == found[ALL][:1])
            five.append(found[NEAREST] == found[ALL])
            told()
    finally:
        for system in systems.values():
            system.stop()
    alike = (("same_first", first), ("same_five", five))
    rows += [row(of, NEAREST, metric, float(np.mean(same)), len(asked)) for metric, same in alike]
    return rows + _times(of, taken)


class Apart:
    """A shelf that is read and asked in a process of its own."""

    def __init__(self, home: Path, folder: Path, reach: Reach) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_answer, args=(theirs, home, folder, reach), daemon=True)
        self._process.start()
        self.loaded: dict[str, float] = self._pipe.recv()

    def ask(self, question: str) -> tuple[float, float, list[str]]:
        """Milliseconds, milliseconds of work, and the best five articles."""
        self._pipe.send(question)
        answer: tuple[float, float, list[str]] = self._pipe.recv()
        return answer

    def stop(self) -> None:
        """End it."""
        self._pipe.send("")
        self._process.join()


def misses(rows: Sequence[Row]) -> list[str]:
    """What was to be reached and was not, in words."""
    missed = []
    for each in rows:
        of, value = each["set"], each["value"]
        if each["system"] != NEAREST:
            continue
        if of.endswith("vectors") and each["metric"] == "p95_ms" and value > MOST_MS:
            missed.append(f"{of}: p95 is {value:.1f} ms; at most {MOST_MS:.0f} are wanted")
        for metric, least in (("recall_at_10", LEAST_RECALL), ("same_five", LEAST_ALIKE)):
            if each["metric"] == metric and value < least:
                missed.append(f"{of}: {metric} is {value:.3f}; at least {least} is wanted")
    return missed


def _answer(pipe: Connection, home: Path, folder: Path, reach: Reach) -> None:
    """Read the shelf and rank what is asked until nothing is."""
    encoder, calibration, process = Encoder(home / "models" / "encoder"), Calibration.load(), psutil.Process()
    encoder.encode(["something to begin with"])
    before, begun = process.memory_info().rss, time.perf_counter()
    shelf = Shelf.load(LOCALE, folder, reach)
    pipe.send({"load_s": time.perf_counter() - begun, "memory_mb": (process.memory_info().rss - before) / MB})
    retriever = Retriever(Index("bench", {LOCALE: shelf}), encoder, calibration)

    def look(question: str) -> list[str]:
        ranked = retriever.rank(question, LOCALE)
        sure, answered = calibration.confidence(ranked, LOCALE), calibration.answered(ranked, LOCALE)
        decide(ranked, sure, answered, calibration.thresholds[LOCALE])
        return [each.article_id for each in ranked[:5]]

    look("something to warm up with")
    while question := pipe.recv():
        taken: list[tuple[float, float]] = []
        found = _timed(taken, look, question)
        pipe.send((*taken[0], found))


def _timed(taken: list[tuple[float, float]], what: Callable[..., Any], *arguments: Any) -> Any:
    """Call it, and note milliseconds on the clock and of work."""
    begun, worked = time.perf_counter(), time.process_time()
    result = what(*arguments)
    taken.append(((time.perf_counter() - begun) * 1000, (time.process_time() - worked) * 1000))
    return result


def _times(of: str, taken: dict[str, list[tuple[float, float]]]) -> list[Row]:
    return [
        row(of, name, metric, float(np.percentile(np.array(times)[:, column], share)), len(times))
        for name, times in taken.items()
        for metric, column, share in (("p50_ms", 0, 50), ("p95_ms", 0, 95), ("cpu_ms", 1, 50))
    ]
