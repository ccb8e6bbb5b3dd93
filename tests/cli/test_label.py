"""The support lead at the terminal: one by one, or from a script."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli.main import app
from bot.learning.examples import read_examples
from tests.conftest import ROOT
from tests.learning.small_school import School, open_school

TORN = [("cancel_order", 0.41), ("return_order", 0.38), ("refund_status", 0.1)]


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[School]:
    """The shop that the commands work on: its own database, its own folder of learned examples."""
    (tmp_path / "apart").mkdir()
    (tmp_path / "apart" / "held.yml").write_text("- {text: this one measures, intent: greet}\n", encoding="utf-8")
    config = (ROOT / "config.yml").read_text(encoding="utf-8")
    settings = f"\nlearning:\n  folder: {tmp_path}/data/learned\n  never_learn: {tmp_path}/apart\n"
    (tmp_path / "config.yml").write_text(config + settings, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AISLE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("AISLE_DATABASE", f"sqlite:///{tmp_path}/shop.db")
    made = open_school(tmp_path)
    yield made
    made.factory.kw["bind"].dispose()


def label(*words: str | int | Path, typed: str | None = None) -> Result:
    """Run the command."""
    return CliRunner().invoke(app, ["label", *map(str, words)], input=typed)


def learned(school: School) -> list[tuple[str, str]]:
    """What stands in the folder of learned examples."""
    return [(each.text, each.intent) for each in read_examples([school.learned.folder])]


def test_what_waits_is_listed_and_written_for_scripts(school: School) -> None:
    assert "Nothing waits" in label("--list").output
    one = school.unclear_message("take it [back] order 1002", TORN)
    file = school.home / "list.json"
    ran = label("--list", "--json", file)
    assert ran.exit_code == 0, ran.output
    assert "take it [back]" in ran.output
    assert "cancel_order 41%" in ran.output
    (row,) = json.loads(file.read_text(encoding="utf-8"))["rows"]
    assert (row["id"], row["text"], row["times"], row["why"]) == (one, "take it [back] order [order]", 1, "unsure")
    assert row["ranking"] == [["cancel_order", 0.41], ["return_order", 0.38], ["refund_status", 0.1]]


def test_a_script_labels_discards_and_takes_back(school: School) -> None:
    one, two = school.unclear_message("please take order 1002 back again"), school.unclear_message("asdf qwer")
    ran = label("--set", one, "return_order")
    assert ran.exit_code == 0, ran.output
    assert "“please take order 1042 back again” is kept as return_order in data/learned/return_order.yml" in ran.output
    assert learned(school) == [("please take order 1042 back again", "return_order")]
    assert label("--discard", two).exit_code == 0
    assert school.unclear.open() == []
    assert "“asdf qwer” waits again" in label("--undo").output
    assert "waits again" in label("--undo").output
    assert "nothing to take back" in label("--undo").output
    assert learned(school) == []


def test_what_cannot_be_kept_ends_with_a_reason(school: School) -> None:
    one = school.unclear_message("wrap it up like a parcel for xmas")
    for words, told in (
        (("--set", one, "retrun_order"), "Did you mean return_order"),
        (("--set", one, "Gift Wrap", "--new"), "small letters"),
        (("--set", one, "greet", "--text", "This one  MEASURES"), "measures the bot"),
        (("--set", one, "greet", "--text", "cancel my order"), "is an example of 'cancel_order' already"),
        (("--set", 4711, "greet"), "no unclear message 4711"),
        (("--set", one, "greet", "--undo"), "expected one of"),
        (("--text", "x"), "belong to --set"),
        (("--json", "x.json"), "belongs to --list"),
    ):
        ran = label(*words)
        assert ran.exit_code == 1, words
        assert told in " ".join(ran.output.split()), words
        assert "Traceback" not in ran.output
    assert (learned(school), school.unclear.one(one).state) == ([], "open")
    ran = label("--set", one, "gift_wrap", "--new")
    assert ran.exit_code == 0
    assert "start_by: gift_wrap" in " ".join(ran.output.split())


def test_a_lead_goes_through_them_one_by_one(school: School) -> None:
    for text in ("take that thing back for me", "cancell that thing for me", "asdf qwer zxcv", "skip me once please"):
        school.unclear_message(text, TORN)
        school.turn(seconds=1)
    typed = [
        "s",  # the newest comes first where all are worth the same: "skip me once please"
        "d", "u", "d",  # asdf, taken back, and again
        "cancel_ordr", "y", "",  # named nearly, meant, kept as it is
        "2", "bring that thing back",  # by its number, edited
        "n",  # not learned now
    ]  # fmt: skip
    ran = label(typed="\n".join(typed) + "\n")
    assert ran.exit_code == 0, ran.output
    assert sorted(learned(school)) == [
        ("bring that thing back", "return_order"),
        ("cancell that thing for me", "cancel_order"),
    ]
    assert [each.text for each in school.unclear.open()] == ["skip me once please"]
    assert "2 labelled, 2 discarded, 1 skipped." in ran.output
    assert "Cancel an order" in ran.output, "what an intent is about stands beside it"


def test_a_new_intent_is_made_on_purpose(school: School) -> None:
    school.unclear_message("put a bow around it nicely", TORN)
    ran = label(typed="gift_wrap\nn\ngift_wrap\ny\n\nn\n")
    assert ran.exit_code == 0, ran.output
    assert learned(school) == [("put a bow around it nicely", "gift_wrap")]
    assert "start_by: gift_wrap" in " ".join(ran.output.split())


def test_a_refused_label_is_told_and_asked_again(school: School) -> None:
    school.unclear_message("odd words that nobody says", TORN)
    ran = label(typed="greet\ncancel my order\nd\n")
    assert ran.exit_code == 0, ran.output
    assert "is an example of 'cancel_order' already" in " ".join(ran.output.split())
    assert (learned(school), school.unclear.open()) == ([], [])


def test_the_end_of_the_input_ends_it_and_keeps_what_was_done(school: School) -> None:
    for text in ("take that thing back for me", "and that other thing too"):
        school.unclear_message(text, TORN)
    ran = label(typed="2\n\n")
    assert ran.exit_code == 0, ran.output
    assert "1 labelled" in ran.output
    assert len(learned(school)) == 1


def test_what_the_shopper_chose_is_offered_first(school: School) -> None:
    one = school.unclear_message("it is not the right one at all", TORN)
    message = school.unclear.one(one)
    school.unclear.suggest(message.conversation_id or "", 1, "exchange_order")
    label(typed="1\n\nn\n")
    assert [intent for _, intent in learned(school)] == ["exchange_order"]


def test_it_is_learned_by_the_server_that_runs(school: School) -> None:
    school.teach("thanks", "cheerio old chap", "cheerio my friend", "cheerio again", "well cheerio")
    learning, over = school.learning(), threading.Event()

    def serve() -> None:
        while not over.is_set():
            asyncio.run(learning.once())
            over.wait(0.1)

    server = threading.Thread(target=serve)
    server.start()
    file = school.home / "learned.json"
    try:
        ran = label("--learn", "--json", file)
    finally:
        over.set()
        server.join()
    assert ran.exit_code == 0, ran.output
    assert f"heads {learning.version} answer now" in ran.output
    metrics = {(row["set"], row["system"], row["metric"]) for row in json.loads(file.read_text())["rows"]}
    assert metrics == {
        ("en", "running", "macro_f1"),
        ("en", "aisle", "macro_f1"),
        ("shop", "aisle", "refit_seconds"),
    }


def test_without_a_server_it_is_learned_when_one_runs(school: School) -> None:
    ran = label("--learn")
    assert (ran.exit_code, "as soon as one does" in ran.output) == (0, True)
    assert school.refits.glance().waits
