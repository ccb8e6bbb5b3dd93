"""What a golden conversation may say: read from YAML, every key checked, errors naming file and conversation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

FOLDER = Path(__file__).parent
DOES = (
    "say", "press", "forge", "code", "agent", "agent_says", "wait_minutes", "breaks", "take_over_during", "shop_sets",
)  # fmt: skip
Texts = list[str]


class Step(BaseModel):
    """One thing that happens, and what must follow from it; docs/testing.md explains each key."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    say: str | None = None
    again: bool = False  # the same message once more, under the same client id
    press: str | None = None
    forge: str | None = None
    code: Literal["from_outbox", "in_a_sentence", "wrong"] | None = None
    agent: Literal["take", "give_back", "resolve"] | None = None
    agent_says: str | None = None
    wait_minutes: float | None = None
    breaks: str | None = Field(None, alias="break")
    take_over_during: str | None = None
    shop_sets: dict[str, str] | None = None  # order number → state, by the warehouse

    says: Texts = []
    says_exactly: str | None = None
    says_not: Texts = []
    card: Texts = []
    no_card: bool = False
    source: str | None = None
    choices: Texts = []
    owner: Literal["bot", "queue", "agent"] | None = None
    silent: bool = False
    failed: bool = False  # the sentence that says that something went wrong on our side is expected
    speaks: Literal["en", "zh"] | None = None  # where it is not the conversation's own language

    @model_validator(mode="before")
    @classmethod
    def _lists(cls, values: Any) -> Any:
        if not isinstance(values, dict):
            raise ValueError(f"expected keys such as `say:`, found {values!r}")
        many = ("says", "says_not", "card", "choices")
        return {key: [value] if key in many and not isinstance(value, list) else value for key, value in values.items()}

    @model_validator(mode="after")
    def _does_one_thing(self) -> Step:
        done = [name for name in DOES if getattr(self, name) is not None]
        if len(done) != 1:
            raise ValueError(f"expected exactly one of {', '.join(DOES)}, found {', '.join(done) or 'none'}")
        return self


class Database(BaseModel):
    """What the shop's tables hold at the end. What is not named must be as it was seeded."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    orders: dict[str, str] = {}
    audit: int = 0
    totals: dict[str, int] = {}  # order number → cents
    made: list[str] = []  # numbers of returns, exchanges and cases
    handoff: str | None = None  # the reason with which it waits or was taken
    gaps: int = 0  # questions without an answer
    unsure: int = 0  # questions answered by "which of these do you mean?"
    feedback: int = 0
    never_stored: list[str] = []


class Conversation(BaseModel):
    """One golden conversation."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    name: str
    who: Literal["guest", "ada", "ben", "lin", "noor"] = Field("guest", alias="as")
    locale: Literal["en", "zh"] = "en"
    steps: list[Step] = Field(min_length=1)
    database: Database = Database()
    waits_for: str | None = None  # why it cannot pass yet; it must fail until this line is taken out
    topic: str = ""


class ScriptError(ValueError):
    """A golden conversation that cannot be read; the text names the file and the conversation."""


def read(file: Path) -> Iterator[Conversation]:
    """The conversations of one file. Raises ScriptError."""
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise ScriptError(f"{file.name}: not YAML: {error}") from None
    if not isinstance(content, list):
        raise ScriptError(f"{file.name}: expected a list of conversations, found {type(content).__name__}")
    for raw in content:
        name = raw.get("name", "?") if isinstance(raw, dict) else raw
        try:
            yield Conversation.model_validate(raw).model_copy(update={"topic": file.stem})
        except ValidationError as error:
            what = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
            raise ScriptError(f"{file.name}: {name}: {what}") from None


def read_all(folder: Path = FOLDER) -> list[Conversation]:
    """Every conversation, by file. Raises ScriptError, also for a name used twice in a file."""
    found = [each for file in sorted(folder.glob("*.yml")) for each in read(file)]
    names = [(each.topic, each.name) for each in found]
    twice = sorted({f"{topic}.yml: {name}" for topic, name in names if names.count((topic, name)) > 1})
    if twice:
        raise ScriptError(f"names used twice: {', '.join(twice)}")
    return found
