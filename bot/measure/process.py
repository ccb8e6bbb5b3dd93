"""The parent's end of a worker: starts one, asks it line by line, knows its memory, ends it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Protocol

from bot.measure.report import ROOT


class WorkerFailed(Exception):
    """A system ended or said something else than was expected; the text says where its words are."""


class Asked(Protocol):
    """A system to put messages to; tests bring one that answers from a list."""

    def ask(self, conversation: str, text: str, generating: bool = False) -> dict[str, Any]: ...

    def rss_mb(self) -> float: ...


class Worker:
    """A running system. `ready_s` is the seconds from starting the process until it could answer."""

    def __init__(self, system: str, facts: dict[str, Any], log: Path) -> None:
        """Start it and wait until it is ready. Raises WorkerFailed."""
        self.system, self._log = system, log
        log.parent.mkdir(parents=True, exist_ok=True)
        environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-W", "ignore", "-m", "bot.measure.worker", system, json.dumps(facts)]
        begun = time.perf_counter()
        with log.open("w") as errors:
            self._process = subprocess.Popen(
                command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True
            )
        self._read()
        self.ready_s = time.perf_counter() - begun

    def ask(self, conversation: str, text: str, generating: bool = False) -> dict[str, Any]:
        """A worker.Turn, or {"skipped"}. Raises WorkerFailed."""
        assert self._process.stdin is not None
        question = {"conversation": conversation, "text": text, "generating": generating}
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        return self._read()

    def rss_mb(self) -> float:
        """Resident memory of the process now, in MB of 10^6 bytes."""
        import psutil

        return float(psutil.Process(self._process.pid).memory_info().rss / 1e6)

    def stop(self) -> None:
        """End it; it has a few seconds to do so itself."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            self._process.wait()
            raise WorkerFailed(f"the system '{self.system}' ended by itself; all it said is in {self._log}")
        answer: dict[str, Any] = json.loads(line)
        return answer
