"""Heads that were fitted while serving, on disk: a folder a version, with what they were fitted from and by.

AISLE_HOME/models/heads/<version>/facts.json · en/ · zh/
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import bot.nlu
from bot.nlu.fitting import WITH_VECTORS, Pair
from bot.nlu.head import Head

KEPT = 3  # versions: the one that is served and two before it


@dataclass(frozen=True)
class Facts:
    """What a version was made of: the encoder, our code, and a digest of the examples of each language."""

    version: str
    encoder: str
    code: str
    examples: dict[str, str]


def folder_of(home: Path, version: str) -> Path:
    """Where a version lies, or would."""
    return home / "models" / "heads" / version


def version_of(heads: Mapping[str, Head]) -> str:
    """Twelve hexadecimal digits that change where what is understood changes."""
    digest = hashlib.sha256()
    for name in sorted(heads):
        head = heads[name]
        digest.update(f"{name}:{head.intents}:{head.temperature:.6f}:{len(head.ngrams.vocabulary)}".encode())
        digest.update(head.bias.tobytes())
    return digest.hexdigest()[:12]


def digest_of(name: str, pairs: Iterable[Pair], encoder: str) -> str:
    """A digest of one language's examples, whatever their order, and of what reads and fits them."""
    seen = [code(), encoder if name in WITH_VECTORS else "", *sorted({f"{intent}\0{text}" for text, intent in pairs})]
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()[:16]


def save(home: Path, heads: Mapping[str, Head], facts: Facts) -> Path:
    """Write a version, whole or not at all; the oldest beyond three go, never the one just written."""
    target = folder_of(home, facts.version)
    aside = target.with_name(f".{facts.version}-{os.getpid()}")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    try:
        for name, head in heads.items():
            head.save(aside / name)
        (aside / "facts.json").write_text(json.dumps(asdict(facts)), encoding="utf-8")
        if not target.is_dir():
            os.replace(aside, target)
        os.utime(target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    versions = [each for each in target.parent.iterdir() if each.is_dir() and not each.name.startswith(".")]
    for old in sorted(versions, key=lambda each: each.stat().st_mtime, reverse=True)[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)
    return target


def load(home: Path, version: str) -> tuple[dict[str, Head], Facts] | None:
    """A version's heads and facts, or None where it is not there whole."""
    folder = folder_of(home, version)
    try:
        told: dict[str, Any] = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
        facts = Facts(told["version"], told["encoder"], told["code"], told["examples"])
        return {name: Head.load(folder / name) for name in facts.examples}, facts
    except (OSError, ValueError, KeyError, TypeError):
        return None


@lru_cache
def code() -> str:
    """A digest of the code that reads and fits: heads of another code are not served."""
    digest = hashlib.sha256()
    for folder in bot.nlu.__path__:
        for file in sorted(Path(folder).rglob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
