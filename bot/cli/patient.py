"""An installation as `aisle doctor` examines it, and how one check ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from bot.settings import Environment, Settings


class Found(NamedTuple):
    """How one check ended: `ok` None where it does not apply; `todo` says what to do where it failed."""

    ok: bool | None
    what: str
    todo: str = ""


@dataclass
class Patient:
    """What is examined. Later checks need what earlier ones read: what could not be read stays None."""

    config: Path
    variables: Mapping[str, str]
    settings: Settings | None = None
    environment: Environment | None = None
    encoder: Any = None


NOT_YET = Found(None, "needs a check above to pass first")
