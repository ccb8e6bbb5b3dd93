from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from knowledge.articles import Article, load_articles, read_article
from knowledge.encoder import TextEncoder
from knowledge.errors import BadArticle
from knowledge.importing.writing import rendered
from knowledge.index import build, load
from knowledge.scores import EVIDENCE

FAQ = Path(__file__).parent / "faq"
NEAR, BY_WORDS = EVIDENCE.index("unanswered"), EVIDENCE.index("unanswered_words")


def with_lines(locale: str, *lines: str) -> list[Article]:
    articles = load_articles(FAQ)
    first = next(article for article in articles if article.locale == locale)
    return [replace(each, unanswered=lines) if each is first else each for each in articles]


@pytest.mark.parametrize(
    ("locale", "listed", "asked", "far"),
    [
        ("en", "do you rent tents", "can i rent tents here", "is shipping free"),
        ("zh", "帐篷可以租吗", "能不能租帐篷", "包邮吗"),
    ],
)
def test_a_question_like_one_that_nobody_answers_is_known_to_be(
    locale: str, listed: str, asked: str, far: str, encoder: TextEncoder
) -> None:
    shelf = build(with_lines(locale, listed), encoder).shelves[locale]
    near, other = (shelf.score(question, encoder).evidence for question in (asked, far))
    assert near[0, BY_WORDS] > 2 * other[0, BY_WORDS]
    assert np.all(near[:, BY_WORDS] == near[0, BY_WORDS])
    assert bool(near[0, NEAR] > other[0, NEAR]) is (locale == "en")


def test_without_such_questions_nothing_is_near_them(encoder: TextEncoder) -> None:
    evidence = build(load_articles(FAQ), encoder).shelves["en"].score("is shipping free", encoder).evidence
    assert not evidence[:, [NEAR, BY_WORDS]].any()


def test_they_are_kept_with_the_index_and_embedded_once(tmp_path: Path, encoder: TextEncoder) -> None:
    articles = with_lines("en", "do you rent tents")
    before = build(articles, encoder, tmp_path)
    read = load(tmp_path, encoder)
    assert before.version != build(load_articles(FAQ), encoder).version
    scores = [index.shelves["en"].score("can i rent tents", encoder).evidence for index in (before, read)]
    assert np.allclose(*scores)
    assert "do you rent tents" in read.shelves["en"].vectors()


def test_they_stand_in_the_article(tmp_path: Path) -> None:
    article = next(each for each in with_lines("en", "do you rent tents") if each.unanswered)
    file = tmp_path / f"{article.id}.md"
    file.write_text(rendered(article), "utf-8")
    assert read_article(file, "en").unanswered == ("do you rent tents",)
    file.write_text(rendered(article).replace("unanswered:\n- do you rent tents", "unanswered: rent"), "utf-8")
    with pytest.raises(BadArticle, match="expected a list of questions in 'unanswered', found 'rent'"):
        read_article(file, "en")
