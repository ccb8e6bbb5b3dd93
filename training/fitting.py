"""The three small fits behind a calibration: fusion weights, a logistic model of being right, thresholds."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.special import logsumexp

from knowledge.scores import FEATURES
from knowledge.settings import Thresholds
from training.cases import Case

RIDGE = 1e-3
STRENGTH = 0.1  # inverse regularisation of a logistic model: hundreds of questions, not thousands


def fit_fusion(cases: Sequence[Case], article_ids: Sequence[str]) -> dict[str, float]:
    """Return weights, none below 0, that make the right article's score stand out (a conditional logit).

    A closer match may not count against an article, whatever the sample says: hence the bound.
    """
    answerable = [case for case in cases if case.gold is not None]
    features = np.stack([case.scores.features for case in answerable]).astype(float)  # (n, articles, features)
    gold = np.array([list(article_ids).index(case.gold or "") for case in answerable])
    rows = np.arange(len(gold))

    def loss(weights: Any) -> tuple[float, Any]:
        fused = features @ weights
        logp = fused - logsumexp(fused, axis=1, keepdims=True)
        expected = (np.exp(logp)[:, :, None] * features).sum(axis=1)
        gradient = (expected - features[rows, gold]).mean(axis=0) + 2 * RIDGE * weights / len(weights)
        return -logp[rows, gold].mean() + RIDGE * (weights**2).mean(), gradient

    found = minimize(
        loss,
        np.ones(len(FEATURES)),
        jac=True,
        bounds=[(0, None)] * len(FEATURES),
        method="L-BFGS-B",
    )
    return {name: round(float(weight), 4) for name, weight in zip(FEATURES, found.x, strict=True)}


def fit_logistic(
    names: Sequence[str],
    seen: Sequence[dict[str, float]],
    right: Sequence[bool],
    counts: Sequence[float] | None = None,
    strength: float = STRENGTH,
) -> dict[str, float]:
    """Return the intercept and one weight a named signal of P(right); `counts` says how much each case counts.

    A signal that never changes gets 0.
    """
    from sklearn.linear_model import LogisticRegression

    table = np.array([[signals[name] for name in names] for signals in seen])
    mean, spread = table.mean(axis=0), table.std(axis=0)
    spread[spread < 1e-6] = np.inf
    model = LogisticRegression(C=strength, max_iter=2000)
    model.fit((table - mean) / spread, np.array(right), sample_weight=counts)
    weights = model.coef_[0] / spread
    intercept = float(model.intercept_[0] - weights @ mean)
    return {"intercept": round(intercept, 4)} | {
        name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)
    }


def choose_thresholds(
    confidence: Any,
    right: Any,
    answered: Any,
    answerable: Any,
    wrong_at_most: float,
    kept: float,
    counts: Any = None,
) -> Thresholds:
    """Return `clarify`, which abstains from few answerable questions, and the lowest `sure` with few wrong answers.

    `confidence` and `right`: of the best article. `answered`: that one of those offered answers. `answerable`: some
    article does. Wrong answers are counted among all questions, each as much as `counts` says; what is abstained from
    is not answered wrongly.
    """
    counts = np.ones(len(confidence)) if counts is None else counts
    clarify = float(np.quantile(answered[answerable], 1 - kept)) if answerable.any() else 1.0
    clarify = round(clarify, 4)
    asked = np.flatnonzero(answered >= clarify)
    order = asked[np.argsort(-confidence[asked], kind="stable")]
    wrong = np.cumsum(~right[order] * counts[order]) / counts.sum()
    good = np.flatnonzero(wrong <= wrong_at_most)
    sure = float(confidence[order[good[-1]]]) if len(good) else 1.0
    return Thresholds(sure=round(sure, 4), clarify=clarify)
