"""What a support lead does for the articles: sees what is missing, has it drafted, publishes it, tries it out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from bot.care.proposing import Proposal, propose
from bot.care.report import Group, one_group, report
from knowledge.answer import Answers, Look
from knowledge.articles import read_article
from knowledge.drafts import Draft, put, withdraw
from knowledge.encoder import TextEncoder
from knowledge.errors import BadArticle, KnowledgeError
from knowledge.language import LOCALES
from shop.clock import Clock, utc_now
from shop.errors import NotFound
from shop.gaps import DAYS, Gaps
from shop.scrub import fill

REMEMBERED = 4096  # looks at questions, so that a list that is asked for again costs nothing
NEAR_ENOUGH = 0.2  # how sure the nearest article must be for its text to begin another with
MOST_TRIED = 500  # open questions that are asked again when an article comes


@dataclass(frozen=True)
class Published:
    """An article that was written. `closed`: questions that it answers now; `left`: phrasings of those it was written
    for that it does not. `trouble` is why it is not live, "" where it is."""

    id: str
    files: tuple[Path, ...]
    version: str
    closed: int
    left: tuple[str, ...]
    trouble: str


class Care:
    """Over one shop's unanswered questions and one folder of articles; safe to call from many threads."""

    def __init__(
        self, gaps: Gaps, answers: Answers, encoder: TextEncoder, folder: Path, clock: Clock = utc_now
    ) -> None:
        self._gaps, self._answers, self._encoder, self._folder, self._clock = gaps, answers, encoder, folder, clock
        self._remembered = lru_cache(REMEMBERED)(lambda question, locale, version: answers.look(question, locale))

    def report(self, days: int | None = DAYS) -> list[Group]:
        """What was asked in the last `days` without an answer, in groups, the most wanted first."""
        return report(self._gaps.open(days), self._look, self._encoder)

    def draft(self, ids: Collection[int]) -> Proposal:
        """A draft for the group of these questions; NotFound where none of them is open any more."""
        asked = [gap for gap in self._gaps.open(None) if gap.id in ids]
        if not asked:
            raise NotFound(f"none of the questions {sorted(ids)} waits for an answer")
        group = one_group(asked, self._look, self._encoder)
        text, topic = self._nearest(group)
        return propose(group, self._gaps.replies(ids), text, topic, self._folder, self._clock().date())

    def publish(self, drafts: Sequence[Draft], ids: Collection[int], by: str) -> Published:
        """Write the article in its languages, answer from it at once, and close what it answers; `ids` are the
        questions that it was written for. Raises BadDraft; an audit row says who did it."""
        article = drafts[0].id
        if {draft.locale for draft in drafts} != set(LOCALES):
            drafts = [replace(draft, untranslated=True) for draft in drafts]
        files = put(self._folder, drafts)
        try:
            self._gaps.published(article, [draft.title for draft in drafts], by)
        except BaseException:
            withdraw(files)
            raise
        trouble = ""
        try:
            version = self._answers.rebuild()
        except (KnowledgeError, OSError) as error:
            version, trouble = self._answers.version, str(error)
        closed, left = (0, ()) if trouble else self._close(article, ids, by)
        return Published(article, tuple(files), version, closed, left, trouble)

    def dismiss(self, ids: Collection[int], by: str) -> int:
        """No article is wanted for these; how many were open."""
        return self._gaps.dismiss(ids, by)

    def _close(self, article: str, ids: Collection[int], by: str) -> tuple[int, tuple[str, ...]]:
        """Ask what is open again."""
        waiting = self._gaps.open(None)
        waiting = [gap for gap in waiting if gap.id in ids] + [gap for gap in waiting if gap.id not in ids][:MOST_TRIED]
        answered = {gap.id for gap in waiting if self._look(fill(gap.question, gap.locale), gap.locale).sent == article}
        left = dict.fromkeys(gap.question for gap in waiting if gap.id in ids and gap.id not in answered)
        return self._gaps.answered(answered, article, by), tuple(left)

    def _look(self, question: str, locale: str) -> Look:
        found: Look = self._remembered(question, locale, self._answers.version)
        return found

    def _nearest(self, group: Group) -> tuple[str, str]:
        """The approved text and the topic of the nearest article; "" where none is near enough to begin with."""
        if group.nearest is None or group.nearest.confidence < NEAR_ENOUGH:
            return "", ""
        found = self._answers.article(group.nearest.id, group.locale, by_title=True)
        if found is None:
            return "", ""
        try:
            file = self._folder / group.locale / f"{group.nearest.id}.md"
            return found.text, read_article(file, group.locale).topic
        except (BadArticle, OSError):  # it has changed since it was indexed
            return found.text, ""
