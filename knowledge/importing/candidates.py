"""Drafts that may become articles: each with an id, in one language, once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.articles import LARGEST
from knowledge.importing.drafts import Draft
from knowledge.importing.slugs import is_safe, mark, slug
from knowledge.importing.suspicion import visible
from knowledge.language import LOCALES, detect, is_other, normalise_locale
from knowledge.passages import paragraphs

LONGEST_BODY = LARGEST // 2  # characters; what its file holds besides has room, too
NAMED = {"english": "en", "英文": "en", "chinese": "zh", "中文": "zh"}
LeftOut = tuple[str, str, str]  # source, place, why


@dataclass(frozen=True)
class Candidate:
    """One draft, its source, and what it would be."""

    draft: Draft
    source: str
    id: str
    locale: str


def _seen(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for each in lines if (text := visible(each).strip())))


def candidate_of(draft: Draft, source: str, locale: str) -> Candidate:
    """ValueError says why a draft cannot be an article."""
    draft = replace(
        draft,
        title=visible(draft.title).strip(),
        body=visible(draft.body).strip(),
        questions=_seen(draft.questions),
        unanswered=_seen(draft.unanswered),
    )
    if not paragraphs(draft.body) or not draft.title:
        raise ValueError("there is no text in it")
    if len(draft.body) > LONGEST_BODY:
        raise ValueError(f"expected at most {LONGEST_BODY} characters, found {len(draft.body)}; split it")
    if draft.id and not is_safe(draft.id):
        raise ValueError(f"expected an id of letters, digits, '-', '_' and '.', found {draft.id[:60]!r}")
    text = f"{draft.title}\n{draft.body}"
    named = locale or draft.locale
    found = _shipped(named) if named else detect(text)
    if not found:
        raise ValueError(f"expected the language {' or '.join(LOCALES)}, found {named[:20]!r}")
    if not named and is_other(text):
        raise ValueError(f"it is in none of the languages {', '.join(LOCALES)}; --locale takes it all the same")
    return Candidate(draft, source, draft.id or slug(draft.base if draft.base else draft.title), found)


def once(candidates: Sequence[Candidate]) -> tuple[list[Candidate], list[LeftOut]]:
    """Leave out what stands twice: the same words count once; of two answers under one id, neither is taken."""
    left_out: list[LeftOut] = []
    kept: list[Candidate] = []
    said: dict[tuple[str, str], Candidate] = {}
    for each in candidates:
        words = (each.locale, f"{_plain(each.draft.title)}\n{_plain(each.draft.body)}")
        first = said.setdefault(words, each)
        if first is not each:
            left_out.append((each.source, each.draft.place, f"the same as {_at(first)}"))
            continue
        kept.append(each)
    groups: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
    for each in kept:
        groups[each.id.lower(), each.locale].append(each)  # a file's name, and some disks fold its case
    alone: list[Candidate] = []
    for group in groups.values():
        told = len(group) > 1 and (
            any(each.draft.id for each in group) or len({_plain(each.draft.title) for each in group}) == 1
        )
        for each in group:
            if told:
                other = next(one for one in group if one is not each)
                left_out.append(
                    (each.source, each.draft.place, f"the id {each.id!r} also stands at {_at(other)}; neither is taken")
                )
            elif len(group) > 1:  # two titles that become one name
                alone.append(replace(each, id=f"{each.id}-{mark(each.draft.title)}"))
            else:
                alone.append(each)
    return alone, left_out


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(" .!?。！？")


def _shipped(named: str) -> str:
    """ "zh-CN", "中文", "English" → "zh", "zh", "en"; "" for any other."""
    plain = NAMED.get(named.strip().lower(), named)
    return normalise_locale(plain) if plain.strip().lower()[:2] in LOCALES else ""


def _at(each: Candidate) -> str:
    return f"{each.source} {each.draft.place}".strip()
