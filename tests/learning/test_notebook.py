"""Learned examples stand in plain Rasa NLU files, and whatever else is in those files stays."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from bot.learning.examples import BrokenExamples, read_examples, stands
from bot.learning.notebook import Notebook, NotWritten, one_line

HOSTILE = [
    'take it back: "now" # please',
    "'quoted' {x} (y) %d * & !tag | > @ ` \\n",
    "<script>alert(1)</script>",
    "key: [a, b]",
    "~",
    "null",
    "把它取消 👍",
    "🏳️‍🌈 ok",
]


@pytest.fixture
def book(tmp_path: Path) -> Notebook:
    return Notebook(tmp_path / "learned")


def _texts(book: Notebook) -> list[tuple[str, str]]:
    return [(each.text, each.intent) for each in read_examples([book.folder])]


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_is_written_is_read_back_as_it_was(book: Notebook, typed: str) -> None:
    text = one_line(typed)
    assert book.add("cancel_order", text)
    assert book.add("cancel_order", "another")
    assert _texts(book) == [(text, "cancel_order"), ("another", "cancel_order")]


def test_rasa_reads_what_was_written(book: Notebook) -> None:
    from bot.rasa.without_tensorflow import spare
    from tests.conftest import ROOT

    spare(ROOT / "config.yml")
    from rasa.shared.nlu.training_data.loading import load_data

    texts = [one_line(each) for each in HOSTILE]
    for text in texts:
        book.add("cancel_order", text)
    found = load_data(str(book.folder)).intent_examples
    assert [(each.get("text"), each.get("intent")) for each in found] == [(text, "cancel_order") for text in texts]
    assert not [each for each in found if each.get("entities")]


def test_no_example_is_written_twice(book: Notebook) -> None:
    assert book.add("cancel_order", "take it back")
    assert not book.add("cancel_order", "take it back")
    assert _texts(book) == [("take it back", "cancel_order")]
    found = stands(read_examples([book.folder]), "  Take it BACK ")
    assert found is not None
    assert found.place.endswith("learned/cancel_order.yml:7")
    assert stands(read_examples([book.folder]), "take it") is None


def test_comments_and_other_blocks_stay(book: Notebook) -> None:
    file = book.file_of("cancel_order")
    book.add("cancel_order", "take it back")
    own = (
        '# ours\nversion: "3.1"\n\nnlu:\n# why\n- intent: cancel_order\n  examples: |\n'
        "    - [1042](order_number) back\n    # kept\n- lookup: tents\n  examples: |\n    - ridgeline\n"
    )
    file.write_text(own, encoding="utf-8")
    book.add("cancel_order", "no more")
    changed = file.read_text(encoding="utf-8")
    assert changed == own.replace("    # kept\n", "    # kept\n    - no more\n")
    assert _texts(book) == [("1042 back", "cancel_order"), ("no more", "cancel_order")]
    assert book.remove("cancel_order", "no more")
    assert file.read_text(encoding="utf-8") == own


def test_a_file_in_which_nothing_is_left_goes(book: Notebook) -> None:
    book.add("cancel_order", "take it back")
    assert not book.remove("cancel_order", "something else")
    assert book.remove("cancel_order", "take it back")
    assert not book.remove("cancel_order", "take it back")
    assert list(book.folder.iterdir()) == []


@pytest.mark.parametrize("name", ["", "Gift", "gift wrap", "../etc", "1st", "礼品", "x" * 60, "a-b", "gift.yml"])
def test_an_intent_with_another_name_is_refused(book: Notebook, name: str) -> None:
    with pytest.raises(NotWritten, match="small letters"):
        book.add(name, "wrap it")
    assert not book.folder.exists()


@pytest.mark.parametrize("text", ["", "two\nlines", "- a mark", "[1042](order_number)", "x" * 400, " spaced "])
def test_a_text_that_cannot_stand_there_is_refused(book: Notebook, text: str) -> None:
    with pytest.raises(NotWritten):
        book.add("cancel_order", text)
    assert one_line(text[:300]) == one_line(one_line(text[:300]))


@pytest.mark.parametrize("content", ["nlu: [", "- a list", "just words", "\x00"])
def test_a_file_that_is_no_file_of_examples_is_named_and_left_alone(book: Notebook, content: str) -> None:
    book.folder.mkdir()
    file = book.file_of("cancel_order")
    file.write_text(content, encoding="utf-8")
    with pytest.raises(BrokenExamples, match=r"cancel_order\.yml"):
        book.add("cancel_order", "take it back")
    assert file.read_text(encoding="utf-8") == content


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(NotWritten, match="learned"):
        Notebook(tmp_path / "file" / "learned").add("cancel_order", "take it back")


def test_two_who_write_at_once_lose_nothing(book: Notebook) -> None:
    def write(name: str) -> None:
        for number in range(20):
            Notebook(book.folder).add("cancel_order", f"{name} {number}")

    writers = [threading.Thread(target=write, args=(name,)) for name in ("one", "two")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(_texts(book)) == 40
    assert [each.name for each in book.folder.iterdir()] == ["cancel_order.yml"]


def test_examples_are_read_with_their_annotations_taken_off_and_each_once(tmp_path: Path) -> None:
    (tmp_path / "own.yml").write_text(
        'version: "3.1"\nnlu:\n- intent: a\n  examples: |\n    - where is [1042](order_number)\n    - where is 1042\n'
        '    - a [red]{"entity": "colour"} one\n- intent: b\n  examples:\n  - text: |\n      longer form\n'
        "- synonym: x\n  examples: |\n    - y\nrules: []\n",
        encoding="utf-8",
    )
    found = [(each.text, each.intent) for each in read_examples([tmp_path])]
    assert found == [("where is 1042", "a"), ("a red one", "a"), ("longer form", "b")]
    (tmp_path / "broken.yml").write_text("nlu: [", encoding="utf-8")
    with pytest.raises(BrokenExamples, match=r"broken\.yml"):
        read_examples([tmp_path])
