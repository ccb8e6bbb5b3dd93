"""The knowledge base as the support lead writes it: one Markdown file an article and language, with front matter."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import BadArticle
from knowledge.language import LOCALES

FIELDS = ("id", "title", "topic", "questions", "valid_from", "valid_until")
FENCE = "---"
LARGEST = 200_000  # characters; an answer article is a page, not a book


@dataclass(frozen=True)
class Article:
    """One answer in one language; the first paragraph of `body` is the approved text."""

    id: str
    locale: str
    title: str
    topic: str
    questions: tuple[str, ...]
    body: str
    valid_from: date | None
    valid_until: date | None  # the last day on which it may be said
    file: Path


def load_articles(folder: Path) -> list[Article]:
    """Read folder/<locale>/*.md, sorted by id and locale.

    Raise BadArticle, naming every bad file with what was expected, what was found and what to do: unreadable front
    matter, a missing or unknown field, a body without text, an id used twice, an article missing in a shipped language.
    """
    folder = Path(folder)
    articles: list[Article] = []
    faults: list[str] = []
    for locale in LOCALES:
        for file in sorted((folder / locale).glob("*.md")):
            try:
                articles.append(read_article(file, locale))
            except BadArticle as fault:
                faults.append(str(fault))
    if not articles and not faults:
        raise BadArticle(
            f"{folder}: expected <language>/<id>.md files, found none; write one, or correct knowledge.folder"
        )
    faults += _duplicates(articles)
    if not faults:
        faults += _untranslated(articles, folder)
    if faults:
        raise BadArticle("\n".join(faults))
    return sorted(articles, key=lambda article: (article.id, article.locale))


def read_article(file: Path, locale: str) -> Article:
    """Read one file; raise BadArticle."""
    try:
        text = file.read_text("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise BadArticle(
            f"{file}: expected UTF-8, found byte {error.start} that is not; save the file as UTF-8"
        ) from error
    if len(text) > LARGEST:
        raise BadArticle(
            f"{file}: expected at most {LARGEST} characters, found {len(text)}; split it into several articles"
        )
    start, _, rest = text.partition("\n")
    front, fence, body = rest.partition(f"\n{FENCE}\n")
    if start.strip() != FENCE or not fence:
        raise BadArticle(
            f"{file}: expected front matter between two lines of {FENCE}, found {start[:40]!r}; see docs/answers.md"
        )
    try:
        fields = yaml.safe_load(front)
    except (yaml.YAMLError, ValueError) as error:
        raise BadArticle(
            f"{file}: expected YAML in the front matter, found {_first_line(error)}; correct it"
        ) from error
    if not isinstance(fields, dict):
        raise BadArticle(f"{file}: expected 'field: value' lines in the front matter, found {front[:40]!r}; correct it")
    unknown = [str(name) for name in fields if name not in FIELDS]
    if unknown:
        raise BadArticle(
            f"{file}: expected the fields {', '.join(FIELDS)}, found {', '.join(unknown)}; remove or rename it"
        )
    if not body.strip():
        raise BadArticle(f"{file}: expected an answer below the front matter, found nothing; write its first paragraph")
    return Article(
        id=_text(file, fields, "id"),
        locale=locale,
        title=_text(file, fields, "title"),
        topic=_text(file, fields, "topic"),
        questions=_questions(file, fields),
        body=body.strip(),
        valid_from=_day(file, fields, "valid_from"),
        valid_until=_day(file, fields, "valid_until"),
        file=file,
    )


def _text(file: Path, fields: dict[str, Any], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not value.strip():
        raise BadArticle(f"{file}: expected text in '{name}', found {value!r}; write it, in quotes if it holds a colon")
    if name == "id" and value != file.stem:
        raise BadArticle(f"{file}: expected id {file.stem!r} as the file is named, found {value!r}; make them the same")
    return value.strip()


def _questions(file: Path, fields: dict[str, Any]) -> tuple[str, ...]:
    value = fields.get("questions") or []
    if not isinstance(value, list) or not all(isinstance(line, str) and line.strip() for line in value):
        raise BadArticle(
            f"{file}: expected a list of questions in 'questions', found {value!r}; write one a line after '- '"
        )
    return tuple(line.strip() for line in value)


def _day(file: Path, fields: dict[str, Any], name: str) -> date | None:
    value = fields.get(name)
    if value is None or type(value) is date:
        return value
    raise BadArticle(f"{file}: expected a day such as 2026-01-31 or nothing in '{name}', found {value!r}; correct it")


def _duplicates(articles: Iterable[Article]) -> list[str]:
    seen: dict[tuple[str, str], Path] = {}
    faults = []
    for article in articles:
        first = seen.setdefault((article.id, article.locale), article.file)
        if first != article.file:
            faults.append(
                f"{article.file}: expected an id of its own, found {article.id!r} also in {first}; rename one"
            )
    return faults


def _untranslated(articles: Iterable[Article], folder: Path) -> list[str]:
    locales: dict[str, set[str]] = {}
    for article in articles:
        locales.setdefault(article.id, set()).add(article.locale)
    return [
        f"{folder / locale / name}.md: expected {name!r} in every language, found it only in {found}; translate it"
        for name, there in sorted(locales.items())
        for locale in LOCALES
        if locale not in there and (found := ", ".join(sorted(there)))
    ]


def _first_line(error: Exception) -> str:
    return str(error).replace("\n", " ")[:120]
