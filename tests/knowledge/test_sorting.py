from pathlib import Path

import numpy as np

from knowledge import sorting
from knowledge.articles import load_articles
from knowledge.encoder import TextEncoder
from knowledge.index import build, load
from knowledge.scores import FEATURES
from knowledge.sorting import Sorter

FAQ = Path(__file__).parent / "faq"
SORTED = FEATURES.index("sorted")


def some(articles: int, each: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    draw = np.random.default_rng(seed)
    owners = np.repeat(np.arange(articles), each)
    rows = np.eye(16, dtype=np.float32)[owners] + 0.15 * draw.normal(size=(len(owners), 16)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True), owners


def test_a_question_goes_to_the_article_whose_questions_are_like_it() -> None:
    vectors, owners = some(5, 8)
    sorter = Sorter.learn(vectors, owners, 5)
    assert sorter is not None
    asked, wanted = some(5, 3, seed=1)
    every = np.arange(5)
    assert [int(np.argmax(sorter.scores(row, every))) for row in asked] == wanted.tolist()
    assert sorter.scores(asked[0], np.array([3, 1])).shape == (2,)


def test_too_many_questions_and_articles_are_not_learned_from() -> None:
    vectors, owners = some(5, 8)
    assert Sorter.learn(vectors, owners, sorting.MOST // len(vectors) + 1) is None


def test_it_is_kept_with_the_index_where_the_encoder_reads_the_language(tmp_path: Path, encoder: TextEncoder) -> None:
    before, question = build(load_articles(FAQ), encoder, tmp_path), {"en": "is shipping free", "zh": "包邮吗"}
    after = load(tmp_path, encoder)
    for locale, reads in (("en", True), ("zh", False)):
        columns = [
            index.shelves[locale].score(question[locale], encoder).features[:, SORTED] for index in (before, after)
        ]
        assert np.array_equal(columns[0], columns[1])
        assert bool(columns[0].any()) is reads
