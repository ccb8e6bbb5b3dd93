"""A lead's small world: a database, a folder of articles, answers over them, and shoppers who ask."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from bot.care.care import Care
from knowledge.answer import Answers
from knowledge.settings import GenerationSettings, KnowledgeSettings
from shop.bus import MemoryBus
from shop.database import migrate, open_database, sessions
from shop.gaps import Gaps
from shop.log import ConversationLog
from tests.knowledge.conftest import FAQ, TODAY, WordEncoder, plain_calibration
from tests.learning.small_school import NOON


@dataclass
class SmallDesk:
    """Everything that the lead's care works on."""

    folder: Path
    engine: Engine
    now: datetime = NOON
    encoder: WordEncoder = field(default_factory=WordEncoder)

    def __post_init__(self) -> None:
        factory = sessions(self.engine)
        self.log = ConversationLog(factory, MemoryBus(), self.clock)
        self.gaps = Gaps(factory, self.clock)
        knowledge = KnowledgeSettings(folder=self.folder)
        self.answers = Answers(
            knowledge, GenerationSettings(), self.encoder, None, None, plain_calibration(), lambda: TODAY
        )
        self.care = Care(self.gaps, self.answers, self.encoder, self.folder, self.clock)

    def clock(self) -> datetime:
        """Now."""
        return self.now

    def turn(self, **by: float) -> None:
        """Let time pass."""
        self.now += timedelta(**by)

    def asked(self, text: str, band: str = "abstain", where: str = "", locale: str = "en") -> tuple[str, int]:
        """A shopper asks, and gets no answer; the conversation and the message."""
        where = where or self.log.open(locale).conversation_id
        entry, _ = self.log.add_shopper(where, f"c{len(self.log.after(where))}", text)
        self.gaps.log(where, text, locale, band, 0.1, entry.id)
        return where, entry.id

    def ids(self) -> list[int]:
        """Of every open question."""
        return [gap.id for gap in self.gaps.open(None)]


def open_desk(home: Path, engine: Engine | None = None) -> SmallDesk:
    """In a folder of its own; `engine`: a database that is there."""
    if engine is None:
        engine = open_database(f"sqlite:///{home / 'shop.db'}")
        migrate(engine)
    return SmallDesk(Path(shutil.copytree(FAQ, home / "faq")), engine)
