"""Learning while serving: one refit at a time, in a process of its own; the new heads are judged, then swapped in.

Every worker runs this. The database says which of them fits; all take the heads that were accepted.
"""

from __future__ import annotations

import asyncio
import logging
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.learning.examples import BrokenExamples, read_examples
from bot.learning.heads import code, digest_of, folder_of, load, version_of
from bot.learning.held_out import read_messages
from bot.learning.process import Failed, OwnProcess
from bot.learning.refit import Job, Made, learnable
from bot.learning.settings import LearningSettings
from bot.learning.verdict import fresh, judge
from bot.nlu.head import Head
from bot.nlu.reader import Reader
from bot.nlu.serving import served
from knowledge.encoder import TextEncoder
from shop.clock import Clock, utc_now
from shop.errors import ShopError
from shop.refits import Glance, Refit, Refits

log = logging.getLogger(__name__)

POLL_SECONDS = 2.0
BY_ITSELF = "by itself"
ROOT = Path(__file__).parent.parent.parent
DATA = ROOT / "bot" / "data"


class Learning:
    """What is read with now, and how it becomes better. `intents` are those that a flow handles."""

    def __init__(
        self,
        refits: Refits,
        home: Path,
        settings: LearningSettings,
        intents: set[str],
        encoder: TextEncoder,
        *,
        held_out: Path | None = None,
        data: Path = DATA,
        fit: Callable[[Job], Made] | None = None,
        readers: Callable[[], Sequence[Reader]] = served,
        clock: Clock = utc_now,
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        """`fit` makes new heads (by default in a process of its own); `changed` is called when others are served."""
        self.refits, self._home, self._settings, self._intents = refits, home, settings, intents
        self._encoder, self._fingerprint = encoder, encoder.fingerprint
        self._held_out, self._clock, self._changed = held_out, clock, changed
        self._folders = list(dict.fromkeys((data, ROOT / settings.folder)))
        self._process = OwnProcess()
        self._fit, self._readers = fit or self._process, readers
        self._base, self._taken = "", 0  # the version on disk that is read with, the newest refit that was looked at
        self._wake: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def heads(self) -> dict[str, Head]:
        """Those that are read with; none before a model is loaded."""
        return next((reader.heads for reader in self._readers()), {})

    @property
    def version(self) -> str:
        """Of the heads that are read with."""
        return version_of(self.heads)

    def ask(self, by: str) -> Refit:
        """Learn anew; begins at once in whichever worker is first. Raises Unavailable."""
        asked = self.refits.ask(by)
        if self._loop is not None and self._wake is not None:
            self._loop.call_soon_threadsafe(self._wake.set)
        return asked

    def glance(self) -> Glance:
        """The newest refits, and whether anything was labelled since."""
        return self.refits.glance()

    def restore(self) -> None:
        """At the start: heads that were learned from today's examples, by today's code, after the model was promoted.

        What is wrong is logged; the trained model's heads are good, too.
        """
        try:
            newest = self.refits.glance().served
            self._taken = newest.id if newest is not None else 0
            if newest is None or not newest.version or not self._is_newer(newest.version):
                return
            found = load(self._home, newest.version)
            pairs, _ = learnable(read_examples(self._folders), self._intents)
        except (BrokenExamples, ShopError) as error:
            log.warning("learned heads are not restored: %s", error)
            return
        if found is not None and found[1].code == code() and found[1].encoder == self._fingerprint:
            heads, facts = found
            today = {name: digest_of(name, each, self._fingerprint) for name, each in pairs.items()}
            if all(today.get(name) == made for name, made in facts.examples.items()):
                self._serve(heads, facts.version)

    async def run(self) -> None:
        """Until it is cancelled: take what other workers learned, learn what is asked for."""
        self._loop, self._wake = asyncio.get_running_loop(), asyncio.Event()
        try:
            while True:
                try:
                    await self.once()
                except ShopError as error:
                    log.warning("looking for what to learn: %s", error)
                except Exception:
                    log.exception("learning failed unexpectedly")
                self._wake.clear()
                try:
                    await asyncio.wait_for(self._wake.wait(), POLL_SECONDS)
                except TimeoutError:
                    continue
        finally:
            self._process.stop()

    async def once(self) -> None:
        """One look, and whatever follows from it."""
        glance = await asyncio.to_thread(self.refits.glance)
        if glance.served is not None and glance.served.id > self._taken:
            await asyncio.to_thread(self._follow, glance.served)
        if glance.waits or self._is_quiet(glance):
            await asyncio.to_thread(self._work, glance.waits)

    def _is_quiet(self, glance: Glance) -> bool:
        """Whether something was labelled, and nothing more for a while."""
        if not self._settings.after_seconds or not glance.has_news or glance.settled_at is None:
            return False
        return self._clock() - glance.settled_at >= timedelta(seconds=self._settings.after_seconds)

    def _follow(self, refit: Refit) -> None:
        """Take the heads that another worker learned."""
        self._taken = refit.id
        found = load(self._home, refit.version) if refit.version else None
        if found is None or found[1].code != code() or found[1].encoder != self._fingerprint:
            log.warning("heads %s, learned elsewhere, are not in %s or of other code", refit.version, self._home)
            return
        self._serve(found[0], found[1].version)

    def _work(self, waits: bool) -> None:
        if not waits:
            self.refits.ask(BY_ITSELF)
        refit = self.refits.begin()
        if refit is None:
            return
        began = time.perf_counter()
        try:
            state, version, report = self._refit()
        except (Failed, BrokenExamples, OSError) as error:
            state, version, report = "failed", None, {"why": str(error)}
            log.warning("refit %d failed, the heads stay: %s", refit.id, error)
        except BaseException:
            self.refits.end(refit.id, "failed", None, {"why": "an unexpected error; it is in the server's log"})
            raise
        self._taken = max(self._taken, refit.id)
        self.refits.end(refit.id, state, version, {**report, "seconds": round(time.perf_counter() - began, 2)})
        self._changed()

    def _refit(self) -> tuple[str, str | None, dict[str, Any]]:
        """Make new heads, judge them, and serve them: state, version, report."""
        before = self.heads
        have = {
            name: digest_of(name, ((text, intent) for text, (intent, _) in head.unseen.items()), self._fingerprint)
            for name, head in before.items()
        }
        made = self._fit(
            Job(str(self._home), [str(each) for each in self._folders], sorted(self._intents), have, self._base)
        )
        report: dict[str, Any] = {"examples": made.examples, "changed": made.changed, "left_out": made.left_out}
        if not made.version:
            return "done", self._base or None, report
        found = load(self._home, made.version)
        if found is None:
            raise Failed(f"{folder_of(self._home, made.version)} is not there; is the disk full?")
        heads = found[0]
        new = {name: heads[name] for name in made.changed}
        messages = read_messages(self._held_out) if self._held_out is not None else []
        verdicts = judge(before, new, messages, self._encoder.encode)
        report |= {"verdicts": [asdict(each) for each in verdicts], "fresh": fresh(before, new, self._encoder.encode)}
        if not all(each.accepts(self._settings.may_fall) for each in verdicts):
            shutil.rmtree(folder_of(self._home, made.version), ignore_errors=True)
            return "refused", None, report
        self._serve(heads, made.version)
        return "done", made.version, report

    def _serve(self, heads: dict[str, Head], version: str) -> None:
        """From the next message on; a message that is being read is read to its end with what it began with."""
        for reader in self._readers():
            reader.heads = {**reader.heads, **heads}
        self._base = version

    def _is_newer(self, version: str) -> bool:
        """Than the decision which trained model runs: a model that was promoted, or gone back to, since then rules."""
        promoted = self._home / "models" / "rasa" / "promoted.json"
        try:
            learned = folder_of(self._home, version).stat().st_mtime
            return not promoted.is_file() or learned > promoted.stat().st_mtime
        except OSError:
            return False
