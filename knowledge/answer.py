"""Answers: the one function behind the live bot and `aisle ask`, from a question to a band, a text and its sources."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from knowledge.bands import Band, Calibration, decide, plausible
from knowledge.encoder import TextEncoder
from knowledge.errors import Busy
from knowledge.generator import TextGenerator
from knowledge.index import Index
from knowledge.language import language_of_answer, normalise_locale
from knowledge.passages import Passage
from knowledge.prompt import NO_ANSWER, prompt
from knowledge.retrieve import Hit, Ranked, Retriever
from knowledge.sentences import alone, announcement, is_entry, joined
from knowledge.settings import GenerationSettings, KnowledgeSettings, Thresholds
from knowledge.support import check
from knowledge.upkeep import Upkeep
from knowledge.words import bare

SLACK = 0.02  # of a cosine: by how much the approved text may match better than what was written
log = logging.getLogger(__name__)
OnSentence = Callable[[str], None]
Stopped = Callable[[], bool]


@dataclass(frozen=True)
class Answer:
    """What may be said. Clarify and abstain have no text: the caller words them, and offers `choices` or a person."""

    band: Band
    text: str
    sources: tuple[dict[str, str], ...]  # {"id", "title"}
    choices: tuple[dict[str, str], ...]  # {"id": "article:<id>", "label"}
    confidence: float  # 0..1, calibrated
    generated: bool
    hits: tuple[Hit, ...]
    index_version: str
    locale: str = "en"  # the language of text and labels
    answerable: float = 0.0  # 0..1, calibrated: that one of the articles that would be offered answers
    thresholds: Thresholds | None = None  # those that decided; None for an article that was asked for by name


@dataclass(frozen=True)
class Look:
    """What was found for a question, and what is to be done with it."""

    locale: str
    ranked: list[Ranked]
    confidence: float
    answerable: float
    thresholds: Thresholds
    band: Band

    @property
    def sent(self) -> str:
        """The article that is sent unasked; "" where the shopper is asked, or told that there is none."""
        return self.ranked[0].article_id if self.band in ("verbatim", "generate") else ""


class Answers:
    """Answers from one knowledge base; safe to call from many threads, also while `rebuild` runs."""

    def __init__(
        self,
        knowledge: KnowledgeSettings,
        generation: GenerationSettings,
        encoder: TextEncoder,
        generator: TextGenerator | None,
        folder: Path | None = None,
        calibration: Calibration | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        """Load the index in `folder` where it fits the articles, else build it there; raise KnowledgeError where the
        articles cannot be used and no index of before is there to answer."""
        self._knowledge = knowledge
        self._generation = generation
        self._encoder = encoder
        self._generator = generator
        self._calibration = calibration or Calibration.load()
        self._today = today
        self._upkeep = Upkeep(knowledge.folder, encoder, folder)
        self._rebuilding = threading.Lock()
        self._retriever = self._over(self._upkeep.open())

    @property
    def version(self) -> str:
        """The version of the index in use."""
        return self._retriever.index.version

    def rebuild(self) -> str:
        """Read the articles again, swap the new index in, return its version. On any error the old stays."""
        with self._rebuilding:
            index = self._upkeep.newest(self._retriever.index)
            if index is not self._retriever.index:
                self._retriever = self._over(index)
            return index.version

    def ask(
        self,
        question: str,
        locale: str,
        on_sentence: OnSentence | None = None,
        stopped: Stopped = lambda: False,
    ) -> Answer:
        """Answer in the question's language, or in `locale` where it shows none.

        `on_sentence` hears each sentence of a generated answer once it is checked; when a later one fails, the answer
        is the approved text all the same, so what was heard is a preview.
        """
        retriever = self._retriever
        found = self._look(retriever, question, locale)
        ranked, band, locale = found.ranked, found.band, found.locale
        if band == "abstain":
            return self._answer(retriever, found)
        if band == "clarify":
            choices = [{"id": f"article:{each.article_id}", "label": each.title} for each in plausible(ranked)]
            return self._answer(retriever, found, choices=choices)
        text = approved_text(ranked[0].hits, question)
        if band == "generate":
            written = self._write(
                retriever.spelled(question, locale),
                locale,
                ranked[0],
                on_sentence or (lambda sentence: None),
                stopped,
            )
            band = "generate" if written else "verbatim"
            text = written or text
        return self._answer(retriever, replace(found, band=band), text=text)

    def look(self, question: str, locale: str) -> Look:
        """What `ask` would decide; nothing is written."""
        return self._look(self._retriever, question, locale)

    def likeliest(self, question: str, locale: str) -> tuple[str, float]:
        """The article that comes first, "" for none, and how sure its answer would be, 0 to 1; nothing is written."""
        locale = language_of_answer(question, locale)
        ranked = self._retriever.rank(question, locale)
        return (ranked[0].article_id if ranked else ""), self._calibration.confidence(ranked, locale)

    def article(self, article_id: str, locale: str, by_title: bool = False) -> Answer | None:
        """Return an article's approved text; None where it is not there today. `by_title`: its very title was chosen,
        so that a yes or no that it begins with is said."""
        locale = normalise_locale(locale)
        retriever = self._retriever
        held = retriever.article(article_id, locale)
        if not held:
            return None
        hits = tuple(Hit(passage, 1.0, 1.0, 1.0) for passage in held)
        sources = ({"id": article_id, "title": held[0].title},)
        return Answer(
            "verbatim",
            held[0].text if by_title else held[0].said,
            sources,
            (),
            1.0,
            False,
            hits,
            retriever.index.version,
            locale,
        )

    def _over(self, index: Index) -> Retriever:
        return Retriever(index, self._encoder, self._calibration, self._today)

    def _look(self, retriever: Retriever, question: str, locale: str) -> Look:
        locale = language_of_answer(question, locale)
        ranked = retriever.rank(question, locale)
        confidence = self._calibration.confidence(ranked, locale)
        answerable = self._calibration.answered(ranked, locale)
        thresholds = self._knowledge.thresholds.get(locale) or self._calibration.thresholds[locale]
        band = decide(ranked, confidence, answerable, thresholds)
        return Look(locale, ranked, confidence, answerable, thresholds, band)

    def _write(
        self,
        question: str,
        locale: str,
        best: Ranked,
        on_sentence: OnSentence,
        stopped: Stopped,
    ) -> str:
        """Return the generated and checked text; "" where the approved text is to be sent instead."""
        if self._generator is None or not self._generation.enabled or locale not in self._generation.locales:
            return ""
        passages = [passage.said for passage in best.asked_about[: self._knowledge.passages_per_prompt]]
        said: list[str] = []
        heard = whole = 0  # how many of them the shopper has heard, and how many make a text that is not cut off
        try:
            for sentence in self._generator.sentences(prompt(question, passages, self._generator.count), stopped):
                verdict = check(sentence, passages, self._encoder, best.title)
                if sentence == NO_ANSWER or not verdict.supported:
                    log.info(
                        "approved text instead of %r: %s",
                        sentence,
                        verdict.reason or "no answer in the passages",
                    )
                    return ""
                if sentence in said:
                    continue
                said += _with_its_opening(sentence, verdict.source, passages, said)
                if sentence.endswith(":"):  # what announces a list is heard with its first entry
                    continue
                whole = len(said)
                if self._answers_better(question, joined(said), best.approved.passage.said):
                    on_sentence(joined(said[heard:]))
                    heard = whole
        except Busy as busy:
            log.info("approved text: %s", busy)
            return ""
        except Exception:  # a dead generator must not silence the bot
            log.exception("approved text: the generator failed")
            return ""
        written = joined(said[:whole])
        if heard < whole:
            log.info("approved text instead of %r: it matches the question better", written)
            return ""
        return written

    def _answers_better(self, question: str, written: str, approved: str) -> bool:
        """Say whether what was written is at least as close to the question as the approved text is."""
        if not self._encoder.knows(question):
            return True
        asked, one, other = self._encoder.encode([question, written, approved])
        return float(asked @ one) >= float(asked @ other) - SLACK

    def _answer(
        self, retriever: Retriever, found: Look, text: str = "", choices: Sequence[dict[str, str]] = ()
    ) -> Answer:
        ranked = found.ranked
        return Answer(
            found.band,
            text,
            ({"id": ranked[0].article_id, "title": ranked[0].title},) if text else (),
            tuple(choices),
            found.confidence,
            found.band == "generate",
            tuple(hit for each in ranked[:5] for hit in each.hits),
            retriever.index.version,
            found.locale,
            found.answerable,
            found.thresholds,
        )


def _with_its_opening(sentence: str, source: str, passages: Sequence[str], said: Sequence[str]) -> list[str]:
    """Return the sentence; an entry below the line that announces its list, which says what the entries are.

    "Your bank wants you to confirm the payment" is a claim; below "Other common reasons:" it is one of several.
    """
    if not is_entry(sentence):
        return [sentence]
    opening = next((line for text in passages if (line := announcement(source, text))), "")
    above = next((line for line in reversed(said) if not is_entry(line)), "")
    if opening and opening != above:
        return [opening, sentence]
    return [sentence if said else alone(sentence)]


def approved_text(hits: Sequence[Hit], question: str) -> str:
    """Return the approved first paragraph, and below it the paragraph that matches best where that is a later one.

    A yes or no that it begins with answers its title: only who asked that very question is told it.
    """
    approved: Passage = min((hit.passage for hit in hits), key=lambda passage: passage.number)
    best = hits[0].passage
    text = approved.text if bare(question) == bare(approved.title) else approved.said
    return text if best.number == approved.number else f"{text}\n\n{best.said}"
