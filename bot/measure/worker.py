"""One system in a process of its own: JSON lines in, JSON lines out. `python -m bot.measure.worker SYSTEM FACTS`.

It says {"ready": true} once it could answer a shopper, then answers {"conversation", "text", "generating"} with a
`Turn`, or {"skipped": true} where nothing was generated meanwhile, until its input ends. Libraries print to stderr.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from dataclasses import asdict, dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Turn:
    """Milliseconds by the clock and of all cores' work, what was said, and whether the turn failed or generated."""

    ms: float
    cpu_ms: float
    said: list[str]
    failed: bool = False
    generated: bool = False


class System(Protocol):
    """Something that can be asked."""

    async def ask(self, conversation: str, text: str) -> Turn: ...

    async def ask_while_generating(self, conversation: str, text: str) -> Turn | None: ...


async def start(system: str, facts: dict[str, Any]) -> System:
    """Import and load one system as far as a server would before it listens."""
    from bot.cli.common import quiet, quiet_rasa

    quiet()
    if system == "aisle":
        from bot.measure.ours import start as start_ours

        started: System = await start_ours(facts)
    else:
        from bot.measure.rasa_default import start as start_rasa

        started = await start_rasa(system, facts)
    quiet_rasa()
    return started


async def serve(system: str, facts: dict[str, Any], out: Any) -> None:
    """Answer until the input ends."""
    asked = await start(system, facts)
    _tell(out, {"ready": True})
    while line := await asyncio.to_thread(sys.stdin.readline):
        question = json.loads(line)
        if question.get("generating"):
            answer = await asked.ask_while_generating(question["conversation"], question["text"])
        else:
            answer = await asked.ask(question["conversation"], question["text"])
        _tell(out, {"skipped": True} if answer is None else asdict(answer))


def _tell(out: Any, what: dict[str, Any]) -> None:
    out.write(json.dumps(what, ensure_ascii=False) + "\n")
    out.flush()


def main() -> None:
    """Keep the real stdout for answers."""
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    asyncio.run(serve(sys.argv[1], json.loads(sys.argv[2]), out))
    out.flush()
    os._exit(0)  # Rasa and TensorFlow take seconds to leave, which nobody needs here


if __name__ == "__main__":
    main()
