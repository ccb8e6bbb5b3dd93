"""All articles are written, or none: whatever fails, the folder is as it was."""

from __future__ import annotations

import errno
from datetime import date
from pathlib import Path

import pytest

from knowledge.articles import Article, load_articles, read_article
from knowledge.errors import BadArticle
from knowledge.importing import writing
from knowledge.importing.writing import put, rendered, words_of, write_text


def article(id_: str, locale: str = "en", body: str = "Yes.", **more: object) -> Article:
    made = {"title": f"{id_}?", "topic": "a", "questions": (), "valid_from": None, "valid_until": None} | more
    return Article(id=id_, locale=locale, body=body, file=Path(), untranslated=True, **made)  # type: ignore[arg-type]


def state(folder: Path) -> dict[str, bytes]:
    """Every file, hidden ones included."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture
def faq(tmp_path: Path) -> Path:
    put([article("zips"), article("tents"), article("bags", body="By hand.")], tmp_path)
    return tmp_path


def test_an_article_reads_as_it_was_written(tmp_path: Path) -> None:
    odd = article(
        "1001",
        title="Is it “yes”: no, or #1 - 'maybe'?",
        topic="on",
        questions=("- a", "yes", "100", "包邮吗？", "it's"),
        body="First: a.\n\n---\n\n- one\n- two\n\ntitle: no",
        valid_from=date(2026, 1, 31),
        source="https://shop.example/a?b=c#d: e",
        imported="123456789012",
    )
    file = tmp_path / "1001.md"
    file.write_text(rendered(odd), "utf-8")
    read = read_article(file, "en")
    for name in ("id", "title", "topic", "questions", "body", "valid_from", "valid_until", "source", "imported"):
        assert getattr(read, name) == getattr(odd, name)
    assert words_of(read) == words_of(odd)


def test_articles_take_their_places_and_nothing_else_is_left_behind(faq: Path) -> None:
    put([article("zips", body="No."), article("zips", "zh", "不。")], faq)
    assert {each.id: each.body for each in load_articles(faq) if each.locale == "en"} == {
        "zips": "No.", "tents": "Yes.", "bags": "By hand.",
    }  # fmt: skip
    assert sorted(state(faq)) == ["en/bags.md", "en/tents.md", "en/zips.md", "zh/zips.md"]


@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_disk_that_is_full_in_the_middle_leaves_every_file_as_it_was(faq: Path, after: int) -> None:
    before, written = state(faq), []

    def write(file: Path, text: str) -> None:
        if len(written) == after:
            file.write_text(text[: len(text) // 2], "utf-8")
            raise OSError(errno.ENOSPC, "No space left on device")
        written.append(file)
        write_text(file, text)

    with pytest.raises(OSError, match="No space left"):
        put([article("zips", body="No."), article("new"), article("tents", body="No.")], faq, write)
    assert state(faq) == before


def test_a_move_that_fails_in_the_middle_puts_back_what_was_moved(faq: Path) -> None:
    (faq / "en" / "blocked.md").mkdir()  # no file can take the place of a folder
    (faq / "en" / "blocked.md" / "x").write_text("")
    before = state(faq)
    aside = faq / ".aside"
    articles = [article("zips", body="No."), article("new"), article("blocked")]
    for each in articles:
        file = aside / "new" / "en" / f"{each.id}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(rendered(each))
    with pytest.raises(IsADirectoryError):
        writing._move(articles, aside, faq)
    assert {name: content for name, content in state(faq).items() if not name.startswith(".aside")} == before


def test_articles_that_would_not_load_together_are_refused_before_any_is_moved(faq: Path) -> None:
    before = state(faq)
    wrong = Article("new", "en", "New?", "a", (), "Yes.", None, None, Path())  # in one language, and not marked so
    with pytest.raises(BadArticle, match="translate it"):
        put([article("zips", body="No."), wrong], faq)
    assert state(faq) == before


def test_a_broken_article_that_is_there_already_is_told(faq: Path) -> None:
    (faq / "en" / "broken.md").write_text("nothing")
    before = state(faq)
    with pytest.raises(BadArticle, match=r"broken\.md"):
        put([article("zips", body="No.")], faq)
    assert state(faq) == before
