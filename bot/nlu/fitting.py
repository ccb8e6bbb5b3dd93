"""From examples to heads, one a language: what Rasa's training and the refit of a running server share.

With few examples an intent, logistic regression on the vectors alone, with the intents' names as examples of
themselves; with more, a linear SVM on vectors and n-grams. The nearest examples have a say beside either, unless many
are spread unevenly (docs/understanding.md has the figures). Temperature scaling: Guo et al. 2017, "On Calibration of
Modern Neural Networks", on predictions for folds that were not learned from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from bot.nlu.familiar import OUTSIDE, SURE, Familiar
from bot.nlu.head import Head, softmax
from bot.nlu.nearest import SHARE_OF_FEW, Nearest, share_of_many
from bot.nlu.ngrams import Ngrams
from bot.nlu.reader import language
from bot.nlu.text import normalise, stood_in, unstretched

Array = np.ndarray[Any, Any]
Pair = tuple[str, str]  # a text as the head reads it, and its intent
Encode = Callable[[list[str]], Array]
STRENGTH = {"en": 0.5, "zh": 0.5}  # inverse regularisation of the SVM, by cross-validation on the examples
FEW, FEW_STRENGTH = 20, 30.0  # examples an intent (median) below which n-grams mislead; of logistic regression
NGRAMS = {"en": (2, 4), "zh": (1, 3)}
WITH_VECTORS = frozenset({"en"})  # MiniLM does not read Chinese
FOLDS = 3
QUANTILES = 50  # of the best margins, kept with a head


def as_read(text: str) -> str:
    """An example as the head reads a message."""
    return stood_in(unstretched(normalise(text))).lower()


def by_language(examples: Iterable[Pair]) -> dict[str, list[Pair]]:
    """The examples of each language, as the head reads them, in order."""
    found: dict[str, list[Pair]] = {"en": [], "zh": []}
    for text, intent in examples:
        found[language(unstretched(normalise(text)))].append((as_read(text), intent))
    return found


def fit_head(name: str, pairs: Sequence[Pair], encode: Encode) -> Head:
    """The head of one language; at least two intents are needed. `encode` gives (n, d) rows of unit length."""
    texts, labels = [text for text, _ in pairs], [intent for _, intent in pairs]
    few = name in WITH_VECTORS and float(np.median(list(Counter(labels).values()))) < FEW
    if few:
        texts, labels = texts + [spoken(each) for each in sorted(set(labels))], labels + sorted(set(labels))
    vectors = encode(texts) if name in WITH_VECTORS else None
    ngrams = Ngrams.fit([] if few else texts, *NGRAMS[name], at_least=1 if vectors is None else 2)
    features, model = _features(texts, vectors, ngrams), _model(few, STRENGTH[name])
    intents = sorted(set(labels))
    places = np.array([intents.index(label) for label in labels])
    folds = _folds(places)
    model.fit(features, labels)
    head = Head(intents, ngrams, *_weights(model), 0 if vectors is None else int(vectors.shape[1]), 1.0)
    share = SHARE_OF_FEW if few else share_of_many(np.bincount(places))
    if vectors is not None and share:
        head.nearest = Nearest(vectors, places, share)
    if folds is not None:
        _learn_from_unseen(head, model, features, texts, places, folds, vectors)
    return head


def spoken(intent: str) -> str:
    """An intent's name as words, which says what it is about: "card_arrival" as "card arrival"."""
    return " ".join(intent.replace("_", " ").replace("/", " ").split()).lower()


def best_temperature(logits: Array, truth: Array) -> float:
    """The temperature with the least negative log-likelihood on a grid from 0.02 to 5."""
    grid = np.geomspace(0.02, 5.0, 80)
    rows = np.arange(len(truth))
    losses = [-np.log(softmax(logits / each)[rows, truth] + 1e-12).mean() for each in grid]
    return float(grid[int(np.argmin(losses))])


def _learn_from_unseen(
    head: Head, model: Any, features: Any, texts: list[str], places: Array, folds: Array, vectors: Array | None
) -> None:
    """Temperature, what is familiar and the record of mistakes, each from logits by a model without the text's fold."""
    from sklearn.base import clone

    logits = np.zeros((len(places), len(head.intents)))
    for fold in range(folds.max() + 1):
        other = clone(model).fit(features[folds != fold], places[folds != fold])
        weights, bias = _weights(other)
        logits[folds == fold] = features[folds == fold] @ weights + bias
        if head.nearest is not None and vectors is not None:
            rest = Nearest(vectors[folds != fold], places[folds != fold], head.nearest.share)
            logits[folds == fold] += rest.logits(vectors[folds == fold])
    head.temperature = best_temperature(logits, places)
    head.usual = np.quantile(logits.max(axis=1), np.linspace(0, 1, QUANTILES)).astype(np.float32)
    said = logits.argmax(axis=1)
    head.unseen = {
        text: (head.intents[true], head.intents[best]) for text, true, best in zip(texts, places, said, strict=True)
    }
    if vectors is not None and OUTSIDE in head.intents:
        outside = head.intents.index(OUTSIDE)
        named = np.delete(np.arange(len(head.intents)), outside)
        inner = np.searchsorted(named, places)
        inner[places == outside] = -1
        sure = softmax(logits / head.temperature).max(axis=1) >= SURE
        acted = sure & (said != outside) & ((said == places) | (places == outside))
        head.familiar = Familiar.fit(logits[:, named], vectors, inner, folds, acted)


def _features(texts: list[str], vectors: Array | None, ngrams: Ngrams) -> Any:
    """(n, d + n-grams): dense where there are no n-grams, else sparse rows."""
    from scipy.sparse import csr_matrix, hstack

    if vectors is not None and not ngrams.vocabulary:
        return vectors
    grams = ngrams.matrix(texts)
    return grams if vectors is None else hstack([csr_matrix(vectors), grams]).tocsr()


def _model(few: bool, strength: float) -> Any:
    from sklearn.linear_model import LogisticRegression
    from sklearn.svm import LinearSVC

    if few:
        # the gradient is a mean over examples: of 150 intents and 768 numbers 1e-3 holds at the start
        return LogisticRegression(C=FEW_STRENGTH, class_weight="balanced", max_iter=500, tol=1e-5)
    return LinearSVC(C=strength, class_weight="balanced", tol=1e-2, random_state=0)


def _weights(model: Any) -> tuple[Array, Array]:
    """(features, intents) and (intents,); two intents have one row of coefficients, which is made two."""
    rows, bias = model.coef_, model.intercept_
    if len(rows) == 1:
        rows, bias = np.vstack([-rows, rows]), np.array([-bias[0], bias[0]])
    return np.ascontiguousarray(rows.T, dtype=np.float32), bias.astype(np.float32)


def _folds(places: Array) -> Array | None:
    """(n,) the fold of each example, every intent in every fold; None where an intent has a single example."""
    from sklearn.model_selection import StratifiedKFold

    count = min(FOLDS, int(np.bincount(places).min()))
    if count < 2:
        return None
    folds = np.zeros(len(places), int)
    splits = StratifiedKFold(count, shuffle=True, random_state=0).split(places, places)
    for fold, (_, held) in enumerate(splits):
        folds[held] = fold
    return folds
