"""A small shop's understanding: three intents, an encoder made of letters, and everything that learns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Engine

from bot.learning.learning import Learning
from bot.learning.notebook import Notebook
from bot.learning.refit import Job, Made, refit
from bot.learning.settings import LearningSettings
from bot.nlu.fitting import by_language, fit_head
from bot.nlu.reader import Reader, language
from shop.bus import MemoryBus
from shop.database import Sessions, migrate, open_database, sessions
from shop.log import ConversationLog
from shop.refits import Refits
from shop.unclear import UnclearMessages

NOON = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
INTENTS = {"greet", "thanks", "stop"}
SAID = {"greet": ["hello", "hi", "hey"], "thanks": ["thank you", "many thanks", "thanks a lot"],
        "stop": ["stop that", "never mind", "leave it"]}  # fmt: skip
PAIRS = [
    (f"{start} {rest}", intent)
    for intent, starts in SAID.items()
    for start in starts
    for rest in ("there", "you", "now", "please", "then", "again", "all", "today")  # 24 an intent: not few
]


class Letters:
    """An encoder whose vectors are made of a text's letters; it counts what it is asked for."""

    fingerprint = "letters/1"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> np.ndarray[Any, Any]:
        """(n, 5)"""
        self.asked += texts
        counts = [[each.count(letter) + 0.1 for letter in "aeiou"] for each in texts]
        rows: np.ndarray[Any, Any] = np.array(counts, np.float32).reshape(len(texts), 5)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return rows

    def knows(self, text: str) -> bool:
        """It reads everything."""
        return True

    def has_word(self, word: str) -> bool:
        """Every word is one."""
        return True


@dataclass
class School:
    """A shop whose bot learns: its files, its database, its reader, and a clock that tests turn."""

    home: Path
    factory: Sessions
    encoder: Letters = field(default_factory=Letters)
    now: datetime = NOON
    jobs: list[Job] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.data, self.learned = self.home / "data", Notebook(self.home / "data" / "learned")
        self.refits = Refits(self.factory, self.clock)
        self.unclear = UnclearMessages(self.factory, self.clock)
        self.reader = self.trained()

    def clock(self) -> datetime:
        """Now."""
        return self.now

    def unclear_message(self, text: str, ranking: Any = (("stop", 0.4), ("greet", 0.38)), why: str = "unsure") -> int:
        """Something unclear that was said in a conversation of its own; its id."""
        log = ConversationLog(self.factory, MemoryBus(), self.clock)
        here = log.open("en").conversation_id
        entry, _ = log.add_shopper(here, "c1", text)
        return self.unclear.note(here, entry.id, text, language(text), ranking, why) or 0

    def turn(self, **by: float) -> None:
        """Let time pass."""
        self.now += timedelta(**by)

    def trained(self) -> Reader:
        """A reader as Rasa trains and loads it."""
        return Reader({"en": fit_head("en", by_language(PAIRS)["en"], self.encoder.encode)}, self.encoder)

    def learning(
        self,
        reader: Reader | None = None,
        fit: Any = None,
        held_out: Path | None = None,
        refits: Any = None,
        **settings: Any,
    ) -> Learning:
        """What learns for that reader, as one worker has it."""
        reads = reader or self.reader
        settings.setdefault("never_learn", None)
        return Learning(
            refits or self.refits,
            self.home,
            LearningSettings(folder=self.learned.folder, **settings),
            INTENTS,
            self.encoder,
            held_out=held_out,
            data=self.data,
            fit=fit or self.fit,
            readers=lambda: [reads],
            clock=self.clock,
        )

    def fit(self, job: Job) -> Made:
        """A refit in this process, with the small encoder."""
        self.jobs.append(job)
        return refit(job, self.encoder)

    def takes(self, text: str, reader: Reader | None = None) -> str:
        """The intent that a message is taken for."""
        return str((reader or self.reader).classify([text])[0].intent)

    def teach(self, intent: str, *texts: str) -> None:
        """Write examples as labelling does."""
        for text in texts:
            self.learned.add(intent, text)


def open_school(home: Path, engine: Engine | None = None) -> School:
    """In a folder of its own, with the examples that the model was trained on; `engine`: a database that is there."""
    if engine is None:
        engine = open_database(f"sqlite:///{home / 'shop.db'}")
        migrate(engine)
    (home / "data").mkdir()
    blocks = [
        f"- intent: {intent}\n  examples: |\n" + "".join(f"    - {text}\n" for text, its in PAIRS if its == intent)
        for intent in SAID
    ]
    (home / "data" / "own.yml").write_text('version: "3.1"\nnlu:\n' + "".join(blocks), encoding="utf-8")
    return School(home, sessions(engine))
