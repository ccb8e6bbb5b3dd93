"""The sentence encoder that this process shares between understanding and retrieval."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from knowledge.encoder import Encoder


def home_folder() -> Path:
    """AISLE_HOME: where Rasa's components, which are built by Rasa, find what was exported."""
    return Path(os.environ.get("AISLE_HOME", "var"))


def shared_encoder(home: Path) -> Encoder:
    """One encoder a process and folder. Raises ModelMissing."""
    return _load(home.resolve())


@lru_cache(maxsize=2)
def _load(home: Path) -> Encoder:
    return Encoder(home / "models" / "encoder")
