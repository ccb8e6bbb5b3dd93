"""What of a shelf gets a vector: questions, passages, their sentences, and every word."""

from collections.abc import Mapping, Sequence

import numpy as np

from knowledge.encoder import TextEncoder, Vectors
from knowledge.passages import Passage
from knowledge.sentences import sentences


def embedded(
    questions: Sequence[tuple[str, str]], held: Sequence[Passage], words: Sequence[str]
) -> tuple[Sequence[str], ...]:
    """Return the texts of each kind, in the order of their rows."""
    return (
        [line for _, line in questions],
        [f"{passage.title}\n{passage.text}" for passage in held],
        [line for passage in held for line in sentences(passage.text)],
        words,
    )


def encoded(texts: Sequence[str], encoder: TextEncoder, known: Mapping[str, Vectors]) -> Vectors:
    """Return one row a text; the encoder reads only those that are not known."""
    new = [text for text in dict.fromkeys(texts) if text not in known]
    rows = {**known, **dict(zip(new, encoder.encode(new), strict=True))} if new else known
    return np.stack([rows[text] for text in texts])
