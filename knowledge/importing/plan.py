"""Drafts beside the articles that are there: what is new, changed, the same, or left alone, and why."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from knowledge.articles import Article
from knowledge.importing.candidates import Candidate, candidate_of, once
from knowledge.importing.drafts import Reading
from knowledge.importing.suspicion import suspicious
from knowledge.importing.writing import rendered, words_of
from knowledge.language import LOCALES
from knowledge.passages import paragraphs

State = Literal["new", "changed", "unchanged", "kept"]
LONG = 900  # characters of a first paragraph, which is said as a whole
BOOK = 10_000  # characters; an answer is a page
MOST = 2000  # articles of one language; above, a question takes too long to look up
TOPICS = {"en": "general", "zh": "常见问题"}


@dataclass(frozen=True)
class Change:
    """One article as it would be, and what that is to the one that is there."""

    article: Article  # as it would be; as it is where it is kept
    source: str
    place: str
    state: State
    why: str = ""  # it is kept as it is
    looks: tuple[str, ...] = ()  # what a person should look at


@dataclass
class Plan:
    """What an import would do. `left_out` and `broken` are (source, place, why)."""

    changes: list[Change] = field(default_factory=list)
    left_out: list[tuple[str, str, str]] = field(default_factory=list)
    broken: list[tuple[str, str]] = field(default_factory=list)  # source, why
    gone: list[Article] = field(default_factory=list)  # imported before from the same source, which lacks them now

    def articles(self, *states: State) -> list[Article]:
        """Return those that are in one of these states."""
        return [change.article for change in self.changes if change.state in states]


def plan(
    readings: Sequence[Reading], there: Sequence[Article], folder: Path, locale: str = "", overwrite: bool = False
) -> Plan:
    """Compare what was read with the articles that are `there` in the folder; nothing is written.

    `locale` decides the language of all drafts; else the source says it, else the text shows it. An article that was
    written or edited by hand is kept, unless `overwrite`.
    """
    made = Plan(broken=[(each.source, each.broken) for each in readings if each.broken])
    candidates: list[Candidate] = []
    for reading in readings:
        made.left_out += [(reading.source, place, why) for place, why in reading.left_out]
        for draft in reading.drafts:
            try:
                candidates.append(candidate_of(draft, reading.source, locale))
            except ValueError as error:
                made.left_out.append((reading.source, draft.place, str(error)))
    taken = {(each.id, each.locale) for each in candidates}
    candidates, twice = once(candidates)
    made.left_out += twice
    by_key = {(each.id, each.locale): each for each in there}
    locales: dict[str, set[str]] = defaultdict(set)
    for id_, of in [*by_key, *((each.id, each.locale) for each in candidates)]:
        locales[id_].add(of)
    for each in candidates:
        article = _article(each, by_key.get((each.id, each.locale)), folder, len(locales[each.id]) < len(LOCALES))
        made.changes.append(_change(article, each, by_key.get((each.id, each.locale)), overwrite))
    _bound(made, there)
    read = {each.source for each in readings if not each.broken}
    taken |= {(each.id, each.locale) for each in candidates}
    made.gone = [each for each in there if each.source in read and (each.id, each.locale) not in taken]
    return made


def _article(each: Candidate, there: Article | None, folder: Path, untranslated: bool) -> Article:
    """The draft as an article; what the source does not say and a person has added is kept."""
    draft = each.draft
    added = [line for line in there.questions if line not in draft.questions] if there else []
    open_ones = [line for line in there.unanswered if line not in draft.unanswered] if there else []
    made = Article(
        id=each.id,
        locale=each.locale,
        title=draft.title,
        topic=draft.topic or (there.topic if there else TOPICS[each.locale]),
        questions=(*draft.questions, *added),
        body=draft.body,
        valid_from=draft.valid_from or (there.valid_from if there else None),
        valid_until=draft.valid_until or (there.valid_until if there else None),
        file=folder / each.locale / f"{each.id}.md",
        untranslated=untranslated or bool(there and there.untranslated),
        source=each.source,
        unanswered=(*draft.unanswered, *open_ones),
    )
    return replace(made, imported=words_of(made))


def _change(article: Article, each: Candidate, there: Article | None, overwrite: bool) -> Change:
    looks = _looks(article)
    if there is None:
        return Change(article, each.source, each.draft.place, "new", looks=looks)
    if words_of(there) == words_of(article) and (not there.imported or there.source != article.source):
        return Change(
            there, each.source, each.draft.place, "unchanged", looks=looks
        )  # ours or another source's, word for word
    edited = there.imported != words_of(there)
    if edited and there.imported == article.imported and there.source == article.source:  # edited here, not there
        article = replace(article, title=there.title, body=there.body)
    elif not overwrite and (edited or there.source != article.source):
        why = "was edited here" if there.imported else "was written here"
        if not edited:
            why = f"was imported from {there.source}"
        return Change(
            there,
            each.source,
            each.draft.place,
            "kept",
            f"{why} and says something else; --overwrite replaces it",
            looks,
        )
    state: State = "unchanged" if rendered(article) == rendered(there) else "changed"
    return Change(article, each.source, each.draft.place, state, looks=looks)


def _looks(article: Article) -> tuple[str, ...]:
    found = []
    words = suspicious("\n".join((article.title, *article.questions, article.body)))
    if words:
        found.append(f"suspicious, it speaks to a machine: “{words}”")
    first = len(paragraphs(article.body)[0])
    if first > LONG:
        found.append(f"its first paragraph, which is said as a whole, has {first} characters")
    if len(article.body) > BOOK:
        found.append(
            f"it has {len(article.body)} characters under one title; headings that are questions would part it"
        )
    return tuple(found)


def _bound(made: Plan, there: Iterable[Article]) -> None:
    for locale in LOCALES:
        kept = {each.id for each in there if each.locale == locale}
        count = len(kept | {each.article.id for each in made.changes if each.article.locale == locale})
        if count > MOST:
            made.broken.append(
                (locale, f"expected at most {MOST} articles in a language, these would be {count}; import less")
            )
