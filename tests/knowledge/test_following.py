"""What is saved is answerable without a restart; whatever goes wrong, the index of before keeps answering."""

import errno
import logging
import resource
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from knowledge.answer import Answers
from knowledge.bands import Calibration
from knowledge.encoder import Vectors
from knowledge.errors import BadArticle
from knowledge.following import AGAIN_SECONDS, TROUBLE, Following
from knowledge.settings import GenerationSettings, KnowledgeSettings
from tests.knowledge.conftest import TODAY, WordEncoder

FAQ = Path(__file__).parent / "faq"
REPAIRS = {"en": ("Do you repair zips?", "Yes, from $15."), "zh": ("修拉链吗？", "修，15 美元起。")}


class CountingEncoder(WordEncoder):
    """Notes what it is given to read, and may be told to break."""

    def __init__(self, fingerprint: str = "words-1") -> None:
        self.fingerprint = fingerprint
        self.read: list[str] = []
        self.breaks: Exception | None = None

    def encode(self, texts: Sequence[str]) -> Vectors:
        if self.breaks is not None:
            raise self.breaks
        self.read += texts
        return super().encode(texts)


class Clock:
    """Seconds that a test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


class Worker:
    """One process: its own encoder and answers over the articles and indexes that it shares with others."""

    def __init__(self, faq: Path, kept: Path, calibration: Calibration, fingerprint: str = "words-1") -> None:
        self.encoder, self.clock = CountingEncoder(fingerprint), Clock()
        settings = KnowledgeSettings(folder=faq)
        self.answers = Answers(
            settings, GenerationSettings(), self.encoder, None, kept, calibration, today=lambda: TODAY
        )
        self.following = Following(faq, self.answers.rebuild, kept, self.clock)
        self.following.look()
        self.encoder.read.clear()

    def says(self, question: str) -> str:
        return self.answers.ask(question, "en").text


@pytest.fixture
def faq(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FAQ, tmp_path / "faq"))


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def work(faq: Path, kept: Path, calibration: Calibration) -> Callable[..., Worker]:
    return lambda **more: Worker(faq, kept, calibration, **more)


def write(faq: Path, price: str = "$15") -> None:
    for locale, (title, text) in REPAIRS.items():
        body = text.replace("$15", price)
        (faq / locale / "repairs.md").write_text(f"---\nid: repairs\ntitle: {title}\ntopic: warranty\n---\n{body}\n")


def test_a_saved_a_changed_and_a_removed_article_are_followed(work: Callable[..., Worker], faq: Path) -> None:
    worker = work()
    assert worker.says("do you repair zips") == ""
    for price in ("$15", "$19"):  # the same length: only the time of writing differs
        write(faq, price)
        worker.following.look()
        assert worker.says("do you repair zips") == f"Yes, from {price}."
    for locale in REPAIRS:
        (faq / locale / "repairs.md").unlink()
    worker.following.look()
    assert worker.says("do you repair zips") == ""


def test_an_answer_carries_the_version_of_the_index_that_it_came_from(work: Callable[..., Worker], faq: Path) -> None:
    worker = work()
    before = worker.answers.ask("How much is shipping?", "en").index_version
    write(faq)
    worker.following.look()
    after = worker.answers.ask("How much is shipping?", "en").index_version
    assert before != after == worker.answers.version


def test_only_the_texts_of_the_changed_article_are_embedded(work: Callable[..., Worker], faq: Path) -> None:
    worker = work()
    write(faq)
    worker.following.look()
    assert set(worker.encoder.read) == {
        "Do you repair zips?", "Do you repair zips?\nYes, from $15.", "Yes, from $15.", "repair", "zips", "from", "yes",
    } - known_words(faq)  # fmt: skip


def known_words(faq: Path) -> set[str]:
    texts = [file.read_text("utf-8").lower() for file in (faq / "en").glob("*.md") if file.name != "repairs.md"]
    return {word for word in ("repair", "zips", "from", "yes") if any(word in text.split() for text in texts)}


def test_after_a_restart_the_texts_of_the_kept_index_are_not_embedded_again(
    work: Callable[..., Worker], faq: Path, calibration: Calibration, kept: Path
) -> None:
    work()
    write(faq)
    encoder = CountingEncoder()
    Answers(KnowledgeSettings(folder=faq), GenerationSettings(), encoder, None, kept, calibration)
    assert encoder.read
    assert all("zip" in text or "$15" in text or text in ("repair", "from", "yes") for text in encoder.read)


def test_workers_follow_the_same_folder_and_one_of_them_embeds(work: Callable[..., Worker], faq: Path) -> None:
    one, other = work(), work()
    write(faq)
    one.following.look()
    other.following.look()
    assert one.encoder.read
    assert not other.encoder.read
    assert one.answers.version == other.answers.version
    assert one.says("do you repair zips") == other.says("do you repair zips") == "Yes, from $15."


def test_nothing_is_read_again_while_nothing_changes(work: Callable[..., Worker], faq: Path) -> None:
    worker = work()
    rebuilt: list[str] = []
    following = Following(faq, lambda: rebuilt.append("once") or "v")  # type: ignore[func-returns-value]
    for _ in range(3):
        following.look()
    assert rebuilt == ["once"]
    assert worker.following.trouble == ""


def test_a_broken_article_keeps_the_old_index_answering_until_it_is_corrected(
    work: Callable[..., Worker], faq: Path, kept: Path, caplog: pytest.LogCaptureFixture
) -> None:
    worker = work()
    (faq / "en" / "repairs.md").write_text("no front matter")
    with caplog.at_level(logging.ERROR):
        worker.following.look()
        worker.following.look()
    assert worker.says("How much is shipping?")
    assert "repairs.md: expected front matter" in worker.following.trouble
    assert "repairs.md: expected front matter" in (kept / TROUBLE).read_text("utf-8")
    assert caplog.text.count("the index of before keeps answering") == 1
    write(faq)
    worker.following.look()
    assert worker.says("do you repair zips") == "Yes, from $15."
    assert worker.following.trouble == ""
    assert not (kept / TROUBLE).exists()


@pytest.mark.parametrize(
    "failure", [OSError(errno.ENOSPC, "No space left on device"), RuntimeError("out of memory"), ValueError("odd")]
)
def test_a_rebuild_that_fails_is_tried_again_though_no_file_changes(
    work: Callable[..., Worker], faq: Path, kept: Path, failure: Exception
) -> None:
    worker = work()
    before = worker.answers.version
    write(faq)
    worker.encoder.breaks = failure
    worker.following.look()
    worker.encoder.breaks = None
    worker.following.look()
    assert worker.answers.version == before == (kept / "current").read_text("utf-8")
    assert str(failure) in worker.following.trouble
    assert worker.says("How much is shipping?")
    worker.clock.now = AGAIN_SECONDS
    worker.following.look()
    assert worker.says("do you repair zips") == "Yes, from $15."
    assert worker.following.trouble == ""


@contextmanager
def little_room(room: int = 100_000) -> Iterator[None]:
    """No file may grow beyond so many bytes: writing fails half way, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_write_that_fails_half_way_leaves_the_old_index_whole_and_no_litter(
    work: Callable[..., Worker], faq: Path, kept: Path
) -> None:
    worker = work()
    before = {file: file.read_bytes() for file in kept.rglob("*") if file.is_file()}
    write(faq)
    with little_room():
        worker.following.look()
    assert worker.following.trouble
    assert worker.says("How much is shipping?")
    (kept / TROUBLE).unlink()
    assert {file: file.read_bytes() for file in kept.rglob("*") if file.is_file()} == before
    worker.clock.now = AGAIN_SECONDS
    worker.following.look()
    assert worker.says("do you repair zips") == "Yes, from $15."


def test_trouble_that_cannot_be_written_down_is_no_further_trouble(faq: Path, tmp_path: Path) -> None:
    def broken() -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "a-file").write_text("")
    following = Following(faq, broken, tmp_path / "a-file")
    following.look()
    assert "No space left" in following.trouble


def test_a_start_with_a_broken_article_answers_from_the_index_of_before(
    work: Callable[..., Worker], faq: Path, caplog: pytest.LogCaptureFixture
) -> None:
    version = work().answers.version
    (faq / "en" / "repairs.md").write_text("no front matter")
    with caplog.at_level(logging.ERROR):
        worker = work()
    assert worker.answers.version == version
    assert worker.says("How much is shipping?")
    assert "repairs.md" in caplog.text


def test_a_first_start_with_a_broken_article_is_refused(work: Callable[..., Worker], faq: Path) -> None:
    (faq / "en" / "repairs.md").write_text("no front matter")
    with pytest.raises(BadArticle, match=r"repairs\.md"):
        work()


def test_an_index_of_another_encoder_is_built_anew_and_that_is_said(
    work: Callable[..., Worker], caplog: pytest.LogCaptureFixture
) -> None:
    before = work().answers.version
    with caplog.at_level(logging.WARNING):
        worker = work(fingerprint="words-2")
    assert "was built by encoder words-1 and the encoder now is words-2" in caplog.text
    assert worker.answers.version != before
    assert worker.says("How much is shipping?")


def test_a_kept_index_that_is_torn_is_replaced(
    work: Callable[..., Worker], kept: Path, caplog: pytest.LogCaptureFixture
) -> None:
    version = work().answers.version
    for file in (kept / version / "en").glob("vectors-*"):
        file.write_bytes(b"half")
    with caplog.at_level(logging.WARNING):
        assert work().says("How much is shipping?")
    assert "is built anew" in caplog.text
    caplog.clear()
    work()
    assert not caplog.text


def test_the_thread_follows_until_it_is_stopped(work: Callable[..., Worker], faq: Path) -> None:
    worker = work()
    seen = threading.Event()

    def rebuild() -> str:
        version = worker.answers.rebuild()
        if worker.says("do you repair zips"):
            seen.set()
        return version

    following = Following(faq, rebuild)
    following.start()
    write(faq)
    assert seen.wait(30)
    following.stop()
    version = worker.answers.version
    write(faq, "$19")
    assert worker.answers.version == version


def test_questions_that_run_while_the_index_is_swapped_are_answered_from_one_of_them(
    work: Callable[..., Worker], faq: Path
) -> None:
    worker = work()
    said: set[tuple[str, str]] = set()
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            answer = worker.answers.ask("do you repair zips", "en")
            said.add((answer.text, answer.index_version))

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for each in threads:
        each.start()
    versions = {"": worker.answers.version}
    for price in ("$15", "$19", "$25"):
        write(faq, price)
        worker.following.look()
        versions[f"Yes, from {price}."] = worker.answers.version
    done.set()
    for each in threads:
        each.join()
    assert said <= set(versions.items())
