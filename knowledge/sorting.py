"""Which article a question belongs to, by a linear model of all articles that is learned from what they are asked."""

import numpy as np

from knowledge.dense import Rows
from knowledge.encoder import Vectors

STEPS, PULL, SHARPNESS = 10, 1e-4, 15.0  # of L-BFGS; of the weights to 0; of the articles' means to begin with
MOST = 3_000_000  # questions times articles from which on it is not learned: an article saved counts within seconds


class Sorter:
    """Softmax regression over the questions' vectors, every article counting the same; (dimensions, articles) weights.

    The closest question alone forgets what the others of an article have in common and its neighbours have not.
    """

    def __init__(self, weights: Vectors) -> None:
        self.weights = weights

    @classmethod
    def learn(cls, vectors: Vectors, owners: Rows, articles: int) -> "Sorter | None":
        """Learn from (n, d) unit rows and the article of each, all of which have one; None where there are too many."""
        if len(vectors) * articles > MOST:
            return None
        from scipy.optimize import minimize
        from threadpoolctl import threadpool_limits

        counts = np.bincount(owners, minlength=articles)
        share = (1 / (articles * counts[owners])).astype(np.float32)
        rows = np.arange(len(owners))
        means = np.stack([vectors[owners == article].mean(axis=0) for article in range(articles)], axis=1)

        def loss(flat: Vectors) -> tuple[float, Vectors]:
            weights = flat.reshape(means.shape).astype(np.float32)
            logits = vectors @ weights
            logits -= logits.max(axis=1, keepdims=True)
            likely = np.exp(logits)
            whole = likely.sum(axis=1, keepdims=True)
            value = -(share * (logits[rows, owners] - np.log(whole[:, 0]))).sum() + PULL * (weights**2).sum() / 2
            likely /= whole
            likely[rows, owners] -= 1
            gradient = vectors.T @ (likely * share[:, None]) + PULL * weights
            return float(value), gradient.ravel().astype(float)

        start = (SHARPNESS * means).ravel().astype(float)
        with threadpool_limits(1):  # ten times as long where the cores are busy and threads wait for each other
            found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
        return cls(found.x.reshape(means.shape).astype(np.float32))

    def scores(self, vector: Vectors, articles: Rows) -> Vectors:
        """Return one logit for each of these articles."""
        found: Vectors = vector @ self.weights[:, articles]
        return found
