"""The small language model that phrases an answer: CTranslate2 int8, streamed, bounded in tokens, seconds and queue."""

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np

from knowledge.encoder import read_manifest
from knowledge.errors import Busy
from knowledge.guessing import agreed, guess
from knowledge.prompt import END, HEAD
from knowledge.sentences import Sentences

FIRST = 3  # tokens that are written one by one, to see from where the rest is taken
WORTH = 4  # tokens that a guess must bring to be worth its reading, about eight times the work of writing one
MISSES = 2  # guesses that were not worth it before the rest is written one by one
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
        self._most = max_tokens
        self._seconds = seconds
        self._head = self._encode(HEAD)
        self._end = int(self._encode(END)[0])
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

    def _write(self, prompt: str, stopped: Stopped, deadline: float) -> Iterator[str]:
        cut = Sentences()
        said: list[int] = []
        for ids in self._ids(self._encode(prompt), lambda: stopped() or time.monotonic() > deadline):
            said += ids[:-1] if ids[-1] == self._end else ids
            text = self._tokenizer.decode(said)
            if ids[-1] == self._end:
                yield from cut.rest(text)
            else:
                yield from cut.add(text)

    def _ids(self, asked: list[int], halted: Stopped) -> Iterator[list[int]]:
        """Yield the answer's tokens, few or many at a time, the end mark as the last one unless it was halted or long.

        The first few are written one by one. Then whole sentences are guessed, as long as the guesses are good.
        """
        said: list[int] = []
        for ids in self._one_by_one(asked, FIRST, halted):
            said += ids
            yield ids
        misses = 0
        while said and said[-1] != self._end and misses < MISSES and len(said) < self._most and not halted():
            guessed = guess(asked, said, len(self._head))[: self._most - len(said) - 1]
            if not guessed:
                break
            ids = agreed(guessed, self._after(asked + said, guessed))
            if self._end in ids:
                ids = ids[: ids.index(self._end) + 1]
            misses += len(ids) <= WORTH
            said += ids
            yield ids
        if said and said[-1] != self._end and len(said) < self._most and not halted():
            yield from self._one_by_one(asked + said, self._most - len(said), halted)

    def _after(self, written: list[int], guessed: list[int]) -> list[int]:
        """Return what the model writes behind `written`, and behind each token of the guess if it is right so far."""
        tokens = [self._tokenizer.id_to_token(each) for each in written + guessed]
        logits = np.asarray(self._model.forward_batch([tokens]))[0]
        return [int(each) for each in logits[len(written) - 1 :].argmax(axis=-1)]

    def _one_by_one(self, asked: list[int], most: int, halted: Stopped) -> Iterator[list[int]]:
        head = len(self._head) if asked[: len(self._head)] == self._head else 0
        tokens = [self._tokenizer.id_to_token(each) for each in asked]
        steps = self._model.generate_tokens(
            [tokens[head:]],
            static_prompt=tokens[:head] or None,  # read once: what the model makes of it is kept
            max_length=most,
            sampling_topk=1,
            end_token=END,
            repetition_penalty=1.0,
        )
        try:
            for step in steps:
                if halted():
                    return
                yield [step.token_id]
        finally:
            steps.close()

    def _encode(self, text: str) -> list[int]:
        return list(self._tokenizer.encode(text, add_special_tokens=False).ids)


def nicely(steps: int, start: Callable[[], T]) -> T:
    """What `start` returns; on Linux, threads that it starts get a core after others that want it."""
    if not steps or sys.platform != "linux":
        return start()

    def behind() -> T:
        os.setpriority(os.PRIO_PROCESS, 0, os.getpriority(os.PRIO_PROCESS, 0) + steps)  # of this thread alone
        return start()

    with ThreadPoolExecutor(1) as one:
        return one.submit(behind).result()
