"""A shopper's own order lines found by meaning: "those hiking boots" finds what was bought under another name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.services import Services
from knowledge.dense import Dense
from shop.finding import Scorer, by_words

MEANT = 0.45  # score from which a line counts as meant
_HAN = re.compile(r"[\u4e00-\u9fff]+")


def by_meaning(services: Services) -> Scorer:
    """A scorer for `Orders.search`: the words' share or the cosine, whichever is more. It sees one shopper's lines at a
    time and keeps nothing."""

    def score(asked: str, texts: Sequence[str]) -> list[float]:
        words = by_words(asked, texts)
        english = " ".join(_HAN.sub(" ", asked).split())
        if not texts or not english or not services.encoder.knows(english):
            return words
        described = [_described(services, text) for text in texts]
        each = list(dict.fromkeys(described))
        near = Dense.build(services.encoder.encode(each)).scores(services.encoder.encode([english])[0])
        cosine = dict(zip(each, near, strict=True))
        return [max(word, float(cosine[text])) for word, text in zip(words, described, strict=True)]

    return score


def _described(services: Services, text: str) -> str:
    """A line's English words, with what the catalogue says its product is."""
    product = next((p for p in services.catalogue.all() if text.startswith(p.name["en"])), None)
    said = " ".join(_HAN.sub(" ", text).replace("，", " ").split())
    return said if product is None else " ".join([said, product.kind, *product.tags])
