"""Keeps the index in step with the articles: loads the one that fits, else builds it, with the vectors of before."""

import logging
import shutil
from collections.abc import Sequence
from pathlib import Path

from knowledge.articles import Article, load_articles
from knowledge.encoder import TextEncoder
from knowledge.errors import BadArticle, KnowledgeError
from knowledge.index import CURRENT, Index, build, is_kept, load, point, version_of

UNREADABLE = (KnowledgeError, OSError, ValueError, KeyError, RuntimeError)  # an index on disk that cannot be used
log = logging.getLogger(__name__)


class Upkeep:
    """Over the articles in one folder and, where `kept` is given, the indexes kept there for the next start and for
    the other processes that follow the same articles."""

    def __init__(self, articles: Path, encoder: TextEncoder, kept: Path | None = None) -> None:
        self._articles = articles
        self._encoder = encoder
        self._kept = kept

    def open(self) -> Index:
        """Return the index to start with. Articles that cannot be used leave the index of before in use, with an error
        in the log; raise BadArticle where there is none."""
        try:
            articles = load_articles(self._articles)
        except BadArticle as fault:
            before = self._before()
            if before is None:
                raise
            log.error("index %s, of earlier articles, answers until these are corrected:\n%s", before.version, fault)
            return before
        return self._of(articles, None)

    def newest(self, now: Index) -> Index:
        """Return the index of what the articles are by now: `now` itself where nothing has changed.

        Raise BadArticle for articles that cannot be used, OSError for a full disk; what is kept is then as it was.
        """
        return self._of(load_articles(self._articles), now)

    def _of(self, articles: Sequence[Article], before: Index | None) -> Index:
        version = version_of(articles, self._encoder)
        if before is not None and before.version == version:
            return before
        if self._kept is not None and is_kept(self._kept, version):  # of the last start, or another process was first
            try:
                found = load(self._kept, self._encoder, version)
                point(self._kept, version)
                return found
            except UNREADABLE as error:
                log.warning("the index in %s is built anew: %s", self._kept / version, error)
                shutil.rmtree(self._kept / version, ignore_errors=True)
        return build(articles, self._encoder, self._kept, before or self._before())

    def _before(self) -> Index | None:
        """Return the index that was in use last, where this encoder can use it."""
        if self._kept is None or not (self._kept / CURRENT).is_file():
            return None
        try:
            return load(self._kept, self._encoder)
        except UNREADABLE as error:
            log.warning("every text is embedded anew: %s", error)
            return None
