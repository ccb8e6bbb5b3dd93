"""Grounded examples made from the knowledge base: a question, passages, and the sentences of them that answer it."""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from knowledge.articles import Article
from knowledge.encoder import TextEncoder, Vectors
from knowledge.lexical import Lexical
from knowledge.passages import Passage, passages
from knowledge.prompt import NO_ANSWER
from knowledge.retrieve import LEAD, MEANING
from knowledge.sentences import is_entry, joined, sentences
from knowledge.words import STOP_WORDS, stem

LOCALE = "en"  # SmolLM2 reads no Chinese
SENTENCES = 2  # an answer's most, beside what they need to be understood
LONGEST_LIST = 45  # words; of a longer one only the entries that match are said
NEAR_BEST = 0.8  # a further sentence's match is at least this part of the best one's
FAR = 0.6  # passages do not answer where their best sentence's match is below this part of the right one's
TYPOS, SEVERAL, MIXED, SHUFFLED = 0.2, 0.25, 0.15, 0.2  # shares of the pairs, the last of those with several passages
_POINTS_BACK = re.compile(r"(?:It|They|This|That|These|Those|So|Then|Also|From then|With that|In that)\b")
_YOUR = {"you": "I", "your": "my", "you're": "I'm", "yours": "mine"}


@dataclass(frozen=True)
class Pair:
    """One example; `answer` consists of whole sentences of `passages`, or is NO_ANSWER."""

    article_id: str
    question: str
    passages: tuple[str, ...]  # in the order in which the prompt shows them
    answer: str


def make_pairs(
    articles: Sequence[Article],
    encoder: TextEncoder,
    seed: int,
    unanswerable: float,
    most_passages: int = 3,
) -> list[Pair]:
    """Return pairs for the questions that people ask and for details of later paragraphs, some of them unanswerable.

    Most have one passage, as serving shows one by default; some have several, shuffled or not, and some another
    article's paragraph beside it. The labels
    are weak: the sentences that match best by meaning and words, in their own order, and the sentence that a "they"
    points back to. A detail's question is made from its sentence, so there the label is certain. Unanswerable is a
    question whose paragraph is taken away, or one beside another article, where nothing left comes close.
    """
    draw = np.random.default_rng(seed)
    finder = _Finder(articles, encoder)
    pairs: list[Pair] = []
    for article in articles:
        for question, certain in _questions(article, finder.lexical, draw):
            found = finder.find(question)
            held = found.pop(article.id)
            others = list(found.values())
            if certain:  # found by its own sentence's words: that paragraph is the one asked about
                held.sort(key=lambda text: certain not in sentences(text))
            match, answer = _answer(question, held[0], encoder, certain)
            asked = with_a_typo(question, draw) if draw.random() < TYPOS else question
            if draw.random() < unanswerable:
                shown = _without_answer(question, held, others, match, encoder, draw)
                if shown:
                    pairs.append(Pair(article.id, asked, tuple(shown[: _how_many(most_passages, draw)]), NO_ANSWER))
                    continue
            texts = held[: _how_many(most_passages, draw)]
            if others and draw.random() < MIXED:
                texts = [*texts[: max(1, most_passages - 1)], others[0][0]]
            if draw.random() < SHUFFLED:
                draw.shuffle(texts)
            pairs.append(Pair(article.id, asked, tuple(texts), answer))
    return pairs


class _Finder:
    """Orders passages as serving does, by weights of its own: what is learned must not move with the calibration."""

    def __init__(self, articles: Sequence[Article], encoder: TextEncoder) -> None:
        self._held: list[Passage] = passages(articles)
        texts = [f"{passage.title}\n{passage.text}" for passage in self._held]
        self._encoder = encoder
        self._vectors: Vectors = encoder.encode(texts)
        self._lead = np.array([LEAD if passage.number == 0 else 0.0 for passage in self._held])
        self.lexical = Lexical.build(texts, LOCALE)

    def find(self, question: str) -> dict[str, list[str]]:
        """Return every article's paragraphs, best first, the articles in the order of their best paragraph."""
        cosines = self._vectors @ self._encoder.encode([question])[0]
        matches = MEANING * cosines + (1 - MEANING) * self.lexical.scores(question) + self._lead
        found: dict[str, list[str]] = {}
        for row in np.argsort(-matches, kind="stable"):
            found.setdefault(self._held[row].article_id, []).append(self._held[row].text)
        return found


def split_by_article(articles: Sequence[Article], held_out: float, seed: int) -> tuple[list[Article], list[Article]]:
    """Return (learned, held out): no article is on both sides."""
    order = np.random.default_rng(seed).permutation(len(articles))
    kept = max(1, round(len(articles) * held_out))
    away = {int(row) for row in order[:kept]}
    return (
        [article for row, article in enumerate(articles) if row not in away],
        [article for row, article in enumerate(articles) if row in away],
    )


def pairs_hash(pairs: Sequence[Pair]) -> str:
    """Return 16 hex digits that change with any word of the pairs."""
    return hashlib.sha256(json.dumps([asdict(pair) for pair in pairs]).encode()).hexdigest()[:16]


def _questions(article: Article, rarity: Lexical, draw: np.random.Generator) -> Iterator[tuple[str, str]]:
    """Yield (question, the sentence that it was made from or "")."""
    for line in (article.title, *article.questions):
        yield line, ""
    for paragraph in re.split(r"\n\s*\n", article.body)[1:]:
        for sentence in sentences(paragraph):
            if condition := re.match(r"(?:If|When|Should|Once) ([^,;:]{12,70}),", sentence):
                mine = _as_the_shopper_says(condition[1])
                yield str(draw.choice([f"what if {mine}", f"{mine}, what now?", mine])), sentence
            elif len(sentence.split()) >= 6 and not sentence.endswith(":"):
                yield _keywords(sentence, rarity, draw), sentence


def _how_many(most: int, draw: np.random.Generator) -> int:
    return most if draw.random() < SEVERAL else 1


def _as_the_shopper_says(text: str) -> str:
    text = re.sub(r"\byou are\b", "I am", text)
    return " ".join(_YOUR.get(word, word) for word in text.split())


def _keywords(sentence: str, rarity: Lexical, draw: np.random.Generator) -> str:
    """Return the rarest three to five words of a sentence in their order, as people type into a search box."""
    plain = [word for word in re.findall(r"[a-z]+", _as_the_shopper_says(sentence.lower())) if word not in STOP_WORDS]
    rare = sorted(dict.fromkeys(plain), key=lambda word: -rarity.idf(stem(word)))[: int(draw.integers(3, 6))]
    return " ".join(word for word in dict.fromkeys(plain) if word in rare) + str(draw.choice(["", "?"]))


def _answer(question: str, paragraph: str, encoder: TextEncoder, certain: str) -> tuple[float, str]:
    """Return how well the best sentence matches, and the text of the sentences that answer."""
    parts = sentences(paragraph)
    matches = _matches(question, parts, encoder)
    best = parts.index(certain) if certain in parts else int(matches.argmax())
    near = np.argsort(-matches, kind="stable")[:SENTENCES]
    chosen = {best}
    if not certain:
        chosen |= {int(row) for row in near if matches[row] >= NEAR_BEST * matches[best]}
    for row in sorted(chosen):
        if row and _POINTS_BACK.match(parts[row]):
            chosen.add(row - 1)
    entries = {row for row, part in enumerate(parts) if is_entry(part)}
    announced = {row - 1 for row in entries if row - 1 not in entries and parts[row - 1].endswith(":")}
    if chosen & (entries | announced):  # an entry stands below the line that announces it, and the line above entries
        chosen |= announced
        if not chosen & entries or sum(len(parts[row].split()) for row in entries) <= LONGEST_LIST:
            chosen |= entries
    return float(matches[best]), joined([parts[row] for row in sorted(chosen)])


def _matches(question: str, parts: Sequence[str], encoder: TextEncoder) -> Vectors:
    cosines = encoder.encode(list(parts)) @ encoder.encode([question])[0]
    matches: Vectors = MEANING * cosines + (1 - MEANING) * Lexical.build(parts, LOCALE).scores(question)
    return matches


def _without_answer(
    question: str,
    held: Sequence[str],
    others: Sequence[list[str]],
    match: float,
    encoder: TextEncoder,
    draw: np.random.Generator,
) -> list[str]:
    """Return passages that look right and do not answer; none where what is left may answer after all."""
    near = others[:5]
    tries = [list(held[1:]), near[int(draw.integers(len(near)))] if near else []]
    if draw.random() < 0.5:
        tries.reverse()
    for shown in tries:
        parts = [part for text in shown for part in sentences(text)]
        if parts and float(_matches(question, parts, encoder).max()) < FAR * match:
            return shown
    return []


def with_a_typo(text: str, draw: np.random.Generator) -> str:
    """Swap or drop one letter inside a word, as thumbs do."""
    words = list(re.finditer(r"[a-z]{5,}", text))
    if not words:
        return text
    word = words[int(draw.integers(len(words)))]
    place = word.start() + int(draw.integers(1, len(word.group()) - 2))
    if draw.random() < 0.5:
        return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    return text[:place] + text[place + 1 :]
