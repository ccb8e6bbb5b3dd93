"""How shoppers put things: phrases by what they do, filled in, with slips of the finger; the same for the same seed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

import yaml

PHRASINGS = Path(__file__).parent / "phrasings.yml"
HOLE = re.compile(r"\{\w+\}")
LONG_ENOUGH = re.compile(r"[a-z]{5,}")
Phrases = Mapping[str, list[str]]


def read_phrases(half: str, file: Path = PHRASINGS) -> dict[str, list[str]]:
    """Phrases by act, and by reason; `half` is dev or test. KeyError for an act without that half."""
    content: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    reasons = {f"reason: {name}": halves[half] for name, halves in content.pop("reasons").items()}
    return reasons | {act: halves[half] for act, halves in content.items()}


class Voice:
    """One shopper's way of writing. `slips`: the share of messages with a slip."""

    def __init__(self, phrases: Phrases, random: Random, slips: float = 0.15) -> None:
        self._phrases, self._random, self._slips = phrases, random, slips
        self._said: set[str] = set()

    def say(self, act: str, **values: str) -> str:
        """Another phrase than before, as long as there is one. KeyError for a hole without a value."""
        phrases = self._phrases[act]
        fresh = [phrase for phrase in phrases if phrase not in self._said] or phrases
        phrase = self._random.choice(fresh)
        self._said.add(phrase)
        if self._random.random() < self._slips:
            phrase = slipped(phrase, self._random)
        return HOLE.sub(lambda hole: values[hole[0][1:-1]], phrase)

    def reason(self, reason: str) -> str:
        """Why, in other words."""
        act = f"reason: {reason}"
        return self._random.choice(self._phrases[act]) if act in self._phrases else reason


def slipped(phrase: str, random: Random) -> str:
    """Two letters of one long word the wrong way round; what is filled in stays as it is."""
    words = list(LONG_ENOUGH.finditer(HOLE.sub(lambda hole: "#" * len(hole[0]), phrase)))
    if not words:
        return phrase
    word = random.choice(words)
    at = random.randrange(word.start() + 1, word.end() - 2)
    return phrase[:at] + phrase[at + 1] + phrase[at] + phrase[at + 2 :]
