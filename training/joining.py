"""Messages with several requests, put together from examples with one: what to learn dividing messages from.

What joins them, and what shoppers tell beside what they want, is in joining.yml.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

WORDS = Path(__file__).parent / "joining.yml"
SINGLE = 0.45  # share of messages with one request; half of those have an aside too
THREE = 0.2  # share of three requests among several
ASIDES = (0, 1, 2), (6, 3, 1)  # how many are told before a request, and how often
LONGEST = 6  # requests and asides of one message
SEVERAL_ALIKE = ("product_question", "shop_question", "product_search")  # two of these may stand in one message
RARE = ("stop", "complaint", "feedback", "bot_challenge")
NEVER = ("crisis", "restart", "affirm", "deny", "other_one", "out_of_scope")  # not beside another request
_QUESTION = re.compile(r"(where|when|what|how|can|do|does|is|are|will|why)\b|.*[吗呢什哪]|.*多[少久]", re.IGNORECASE)
Atom = tuple[str, str | None]  # a text and its intent; None: an aside


@dataclass(frozen=True)
class Joined:
    """A message, the places (start, end) of what joins its atoms, and which of those are requests."""

    text: str
    places: tuple[tuple[int, int], ...]
    requests: tuple[bool, ...]


class Joiner:
    """Puts messages of one language together, the same ones for the same seed."""

    def __init__(self, examples: Sequence[tuple[str, str]], locale: str, seed: int = 5) -> None:
        words = yaml.safe_load(WORDS.read_text("utf-8"))[locale]
        self._between, self._beside, self._asides = words["between"], words["beside_asides"], words["asides"]
        self._english, self._random = locale == "en", random.Random(seed)
        self._examples = [(text.strip(), intent) for text, intent in examples if text.strip()]
        self._jointed = [
            each for each in self._examples if re.search(r"[,，.。!?！？；;] *\w| (?:and|but|or) ", each[0])
        ]

    def message(self) -> Joined:
        """One message; with a single request it is often one that looks like two."""
        if self._random.random() >= SINGLE:
            return self._glued(self._with_asides(self._several()))
        pool = self._jointed if self._jointed and self._random.random() < 0.5 else self._examples
        one: list[Atom] = [self._random.choice(pool)]
        return self._glued(self._with_asides(one) if self._random.random() < 0.5 else one)

    def _several(self) -> list[Atom]:
        wanted = 3 if self._random.random() < THREE else 2
        found: list[Atom] = []
        while len(found) < wanted:
            text, intent = self._random.choice(self._examples)
            if intent in NEVER or (intent in RARE and self._random.random() < 0.6):
                continue
            if not found or self._may_follow((text, intent), found[-1]):
                found.append((text, intent))
        return found

    def _may_follow(self, atom: Atom, before: Atom) -> bool:
        if atom[1] != before[1] or atom[1] in SEVERAL_ALIKE:
            return True
        return all(re.search(r"\d{4}", text) for text, _ in (atom, before))

    def _with_asides(self, atoms: Sequence[Atom]) -> list[Atom]:
        told: list[Atom] = []
        for atom in (*atoms, None):
            count = self._random.choices(*ASIDES)[0]
            told += [(self._aside(), None) for _ in range(count)] + ([atom] if atom else [])
        return told[:LONGEST]

    def _aside(self) -> str:
        return str(self._random.choice(self._asides)).replace("1234", str(self._random.randint(1001, 1999)))

    def _glued(self, atoms: Sequence[Atom]) -> Joined:
        text, places = atoms[0][0], []
        for (before, kind), (after, intent) in itertools.pairwise(atoms):
            aside = (kind is None or intent is None) and self._random.random() < 0.8
            joint = self._joint(self._beside if aside else self._between, before)
            if self._english and self._random.random() < 0.7 and not re.search(r"[.?!]\s*$|^I\b", joint + after[:2]):
                after = after[:1].lower() + after[1:]
            places.append((len(text), len(text) + len(joint)))
            text += joint + after
        return Joined(text, tuple(places), tuple(intent is not None for _, intent in atoms))

    def _joint(self, kinds: Mapping[str, float], before: str) -> str:
        joint = str(self._random.choices(list(kinds), list(kinds.values()))[0])
        if before[-1] in ".?!。?!~":
            if joint.strip()[:1] in tuple(",，.?。？;；!！…"):
                joint = joint.strip()[1:] or " "
            return joint if not self._english or joint.startswith((" ", "\n")) else f" {joint}"
        if joint[:1] in ("?", "？") and not _QUESTION.match(before):
            return ("." if self._english else "。") + joint[1:]
        return joint
