"""`aisle train splitting`: how messages are divided into requests, learned anew from the examples and dev messages."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli.common import console
from bot.nlu.clues import ABOUT_ORDERS, SMALL_TALK, Clues
from bot.nlu.fitting import by_language, fit_head
from bot.nlu.head import Head
from bot.nlu.reader import Reader, language, requests_of
from bot.nlu.splitting import WEIGHTS, Lattice, Span
from bot.nlu.vectors import KeptVectors

if TYPE_CHECKING:
    from training.splitting import Case

DATA = Path(__file__).parent.parent / "data"
HELD_OUT = 5  # every fifth example is not learned from, and makes messages
MESSAGES = 3500  # put together, for each language


def learn(home: Path, encoder: Any, to: Path = WEIGHTS) -> dict[str, dict[str, float]]:
    """Write the weights of both languages to `to`, and return them."""
    from bot.cli.examples import read_examples

    examples = [(text, intent) for intent, text, _ in read_examples(DATA)]
    random.Random(0).shuffle(examples)
    vectors = KeptVectors(encoder, home / "cache" / "splitting")
    with console.status("Reading messages with several requests"):
        cases = gather(examples, encoder, vectors)
    from training.splitting import fit

    weights = {locale: fit(found) for locale, found in cases.items()}
    to.write_text(json.dumps(weights, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
    return weights


def gather(examples: Sequence[tuple[str, str]], encoder: Any, vectors: KeptVectors) -> dict[str, list[Case]]:
    """By language: messages put together from held-out examples, and the dev messages as a full reader sees them."""
    from training.joining import Joiner
    from training.messages import FOLDER, load_utterances
    from training.splitting import joined_case, written_case

    held = examples[::HELD_OUT]
    taught = [each for at, each in enumerate(examples) if at % HELD_OUT]
    partial, full = (Reader(_heads(each, vectors), encoder) for each in (taught, examples))
    files = ("dev.yml", "further_dev.yml", "multi.yml", "several_dev.yml", "several_train.yml")
    written = [each for name in files for each in load_utterances(FOLDER / name)]
    cases: dict[str, list[Case]] = {}
    for locale in ("en", "zh"):
        joiner = Joiner([each for each in held if language(each[0]) == locale], locale)
        messages = [joiner.message() for _ in range(MESSAGES)]
        found = [joined_case(each, Seen(partial.lattice(each.text))) for each in messages]
        found += [written_case(each, Seen(full.lattice(each.text))) for each in written if each.locale == locale]
        cases[locale] = [case for case in found if case is not None]
    return cases


def _heads(examples: Sequence[tuple[str, str]], vectors: KeptVectors) -> dict[str, Head]:
    return {name: fit_head(name, pairs, vectors.encode) for name, pairs in by_language(examples).items()}


class Seen:
    """A message as training/splitting asks about it."""

    def __init__(self, lattice: Lattice) -> None:
        self.text, self.size, self._lattice = lattice.text, lattice.size, lattice

    def places(self) -> list[tuple[int, int]]:
        return [(joint.start, joint.end) for joint in self._lattice.joints]

    def clues(self, division: Sequence[Span]) -> Clues:
        if len(division) == 1:
            return self._lattice.of_whole()
        summed: Clues = {}
        clues = [self._lattice.of_piece(span) for span in division]
        clues += [self._lattice.of_pair(a, b) for a, b in pairwise(division)]
        for name, value in (pair for each in clues for pair in each.items()):
            summed[name] = summed.get(name, 0.0) + value
        return {name: value for name, value in summed.items() if value}

    def requests(self, division: Sequence[Span]) -> tuple[tuple[str, str], ...]:
        parts = requests_of(self._lattice, division)
        spoken = [part for part in parts if part.intent not in SMALL_TALK] or parts[:1]
        found: list[tuple[str, str]] = []
        for part in spoken:
            for number in (part.numbers() if part.intent in ABOUT_ORDERS else ()) or ("",):
                found.append((part.intent, number))
        return tuple(found)
