import shutil
from datetime import date
from pathlib import Path

import pytest

from knowledge.articles import load_articles
from knowledge.errors import BadArticle
from knowledge.passages import paragraphs, passages

FAQ = Path(__file__).parent / "faq"
GOOD = "---\nid: late\ntitle: Late?\ntopic: shipping\nquestions:\n  - late\nvalid_from:\nvalid_until:\n---\nTell us.\n"


@pytest.fixture
def faq(tmp_path: Path) -> Path:
    shutil.copytree(FAQ, tmp_path / "faq")
    return tmp_path / "faq"


def test_every_article_is_read_in_both_languages() -> None:
    articles = load_articles(FAQ)
    assert len(articles) == 12
    sale = next(article for article in articles if article.id == "winter-sale" and article.locale == "en")
    assert (sale.valid_from, sale.valid_until) == (date(2024, 1, 1), date(2024, 1, 20))
    assert sale.questions == ("is there a sale in winter", "winter discounts")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("no front matter", "expected front matter"),
        ("", "expected front matter"),
        (GOOD.replace("title: Late?", "title: Late? a: b"), "expected YAML"),
        (GOOD.replace("topic: shipping\n", ""), "expected text in 'topic', found None"),
        (
            GOOD.replace("id: late", "id: other"),
            "expected id 'late' as the file is named, found 'other'",
        ),
        (
            GOOD.replace("valid_from:", "valid_from: soon"),
            "expected a day such as 2026-01-31 or nothing in 'valid_from', found 'soon'",
        ),
        (
            GOOD.replace("valid_from:", "valid_from: 2026-02-31"),
            "expected YAML in the front matter",
        ),
        (
            GOOD.replace("topic:", "subject: x\ntopic:"),
            "found subject; remove or rename it",
        ),
        (GOOD.replace("Tell us.\n", ""), "expected an answer below the front matter"),
        (GOOD.replace("Tell us.\n", "# Late\n\n## Very late\n"), "expected an answer below the front matter"),
        (GOOD.replace("topic:", "untranslated: perhaps\ntopic:"), "expected true, false or nothing in 'untranslated'"),
        (GOOD.replace("  - late", "  - 12"), "expected a list of questions"),
        (GOOD + "x" * 200_000, "split it into several articles"),
    ],
)
def test_a_bad_file_is_named_with_what_to_do(faq: Path, text: str, found: str) -> None:
    (faq / "en" / "late.md").write_text(text)
    with pytest.raises(BadArticle, match=r"late\.md") as fault:
        load_articles(faq)
    assert found in str(fault.value)


def test_a_file_that_is_not_utf_8_is_named(faq: Path) -> None:
    (faq / "zh" / "late.md").write_bytes("---\nid: late\n运费".encode("gbk"))
    with pytest.raises(BadArticle, match=r"zh/late\.md: expected UTF-8"):
        load_articles(faq)


def test_every_bad_file_is_reported_at_once(faq: Path) -> None:
    (faq / "en" / "one.md").write_text("x")
    (faq / "en" / "two.md").write_text("y")
    with pytest.raises(BadArticle) as fault:
        load_articles(faq)
    assert "one.md" in str(fault.value)
    assert "two.md" in str(fault.value)


def test_an_article_must_exist_in_every_language(faq: Path) -> None:
    (faq / "en" / "late.md").write_text(GOOD)
    with pytest.raises(
        BadArticle,
        match=r"zh/late\.md: expected 'late' in every language, found it only in en",
    ):
        load_articles(faq)


def test_an_article_may_be_marked_as_untranslated(faq: Path) -> None:
    (faq / "en" / "late.md").write_text(GOOD.replace("topic:", "untranslated: true\ntopic:"))
    assert [article.locale for article in load_articles(faq) if article.id == "late"] == ["en"]


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadArticle, match="found none"):
        load_articles(tmp_path)


def test_windows_line_ends_and_a_byte_order_mark_are_read(faq: Path) -> None:
    for locale in ("en", "zh"):
        (faq / locale / "late.md").write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert len(load_articles(faq)) == 14


def test_a_list_stays_with_the_line_that_announces_it() -> None:
    assert paragraphs("One.\n\n# Heading\n\nBring:\n\n- a\n- b\n\nEnd.") == [
        "One.",
        "Bring:\n\n- a\n- b",
        "End.",
    ]


def test_the_first_passage_is_the_approved_text() -> None:
    held = [passage for passage in passages(load_articles(FAQ)) if passage.id == "gift-card-expiry#0"]
    assert [passage.text for passage in held] == [
        "No, gift cards never expire.",
        "不会，礼品卡永久有效。",
    ]
