"""A shelf that is large compares a question with the nearest articles alone, and answers as if it had read them all."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from knowledge.articles import Article, load_articles
from knowledge.bands import Calibration
from knowledge.encoder import Encoder, TextEncoder, Vectors
from knowledge.index import Index
from knowledge.retrieve import Ranked, Retriever
from knowledge.settings import FAQ as SHIPPED
from knowledge.shelf import Reach, Shelf
from training.questions import FOLDER, load_questions

FAQ = Path(__file__).parent / "faq"
FEW = Reach(large=1, nearest=10)


def english(folder: Path) -> list[Article]:
    return [article for article in load_articles(folder) if article.locale == "en"]


def found(shelf: Shelf, encoder: TextEncoder, calibration: Calibration, question: str, k: int = 5) -> list[Ranked]:
    index = Index("v", {shelf.locale: shelf})
    return Retriever(index, encoder, calibration, lambda: date(2026, 11, 22)).rank(question, shelf.locale, k)


@pytest.mark.models
@pytest.mark.parametrize(("locale", "reach"), [("en", FEW), ("en", Reach(large=1)), ("zh", FEW)])
def test_the_shipped_articles_are_found_as_when_all_are_read(real_encoder: Encoder, locale: str, reach: Reach) -> None:
    articles = [article for article in load_articles(SHIPPED) if article.locale == locale]
    every = Shelf.build(locale, articles, real_encoder)
    large = Shelf.build(locale, articles, real_encoder, before=every, reach=reach)
    asked = [question.q for question in load_questions(FOLDER / "dev.yml") if question.locale == locale]
    agree, compared = [], []
    for question in asked:
        one, other = (found(shelf, real_encoder, Calibration.load(), question) for shelf in (every, large))
        agree.append([each.article_id for each in one] == [each.article_id for each in other])
        compared.append(len(large.score(question, real_encoder).articles))
    print(f"{locale}: the same five, in order, for {np.mean(agree):.1%} of {len(asked)} questions;", end=" ")
    print(f"{np.mean(compared):.0f} of {len(articles)} articles compared")
    assert np.mean(agree) >= 0.95


def test_what_is_computed_of_an_article_is_what_it_is_in_a_small_shelf(
    encoder: TextEncoder, calibration: Calibration
) -> None:
    articles = english(FAQ)
    every, large = (Shelf.build("en", articles, encoder, reach=reach) for reach in (Reach(), Reach(1, 1)))
    for question in ("is shipping free", "how long do i have to return it", "what is a gift card", "zzz"):
        one, other = every.score(question, encoder), large.score(question, encoder)
        assert len(other.articles) < len(articles)
        assert np.allclose(one.features[other.articles], other.features, atol=1e-3)
        assert np.allclose(one.evidence[other.articles], other.evidence, atol=1e-3)
        assert np.allclose(one.passage_lexical[other.passages], other.passage_lexical)
    best, beside = (found(shelf, encoder, calibration, "is shipping free", 1)[0] for shelf in (every, large))
    assert [hit.passage for hit in best.hits] == [hit.passage for hit in beside.hits]


def test_an_article_that_is_asked_just_this_is_always_compared(encoder: TextEncoder, calibration: Calibration) -> None:
    articles = [replace(article, questions=(*article.questions, "Hello?")) for article in english(FAQ)]
    shelf = Shelf.build("en", articles, encoder, reach=Reach(1, 1))
    scores = shelf.score("hello", encoder)
    assert [shelf.article_ids[scores.articles[row]] for row in scores.asked] == [each.id for each in articles]
    assert all(each.asked for each in found(shelf, encoder, calibration, "hello"))


def test_a_large_shelf_reads_as_it_was_written(tmp_path: Path, encoder: TextEncoder) -> None:
    built = Shelf.build("en", english(FAQ), encoder, reach=FEW)
    built.save(tmp_path / "en")
    for reach in (FEW, Reach()):  # also where the limit is another one by now
        read = Shelf.load("en", tmp_path / "en", reach)
        before, after = (shelf.score("is shipping free", encoder) for shelf in (built, read))
        assert np.allclose(before.features, after.features[np.isin(after.articles, before.articles)], atol=1e-6)


def test_a_shelf_that_becomes_large_embeds_the_new_article_alone(encoder: TextEncoder) -> None:
    class Noting(type(encoder)):  # type: ignore[misc]
        read: list[str]

        def encode(self, texts: Sequence[str]) -> Vectors:
            self.read = [*self.read, *texts]
            rows: Vectors = super().encode(texts)
            return rows

    noting = Noting()
    noting.read = []
    first, *others = english(FAQ)
    before = Shelf.build("en", others, noting)
    noting.read = []
    after = Shelf.build("en", [first, *others], noting, before, FEW)
    assert first.title in noting.read
    assert not set(noting.read) & set(before.vectors())
    again = after.vectors()
    assert all(np.allclose(vector, again[text], atol=1e-3) for text, vector in before.vectors().items())
