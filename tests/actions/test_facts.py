"""A question about one product, answered by a sentence of its own data, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from actions.base import Reply
from actions.facts import answering
from actions.sentences import Sentences
from knowledge.encoder import Vectors
from shop.catalogue import Product
from tests.knowledge.conftest import WordEncoder

DOMAIN = Path(__file__).parent.parent.parent / "bot" / "domain"


class NearnessByWords(WordEncoder):
    """As much of an encoder as finding the nearest sentence needs."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        return super().encode([text or "nothing" for text in texts])


def reply(locale: str = "en") -> Reply:
    services = SimpleNamespace(
        encoder=NearnessByWords(), sentences=Sentences.read(DOMAIN), shop=SimpleNamespace(currency="USD")
    )
    return Reply(cast(Any, services), cast(Any, None), locale, {})


def product(**more: Any) -> Product:
    facts: dict[str, Any] = {
        "id": "rolltop",
        "name": {"en": "Dockside 22 Rolltop", "zh": "码头 22 升卷口包"},
        "kind": "backpack",
        "category": "packs",
        "price_cents": 9900,
        "description": {"en": "A pack for the quay. Its cuffs are soft.", "zh": "码头用的背包。"},
        "specs": {"weight": "890 g", "waterproof": "yes, welded seams", "laptop": "up to 15 inches"},
        "care": {"en": "Sponge it with cold water.", "zh": "冷水擦洗。"},
        "fit": {"en": "One size with straps for torsos of 43 to 54 cm.", "zh": "均码。"},
        "colours": (),
        "sizes": (),
        "stock": 3,
        "rating": 4.64,
        "reviews": 12,
        "variants": (),
        "tags": (),
        "goes_with": (),
        "image": "",
    }
    return Product(**{**facts, **more})


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("does it fit a 15-inch laptop?", "Laptop: up to 15 inches."),
        ("Will the Dockside 22 Rolltop fit my laptops?", "Laptop: up to 15 inches."),
        ("does it fit in my kayak?", None),
        ("how does it fit?", "One size with straps for torsos of 43 to 54 cm."),
        ("does it fit wide shoulders?", "One size with straps for torsos of 43 to 54 cm."),
        ("does it fit me?", "One size with straps for torsos of 43 to 54 cm."),
        ("is it waterproof?", "Waterproof: yes, welded seams."),
        ("can I wash it?", "Sponge it with cold water."),
        ("what do the reviews say?", "Stars: 4.6 / 5 (12)"),
        ("is it any good?", "Stars: 4.6 / 5 (12)"),
        ("are the cuffs soft?", "Its cuffs are soft."),
        ("who designed it?", None),
    ],
)
def test_a_question_is_answered_by_the_sentence_that_speaks_of_it(question: str, said: str | None) -> None:
    assert answering(question, product(), reply()) == said


@pytest.mark.parametrize(("question", "said"), [("评价怎么样？", "评分：4.6 / 5 (12)"), ("能装潜水艇吗", None)])
def test_a_chinese_question_is_answered_in_chinese(question: str, said: str | None) -> None:
    assert answering(question, product(), reply("zh")) == said


def test_without_reviews_nothing_is_said_of_stars() -> None:
    assert answering("any reviews?", product(rating=None, reviews=0), reply()) is None
