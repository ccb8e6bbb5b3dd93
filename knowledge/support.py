"""Whether a written sentence is covered by the passages: facts exactly, the rest by a measured score."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.encoder import TextEncoder
from knowledge.sentences import sentences
from knowledge.words import normalise, stem

LEAST_COVERAGE = 0.8  # share of a sentence's content words that its source sentence holds
LEAST_COSINE = 0.6  # to that source sentence

_LINK = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|example)\b\S*"
)
_NUMBER = re.compile(r"[$€£¥]?\d+(?:[.,:/]\d+)*\s?(?:%|am\b|pm\b|a\.m\.|p\.m\.)?")
_NAME = re.compile(r"(?<![.!?]\s)(?<!^)\b[A-Z][A-Za-z]*\b")
_NEGATION = re.compile(r"\b(?:not|no|never|none|neither|nor|without|cannot|nothing|unable|except|unless)\b|n't\b")
_PROMISE = re.compile(
    r"\b(?:(?:i|we|you)(?:'ll| will| shall)|i|i'm|guarantee\w*|promise\w*|definitely|certainly|always|immediately)\b"
)
_TURNING_WORDS = """
one two three four five six seven eight nine ten eleven twelve half twice double hundred
yes only before after until within from over under more less most least free all any every must once
in on at by for with into through during between against
"""
_TURNING = frozenset(_TURNING_WORDS.split())  # small words that turn a rule around
_GLUE_WORDS = """
a an the and or is are was were be been it its this that these those you your we our us they their them he she i my me
to of in on at for with by as if do does did have has had so also there here when which who what how can may will would
please
"""
_GLUE = frozenset(_GLUE_WORDS.split())


@dataclass(frozen=True)
class Support:
    """The verdict on one sentence; `reason` names what was not found."""

    supported: bool
    reason: str
    coverage: float
    source: str


def check(sentence: str, passages: Sequence[str], encoder: TextEncoder, subject: str = "") -> Support:
    """Compare a sentence with every sentence of the passages; the best source decides.

    Numbers with the word before them, links, names, promises, negations with the word after them and words that turn
    a rule around must all be in that one source, its negation in the sentence, and the words that they share in the
    same order: facts gathered from several places could make a new claim. `subject` is the passages' title: a sentence
    may name what its source calls "it".
    """
    best = Support(False, "no passage", 0.0, "")
    for source in (part for passage in passages for part in sentences(passage)):
        found = _against(sentence, source, subject)
        if (found.supported, found.coverage) > (best.supported, best.coverage):
            best = found
    if best.supported and best.coverage < 1 and encoder.knows(sentence):
        one, other = encoder.encode([sentence, best.source])
        if float(one @ other) < LEAST_COSINE:
            return Support(
                False,
                f"meaning: cosine {float(one @ other):.2f}",
                best.coverage,
                best.source,
            )
    return best


def _against(sentence: str, source: str, subject: str) -> Support:
    said, known = normalise(sentence), normalise(source)
    content, held = _content(said), _content(known) | _content(normalise(subject))
    coverage = len(content & held) / len(content) if content else 0.0
    for kind, missing in (
        ("link", _links(said) - _links(known)),
        ("number", _numbers(said) - _numbers(known)),
        (
            "name",
            {stem(name.lower()) for name in _NAME.findall(sentence)} - held - _GLUE,
        ),
        ("promise", set(_PROMISE.findall(said)) - set(_PROMISE.findall(known))),
        ("rule", (_plain(said) & _TURNING) - _plain(known)),
        ("question", {"?"} & set(said) - set(known)),
    ):
        if missing:
            return Support(False, f"{kind}: {', '.join(sorted(missing))}", coverage, source)
    if _negations(said) - _negations(known) or bool(_negations(said)) != bool(_negations(known)):
        return Support(False, "negation", coverage, source)
    if coverage < LEAST_COVERAGE:
        return Support(False, f"words: {coverage:.2f} covered", coverage, source)
    if _in_order(_sequence(said), _sequence(known)) < len(content & _content(known)):
        return Support(False, "order", coverage, source)
    return Support(True, "", coverage, source)


def _links(text: str) -> set[str]:
    return {link.rstrip(".,;:!?)") for link in _LINK.findall(text)}


def _numbers(text: str) -> set[str]:
    """Return each number with its unit and the word before it: "free from $75" → "from $75"."""
    found = re.finditer(rf"([a-z]*)\W*?({_NUMBER.pattern})", _LINK.sub(" ", text))
    return {f"{match[1]} {''.join(match[2].split()).rstrip('.,')}" for match in found}


def _negations(text: str) -> set[str]:
    """Return each negation with the word after it: "it cannot be cancelled" → "cannot be"."""
    return {" ".join(match.split()) for match in re.findall(rf"(?:{_NEGATION.pattern})(?:\W+[a-z]+)?", text)}


def _plain(text: str) -> set[str]:
    return set(re.findall(r"[a-z]+", text))


def _content(text: str) -> set[str]:
    return set(_sequence(text))


def _sequence(text: str) -> list[str]:
    return [stem(word) for word in re.findall(r"[a-z0-9]+", text) if word not in _GLUE]


def _in_order(said: Sequence[str], known: Sequence[str]) -> int:
    """Return how many words the one has in the other's order, by the longest common subsequence: of "the chest for
    jackets, the hips for underwear" and the same with both exchanged it holds half."""
    best = [0] * (len(known) + 1)
    for word in said:
        before = 0
        for place, other in enumerate(known, start=1):
            before, best[place] = best[place], before + 1 if word == other else max(best[place], best[place - 1])
    return best[-1]
