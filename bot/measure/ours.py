"""Our system as `aisle serve` builds it, the web application and the generator included; asked without HTTP."""

from __future__ import annotations

import asyncio
import itertools
import os
import time
from pathlib import Path
from typing import Any

from bot.measure.shop import bench_settings
from bot.measure.talk import SHOPPER, TO_GENERATE
from bot.measure.worker import Turn

WRITING_AFTER = 0.15  # seconds; by then a question that is generated for is being generated for


class Ours:
    """Turns.post with the real conversation log, tracker and actions, for a shopper who is signed in."""

    def __init__(self, built: Any, turns: Any, app: Any) -> None:
        self._built, self._turns = built, turns
        self.app = app  # held, since a server would hold it
        self._sorry = built.services.sentences.text("utter_failed", "en")
        self._conversations: dict[str, str] = {}
        self._names = (f"m{number}" for number in itertools.count())
        self._generated_for: list[str] | None = None
        self._next = 0

    async def ask(self, conversation: str, text: str) -> Turn:
        """One turn; a new conversation is opened before the clock starts."""
        opened = await self._open(conversation)
        begun, worked = time.perf_counter(), time.process_time()
        posted = await self._turns.post(opened, next(self._names), text, None)
        milliseconds, work = (time.perf_counter() - begun) * 1000, (time.process_time() - worked) * 1000
        said = [entry.text for entry in posted.messages]
        sourced = any(entry.sources for entry in posted.messages)
        return Turn(
            milliseconds, work, said, self._sorry in said, sourced and await asyncio.to_thread(self._writes, text)
        )

    async def ask_while_generating(self, conversation: str, text: str) -> Turn | None:
        """The same while another shopper's answer is written from before this turn until after it; None where not."""
        await self._open(conversation)
        if self._generated_for is None:
            self._generated_for = [question for question in TO_GENERATE if await self._elsewhere(question)]
        if not self._generated_for:
            return None
        self._next += 1
        other = asyncio.create_task(self._elsewhere(self._generated_for[self._next % len(self._generated_for)]))
        await asyncio.sleep(WRITING_AFTER)
        timed = await self.ask(conversation, text)
        overlapped = not other.done()
        return timed if await other and overlapped else None

    def _writes(self, text: str) -> bool:
        """Whether the generator is asked for an answer to this, even where the approved text is sent in the end."""
        begun: list[bool] = []

        def stopped() -> bool:
            begun.append(True)
            return True

        self._built.services.answers.ask(text, "en", stopped=stopped)
        return bool(begun)

    async def _elsewhere(self, question: str) -> bool:
        opened = await self._open(f"elsewhere-{next(self._names)}")
        posted = await self._turns.post(opened, next(self._names), question, None)
        return any(entry.generated for entry in posted.messages)

    async def _open(self, conversation: str) -> str:
        if conversation not in self._conversations:
            opened = self._built.services.log.open("en").conversation_id
            self._built.services.identity.sign_in(opened, self._built.tokens.sign(SHOPPER))
            await self._turns.opened(opened)
            self._conversations[conversation] = opened
        return self._conversations[conversation]


async def start(facts: dict[str, Any]) -> Ours:
    """As bot/cli/serve.py starts, up to where uvicorn would listen."""
    from bot.app import build_app, build_services, build_turns
    from bot.nlu.encoding import shared_encoder

    settings, environment = bench_settings(Path(facts["home"]), facts["database"])
    os.environ["AISLE_HOME"] = str(environment.home)
    built = build_services(settings, environment, shared_encoder(environment.home))
    turns = build_turns(built)
    await turns.warm_up()
    return Ours(built, turns, build_app(built, turns))
