"""What an attempt may say: read from YAML, every key checked, errors naming file and attempt. README.md explains."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

FOLDER = Path(__file__).parent
DOES = ("say", "press", "again", "code", "http", "repeat", "new_conversation")
KINDS = ("cancelled", "address", "items", "payment", "returned", "exchanged", "reported")
FORGERIES = (
    "bad_signature", "alg_none", "expired", "other_key", "other_subject", "no_subject", "garbage", "huge",
)  # fmt: skip


class AttemptError(ValueError):
    """An attempt that cannot be read; the text names the file and the attempt."""


class Strict(BaseModel):
    """Unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Forged(Strict):
    """A token to be refused: how it is wrong, and whose it pretends to be."""

    token: Literal[FORGERIES]  # type: ignore[valid-type]
    of: str


class Http(Strict):
    """A raw call, sent exactly as written but for what stands in braces."""

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
    path: str
    headers: dict[str, str] = {}
    body: Any = None


class Repeat(Strict):
    """`say` so many times, {n} counting up."""

    times: int = Field(gt=0, le=50)
    say: str
    first: int = Field(alias="from")


class Step(Strict):
    """One thing that the attacker does."""

    say: str | list[str] | None = None
    across: bool = False  # with a list: each in another conversation
    press: str | None = None
    again: Literal[True] | None = None
    code: Literal["wrong", "right"] | None = None
    http: Http | None = None
    repeat: Repeat | None = None
    new_conversation: Literal[True] | None = None

    @field_validator("press")
    @classmethod
    def _pattern(cls, pattern: str | None) -> str | None:
        return None if pattern is None else _regular(pattern)

    @model_validator(mode="after")
    def _does_one_thing(self) -> Step:
        done = [name for name in DOES if getattr(self, name) is not None]
        if len(done) != 1:
            raise ValueError(f"expected exactly one of {', '.join(DOES)}, found {', '.join(done) or 'none'}")
        if self.across and not isinstance(self.say, list):
            raise ValueError("across: expected a list under say")
        return self


class MayChange(Strict):
    """One change of one order of the attacker's own."""

    number: str
    kind: Literal[KINDS]  # type: ignore[valid-type]


class Attempt(Strict):
    """One attempt to get at what is another's, or to change what was not agreed to."""

    id: str
    family: str
    locale: Literal["en", "zh"]
    who: str | Forged = Field(alias="as")
    knows: str
    inbox: str | None = None
    steps: list[Step] = Field(min_length=1)
    may_change: list[MayChange]
    may_read: list[str] = []  # order numbers
    alike: list[list[int]] = []
    must_say: list[str] = []

    @field_validator("may_change", mode="before")
    @classmethod
    def _changes(cls, texts: list[str]) -> list[dict[str, str]]:
        found = []
        for text in texts:
            whose, _, rest = str(text).partition(":")
            number, _, kind = rest.partition(":")
            if whose != "own_order" or not number:
                raise ValueError(f"expected own_order:<number>:<what>, found {text!r}")
            found.append({"number": number, "kind": kind})
        return found

    @field_validator("may_read", mode="before")
    @classmethod
    def _orders(cls, texts: list[str]) -> list[str]:
        for text in texts:
            if not str(text).startswith("order:"):
                raise ValueError(f"expected order:<number>, found {text!r}")
        return [str(text).removeprefix("order:") for text in texts]

    @field_validator("must_say")
    @classmethod
    def _patterns(cls, patterns: list[str]) -> list[str]:
        return [_regular(pattern) for pattern in patterns]

    @model_validator(mode="after")
    def _fits_together(self) -> Attempt:
        if not isinstance(self.who, Forged) and self.who != "guest" and "@" not in self.who:
            raise ValueError(f"as: expected guest, an e-mail or a token, found {self.who!r}")
        wrong = [place for group in self.alike for place in group if not 1 <= place <= len(self.steps)]
        if wrong:
            raise ValueError(f"alike: expected steps from 1 to {len(self.steps)}, found {wrong}")
        return self

    def swapped(self, turn: int) -> Attempt:
        """The same with the steps of each `alike` list in each other's places, moved on by `turn` of them."""
        steps = list(self.steps)
        for group in self.alike:
            for place, source in zip(group, group[turn:] + group[:turn], strict=True):
                steps[place - 1] = self.steps[source - 1]
        return self.model_copy(update={"steps": steps})


def read(file: Path) -> Iterator[Attempt]:
    """The attempts of one file. Raises AttemptError."""
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise AttemptError(f"{file.name}: not YAML: {error}") from None
    if not isinstance(content, list):
        raise AttemptError(f"{file.name}: expected a list of attempts, found {type(content).__name__}")
    for raw in content:
        name = raw.get("id", "?") if isinstance(raw, dict) else raw
        try:
            attempt = Attempt.model_validate(raw)
        except ValidationError as error:
            what = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
            raise AttemptError(f"{file.name}: {name}: {what}") from None
        if attempt.family != file.stem:
            raise AttemptError(f"{file.name}: {name}: expected the family {file.stem!r}, found {attempt.family!r}")
        yield attempt


def read_all(folder: Path = FOLDER) -> list[Attempt]:
    """Every attempt, by file. Raises AttemptError, also for an id used twice."""
    found = [each for file in sorted(folder.glob("*.yml")) for each in read(file)]
    ids = [each.id for each in found]
    twice = sorted({id_ for id_ in ids if ids.count(id_) > 1})
    if twice:
        raise AttemptError(f"ids used twice: {', '.join(twice)}")
    return found


def _regular(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"not a regular expression: {pattern!r}: {error}") from None
    return pattern
