"""The sections `knowledge` and `generation` of config.yml; an unknown key is an error that names it."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

FAQ = Path(__file__).parent / "faq"


class Thresholds(BaseModel):
    """Least probability (0..1) for each band.

    `sure`: that the best article answers. `clarify`: that one of those offered does; below it, "I don't know".
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    sure: float = Field(ge=0, le=1)
    clarify: float = Field(ge=0, le=1)


class KnowledgeSettings(BaseModel):
    """Where the articles are and how sure an answer must be."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    folder: Path = FAQ
    thresholds: dict[str, Thresholds] = {}  # by locale; where none is given, those of the calibration hold
    passages_per_prompt: int = Field(default=3, ge=1, le=8)


class GenerationSettings(BaseModel):
    """Whether and how long the generator may write; past any limit the approved text is sent instead."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = True
    max_tokens: int = Field(default=80, ge=8, le=400)
    seconds: float = Field(default=3.0, gt=0, le=30)  # waiting included
    at_once: int = Field(default=2, ge=1, le=16)  # texts written at the same time, sharing the model
    queue: int = Field(default=4, ge=0, le=64)  # how many may wait for those
    locales: tuple[str, ...] = ("en",)
    threads: int = Field(default=2, ge=1, le=64)  # of the processor, for each text
