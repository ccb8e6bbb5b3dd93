"""Follows the articles while the server runs: what is saved is answerable within two seconds, without a restart."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from knowledge.errors import BadArticle
from knowledge.language import LOCALES

LOOK_SECONDS = 0.5
AGAIN_SECONDS = 10.0  # after a failure that is not the articles' own: the disk may have room by then
TROUBLE = "trouble.txt"  # beside the indexes, for `aisle doctor`
Stamp = frozenset[tuple[str, int, int, int]]
log = logging.getLogger(__name__)


class Following:
    """Looks at the files every half second and rebuilds when any differs; when that fails, the old index answers."""

    def __init__(
        self,
        articles: Path,
        rebuild: Callable[[], str],
        kept: Path | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`rebuild` swaps the index and returns its version, or raises; in `kept` stands what went wrong."""
        self._articles = articles
        self._rebuild = rebuild
        self._told = kept / TROUBLE if kept is not None else None
        self._clock = clock
        self._stamp: Stamp | None = None
        self._again = float("inf")
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self.trouble = ""  # why the index is not the articles' newest state; "" where it is

    def start(self) -> None:
        """Look from now on, in a thread of its own."""
        self._thread = threading.Thread(target=self._run, name="aisle-articles", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Look no more; returns when a rebuild that runs has ended."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()

    def look(self) -> None:
        """Rebuild where a file was written, added, renamed or removed since the last look. Never raises."""
        try:
            stamp = stamp_of(self._articles)
            if stamp == self._stamp and self._clock() < self._again:
                return
            self._stamp = stamp  # taken before the files are read: what is written meanwhile is another stamp
            version = self._rebuild()
        except Exception as error:
            self._again = self._clock() + (float("inf") if isinstance(error, BadArticle) else AGAIN_SECONDS)
            self._fail(error)
            return
        self._again = float("inf")
        if self.trouble:
            log.warning("the articles can be used again: index %s answers", version)
        self._tell("")

    def _run(self) -> None:
        while not self._stopping.is_set():
            self.look()
            self._stopping.wait(LOOK_SECONDS)

    def _fail(self, error: Exception) -> None:
        text = str(error) or type(error).__name__
        if text != self.trouble:
            log.error("the articles changed, and the index of before keeps answering:\n%s", text)
        self._tell(text)

    def _tell(self, trouble: str) -> None:
        changed = trouble != self.trouble
        self.trouble = trouble
        if self._told is None:
            return
        try:
            if trouble and changed:
                self._told.parent.mkdir(parents=True, exist_ok=True)
                self._told.write_text(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC\n{trouble}\n", "utf-8")
            elif not trouble:
                self._told.unlink(missing_ok=True)
        except OSError as error:
            log.error("%s cannot be written: %s", self._told, error)


def stamp_of(articles: Path) -> Stamp:
    """Return what tells one state of the files from another: path, time of writing (ns), size and inode of each."""
    found = []
    for locale in LOCALES:
        for file in (articles / locale).glob("*.md"):
            try:
                stat = file.stat()
            except OSError:  # removed since it was listed
                continue
            found.append((str(file), stat.st_mtime_ns, stat.st_size, stat.st_ino))
    return frozenset(found)
