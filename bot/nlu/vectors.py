"""Sentence vectors that were computed once, kept on disk: fitting a head again encodes only what is new."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from knowledge.encoder import TextEncoder

Array = np.ndarray[Any, Any]
BATCH = 256  # texts between two chances for others to run


class KeptVectors:
    """Encodes like the encoder that it is given. The file holds the texts of the latest fit, by digest: 1.5 kB each."""

    def __init__(self, encoder: TextEncoder, folder: Path) -> None:
        self.encoder, self.file = encoder, folder / f"{_safe(encoder.fingerprint)}.npz"
        self.computed = 0  # texts that were in no file

    def encode(self, texts: Sequence[str]) -> Array:
        """(n, dimensions) float32 rows of unit length, in the order of `texts`; the file then holds just these."""
        keys = [hashlib.blake2b(text.encode(), digest_size=16).digest() for text in texts]
        kept = self._read()
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in kept}
        self.computed = len(missing)
        new, words = list(missing), list(missing.values())
        for start in range(0, len(words), BATCH):
            rows = self.encoder.encode(words[start : start + BATCH])
            kept |= dict(zip(new[start : start + BATCH], rows, strict=True))
        if missing:
            self._write({key: kept[key] for key in keys})
        if not texts:
            return self.encoder.encode([])
        return np.stack([kept[key] for key in keys])

    def _read(self) -> dict[bytes, Array]:
        try:
            with np.load(self.file) as arrays:
                rows, keys = arrays["rows"], arrays["keys"].tobytes()
        except (OSError, ValueError, KeyError, EOFError, BadZipFile):  # none yet, or broken: what is lost is time
            return {}
        if len(keys) != 16 * len(rows):
            return {}
        return {keys[16 * at : 16 * at + 16]: row for at, row in enumerate(rows)}

    def _write(self, kept: dict[bytes, Array]) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        aside = self.file.with_name(f".{self.file.name}-{os.getpid()}.npz")
        try:
            keys = np.frombuffer(b"".join(kept), np.uint8)
            np.savez(aside, rows=np.stack(list(kept.values())), keys=keys)
            os.replace(aside, self.file)
        except OSError:
            pass  # a full disk costs the next fit time, and nothing else
        finally:
            aside.unlink(missing_ok=True)


def _safe(fingerprint: str) -> str:
    return "".join(sign if sign.isalnum() else "-" for sign in fingerprint)[:64]
