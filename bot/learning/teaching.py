"""Everything that learns from conversations, built once over the shop's database and the files of examples."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.learning.held_out import texts_of
from bot.learning.intents import handled
from bot.learning.labels import Labels
from bot.learning.learning import DATA, ROOT, Learning
from bot.learning.notebook import Notebook
from bot.learning.recorder import Recorder
from bot.learning.settings import LearningSettings
from bot.nlu.serving import served
from bot.nlu.text import normalise
from bot.policy.program import Flow
from knowledge.encoder import TextEncoder
from shop.clock import Clock, utc_now
from shop.database import Sessions
from shop.log import ConversationLog
from shop.refits import Refits
from shop.unclear import Ranking, UnclearMessages


@dataclass(frozen=True)
class Teaching:
    """What was unclear, explaining it, and learning from it."""

    unclear: UnclearMessages
    labels: Labels
    learning: Learning
    recorder: Recorder


def open_teaching(
    factory: Sessions,
    conversations: ConversationLog,
    encoder: TextEncoder,
    flows: dict[str, Flow],
    settings: LearningSettings,
    home: Path,
    held_out: Path | None = None,
    clock: Clock = utc_now,
) -> Teaching:
    """`held_out` are messages of the shop's own that decide which heads are better."""
    unclear = UnclearMessages(factory, clock, timedelta(days=settings.keep_days))
    labels = open_labels(unclear, encoder, flows, settings, held_out)
    learning = Learning(
        Refits(factory, clock),
        home,
        settings,
        handled(flows),
        encoder,
        held_out=held_out,
        clock=clock,
        changed=lambda: labels.rank_again(rank),
    )
    return Teaching(unclear, labels, learning, Recorder(unclear, conversations, flows, rank))


def open_labels(
    unclear: UnclearMessages,
    encoder: TextEncoder | None,
    flows: dict[str, Flow],
    settings: LearningSettings,
    held_out: Path | None,
) -> Labels:
    """Explaining alone, as the command line needs it."""
    folder, apart = ROOT / settings.folder, ROOT / settings.never_learn if settings.never_learn is not None else None
    folders = list(dict.fromkeys((DATA, folder)))
    return Labels(unclear, folders, Notebook(folder), flows, lambda: texts_of(apart, held_out), encoder)


def rank(text: str) -> Ranking:
    """What the bot takes a text for now; empty where no model is loaded."""
    reader = next(iter(served()), None)
    return reader.classify([normalise(text)])[0].ranking if reader is not None else []
