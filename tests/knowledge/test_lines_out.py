from pathlib import Path

from knowledge.articles import load_articles
from knowledge.encoder import TextEncoder
from training.cases import lines_out

FAQ = Path(__file__).parent / "faq"


def test_every_line_is_asked_once_of_a_shelf_without_it(encoder: TextEncoder) -> None:
    articles = [article for article in load_articles(FAQ) if article.locale == "en"]
    cases = lines_out(articles, encoder, "en")
    assert sorted(case.question for case in cases) == sorted(
        line for article in articles for line in (*article.questions, *article.unanswered)
    )
    ids = [article.id for article in articles]
    for case in cases:
        assert ids.index(case.group) not in case.scores.asked
        assert case.gold in (case.group, None)
