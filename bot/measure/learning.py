"""How long learning takes inside a running server, and what a shopper's turn takes meanwhile."""

from __future__ import annotations

import asyncio
import itertools
import os
import random
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from bot.learning.examples import Example, read_examples
from bot.learning.intents import handled
from bot.learning.learning import DATA, Learning
from bot.learning.notebook import Notebook, one_line
from bot.learning.settings import LearningSettings
from bot.measure.report import Row, row
from bot.measure.shop import bench_settings
from bot.measure.talk import SHOPPER, TURNS, message
from bot.nlu.reader import language

SMALL = 1000  # examples of a shop of its own
LABELS = 10  # that are new in each refit
PAUSE = 0.05  # seconds between two turns: a shopper reads, too


@dataclass
class Timed:
    """Milliseconds of turns by set, and seconds of refits by set: the first one, which computes every vector, apart."""

    turns: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    refits: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def rows(self) -> list[Row]:
        """p50 and p95 of the turns, the first refit, and the median of those after it."""
        found = [
            row(of, "aisle", metric, float(np.percentile(taken, share)), len(taken))
            for of, taken in self.turns.items()
            for metric, share in (("p50_ms", 50), ("p95_ms", 95))
        ]
        for of, (first, *later) in self.refits.items():
            found += [row(of, "aisle", "first_refit_s", first, 1)]
            found += [row(of, "aisle", "refit_s", float(np.median(later)), len(later))] if later else []
        return found


async def measure(home: Path, database: str, refits: int, told: Callable[[], None] = lambda: None) -> list[Row]:
    """Refit so many times from 1,000 examples, and from all that ship, while one shopper goes on talking."""
    from bot.app import build_services, build_turns
    from bot.nlu.encoding import shared_encoder
    from bot.policy.grammar import read_flows

    settings, environment = bench_settings(home, database)
    os.environ["AISLE_HOME"] = str(home)
    built = build_services(settings, environment, shared_encoder(home))
    turns = build_turns(built)
    await turns.warm_up()
    shopper, timed = Shopper(built, turns), Timed()
    await shopper.talk_for(3.0)  # whatever is loaded lazily
    intents = handled(read_flows(Path(__file__).parent.parent / "flows"))
    for of, data, pool in _sets(home):
        labels = LearningSettings(folder=home / f"learned-{of}", may_fall=1.0, after_seconds=0)
        learning = Learning(built.teaching.learning.refits, home, labels, intents, built.services.encoder, data=data)
        for number in range(refits):
            book = Notebook(labels.folder)
            for example in pool[number * LABELS : (number + 1) * LABELS]:
                book.add(example.intent, one_line(example.text))
            learning.ask("bench")
            began = time.perf_counter()
            work = asyncio.create_task(learning.once())
            timed.turns[of] += await shopper.talk_until(work)
            await work
            timed.refits[of].append(time.perf_counter() - began)
            timed.turns["quiet"] += await shopper.talk_for(timed.refits[of][-1])
            told()
    return timed.rows()


def own_heads(home: Path) -> None:
    """The served models one by one instead of their folder, so that heads learned here are not served there."""
    models = home / "models"
    served = models.resolve()
    models.unlink()
    models.mkdir()
    for kind in ("encoder", "generator", "rasa"):
        (models / kind).symlink_to(served / kind)


class Shopper:
    """Somebody who is signed in and goes on talking; every turn is timed."""

    def __init__(self, built: Any, turns: Any) -> None:
        self._built, self._turns = built, turns
        self._said = ((at // TURNS, at % TURNS) for at in itertools.count())
        self._here = ""

    async def talk_until(self, work: asyncio.Task[None]) -> list[float]:
        """Milliseconds of each turn that ended before the work did."""
        taken: list[float] = []
        while not work.done():
            milliseconds = await self._turn()
            taken += [milliseconds] if not work.done() else []
            await asyncio.sleep(PAUSE)
        return taken

    async def talk_for(self, seconds: float) -> list[float]:
        """The same for so many seconds."""
        return await self.talk_until(asyncio.create_task(asyncio.sleep(seconds)))

    async def _turn(self) -> float:
        conversation, turn = next(self._said)
        if turn == 0:
            self._here = self._built.services.log.open("en").conversation_id
            self._built.services.identity.sign_in(self._here, self._built.tokens.sign(SHOPPER))
        began = time.perf_counter()
        await self._turns.post(self._here, f"m{conversation}-{turn}", message(conversation, turn), None)
        return (time.perf_counter() - began) * 1000


def _sets(home: Path) -> list[tuple[str, Path, Sequence[Example]]]:
    """Name, folder of examples, and examples beside them to be labelled."""
    english = [
        each for each in read_examples([DATA]) if language(each.text) == "en" and each.text == one_line(each.text)
    ]
    random.Random(0).shuffle(english)
    by_intent: dict[str, list[Example]] = defaultdict(list)
    for each in english:
        by_intent[each.intent].append(each)
    turns = itertools.chain.from_iterable(itertools.zip_longest(*by_intent.values()))
    ordered = [each for each in turns if each is not None]
    small, pool = home / "small", Notebook(home / "small")
    for each in ordered[:SMALL]:
        pool.add(each.intent, each.text)
    invented = [Example(f"{each.text} if that is possible", each.intent, each.file) for each in ordered]
    return [("refit-1000", small, ordered[SMALL:]), ("refit-shipped", DATA, invented)]
