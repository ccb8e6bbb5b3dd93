"""An article on its way into the folder of articles: checked as if it were there, then put there whole, or not."""

import os
import re
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from knowledge.articles import Article, read_article
from knowledge.errors import BadArticle, BadDraft
from knowledge.importing.writing import rendered, write_text
from knowledge.language import LOCALES
from knowledge.passages import paragraphs

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+){0,15}")  # also a file's name: no dots, no slashes
LONGEST_ID, LONGEST_TITLE, LONGEST_QUESTION, LONGEST_BODY, MOST_QUESTIONS = 80, 200, 300, 20_000, 50


@dataclass(frozen=True)
class Draft:
    """One article in one language, before it has a file."""

    id: str
    locale: str
    title: str
    topic: str
    questions: tuple[str, ...]
    body: str
    valid_from: date | None = None
    valid_until: date | None = None
    untranslated: bool = False  # it may be missing in another language

    def article(self, file: Path) -> Article:
        """The article of that file."""
        title, topic, *questions = (" ".join(text.split()) for text in (self.title, self.topic, *self.questions))
        days = (self.valid_from, self.valid_until)
        return Article(
            self.id, self.locale, title, topic, tuple(questions), self.body.strip(), *days, file, self.untranslated
        )


def put(folder: Path, drafts: Sequence[Draft]) -> list[Path]:
    """Write each to folder/<language>/<id>.md and return the files; all of them, or none.

    Raise BadDraft for words that make no article ("unusable") and an id that an article has ("taken"), whoever came
    first; OSError where the folder cannot be written.
    """
    for draft in drafts:
        _check(draft)
    taken = [each for draft in drafts for each in files_of(folder, draft.id) if each.exists()]
    if taken:
        raise BadDraft("taken", f"There is an article '{taken[0].stem}' already. Choose another id, or edit its file.")
    folder.mkdir(parents=True, exist_ok=True)
    done: list[Path] = []
    with tempfile.TemporaryDirectory(prefix=".draft-", dir=folder) as aside:
        try:
            for draft in sorted(drafts, key=lambda each: LOCALES.index(each.locale)):
                done.append(_put(draft, Path(aside), folder))
        except BaseException:
            withdraw(done)
            raise
    return done


def withdraw(files: Iterable[Path]) -> None:
    """Take back what was put."""
    for file in files:
        file.unlink(missing_ok=True)


def files_of(folder: Path, article_id: str) -> list[Path]:
    """Where an article of that id stands, or would, in each language."""
    return [folder / locale / f"{article_id}.md" for locale in LOCALES]


def _check(draft: Draft) -> None:
    if len(draft.id) > LONGEST_ID or not ID.fullmatch(draft.id):
        raise BadDraft(
            "unusable", f"An id is made of small letters, digits and hyphens, as gift-card-expiry; found {draft.id!r}."
        )
    if draft.locale not in LOCALES:
        raise BadDraft("unusable", f"Expected one of the languages {', '.join(LOCALES)}, found {draft.locale!r}.")
    for name, words, longest in (
        ("title", draft.title, LONGEST_TITLE),
        ("topic", draft.topic, LONGEST_TITLE),
        ("text", draft.body, LONGEST_BODY),
        *(("question", question, LONGEST_QUESTION) for question in draft.questions),
    ):
        if not words.strip() or len(words) > longest:
            raise BadDraft("unusable", f"Expected a {name} of 1 to {longest} characters, found {len(words.strip())}.")
    if len(draft.questions) > MOST_QUESTIONS:
        raise BadDraft("unusable", f"Expected at most {MOST_QUESTIONS} questions, found {len(draft.questions)}.")
    if not paragraphs(draft.body):
        raise BadDraft("unusable", "Expected an answer in the text, found headings alone. Write its first paragraph.")
    if draft.valid_from and draft.valid_until and draft.valid_until < draft.valid_from:
        raise BadDraft("unusable", f"It would end on {draft.valid_until}, before it begins on {draft.valid_from}.")


def _put(draft: Draft, aside: Path, folder: Path) -> Path:
    made = aside / draft.locale / f"{draft.id}.md"
    target = folder / draft.locale / made.name
    made.parent.mkdir()
    write_text(made, rendered(draft.article(target)))
    try:
        read_article(made, draft.locale)
    except BadArticle as fault:
        raise BadDraft("unusable", str(fault).replace(str(made), target.name)) from None
    target.parent.mkdir(exist_ok=True)
    try:
        os.link(made, target)  # unlike a rename it replaces nothing
    except FileExistsError:
        raise BadDraft("taken", f"There is an article '{draft.id}' already. Choose another id.") from None
    return target
