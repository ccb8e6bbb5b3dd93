"""The lead's commands at the terminal: what they print, and what scripts read."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from actions.sentences import Sentences
from bot.app import DOMAIN
from bot.care.trying import try_out
from bot.cli.ask import show as show_trial
from bot.cli.common import console
from bot.cli.gaps import row_of
from bot.cli.lint import reaching, show
from bot.cli.main import app
from knowledge.lint.finding import Finding
from tests.care.small_desk import SmallDesk, open_desk

SMALL_FAQ = Path(__file__).parent.parent / "knowledge" / "faq"


@pytest.mark.parametrize(("link", "ends_with"), [("returns-of-never", 1), ("return-window", 0)])
def test_a_script_learns_from_the_exit_code_whether_an_article_is_wrong(
    make_home: Callable[[], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, link: str, ends_with: int
) -> None:
    folder, report = Path(shutil.copytree(SMALL_FAQ, tmp_path / "faq")), tmp_path / "lint.json"
    for file in folder.glob("*/winter-sale.md"):
        file.unlink()  # over since long ago, and so an error of its own
    article = folder / "en" / "warranty-length.md"
    article.write_text(article.read_text("utf-8") + f"\nSee [more]({link}.md).\n", "utf-8")
    monkeypatch.setenv("AISLE_HOME", str(make_home()))
    monkeypatch.setenv("AISLE_DEMO", "1")
    ran = CliRunner().invoke(app, ["lint", "knowledge", str(folder), "--json", str(report)])
    assert ran.exit_code == ends_with, ran.output
    errors = [row for row in json.loads(report.read_text("utf-8"))["rows"] if row["severity"] == "error"]
    assert [(row["code"], row["article"]) for row in errors] == [("broken_link", "warranty-length")] * ends_with


@pytest.fixture
def desk(tmp_path: Path) -> SmallDesk:
    return open_desk(tmp_path)


def test_a_group_is_written_with_everything_that_a_script_needs(desk: SmallDesk) -> None:
    where, _ = desk.asked("do you engrave [knives]")
    (row,) = [row_of(group) for group in desk.care.report()]
    assert (row["title"], row["shoppers"], row["bands"]) == ("do you engrave [knives]", 1, {"abstain": 1})
    assert row["conversations"] == [where]
    assert row["phrasings"] == [{"text": "do you engrave [knives]", "shoppers": 1}]


def test_a_trial_shows_what_is_said_and_what_decided(desk: SmallDesk) -> None:
    sentences = Sentences.read(DOMAIN)
    with console.capture() as capture:
        show_trial(try_out("do gift cards expire", "en", desk.answers, sentences))
        show_trial(try_out("¿dónde está mi pedido de la tienda?", "en", desk.answers, sentences))
    said = capture.get()
    assert "No, gift cards never expire." in said
    assert "sent from 0.80" in said
    assert "other language" in said


def test_findings_are_printed_as_they_are_written(tmp_path: Path) -> None:
    found = Finding("error", "contradiction", "en", "a", "disagrees with [b]", ("One [x].", "Two."))
    with console.capture() as capture:
        show([found])
        show([])
    assert "disagrees with [b]" in " ".join(capture.get().split())
    assert "Nothing is wrong" in capture.get()


def test_a_page_that_is_gone_and_one_that_cannot_be_reached_are_told() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.host == "down.example":
            raise httpx.ConnectError("no route")
        if request.url.path == "/get-only":
            return httpx.Response(200 if request.method == "GET" else 405)
        return httpx.Response(404 if request.url.path == "/gone" else 200)

    with httpx.Client(transport=httpx.MockTransport(answer)) as client:
        reach = reaching(client)
        assert reach("https://shop.example/gone") == "it answers 404"
        assert reach("https://down.example/") == "it cannot be reached (ConnectError)"
        assert reach("https://shop.example/get-only") == reach("https://shop.example/") == ""
