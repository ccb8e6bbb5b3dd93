"""Figures as every measuring command writes them: one row a figure, and what they were measured by, on and at."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict

ROOT = Path(__file__).parent.parent.parent


class Row(TypedDict):
    """One figure; `n` is how many messages, starts or processes it is over."""

    set: str
    system: str
    metric: str
    value: float
    n: int


def row(of: str, system: str, metric: str, value: float, n: int) -> Row:
    """A figure with four digits after the point at most."""
    return {"set": of, "system": system, "metric": metric, "value": round(float(value), 4), "n": n}


def write_report(file: Path, command: str, rows: Sequence[Row]) -> None:
    """Write {"command", "commit", "machine", "rows"} as JSON; the folder is made where it is missing."""
    file.parent.mkdir(parents=True, exist_ok=True)
    report = {"command": command, "commit": commit(), "machine": machine(), "rows": list(rows)}
    file.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", "utf-8")


def commit() -> str:
    """The commit that is checked out, "+" where files differ from it; "unknown" outside git."""
    try:
        head = _git("rev-parse", "--short=12", "HEAD").strip()
        return head + ("+" if _git("status", "--porcelain", "--untracked-files=no").strip() else "")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def machine() -> str:
    """Processor, cores, memory and system in a line. No name of the machine or its user."""
    import psutil

    memory = round(psutil.virtual_memory().total / 2**30)
    python = platform.python_version()
    return f"{os.cpu_count()} x {_processor()}, {memory} GB, {platform.system()} {platform.machine()}, Python {python}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True).stdout
