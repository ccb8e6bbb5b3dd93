"""What the closest examples say, beside the linear head: more where examples are few, less where they are many.

An intent with ten examples is said in several ways, and one plane for all of them cuts between; the example that is
nearly the same sentence knows better. An intent's sign is the log of a soft mean over its examples, in which the
nearest count most, as in nearest-neighbour language models (Khandelwal et al. 2020, arXiv 1911.00172). Many examples
have to be spread evenly: of an intent with few among intents with many, an example is rarely near.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

SHARPNESS = 25.0  # of cosines in the soft mean
SHARE_OF_FEW = 0.3  # of the sign, in the head's logits; from 0.2 to 0.5 no difference
SHARE_OF_MANY = 0.05  # beside the margins of an SVM, which lie closer together
UNEVEN = 2.0  # times the median of examples an intent: where the largest has more, the nearest is its own by chance
BATCH = 512  # texts compared with all examples at once
Array = np.ndarray[Any, Any]


def share_of_many(counts: Array) -> float:
    """The weight of the sign for a head with `counts` (intents,) examples, many; 0 where they are spread unevenly."""
    return SHARE_OF_MANY if counts.max() <= UNEVEN * float(np.median(counts)) else 0.0


class Nearest:
    """`examples` (n, d) unit rows and the intent of each; every intent has one at least. `share` is its weight."""

    def __init__(self, examples: Array, places: Array, share: float = SHARE_OF_FEW) -> None:
        order = np.argsort(places, kind="stable")
        self.examples, self.places = examples[order], np.asarray(places)[order]
        self.share = float(share)
        self._starts = np.searchsorted(self.places, np.arange(self.places[-1] + 1))
        self._counts = np.bincount(self.places)

    def logits(self, vectors: Array) -> Array:
        """(n, intents) to be added to the linear head's, from (n, d) unit rows."""
        found = []
        for start in range(0, len(vectors), BATCH):
            likeness = np.exp(SHARPNESS * (vectors[start : start + BATCH] @ self.examples.T - 1))
            means = np.add.reduceat(likeness, self._starts, axis=1) / self._counts
            found.append(self.share * np.log(means + 1e-30))
        return np.concatenate(found)

    def arrays(self) -> dict[str, Array]:
        """What `__init__` takes, in half precision where it is long."""
        return {"examples": self.examples.astype(np.float16), "places": self.places, "share": np.array(self.share)}

    @classmethod
    def of(cls, arrays: Mapping[str, Array]) -> Nearest:
        """From what `arrays` gave; a head that was saved without a share had few examples."""
        share = float(arrays["share"]) if "share" in arrays else SHARE_OF_FEW
        return cls(arrays["examples"].astype(np.float32), arrays["places"], share)
