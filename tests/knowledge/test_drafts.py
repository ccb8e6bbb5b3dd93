"""A draft becomes a file whole, or not at all, and never another file than its own."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge.articles import load_articles, read_article
from knowledge.drafts import Draft, put
from knowledge.errors import BadDraft

WORDS: dict[str, Any] = {
    "id": "gift-wrap",
    "locale": "en",
    "title": "Do you gift-wrap?",
    "topic": "gifts",
    "questions": ("can you wrap it: as a gift",),
    "body": "Yes, for $5.\n\nWe use brown paper.",
    "valid_from": date(2026, 1, 1),
}
CHINESE = {"locale": "zh", "title": "可以包装礼品吗？", "questions": ("能包装吗",), "body": "可以，5 美元。"}


def draft(**other: Any) -> Draft:
    return Draft(**{**WORDS, **other})


def everything(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_a_draft_in_both_languages_is_an_article_as_people_write_them(tmp_path: Path) -> None:
    put(tmp_path, [draft(), draft(**CHINESE)])
    one, other = load_articles(tmp_path)
    assert (one.title, one.topic, one.questions, one.body) == (
        WORDS["title"], WORDS["topic"], WORDS["questions"], WORDS["body"],
    )  # fmt: skip
    assert (one.valid_from, one.valid_until) == (date(2026, 1, 1), None)
    assert (other.locale, other.title, other.questions) == ("zh", CHINESE["title"], CHINESE["questions"])
    text = (tmp_path / "zh" / "gift-wrap.md").read_text("utf-8")
    assert text.startswith("---\nid: gift-wrap\ntitle: 可以包装礼品吗？\ntopic: gifts\nquestions:\n- 能包装吗\n")
    assert "valid_until" not in text


@pytest.mark.parametrize(
    "words", ["---", "a\n---\nid: other", "yes", "null", "- x: {y", "# 1: 2", "'\"\\ \t é 中", "!!int 1"]
)
def test_whatever_is_written_is_read_back_as_written(tmp_path: Path, words: str) -> None:
    (file,) = put(tmp_path, [draft(title=words, topic=words, questions=(words,), body=f"First.\n\n{words}\n\nLast.")])
    found = read_article(file, "en")
    assert (found.title, found.topic, found.questions) == (" ".join(words.split()),) * 2 + ((" ".join(words.split()),),)
    assert found.body == f"First.\n\n{words}\n\nLast."


@pytest.mark.parametrize(
    "article_id",
    [
        "",
        "..",
        "../en/x",
        "a/b",
        "a\\b",
        "/etc/passwd",
        "a.md",
        "A",
        "-a",
        "a-",
        "a--b",
        "a b",
        "é",
        "a\n",
        "a\x00",
        "a" * 81,
    ],
)
def test_an_id_is_never_a_path(tmp_path: Path, article_id: str) -> None:
    folder = tmp_path / "faq"
    with pytest.raises(BadDraft) as refused:
        put(folder, [draft(id=article_id)])
    assert refused.value.code == "unusable"
    assert everything(tmp_path) == []


@pytest.mark.parametrize(
    "other",
    [
        {"title": " "}, {"topic": ""}, {"body": ""}, {"body": "# Only a heading"}, {"questions": ("",)},
        {"title": "x" * 201}, {"questions": ("x" * 301,)}, {"questions": ("x",) * 51}, {"body": "x" * 20_001},
        {"locale": "fr"}, {"locale": "../en"}, {"valid_until": date(2025, 1, 1)},
    ],
)  # fmt: skip
def test_words_that_make_no_article_are_refused_and_leave_nothing(tmp_path: Path, other: dict[str, Any]) -> None:
    with pytest.raises(BadDraft) as refused:
        put(tmp_path, [draft(**CHINESE), draft(**other)])
    assert refused.value.code == "unusable"
    assert [path for path in everything(tmp_path) if path.endswith((".md", ".part"))] == []


def test_an_id_that_is_taken_in_any_language_is_refused_and_its_article_untouched(tmp_path: Path) -> None:
    (file,) = put(tmp_path, [draft()])
    before = file.read_text("utf-8")
    for drafts in ([draft(title="Other")], [draft(**CHINESE)], [draft(**CHINESE), draft(title="Other")]):
        with pytest.raises(BadDraft) as refused:
            put(tmp_path, drafts)
        assert refused.value.code == "taken"
    assert file.read_text("utf-8") == before
    assert everything(tmp_path) == ["en", "en/gift-wrap.md"]


def test_of_two_at_the_same_moment_one_writes_and_the_other_is_told(tmp_path: Path) -> None:
    outcomes: list[str] = []
    ready = threading.Barrier(8)

    def write(number: int) -> None:
        ready.wait()
        try:
            put(tmp_path, [draft(body=f"Body {number}."), draft(**{**CHINESE, "body": f"正文 {number}。"})])
            outcomes.append(f"written {number}")
        except BadDraft as refused:
            outcomes.append(refused.code)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (winner,) = (each for each in outcomes if each.startswith("written"))
    assert sorted(outcomes)[:7] == ["taken"] * 7
    number = winner.split()[1]
    assert [each.body for each in load_articles(tmp_path)] == [f"Body {number}.", f"正文 {number}。"]
    assert everything(tmp_path) == ["en", "en/gift-wrap.md", "zh", "zh/gift-wrap.md"]


def test_where_the_second_language_cannot_be_written_the_first_is_not_there_either(tmp_path: Path) -> None:
    (tmp_path / "zh").write_text("a file, not a folder")
    with pytest.raises(OSError, match="zh"):
        put(tmp_path, [draft(), draft(**CHINESE)])
    assert everything(tmp_path) == ["en", "zh"]
