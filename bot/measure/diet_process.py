"""Runs in a process of its own: trains the Rasa project in this folder and says what it makes of every message.

`python -m bot.measure.diet_process train` writes trained.json, `… read` turns messages.json into said.json.
"""

from __future__ import annotations

import asyncio
import json
import platform
import resource
import sys
import time
from importlib.metadata import version
from pathlib import Path

MODEL = Path("models/diet.tar.gz")


def train() -> None:
    """Train the NLU part alone; write seconds on the clock and of work, and the versions that did it."""
    from rasa.model_training import train_nlu

    begun = time.perf_counter()
    made = train_nlu(
        config="config.yml", nlu_data="nlu.yml", output=str(MODEL.parent), fixed_model_name="diet", domain="domain.yml"
    )
    if not made:
        sys.exit(1)
    used = resource.getrusage(resource.RUSAGE_SELF)
    facts = {
        "seconds": round(time.perf_counter() - begun, 1),
        "cpu_seconds": round(used.ru_utime + used.ru_stime, 1),
        "versions": {"python": platform.python_version(), **{name: version(name) for name in ("rasa", "tensorflow")}},
    }
    Path("trained.json").write_text(json.dumps(facts, indent=1) + "\n")


async def read() -> None:
    """For each message the most likely intent and its probability."""
    from rasa.core.agent import Agent

    agent = Agent.load(str(MODEL))
    said = []
    for text in json.loads(Path("messages.json").read_text("utf-8")):
        intent = (await agent.parse_message(text))["intent"]
        said.append([intent.get("name"), round(float(intent["confidence"]), 4)])
    Path("said.json").write_text(json.dumps(said) + "\n")


if __name__ == "__main__":
    if sys.argv[1] == "train":
        train()
    else:
        asyncio.run(read())
