"""What shoppers asked and got no answer to, put together by what they mean, the most wanted first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.care.grouping import grouped
from knowledge.answer import Look
from knowledge.encoder import TextEncoder
from knowledge.language import LOCALES, detect
from knowledge.words import normalise
from shop.gaps import Gap
from shop.scrub import fill

MOST_TEXTS = 300  # different ones that are compared; the newest
MOST_CONVERSATIONS = 20  # that a group names; the newest
Looked = Callable[[str, str], Look]


@dataclass(frozen=True)
class Phrasing:
    """One way in which it was asked, without the person; `shoppers` is by how many different ones."""

    text: str
    shoppers: int
    ids: tuple[int, ...]


@dataclass(frozen=True)
class Nearest:
    """The article that comes first for it, and how sure its answer would be, 0 to 1."""

    id: str
    title: str
    confidence: float


@dataclass(frozen=True)
class Group:
    """One question in all its phrasings, the clearest first. `bands` counts how the bot had ended: abstain, clarify
    (and nothing was chosen), disliked."""

    id: int
    locale: str
    phrasings: tuple[Phrasing, ...]
    shoppers: int
    times: int
    bands: dict[str, int]
    first_at: datetime
    last_at: datetime
    conversations: tuple[str, ...]
    nearest: Nearest | None
    ids: tuple[int, ...]

    @property
    def title(self) -> str:
        """Its clearest phrasing."""
        return self.phrasings[0].text


def report(gaps: Sequence[Gap], look: Looked, encoder: TextEncoder) -> list[Group]:
    """The open questions in groups. What would be answered by now is left out, unless the answer was disliked."""
    groups: list[Group] = []
    for locale in LOCALES:
        asked = _by_words(gaps, locale)
        texts = {key: fill(found[0].question, locale) for key, found in asked.items()}
        waiting = [key for key, found in asked.items() if _waits(found, look(texts[key], locale))]
        for places in grouped([texts[key] for key in waiting], locale, encoder):
            phrasings = [asked[waiting[place]] for place in places]
            groups.append(_group(locale, phrasings, look(texts[waiting[places[0]]], locale)))
    return sorted(groups, key=lambda group: (-group.shoppers, -group.times, -group.last_at.timestamp(), group.id))


def one_group(gaps: Sequence[Gap], look: Looked, encoder: TextEncoder) -> Group:
    """All of these questions as one group, whatever they mean, in the language of most of them."""
    locale = max(LOCALES, key=lambda each: sum(_language(gap) == each for gap in gaps))
    asked = {key: found for each in (locale, *LOCALES) for key, found in _by_words(gaps, each).items()}
    keys = list(asked)
    texts = [fill(asked[key][0].question, locale) for key in keys]
    groups = sorted(grouped(texts, locale, encoder), key=lambda places: (-len(places), places[0]))
    order = [place for places in groups for place in places]
    return _group(locale, [asked[keys[place]] for place in order], look(texts[order[0]], locale))


def words_of(question: str) -> str:
    """What two questions in the same words have in common."""
    return " ".join("".join(sign if sign.isalnum() or sign in "[]" else " " for sign in normalise(question)).split())


def _by_words(gaps: Sequence[Gap], locale: str) -> dict[str, list[Gap]]:
    """Those in one language by their words, as many as are compared: the newest, what most asked and is short first."""
    asked: dict[str, list[Gap]] = {}
    for gap in gaps:
        key = words_of(gap.question)
        if _language(gap) == locale and (key in asked or len(asked) < MOST_TEXTS):
            asked.setdefault(key, []).append(gap)
    return dict(sorted(asked.items(), key=lambda pair: (-len({gap.who for gap in pair[1]}), len(pair[0]))))


def _language(gap: Gap) -> str:
    return detect(gap.question, gap.locale)


def _waits(found: Sequence[Gap], now: Look) -> bool:
    return not now.sent or any(gap.band == "disliked" for gap in found)


def _group(locale: str, phrasings: Sequence[Sequence[Gap]], first: Look) -> Group:
    gaps = sorted((gap for each in phrasings for gap in each), key=lambda gap: gap.id)
    newest = dict.fromkeys(gap.conversation_id for gap in reversed(gaps) if gap.conversation_id)
    best = first.ranked[0] if first.ranked else None
    return Group(
        id=gaps[0].id,
        locale=locale,
        phrasings=tuple(_phrasing(each) for each in phrasings),
        shoppers=len({gap.who for gap in gaps}),
        times=len(gaps),
        bands=dict(Counter(gap.band for gap in gaps)),
        first_at=gaps[0].at,
        last_at=gaps[-1].at,
        conversations=tuple(newest)[:MOST_CONVERSATIONS],
        nearest=Nearest(best.article_id, best.title, first.confidence) if best else None,
        ids=tuple(gap.id for gap in gaps),
    )


def _phrasing(gaps: Sequence[Gap]) -> Phrasing:
    return Phrasing(gaps[0].question, len({gap.who for gap in gaps}), tuple(gap.id for gap in gaps))
