"""Articles cut into what can be retrieved and said: the approved first paragraph, and the paragraphs after it."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from knowledge.articles import Article
from knowledge.plain import without_yes_or_no


@dataclass(frozen=True)
class Passage:
    """One paragraph of one article; number 0 is the approved text."""

    article_id: str
    locale: str
    title: str
    text: str
    number: int
    valid_from: date | None = None
    valid_until: date | None = None

    @property
    def id(self) -> str:
        return f"{self.article_id}#{self.number}"

    @property
    def said(self) -> str:
        """The text as a shopper is told it."""
        return without_yes_or_no(self.text)

    def is_valid(self, day: date) -> bool:
        """Say whether it may be said on that day; both ends are included."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {
            name: str(day) if (day := getattr(self, name)) else None for name in ("valid_from", "valid_until")
        }

    @classmethod
    def from_json(cls, fields: dict[str, Any]) -> "Passage":
        days = {
            name: date.fromisoformat(fields[name]) if fields[name] else None for name in ("valid_from", "valid_until")
        }
        return cls(**(fields | days))


def passages(articles: Iterable[Article]) -> list[Passage]:
    """Return every article's passages in order."""
    return [
        Passage(
            article.id,
            article.locale,
            article.title,
            text,
            number,
            article.valid_from,
            article.valid_until,
        )
        for article in articles
        for number, text in enumerate(paragraphs(article.body))
    ]


def paragraphs(body: str) -> list[str]:
    """Split Markdown at blank lines; a list stays with the line that announces it, a heading is dropped."""
    blocks = [block.strip() for block in re.split(r"\n\s*\n", body) if block.strip()]
    kept: list[str] = []
    for block in blocks:
        lines = [line for line in block.split("\n") if not re.match(r"#{1,6}\s", line)]
        if not lines:
            continue
        text = "\n".join(lines)
        if kept and re.match(r"([-*•]|\d+[.)、])\s*\S", text):
            kept[-1] = f"{kept[-1]}\n\n{text}"
        else:
            kept.append(text)
    return kept
