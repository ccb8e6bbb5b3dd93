"""Runs one refit in a process of its own: fitting is a second or more of pure computing, and shoppers wait for none."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from threading import Lock

from bot.learning.refit import Job, Made

ROOT = Path(__file__).parent.parent.parent
LONGEST = 300.0  # seconds of one refit


class Failed(Exception):
    """A refit that came to nothing; the text says why and what to do."""


class OwnProcess:
    """Refits that end with the server: `stop` ends the one that runs, and lets none begin."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._running: subprocess.Popen[str] | None = None
        self._stopped = False

    def __call__(self, job: Job) -> Made:
        """Wait for what was made. Raises Failed."""
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        command = [sys.executable, "-W", "ignore", "-m", "bot.learning", json.dumps(asdict(job))]
        with self._lock:
            if self._stopped:
                raise Failed("the server is going down; it is learned at the next start")
            process = subprocess.Popen(
                command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
            )
            self._running = process
        try:
            output, errors = process.communicate(timeout=LONGEST)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise Failed(f"it took longer than {LONGEST:.0f} seconds; is the machine busy?") from None
        finally:
            with self._lock:
                self._running = None
        if process.returncode != 0:
            said = [line for line in errors.splitlines() if line.strip()]
            raise Failed(said[-1] if said else f"the process ended with {process.returncode}; is there memory left?")
        return Made.read(output.strip().splitlines()[-1])

    def stop(self) -> None:
        """End what runs."""
        with self._lock:
            self._stopped = True
            if self._running is not None:
                self._running.kill()
