"""Every check over one folder of articles, the gravest finding first."""

from collections.abc import Collection
from datetime import date
from pathlib import Path

from knowledge.articles import Article, read_article
from knowledge.encoder import TextEncoder
from knowledge.errors import BadArticle
from knowledge.language import LOCALES
from knowledge.lint.alone import dates, length, questions, translations, unused
from knowledge.lint.contradictions import contradictions
from knowledge.lint.duplicates import duplicates
from knowledge.lint.finding import SEVERITIES, Finding
from knowledge.lint.links import Reach, broken

UNUSED_DAYS = 90


def lint(
    folder: Path,
    encoder: TextEncoder,
    today: date,
    said: Collection[str] | None = None,
    days: int = UNUSED_DAYS,
    reach: Reach | None = None,
) -> list[Finding]:
    """What is wrong with the articles in folder/<language>. `said` are the ids of those that shoppers got in the last
    `days`, None where nobody knows yet; `reach` tries links to other sites."""
    articles, found = _read(folder)
    for article in articles:
        found += [*dates(article, today), *length(article), *questions(article)]
    for locale in LOCALES:
        own = [article for article in articles if article.locale == locale]
        living = [article for article in own if article.valid_until is None or article.valid_until >= today]
        found += duplicates(living, locale, encoder) + contradictions(living, locale) + broken(own, reach)
    for article_id in dict.fromkeys(article.id for article in articles):
        found += translations({each.locale: each for each in articles if each.id == article_id})
    if said is not None:
        first = {article.id: article for article in reversed(articles)}
        found += unused([first[each] for each in sorted(first)], said, days)
    return sorted(found, key=lambda each: (SEVERITIES.index(each.severity), each.code, each.article, each.locale))


def _read(folder: Path) -> tuple[list[Article], list[Finding]]:
    articles: list[Article] = []
    found: list[Finding] = []
    for locale in LOCALES:
        for file in sorted((folder / locale).glob("*.md")):
            try:
                articles.append(read_article(file, locale))
            except BadArticle as fault:
                found.append(Finding("error", "unreadable", locale, file.stem, str(fault)))
    return articles, found
