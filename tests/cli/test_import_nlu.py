"""Somebody's Rasa project: what is taken, what not and why, and that nothing is half imported."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
import yaml

from bot.cli.examples import read_examples
from bot.cli.import_nlu import import_nlu

OURS = """
version: "3.1"
nlu:
- intent: greet
  examples: |
    - hello
    - hi there
- intent: order_status
  examples: |
    - where is my order
    - where is my parcel
- intent: unsubscribe
  examples: |
    - take me off the list
"""
FLOWS = """
order_status:
  about: Where an order is.
  kind: question
  start_by: order_status
  steps: [{run: action_track_order}]
greet:
  about: A greeting.
  kind: small_talk
  start_by: greet
  steps: [{say: utter_greet}]
"""


@pytest.fixture
def bot(tmp_path: Path) -> Path:
    """As much of our bot/ as an import looks at."""
    made = tmp_path / "bot"
    for name in ("data", "flows"):
        (made / name).mkdir(parents=True)
    (made / "data" / "ours.yml").write_text(OURS)
    (made / "flows" / "ours.yml").write_text(FLOWS)
    return made


def project(tmp_path: Path, **files: str) -> Path:
    """A Rasa project with these files in data/, by name without .yml."""
    folder = tmp_path / "Their Bot"
    (folder / "data").mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / "data" / f"{name}.yml").write_text(content)
    return folder


def nlu(**intents: list[str]) -> str:
    blocks = [{"intent": name, "examples": "".join(f"- {text}\n" for text in texts)} for name, texts in intents.items()]
    return yaml.safe_dump({"version": "3.1", "nlu": blocks}, allow_unicode=True, sort_keys=False)


def written(bot: Path, name: str = "their_bot") -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for intent, text, place in read_examples(bot / "data" / "imported"):
        assert place.startswith(str(bot / "data" / "imported" / f"{name}.yml"))
        found.setdefault(intent, []).append(text)
    return found


def said(capsys: pytest.CaptureFixture[str]) -> str:
    found = capsys.readouterr()
    return " ".join((found.out + found.err).replace("│", " ").split())


def test_without_write_nothing_is_written(bot: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import_nlu(project(tmp_path, nlu=nlu(greet=["hey", "hello you"])), write=False, bot=bot)
    assert not (bot / "data" / "imported").exists()
    assert "Nothing was written. --write puts 2 examples into" in said(capsys)


def test_examples_come_into_a_file_of_their_own_without_marks(bot: Path, tmp_path: Path) -> None:
    theirs = nlu(
        order_status=[
            "where is [1042](order_number) now",
            'is [two]{"entity": "number", "value": "2"} and [three](number:count) there',
        ],
        greet=["hey"],
    )
    import_nlu(project(tmp_path, nlu=theirs), write=True, bot=bot)
    assert written(bot) == {"order_status": ["where is 1042 now", "is two and three there"], "greet": ["hey"]}
    content = yaml.safe_load((bot / "data" / "imported" / "their_bot.yml").read_text())
    assert content["version"] == "3.1"


def test_the_longer_form_of_examples_is_read(bot: Path, tmp_path: Path) -> None:
    theirs = """
nlu:
- intent: greet
  examples:
  - text: |
      - hey you
    metadata: {sentiment: neutral}
  - good day
"""
    import_nlu(project(tmp_path, nlu=theirs), write=True, bot=bot)
    assert written(bot) == {"greet": ["hey you", "good day"]}


def test_what_is_not_used_is_told_by_file_with_the_reason(
    bot: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs = """
nlu:
- intent: faq/shipping
  examples: |
    - how long does it take
- synonym: usa
  examples: |
    - America
- lookup: city
  examples: |
    - Berlin
- regex: zip
  examples: |
    - \\d{5}
- intent: greet
  examples: |
    - hey
    - /greet
    -
"""
    stories = "stories:\n- story: a\n  steps:\n  - intent: greet\n"
    import_nlu(project(tmp_path, nlu=theirs, stories=stories), write=True, bot=bot)
    told = said(capsys)
    for word in ("retrieval", "synonyms", "lookup", "regular", "payload", "empty", "stories.yml", "dialogue"):
        assert word in told
    assert written(bot) == {"greet": ["hey"]}


def test_what_we_have_or_read_otherwise_is_left_out(
    bot: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs = nlu(greet=["Hello", "hey", "hey", "where is my order"], order_status=["parcel?", "any news"])
    import_nlu(project(tmp_path, nlu=theirs), write=True, bot=bot)
    assert written(bot) == {"greet": ["hey"], "order_status": ["parcel?", "any news"]}
    told = said(capsys)
    assert "“where is my order” is greet there, order_status here" in told
    assert "ours.yml:" in told
    assert "stands in bot/data already" in told


def test_a_text_under_two_intents_is_taken_into_neither(
    bot: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs = nlu(greet=["hey", "any news"], order_status=["Any news", "parcel?"])
    import_nlu(project(tmp_path, nlu=theirs), write=True, bot=bot)
    assert written(bot) == {"greet": ["hey"], "order_status": ["parcel?"]}
    assert "stands under greet and order_status; neither is taken" in said(capsys)


def test_too_few_examples_are_left_out_and_few_are_told(
    bot: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs = nlu(order_status=["到哪了", "查一下订单", "any news"], greet=["a", "b", "c"], mood=["great", "fine"])
    import_nlu(project(tmp_path, nlu=theirs), write=True, bot=bot)
    assert written(bot) == {"order_status": ["any news"], "greet": ["a", "b", "c"]}
    told = said(capsys)
    assert "fewer than 3 examples (zh)" in told
    assert "Few: order_status will have 3 examples (en)" in told


def test_an_intent_that_no_flow_handles_is_told_with_the_way_out(
    bot: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs = nlu(unsubscribe=["no more mails", "stop the mails"], greet=["hey"])
    import_nlu(project(tmp_path, nlu=theirs), write=False, bot=bot)
    told = said(capsys)
    assert "No flow handles unsubscribe." in told
    assert "start_by" in told
    assert "--as unsubscribe=OURS" in told


def test_intents_can_be_renamed_into_ours_or_left_out(bot: Path, tmp_path: Path) -> None:
    theirs = nlu(track=["any news"], salut=["hey"], mood=["a", "b", "c"])
    import_nlu(
        project(tmp_path, nlu=theirs),
        write=True,
        name="old_shop",
        renamed=["track=order_status", "salut=greet"],
        left_out=["mood"],
        bot=bot,
    )
    assert written(bot, "old_shop") == {"order_status": ["any news"], "greet": ["hey"]}


def test_an_intent_may_be_called_yes(bot: Path, tmp_path: Path) -> None:
    theirs = "nlu:\n- intent: yes\n  examples: |\n    - sure\n    - of course\n    - yep\n"
    import_nlu(project(tmp_path, nlu=theirs), write=True, bot=bot)
    assert written(bot) == {"yes": ["sure", "of course", "yep"]}
    assert yaml.safe_load((bot / "data" / "imported" / "their_bot.yml").read_text())["nlu"][0]["intent"] == "yes"


def test_importing_again_replaces_what_was_imported(bot: Path, tmp_path: Path) -> None:
    import_nlu(project(tmp_path, nlu=nlu(greet=["hey", "yo"])), write=True, bot=bot)
    import_nlu(project(tmp_path, nlu=nlu(greet=["hey", "howdy"])), write=True, bot=bot)
    assert written(bot) == {"greet": ["hey", "howdy"]}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("nlu: [", "cannot be read"),
        ("nlu: 3", "expected a list under nlu"),
        ("nlu:\n- [1]\n", "entry 1"),
        ("nlu:\n- intent: 7\n", "expected the name of an intent"),
        ("nlu:\n- intent: a b\n", "expected letters"),
    ],
)
def test_one_broken_file_and_nothing_is_written(
    bot: Path, tmp_path: Path, content: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = project(tmp_path, good=nlu(greet=["hey"]), broken=content)
    import_nlu(folder, write=False, bot=bot)
    with pytest.raises(typer.Exit):
        import_nlu(folder, write=True, bot=bot)
    assert not (bot / "data" / "imported").exists()
    told = said(capsys)
    assert "broken.yml" in told
    assert why in told


def test_formats_of_older_rasas_are_told(bot: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = project(tmp_path, nlu=nlu(greet=["hey"]))
    (folder / "data" / "nlu.md").write_text("## intent:greet\n- hey\n")
    (folder / "README.md").write_text("# A bot\n")
    import_nlu(folder, write=False, bot=bot)
    told = said(capsys)
    assert "nlu.md: Markdown of Rasa 1 and 2: convert it first" in told
    assert "README" not in told


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"renamed": ["greet"]}, "expected THEIRS=OURS"),
        ({"renamed": ["greet="]}, "expected THEIRS=OURS"),
        ({"renamed": ["grete=greet"]}, "expected one of their intents (greet), found 'grete'"),
        ({"left_out": ["grete"]}, "expected one of their intents (greet), found 'grete'"),
        ({"name": "../rules"}, "expected small letters"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    bot: Path, tmp_path: Path, changes: dict[str, object], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit):
        import_nlu(project(tmp_path, nlu=nlu(greet=["hey"])), write=True, bot=bot, **changes)  # type: ignore[arg-type]
    assert why in said(capsys)
    assert not (bot / "data" / "imported").exists()


@pytest.mark.parametrize(("make", "why"), [(None, "no such folder"), ("file", "a file"), ("empty", "found none in 0")])
def test_a_folder_that_is_no_project_is_refused(
    bot: Path, tmp_path: Path, make: str | None, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "theirs"
    if make == "file":
        folder.write_text("x")
    elif make == "empty":
        folder.mkdir()
    with pytest.raises(typer.Exit):
        import_nlu(folder, write=False, bot=bot)
    assert why in said(capsys)


def test_nothing_new_is_nothing_written(bot: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit):
        import_nlu(project(tmp_path, nlu=nlu(greet=["hello"])), write=True, bot=bot)
    assert "nothing new" in said(capsys)
    assert not (bot / "data" / "imported").exists()
