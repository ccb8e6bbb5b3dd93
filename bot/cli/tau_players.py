"""Conversations of `aisle evaluate orders`, played by several processes, each with a bot and a shop of its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from training.tau.played import Played, play
from training.tau.wanted import Errand

MOST = 4  # processes; each holds a model, about 700 MB
FEWEST = 10  # conversations that are worth starting a further one for

Run = tuple[Errand, int]  # with the seed of its shopper
Playing = Callable[[Errand, int], Played]
_playing: Playing | None = None  # of this process


def play_all(data: Path, home: Path, model: Path, half: str, runs: Sequence[Run]) -> Iterator[Played]:
    """Every run once, in the order in which they end. What a run leaves does not depend on who plays it."""
    processes = max(1, min(MOST, os.cpu_count() or 1, len(runs) // FEWEST))
    with TemporaryDirectory() as folder:
        given = (data, home, model, half, Path(folder))
        with ProcessPoolExecutor(processes, get_context("spawn"), _begin, given) as pool:
            for done in as_completed([pool.submit(_play, *run) for run in runs]):
                yield done.result()


def _begin(data: Path, home: Path, model: Path, half: str, folder: Path) -> None:
    global _playing
    from bot.cli.common import quiet, read_all
    from bot.cli.tau_stage import TauStage
    from training.tau.files import read_shop
    from training.tau.states import of_tau
    from training.tau.voice import read_phrases

    quiet()
    shop, phrases = read_shop(data), read_phrases(half)
    stage, start = TauStage(shop, read_all()[0], Path(mkdtemp(dir=folder)), home, model), of_tau(shop)
    _playing = partial(play, stage, shop, phrases=phrases, start=start)


def _play(errand: Errand, seed: int) -> Played:
    assert _playing is not None
    return _playing(errand, seed)
