"""The small language model that phrases an answer: CTranslate2 int8, streamed, bounded in tokens, seconds and queue."""

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol, TypeVar

from knowledge.encoder import read_manifest
from knowledge.errors import Busy
from knowledge.prompt import END, HEAD
from knowledge.sentences import Sentences

BEHIND_TURNS = 5  # steps of niceness: a quarter of a core's time where a turn wants the rest
Stopped = Callable[[], bool]
T = TypeVar("T")


class TextGenerator(Protocol):
    """What an answer needs of a generator; tests bring one that is fed from a queue."""

    fingerprint: str

    def count(self, text: str) -> int: ...

    def sentences(self, prompt: str, stopped: Stopped) -> Iterator[str]: ...


class Generator:
    """SmolLM2 as exported by `training.export.export_generator`: `at_once` texts are written, `queue` may wait."""

    def __init__(
        self,
        folder: Path,
        max_tokens: int = 80,
        seconds: float = 3.0,
        queue: int = 4,
        threads: int = 2,
        at_once: int = 1,
        behind: int = 0,
    ) -> None:
        """Load from `folder`; raise ModelMissing where it is not whole. `behind`: steps of niceness below whoever loads
        it; beside turns, which take milliseconds where an answer takes seconds, `BEHIND_TURNS`."""
        import ctranslate2
        from tokenizers import Tokenizer

        folder = Path(folder)
        self.fingerprint: str = read_manifest(folder, "generator")["fingerprint"]
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._model = nicely(
            behind,
            lambda: ctranslate2.Generator(
                str(folder), device="cpu", compute_type="int8", intra_threads=threads, inter_threads=at_once
            ),
        )
        self._max_tokens = max_tokens
        self._seconds = seconds
        self._head = self._tokens(HEAD)
        self._places = threading.BoundedSemaphore(queue + at_once)
        self._turn = threading.BoundedSemaphore(at_once)

    def count(self, text: str) -> int:
        """Return how many tokens a text has."""
        return len(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def sentences(self, prompt: str, stopped: Stopped = lambda: False) -> Iterator[str]:
        """Yield each sentence as it is complete. Raise Busy at once where the queue is full, or after too long a wait.

        Ends early when `stopped` says so, or when tokens or seconds run out; then without the unfinished sentence.
        """
        if not self._places.acquire(blocking=False):
            raise Busy("the generator's queue is full; send the approved text, or raise generation.queue")
        try:
            deadline = time.monotonic() + self._seconds
            if not self._turn.acquire(timeout=self._seconds):
                raise Busy(f"no turn at the generator within {self._seconds} s; send the approved text")
            try:
                yield from self._write(prompt, stopped, deadline)
            finally:
                self._turn.release()
        finally:
            self._places.release()

    def _tokens(self, text: str) -> list[str]:
        return list(self._tokenizer.encode(text, add_special_tokens=False).tokens)

    def _write(self, prompt: str, stopped: Stopped, deadline: float) -> Iterator[str]:
        tokens = self._tokens(prompt)
        head = self._head if tokens[: len(self._head)] == self._head else []
        cut = Sentences()
        ids: list[int] = []
        text = ""
        steps = self._model.generate_tokens(
            [tokens[len(head) :]],
            static_prompt=head or None,  # read once: what the model makes of it is kept
            max_length=self._max_tokens,
            sampling_topk=1,
            end_token=END,
            repetition_penalty=1.0,
        )
        try:
            for step in steps:
                if stopped() or time.monotonic() > deadline:
                    return
                if step.is_last and step.token == END:
                    break
                ids.append(step.token_id)
                text = self._tokenizer.decode(ids)
                yield from cut.add(text)
            else:
                if len(ids) >= self._max_tokens:
                    return
            yield from cut.rest(text)
        finally:
            steps.close()


def nicely(steps: int, start: Callable[[], T]) -> T:
    """What `start` returns; on Linux, threads that it starts get a core after others that want it."""
    if not steps or sys.platform != "linux":
        return start()

    def behind() -> T:
        os.setpriority(os.PRIO_PROCESS, 0, os.getpriority(os.PRIO_PROCESS, 0) + steps)  # of this thread alone
        return start()

    with ThreadPoolExecutor(1) as one:
        return one.submit(behind).result()
