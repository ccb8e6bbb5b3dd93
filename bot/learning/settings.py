"""The `learning` section of config.yml: where learned examples go, when they are learned, and how strictly judged."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field


class LearningSettings(BaseModel):
    """How the bot learns from conversations. Unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    folder: Path = Path("bot/data/learned")  # one Rasa NLU file an intent
    after_seconds: float = Field(30, ge=0, le=86_400)  # of quiet after a label, then it is learned; 0: only when asked
    may_fall: float = Field(0.01, ge=0, le=1)  # macro-F1 that new heads may lose: less is chance (docs/labelling.md)
    never_learn: Path | None = Path("training/utterances")  # messages that measure the bot, and must not teach it
    keep_days: int = Field(365, ge=1)  # how long an unclear message or unanswered question is kept
