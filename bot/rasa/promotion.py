"""Which trained model runs: promoted.json beside the models names it, why, with which figures, and what ran before it.

AISLE_HOME/models/rasa/promoted.json · aisle-<what it runs with>-<what it learned from>.tar.gz
"""

from __future__ import annotations

import fcntl
import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.whole import write_whole

POINTER = "promoted.json"
KEPT = 5  # models that run or ran: the one that runs and four to go back to
SPARE = 3  # newest models beside them: trained and not promoted, or made by tests and evaluations
FIRST = "the first"
RESTART = "A server that is running takes it at its next start."
OTHER_GROUND = "the flows, the domain, our code or the encoder changed"


class CannotRun(Exception):
    """The model that should run is missing, damaged or unknown; the text says which and the way out."""


@dataclass(frozen=True)
class Decision:
    """What was decided about a model and why; `before` ran until then; `figures` are of the held-out messages."""

    model: str
    sha256: str
    at: str
    promoted: bool
    why: str
    before: str | None = None
    figures: dict[str, float] = field(default_factory=dict)
    taken_back: bool = False

    @property
    def ground(self) -> str:
        """A digest of what the model can run with."""
        return ground_of(self.model)


class Promotions:
    """The decisions about the models in one folder, newest last; each change is written whole before it counts."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.file = folder, folder / POINTER

    def decisions(self) -> dict[str, Decision]:
        """By model, in the order of their dates. Raises CannotRun where the file is damaged."""
        return self._read()[1]

    def current(self) -> Decision | None:
        """The decision about the model that runs; None where none was promoted yet. Raises CannotRun."""
        name, decisions = self._read()
        return decisions[name] if name else None

    def running(self) -> Path | None:
        """The file of the model that runs, seen to be whole. Raises CannotRun."""
        current = self.current()
        return self._whole(current) if current else None

    def promote(self, model: Path, why: str, figures: dict[str, float] | None = None) -> Decision:
        """Let this model run from the next start on."""
        with self._changing() as (name, decisions):
            before = self._there(name if name != model.name else decisions[model.name].before, decisions)
            made = Decision(model.name, sha256(model), _now(), True, why, before, figures or {})
            self._write(model.name, {**_without(decisions, model.name), model.name: made})
        self.tidy()
        return made

    def refuse(self, model: Path, why: str, figures: dict[str, float]) -> None:
        """Remember that this model was not promoted; the one that runs goes on."""
        with self._changing() as (name, decisions):
            old = decisions.get(model.name)
            taken_back = old is not None and old.taken_back
            made = Decision(model.name, sha256(model), _now(), False, why, None, figures, taken_back)
            self._write(name, {**_without(decisions, model.name), model.name: made})

    def add_figures(self, model: str, figures: dict[str, float]) -> None:
        """Keep what was measured of a model since it was decided on."""
        with self._changing() as (name, decisions):
            if model in decisions:
                self._write(name, {**decisions, model: replace(decisions[model], figures=figures)})

    def roll_back(self, ground: str) -> Decision:
        """Let the model before run again; `ground` is what can run now. Raises CannotRun, and then changes nothing."""
        with self._changing() as (name, decisions):
            current = decisions[name] if name else None
            before = decisions.get(current.before or "") if current else None
            if current is None or before is None:
                raise CannotRun("There is no model to go back to: none ran before this one. aisle train --list")
            if before.ground != ground:
                raise CannotRun(
                    f"{before.model} ran before, but with other flows, domain, code or encoder than there are now "
                    f"({before.ground}, now {ground}), so it cannot run. Put those back from git, or correct the "
                    "examples in bot/data and train: aisle train nlu"
                )
            self._whole(before)
            taken = replace(current, taken_back=True)
            self._write(before.model, {**decisions, current.model: taken})
            return before

    def tidy(self) -> None:
        """Remove the oldest models: past `KEPT` of those that ran, past `SPARE` of the others."""
        with self._changing() as (name, decisions):
            ran: list[str] = []
            each = name
            while each and each in decisions and each not in ran:
                ran.append(each)
                each = decisions[each].before
            keep = set(ran[:KEPT])
            files = sorted(self.folder.glob("aisle-*.tar.gz"), key=lambda file: file.stat().st_mtime, reverse=True)
            for old in [file for file in files if file.name not in keep][SPARE:]:
                old.unlink(missing_ok=True)
            there = keep | {file.name for file in files if file.exists()}
            left = {model: made for model, made in decisions.items() if model in there}
            if left != decisions:
                self._write(name, left)

    def _there(self, name: str | None, decisions: dict[str, Decision]) -> str | None:
        """This model, or the nearest before it whose file is still there."""
        while name and name in decisions and not (self.folder / name).is_file():
            name = decisions[name].before
        return name

    def _whole(self, decision: Decision) -> Path:
        file = self.folder / decision.model
        back = "Go back to the one before: aisle train --rollback; or train" if decision.before else "Train"
        ways = f"{back} what is in bot/ now: aisle train nlu"
        if not file.is_file():
            raise CannotRun(f"{file} is missing; it was promoted on {decision.at[:10]}. {ways}")
        found = sha256(file)
        if found != decision.sha256:
            raise CannotRun(
                f"{file} is damaged: expected SHA-256 {decision.sha256[:16]}…, found {found[:16]}…. Remove it. {ways}"
            )
        return file

    def _read(self) -> tuple[str | None, dict[str, Decision]]:
        if not self.file.is_file():
            return None, {}
        try:
            content: dict[str, Any] = json.loads(self.file.read_text("utf-8"))
            decisions = {each["model"]: Decision(**each) for each in content["models"]}
            name = content["current"]
            if name is not None and name not in decisions:
                raise ValueError(f"'current' is {name!r}, which is not among its models")
        except (ValueError, KeyError, TypeError) as error:
            raise CannotRun(
                f"{self.file} cannot be read ({error}). Remove it: the model for what is in bot/ runs then, and is "
                "promoted at the next start"
            ) from error
        return name, decisions

    def _write(self, name: str | None, decisions: dict[str, Decision]) -> None:
        content = {"current": name, "models": [asdict(each) for each in decisions.values()]}
        write_whole(self.file, json.dumps(content, indent=1, ensure_ascii=False) + "\n")

    @contextmanager
    def _changing(self) -> Iterator[tuple[str | None, dict[str, Decision]]]:
        """One change at a time, across processes."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / f".{POINTER}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield self._read()


def to_run(promotions: Promotions, ground: str, train: Callable[[], Path]) -> Path:
    """The promoted model where it fits `ground`, whatever the examples are now; else what `train` makes, promoted.

    Raises CannotRun.
    """
    current = promotions.current()
    running = promotions.running() if current is not None and current.ground == ground else None
    if running is not None:
        return running
    model = train()
    promotions.promote(model, FIRST if current is None else OTHER_GROUND)
    return model


def sha256(file: Path) -> str:
    """Of the file's bytes, in hexadecimal digits."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def ground_of(model: str) -> str:
    """What a model's name says that it runs with; "" for a name of another kind."""
    parts = model.removesuffix(".tar.gz").split("-")
    return parts[1] if len(parts) == 3 else ""


def _without(decisions: dict[str, Decision], model: str) -> dict[str, Decision]:
    return {name: each for name, each in decisions.items() if name != model}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
