"""Articles onto the disk, all of them or none."""

import hashlib
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import yaml

from knowledge.articles import Article, check, read_article, read_articles

Write = Callable[[Path, str], None]


def write_text(file: Path, text: str) -> None:
    """Write a file that is on the disk when this returns."""
    with file.open("w", encoding="utf-8") as output:
        output.write(text)
        output.flush()
        os.fsync(output.fileno())


def rendered(article: Article) -> str:
    """Return an article as its file holds it (docs/answers.md)."""
    fields = {
        "id": article.id,
        "title": article.title,
        "topic": article.topic,
        "questions": list(article.questions),
        "unanswered": list(article.unanswered),
        "valid_from": article.valid_from,
        "valid_until": article.valid_until,
        "untranslated": article.untranslated,
        "source": article.source,
        "imported": article.imported,
    }
    given = {name: value for name, value in fields.items() if value not in (None, [], "", False)}
    front = yaml.safe_dump(given, allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{front}---\n{article.body.strip()}\n"


def words_of(article: Article) -> str:
    """Return what tells one state of an article's own words from another, as a hash."""
    return hashlib.sha256(f"{article.title}\0{article.body.strip()}".encode()).hexdigest()[:12]


def put(articles: Sequence[Article], folder: Path, write: Write = write_text) -> None:
    """Write the articles into folder/<locale>/<id>.md, over those that are there.

    All are written aside first, read back and checked together with the others; then each takes its place. When
    anything fails (BadArticle, OSError), every file is as it was before.
    """
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder / f".import-{os.getpid()}"  # inside: a folder may be a disk of its own
    shutil.rmtree(aside, ignore_errors=True)
    try:
        for article in articles:
            file = aside / "new" / article.locale / f"{article.id}.md"
            file.parent.mkdir(parents=True, exist_ok=True)
            write(file, rendered(article))
        _check(articles, aside / "new", folder)
        _move(articles, aside, folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _check(articles: Sequence[Article], new: Path, folder: Path) -> None:
    written = [read_article(new / each.locale / f"{each.id}.md", each.locale) for each in articles]
    replaced = {(each.id, each.locale) for each in written}
    stay = [each for each in read_articles(folder) if (each.id, each.locale) not in replaced]
    check([*stay, *written], folder)


def _move(articles: Sequence[Article], aside: Path, folder: Path) -> None:
    """Rename each into its place; what stood there is kept until all are done, and put back when one fails."""
    moved: list[tuple[Path, Path | None]] = []
    try:
        for article in articles:
            name = f"{article.locale}/{article.id}.md"
            target, before = folder / name, aside / "before" / name
            target.parent.mkdir(exist_ok=True)
            had_one = target.is_file()
            if had_one:
                before.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(target, before)
            (aside / "new" / name).replace(target)
            moved.append((target, before if had_one else None))
    except BaseException:
        for target, kept in reversed(moved):
            if kept is None:
                target.unlink(missing_ok=True)
            else:
                kept.replace(target)
        raise
