"""What a training run leaves beside its adapter: what it learned from, on what, with what versions."""

import hashlib
import json
import os
import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

RECORD = "run.json"


def machine() -> dict[str, Any]:
    """Cores, kind of processor, GPU if one was seen, and the versions that shape a result."""
    import torch

    gpu = torch.cuda.get_device_name(0) if torch.cuda.is_available() else None
    versions = {name: version(name) for name in ("torch", "transformers", "peft", "numpy")}
    return {"machine": {"cores": os.cpu_count(), "processor": platform.machine(), "gpu": gpu}, "versions": versions}


def pairs_digest(pairs: Sequence[tuple[str, str]]) -> str:
    """The first 16 hex digits of the SHA-256 of the pairs in their order."""
    return hashlib.sha256(json.dumps(list(map(list, pairs)), ensure_ascii=False).encode()).hexdigest()[:16]


def write_record(folder: Path, record: dict[str, Any]) -> None:
    """run.json, in the order given."""
    (folder / RECORD).write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", "utf-8")
