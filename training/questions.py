"""Held-out questions, written by people who have not seen the articles' own questions."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from knowledge.language import LOCALES

FOLDER = Path(__file__).parent / "questions"
KEYS = {"q", "locale", "article", "also", "ask"}


@dataclass(frozen=True)
class Question:
    """A question as a shopper types it, and the article that answers it; None where none does. `also` answer it too.

    `ask`: of a few words to calibrate on, whether which article is meant cannot be told.
    """

    q: str
    locale: str
    article: str | None
    also: tuple[str, ...] = ()
    ask: bool | None = None


def load_questions(file: Path) -> list[Question]:
    """Read a YAML list of {q, locale, article, also}; raise ValueError that names the entry."""
    entries = yaml.safe_load(Path(file).read_text("utf-8"))
    if not isinstance(entries, list) or not entries:
        raise ValueError(f"{file}: expected a list of {{q, locale, article}}, found {type(entries).__name__}")
    questions = []
    for number, entry in enumerate(entries, start=1):
        if not isinstance(entry, dict) or set(entry) - KEYS or not {"q", "locale"} <= set(entry):
            raise ValueError(f"{file}: entry {number}: expected q, locale, article, also and ask, found {entry!r}")
        if not isinstance(entry["q"], str) or entry["locale"] not in LOCALES:
            raise ValueError(
                f"{file}: entry {number}: expected text in q and one of {LOCALES} in locale, found {entry!r}"
            )
        also, ask = tuple(entry.get("also") or ()), entry.get("ask")
        questions.append(Question(entry["q"], entry["locale"], entry.get("article"), also, ask))
    return questions
