"""Answers that the generator writes to many questions, made by the function that serves, with all that it was shown."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from knowledge.answer import Answers
from knowledge.articles import Article
from knowledge.encoder import TextEncoder
from knowledge.language import LOCALES
from knowledge.settings import GenerationSettings, KnowledgeSettings, Thresholds
from training.pairs import make_pairs, with_a_typo
from training.questions import FOLDER, load_questions
from training.remembered import Remembered

LOCALE = "en"  # SmolLM2 reads no Chinese
HALVES = ("train", "dev")  # of training/questions; the test half is not asked
SEED = 7
MOST_SLIPS = 4  # ways in which one question is typed wrong, before another is


@dataclass(frozen=True)
class Generated:
    """One question for which the generator was asked, what it wrote, and what left."""

    question: str
    origin: str  # "articles", "train", "dev", "details", "slips"
    live: bool  # the serving thresholds would have it written, too
    article: str
    title: str
    passages: tuple[tuple[str, str], ...]  # (id, text) of those that it was shown
    said: tuple[str, ...]  # every sentence that it wrote, whatever was thought of it
    heard: tuple[str, ...]  # what a shopper saw as it was written
    sent: str  # the answer; "" where the approved text was sent instead

    @property
    def reached(self) -> tuple[str, ...]:
        """What a shopper saw of it at any time, line by line as it was sent."""
        return tuple(dict.fromkeys([*self.heard, *([self.sent] if self.sent else [])]))


def generate(
    count: int,
    knowledge: KnowledgeSettings,
    articles: Sequence[Article],
    encoder: TextEncoder,
    generator: Remembered,
    folder: Path,
    told: Callable[[int], None] = lambda done: None,
) -> list[Generated]:
    """Ask `Answers.ask` so many different questions that come to the generator, however sure, those sure enough first.

    `folder` is where the index is kept. Fewer where there are not enough questions.
    """
    always = {locale: Thresholds(sure=0, clarify=0) for locale in LOCALES}
    writing = GenerationSettings(locales=(LOCALE,))
    live = Answers(knowledge, GenerationSettings(enabled=False), encoder, None, folder)
    answers = Answers(knowledge.model_copy(update={"thresholds": always}), writing, encoder, generator, folder)
    found: list[Generated] = []
    seen: set[str] = set()  # prompts: two questions that are read alike are one
    for question, origin in _live_first(questions(articles, encoder), live):
        if len(found) == count:
            break
        look = answers.look(question, LOCALE)
        if look.band != "generate":
            continue
        heard: list[str] = []
        answer = answers.ask(question, LOCALE, heard.append)
        prompt = generator.asked[-1]
        if prompt in seen:
            continue
        seen.add(prompt)
        best = look.ranked[0]
        shown = best.asked_about[: knowledge.passages_per_prompt]
        found.append(
            Generated(
                question,
                origin,
                live.look(question, LOCALE).band == "generate",
                best.article_id,
                best.title,
                tuple((passage.id, passage.text) for passage in shown),
                tuple(generator.said(prompt)),
                tuple(heard),
                answer.text if answer.generated else "",
            )
        )
        told(len(found))
    return found


def questions(articles: Sequence[Article], encoder: TextEncoder) -> Iterator[list[tuple[str, str]]]:
    """Yield lists of (question, origin): what people ask and held-out questions, details, all of it typed wrong."""
    english = [article for article in articles if article.locale == LOCALE]
    asked = [(line, "articles") for article in english for line in (article.title, *article.questions)]
    for half in HALVES:
        asked += [(each.q, half) for each in load_questions(FOLDER / f"{half}.yml") if each.locale == LOCALE]
    yield asked
    details = [(pair.question, "details") for pair in make_pairs(english, encoder, SEED, unanswerable=0)]
    yield details
    draw = np.random.default_rng(SEED)
    for _ in range(MOST_SLIPS):
        yield [(with_a_typo(with_a_typo(question, draw), draw), "slips") for question, _origin in [*asked, *details]]


def _live_first(asked: Iterator[list[tuple[str, str]]], live: Answers) -> Iterator[tuple[str, str]]:
    for some in asked:
        yield from sorted(some, key=lambda each: live.look(each[0], LOCALE).band != "generate")


def write(file: Path, found: Sequence[Generated]) -> None:
    """One answer a line."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(json.dumps(asdict(each), ensure_ascii=False) + "\n" for each in found), "utf-8")
