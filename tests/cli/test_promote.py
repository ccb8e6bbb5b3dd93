"""Only what is not worse is promoted, and there is always a way back; on small heads, without Rasa."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.cli.models import list_models, roll_back
from bot.cli.promote import BROKEN, NOT_WORSE, TAKEN_BACK, Contest, promote_if_better
from bot.nlu.fitting import fit_head
from bot.rasa.heads import NoHeads
from bot.rasa.promotion import FIRST, OTHER_GROUND, CannotRun, Promotions

WORDS = {"order_status": "订单到哪了", "cancel_order": "取消订购", "thanks": "多谢帮忙", "greet": "早上好呀"}
GROUND = "abc"


def no_vectors(texts: list[str]) -> Any:
    raise AssertionError("Chinese heads need no vectors")


class NoVectors:
    """An encoder for Chinese heads, which need none."""

    fingerprint = "none"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "models" / "rasa"
    made.mkdir(parents=True)
    return made


@pytest.fixture
def held(tmp_path: Path) -> Path:
    """Six messages an intent."""
    file = tmp_path / "held.yml"
    lines = [
        f"- {{text: {word}{end}, locale: zh, intent: {intent}}}"
        for intent, word in WORDS.items()
        for end in ("啊", "吧", "呢", "哦", "嘛", "哈")
    ]
    file.write_text("\n".join(lines))
    return file


Train = Callable[..., Path]


@pytest.fixture
def trained(folder: Path) -> Train:
    """Makes a model that knows the words of these intents, and takes the others' for the first of them."""

    def make(examples: str, knows: Sequence[str] = tuple(WORDS), ground: str = GROUND) -> Path:
        texts, labels = [], []
        for intent, word in WORDS.items():
            texts += [word, f"{word}了", f"请{word}"]
            labels += [intent if intent in knows else knows[0]] * 3
        for intent in set(WORDS) - set(knows):  # known, by words that nobody uses
            texts += [f"{intent}甲", f"{intent}乙", f"{intent}丙"]
            labels += [intent] * 3
        head = folder.parent / "head" / "train_bot.nlu.understanding.Understanding0" / "zh"
        fit_head("zh", list(zip(texts, labels, strict=True)), no_vectors).save(head)
        model = folder / f"aisle-{ground}-{examples}.tar.gz"
        with tarfile.open(model, "w:gz") as packed:
            packed.add(folder.parent / "head", "components")
            packed.addfile(tarfile.TarInfo(examples), io.BytesIO())
        return model

    return make


def contest(held: Path) -> Contest:
    return Contest(held, NoVectors())


def test_the_first_model_is_promoted_with_its_figures(folder: Path, held: Path, trained: Train) -> None:
    model = trained("one")
    runs, rows = promote_if_better(model, Promotions(folder), contest(held), force=False)
    current = Promotions(folder).current()
    assert runs
    assert current is not None
    assert (current.model, current.why, current.figures["accuracy"]) == (model.name, FIRST, 1.0)
    assert {row["system"] for row in rows} == {"aisle"}


def test_a_model_that_is_as_good_takes_its_place(folder: Path, held: Path, trained: Train) -> None:
    promotions = Promotions(folder)
    promote_if_better(trained("one"), promotions, contest(held), force=False)
    runs, rows = promote_if_better(trained("two"), promotions, contest(held), force=False)
    current = promotions.current()
    assert runs
    assert current is not None
    assert (current.model, current.before, current.why) == ("aisle-abc-two.tar.gz", "aisle-abc-one.tar.gz", NOT_WORSE)
    assert {row["system"] for row in rows} == {"aisle", "running"}


def test_a_worse_model_is_not_promoted_and_each_intent_says_why(
    folder: Path, held: Path, trained: Train, capsys: pytest.CaptureFixture[str]
) -> None:
    promotions = Promotions(folder)
    good, worse = trained("one"), trained("two", knows=["order_status", "cancel_order", "greet"])
    promote_if_better(good, promotions, contest(held), force=False)
    runs, rows = promote_if_better(worse, promotions, contest(held), force=False)
    said = " ".join(capsys.readouterr().out.split())
    assert not runs
    assert promotions.running() == good
    assert "thanks: 0 of 6 messages are found instead of 6" in said
    assert "“多谢帮忙啊” is read as order_status" in said
    assert "macro-F1 falls" in said
    refused = promotions.decisions()[worse.name]
    assert not refused.promoted
    assert "thanks" in refused.why
    assert len(rows) > 4


def test_force_promotes_a_worse_model_and_says_so(folder: Path, held: Path, trained: Train) -> None:
    promotions = Promotions(folder)
    promote_if_better(trained("one"), promotions, contest(held), force=False)
    worse = trained("two", knows=["order_status", "cancel_order", "greet"])
    runs, _ = promote_if_better(worse, promotions, contest(held), force=True)
    current = promotions.current()
    assert runs
    assert current is not None
    assert current.model == worse.name
    assert current.why.startswith("forced, although")


def test_what_runs_already_is_left_alone(folder: Path, held: Path, trained: Train) -> None:
    promotions, model = Promotions(folder), trained("one")
    promote_if_better(model, promotions, contest(held), force=False)
    runs, _ = promote_if_better(model, promotions, contest(held), force=False)
    current = promotions.current()
    assert runs
    assert current is not None
    assert current.why == FIRST


def test_a_model_that_was_taken_back_comes_again_by_force_alone(
    folder: Path, held: Path, trained: Train, capsys: pytest.CaptureFixture[str]
) -> None:
    promotions, one, two = Promotions(folder), trained("one"), trained("two")
    for model in (one, two):
        promote_if_better(model, promotions, contest(held), force=False)
    roll_back(promotions, GROUND)
    assert promotions.running() == one
    for _ in range(2):  # a refusal does not make it forget
        assert not promote_if_better(two, promotions, contest(held), force=False)[0]
        assert TAKEN_BACK in " ".join(capsys.readouterr().out.split())
    assert promote_if_better(two, promotions, contest(held), force=True)[0]
    assert promotions.running() == two


def test_flows_that_changed_promote_even_a_worse_model_since_the_old_one_cannot_run(
    folder: Path, held: Path, trained: Train, capsys: pytest.CaptureFixture[str]
) -> None:
    promotions = Promotions(folder)
    promote_if_better(trained("one"), promotions, contest(held), force=False)
    other = trained("two", knows=["order_status", "cancel_order", "greet"], ground="other")
    assert promote_if_better(other, promotions, contest(held), force=False)[0]
    current = promotions.current()
    assert current is not None
    assert current.why == OTHER_GROUND
    assert "cannot run with what is on disk now" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("harm", ["missing", "damaged"])
def test_where_the_running_model_cannot_run_the_new_one_is_promoted(
    folder: Path, held: Path, trained: Train, harm: str, capsys: pytest.CaptureFixture[str]
) -> None:
    promotions, one = Promotions(folder), trained("one")
    promote_if_better(one, promotions, contest(held), force=False)
    if harm == "missing":
        one.unlink()
    else:
        one.write_bytes(one.read_bytes()[:-9])
    two = trained("two", knows=["order_status", "cancel_order", "greet"])
    assert promote_if_better(two, promotions, contest(held), force=False)[0]
    assert harm in " ".join(capsys.readouterr().out.split())
    current = promotions.current()
    assert current is not None
    assert (current.model, current.why) == (two.name, BROKEN)


def test_messages_for_intents_that_were_never_learned_are_left_out(
    folder: Path, held: Path, trained: Train, capsys: pytest.CaptureFixture[str]
) -> None:
    held.write_text(held.read_text() + "\n- {text: 你好, locale: zh, intent: sing}\n")
    runs, rows = promote_if_better(trained("one"), Promotions(folder), contest(held), force=False)
    assert runs
    assert rows[0]["n"] == 24
    assert "1 messages are left out: bot/data has no examples of sing" in " ".join(capsys.readouterr().out.split())


def test_too_few_messages_decide_nothing(folder: Path, tmp_path: Path, trained: Train) -> None:
    few = tmp_path / "few.yml"
    few.write_text("- {text: 多谢, locale: zh, intent: thanks}\n")
    with pytest.raises(ValueError, match="expected 20 messages or more to compare by, found 1"):
        promote_if_better(trained("one"), Promotions(folder), contest(few), force=False)
    assert Promotions(folder).current() is None


def test_a_new_file_that_is_no_model_is_refused(folder: Path, held: Path) -> None:
    broken = folder / "aisle-abc-two.tar.gz"
    broken.write_bytes(b"half a")
    with pytest.raises(NoHeads, match="train it again"):
        promote_if_better(broken, Promotions(folder), contest(held), force=False)


def test_the_list_says_which_runs_and_what_became_of_the_others(folder: Path, held: Path, trained: Train) -> None:
    promotions = Promotions(folder)
    promote_if_better(trained("one"), promotions, contest(held), force=False)
    promote_if_better(trained("two"), promotions, contest(held), force=False)
    promote_if_better(trained("bad", knows=["greet", "thanks"]), promotions, contest(held), force=False)
    trained("new")
    trained("old", ground="other")
    table: Any = list_models(promotions, GROUND)
    names, states = ([*column.cells] for column in (table.columns[0], table.columns[2]))
    found = dict(zip(names, states, strict=True))
    assert found == {
        "abc-one": "ran before",
        "abc-two": "[bold green]runs[/]",
        "abc-bad": "not promoted",
        "abc-new": "not compared",
        "other-old": "not compared, other flows or code",
    }
    assert [*table.columns[3].cells][names.index("abc-two")] == "100.0%"


def test_there_is_nothing_to_go_back_to_at_first(folder: Path, held: Path, trained: Train) -> None:
    with pytest.raises(CannotRun, match="no model to go back to"):
        roll_back(Promotions(folder), GROUND)
    promote_if_better(trained("one"), Promotions(folder), contest(held), force=False)
    with pytest.raises(CannotRun, match="no model to go back to"):
        roll_back(Promotions(folder), GROUND)
