import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from knowledge.articles import load_articles
from knowledge.encoder import TextEncoder
from knowledge.errors import IndexMismatch
from knowledge.index import build, load

FAQ = Path(__file__).parent / "faq"


def test_an_index_reads_as_it_was_written(tmp_path: Path, encoder: TextEncoder) -> None:
    built = build(load_articles(FAQ), encoder, tmp_path)
    read = load(tmp_path, encoder)
    assert read.version == built.version
    for locale, question in (("en", "is shipping free"), ("zh", "包邮吗")):
        before, after = (index.shelves[locale].score(question, encoder) for index in (built, read))
        assert np.allclose(before.features, after.features, atol=1e-6)
        assert before.features.max() > 0.3


def test_an_index_of_another_encoder_is_refused(tmp_path: Path, encoder: TextEncoder) -> None:
    build(load_articles(FAQ), encoder, tmp_path)
    encoder.fingerprint = "words-2"
    with pytest.raises(IndexMismatch, match="built by encoder words-1 and the encoder now is words-2"):
        load(tmp_path, encoder)


def test_a_missing_or_torn_index_is_refused(tmp_path: Path, encoder: TextEncoder) -> None:
    with pytest.raises(IndexMismatch, match="build it anew"):
        load(tmp_path, encoder)
    version = build(load_articles(FAQ), encoder, tmp_path).version
    (tmp_path / version / "facts.json").write_text("{")
    with pytest.raises(IndexMismatch, match="none that is whole"):
        load(tmp_path, encoder)


def test_a_failed_build_leaves_the_old_index_in_use(tmp_path: Path, encoder: TextEncoder) -> None:
    faq = tmp_path / "faq"
    shutil.copytree(FAQ, faq)
    before = build(load_articles(faq), encoder, tmp_path / "index").version
    article = faq / "en" / "return-window.md"
    article.write_text(article.read_text().replace("30 days", "45 days"))

    class Broken(type(encoder)):  # type: ignore[misc]
        def encode(self, texts):  # type: ignore[no-untyped-def]
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        build(load_articles(faq), Broken(), tmp_path / "index")
    assert load(tmp_path / "index", encoder).version == before


def test_old_versions_are_cleared_away_but_for_the_last(tmp_path: Path, encoder: TextEncoder) -> None:
    articles = load_articles(FAQ)
    versions = [build(articles[: -2 * cut] if cut else articles, encoder, tmp_path).version for cut in range(3)]
    kept = {entry.name for entry in tmp_path.iterdir() if entry.is_dir()}
    assert kept == set(versions[-2:])
    assert load(tmp_path, encoder).version == versions[-1]


def test_a_language_without_articles_finds_nothing_and_is_kept_like_any_other(
    tmp_path: Path, encoder: TextEncoder
) -> None:
    english = [article for article in load_articles(FAQ) if article.locale == "en"]
    build(english, encoder, tmp_path)
    shelf = load(tmp_path, encoder).shelves["zh"]
    assert shelf.score("包邮吗", encoder).features.size == 0
    assert shelf.spelled("包邮吗", encoder) == "包邮吗"


def test_articles_without_a_latin_word_do_not_disturb_the_others(tmp_path: Path, encoder: TextEncoder) -> None:
    english = [article for article in load_articles(FAQ) if article.locale == "en"]
    odd = [replace(english[0], id="odd", title="123?", questions=(), body="456.")]
    for articles in ([*odd, *english], [*english, *odd], odd):
        build(articles, encoder, tmp_path)
        scores = load(tmp_path, encoder).shelves["en"].score("is shipping free", encoder)
        assert len(scores.features) == len(articles)
