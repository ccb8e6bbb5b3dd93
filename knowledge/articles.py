"""The knowledge base as the support lead writes it: one Markdown file an article and language, with front matter."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import BadArticle
from knowledge.language import LOCALES

FIELDS = (
    "id",
    "title",
    "topic",
    "questions",
    "unanswered",
    "valid_from",
    "valid_until",
    "untranslated",
    "source",
    "imported",
)
FENCE = "---"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C reads five times as fast
_PARAGRAPH = re.compile(r"^(?!#{1,6}\s)[^\S\n]*\S", re.M)  # a line that is no heading
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
    untranslated: bool = False  # it may be missing in another language
    source: str = ""  # the file or page that it was imported from
    imported: str = ""  # what its words were then, as a hash (knowledge/importing)
    unanswered: tuple[str, ...] = ()  # asked near this article, and answered by none


def load_articles(folder: Path) -> list[Article]:
    """Read folder/<locale>/*.md, sorted by id and locale.

    Raise BadArticle, naming every bad file with what was expected, what was found and what to do: unreadable front
    matter, a missing or unknown field, a body without text, an id used twice, an article missing in a shipped language
    that is not marked `untranslated`.
    """
    articles = read_articles(folder)
    if not articles:
        raise BadArticle(
            f"{folder}: expected <language>/<id>.md files, found none; write one, or correct knowledge.folder"
        )
    check(articles, folder)
    return articles


def read_articles(folder: Path) -> list[Article]:
    """Read every file by itself, sorted by id and locale; raise BadArticle naming those that cannot be read."""
    folder = Path(folder)
    articles: list[Article] = []
    faults: list[str] = []
    for locale in LOCALES:
        for file in sorted((folder / locale).glob("*.md")):
            try:
                articles.append(read_article(file, locale))
            except BadArticle as fault:
                faults.append(str(fault))
    if faults:
        raise BadArticle("\n".join(faults))
    return sorted(articles, key=lambda article: (article.id, article.locale))


def check(articles: Sequence[Article], folder: Path) -> None:
    """Raise BadArticle for an id that stands twice in a language, and for articles that miss a language."""
    faults = _duplicates(articles) or _untranslated(articles, Path(folder))
    if faults:
        raise BadArticle("\n".join(faults))


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
        fields = yaml.load(front, _LOADER)
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
    if not _PARAGRAPH.search(body):
        raise BadArticle(f"{file}: expected an answer below the front matter, found nothing; write its first paragraph")
    return Article(
        id=_text(file, fields, "id"),
        locale=locale,
        title=_text(file, fields, "title"),
        topic=_text(file, fields, "topic"),
        questions=_questions(file, fields, "questions"),
        body=body.strip(),
        valid_from=_day(file, fields, "valid_from"),
        valid_until=_day(file, fields, "valid_until"),
        file=file,
        untranslated=_mark(file, fields, "untranslated"),
        source=str(fields.get("source") or ""),
        imported=str(fields.get("imported") or ""),
        unanswered=_questions(file, fields, "unanswered"),
    )


def _text(file: Path, fields: dict[str, Any], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not value.strip():
        raise BadArticle(f"{file}: expected text in '{name}', found {value!r}; write it, in quotes if it holds a colon")
    if name == "id" and value != file.stem:
        raise BadArticle(f"{file}: expected id {file.stem!r} as the file is named, found {value!r}; make them the same")
    return value.strip()


def _questions(file: Path, fields: dict[str, Any], name: str) -> tuple[str, ...]:
    value = fields.get(name) or []
    if not isinstance(value, list) or not all(isinstance(line, str) and line.strip() for line in value):
        raise BadArticle(
            f"{file}: expected a list of questions in '{name}', found {value!r}; write one a line after '- '"
        )
    return tuple(" ".join(line.split()) for line in value)


def _day(file: Path, fields: dict[str, Any], name: str) -> date | None:
    value = fields.get(name)
    if value is None or type(value) is date:
        return value
    raise BadArticle(f"{file}: expected a day such as 2026-01-31 or nothing in '{name}', found {value!r}; correct it")


def _mark(file: Path, fields: dict[str, Any], name: str) -> bool:
    value = fields.get(name) or False
    if isinstance(value, bool):
        return value
    raise BadArticle(f"{file}: expected true, false or nothing in '{name}', found {value!r}; correct it")


def _duplicates(articles: Sequence[Article]) -> list[str]:
    seen: dict[tuple[str, str], Path] = {}
    faults = []
    for article in articles:
        first = seen.setdefault((article.id, article.locale), article.file)
        if first != article.file:
            faults.append(
                f"{article.file}: expected an id of its own, found {article.id!r} also in {first}; rename one"
            )
    return faults


def _untranslated(articles: Sequence[Article], folder: Path) -> list[str]:
    marked = {article.id for article in articles if article.untranslated}
    locales: dict[str, set[str]] = {article.id: set() for article in articles if article.id not in marked}
    for article in articles:
        locales.get(article.id, set()).add(article.locale)
    return [
        f"{folder / locale / name}.md: expected {name!r} in every language, found it only in {found}; translate it"
        for name, there in sorted(locales.items())
        for locale in LOCALES
        if locale not in there and (found := ", ".join(sorted(there)))
    ]


def _first_line(error: Exception) -> str:
    return str(error).replace("\n", " ")[:120]
