"""Writes a file so that whoever reads it finds the old text or the new one, never half of it."""

from __future__ import annotations

import os
from pathlib import Path


def write_whole(file: Path, text: str) -> None:
    """Write beside it, to the disk, and rename; the folder is made where it is missing."""
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = file.with_name(f".{file.name}-{os.getpid()}")
    try:
        with aside.open("w", encoding="utf-8") as output:
            output.write(text)
            output.flush()
            os.fsync(output.fileno())
        os.replace(aside, file)
    finally:
        aside.unlink(missing_ok=True)
