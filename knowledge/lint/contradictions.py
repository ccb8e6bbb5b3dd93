"""Two articles that cannot both be true: other values of one thing, or one denies what the other says."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from knowledge.articles import Article
from knowledge.lint.facts import Fact, found_in, without_facts
from knowledge.lint.finding import Finding
from knowledge.sentences import sentences
from knowledge.synonyms import terms
from knowledge.words import normalise, words

# Of 46 values a language that stand in two shipped articles in like words, changed in one article at a time, 78 % of
# the English and 72 % of the Chinese are found at these; of the articles as they ship, none.
ALIKE = {
    "en": 0.3,
    "zh": 0.25,
}  # share of the words around two values, by their rarity, from which both tell of one thing
AROUND = {"en": 7, "zh": 12}  # words, characters on each side of a value
LEAST_SHARED = 2
SAME_CLAIM = 0.7  # share of two sentences' words from which one with a "not" denies the other
LEAST_WORDS = 3  # that count, in a sentence that may be denied
_NEGATION = re.compile(
    r"\b(?:not|no|never|cannot|neither|nor)\b|n't\b|不(?!同|过|管|仅|但|论|久|好)|没(?!关系)|无法|未(?!来)"
)
_DAYS = """
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
october november december pacific time
"""
_NO_TOPIC = frozenset(words(_DAYS, "en")) | frozenset(
    words("周一 周二 周三 周四 周五 周六 周日 一至周 太平洋时间", "zh")
)


@dataclass(frozen=True)
class Value:
    """One value in an article, with the words around it."""

    article: str
    sentence: str
    fact: Fact
    around: frozenset[str]


@dataclass(frozen=True)
class Claim:
    """One sentence without a value, and whether it denies."""

    article: str
    sentence: str
    words: frozenset[str]
    denies: bool


def contradictions(articles: Sequence[Article], locale: str) -> list[Finding]:
    """Pairs of sentences in two articles of one language that disagree, each pair of articles once a kind of value."""
    return [*_other_values(articles, locale), *_denials(articles, locale)]


def _other_values(articles: Sequence[Article], locale: str) -> list[Finding]:
    values = [value for article in articles for value in _values(article, locale)]
    rarity = _rarity(articles, locale)
    both = _said_together(values)
    found: dict[tuple[str, str, str], Finding] = {}
    for one, other in combinations(values, 2):
        mine, theirs = one.fact, other.fact
        if one.article == other.article or mine.kind != theirs.kind or mine.value == theirs.value:
            continue
        if frozenset((mine.value, theirs.value)) in both[mine.kind] or not _alike(one, other, rarity, locale):
            continue
        about = f"{mine.value} and {theirs.value} ({mine.kind})"
        message = f"disagrees with {other.article} about {about}: correct one, or say when each holds"
        quoted = (one.sentence, other.sentence)
        key = (one.article, other.article, mine.kind)
        found.setdefault(key, Finding("error", "contradiction", locale, one.article, message, quoted))
    return list(found.values())


def _denials(articles: Sequence[Article], locale: str) -> list[Finding]:
    claims = [claim for article in articles for claim in _claims(article, locale)]
    found = []
    for one, other in combinations(claims, 2):
        if one.article == other.article or one.denies == other.denies:
            continue
        if len(one.words & other.words) >= SAME_CLAIM * len(one.words | other.words):
            message = f"disagrees with {other.article} about yes and no: correct one, or say when each holds"
            quoted = (one.sentence, other.sentence)
            found.append(Finding("error", "contradiction", locale, one.article, message, quoted))
    return found


def _values(article: Article, locale: str) -> list[Value]:
    found = []
    for sentence in sentences(article.body):
        text = normalise(sentence)
        for fact in found_in(text):
            before, after = text[: fact.start], text[fact.end :]
            if locale == "en":
                near = " ".join(re.findall(r"\S+", before)[-AROUND["en"] :] + re.findall(r"\S+", after)[: AROUND["en"]])
            else:
                near = f"{before[-AROUND['zh'] :]} {after[: AROUND['zh']]}"
            found.append(Value(article.id, sentence, fact, _terms(without_facts(near), locale)))
    return found


def _claims(article: Article, locale: str) -> list[Claim]:
    found = []
    for sentence in sentences(article.body):
        text = normalise(sentence)
        denies = bool(_NEGATION.search(text))
        counted = frozenset(word for word in _terms(_NEGATION.sub(" ", text), locale) if not word.startswith("="))
        if not found_in(text) and len(counted) >= LEAST_WORDS:
            found.append(Claim(article.id, sentence, counted, denies))
    return found


def _said_together(values: Sequence[Value]) -> Mapping[str, set[frozenset[str]]]:
    """Pairs of values, by kind, that one article names both: each holds in a case of its own."""
    named: dict[tuple[str, str], set[str]] = {}
    for value in values:
        named.setdefault((value.article, value.fact.kind), set()).add(value.fact.value)
    both: dict[str, set[frozenset[str]]] = {value.fact.kind: set() for value in values}
    for (_, kind), those in named.items():
        both[kind] |= {frozenset(pair) for pair in combinations(sorted(those), 2)}
    return both


def _alike(one: Value, other: Value, rarity: Mapping[str, float], locale: str) -> bool:
    shared = one.around & other.around
    if len(shared) < LEAST_SHARED:
        return False
    weight = {term: rarity.get(term, max(rarity.values())) for term in one.around | other.around}
    return sum(weight[term] for term in shared) >= ALIKE[locale] * sum(weight.values())


def _rarity(articles: Sequence[Article], locale: str) -> dict[str, float]:
    said = [set(terms(sentence, locale)) for article in articles for sentence in sentences(article.body)]
    counted = Counter(term for each in said for term in each)
    return {term: math.log(1 + len(said) / count) for term, count in counted.items()}


def _terms(text: str, locale: str) -> frozenset[str]:
    return frozenset(
        term
        for term in terms(text, locale)
        if not term.isdigit() and term not in _NO_TOPIC and (locale == "en" or len(term) > 1)
    )
