"""promoted.json: which model runs, what ran before, and that no half of a change is ever seen."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.rasa.promotion import FIRST, KEPT, OTHER_GROUND, SPARE, CannotRun, Promotions, ground_of, to_run


def model(folder: Path, examples: str, ground: str = "g", age: int = 0) -> Path:
    """A file that stands for a model, `age` seconds old."""
    file = folder / f"aisle-{ground}-{examples}.tar.gz"
    file.write_text(examples)
    os.utime(file, (1_700_000_000 - age, 1_700_000_000 - age))
    return file


def test_at_first_nothing_runs(tmp_path: Path) -> None:
    promotions = Promotions(tmp_path / "not" / "there")
    assert promotions.current() is None
    assert promotions.running() is None
    assert promotions.decisions() == {}


def test_what_is_promoted_runs_until_the_next_one(tmp_path: Path) -> None:
    promotions = Promotions(tmp_path)
    for name in ("one", "two"):
        promotions.promote(model(tmp_path, name), f"{name} is good", {"macro_f1": 0.9})
    assert promotions.running() == tmp_path / "aisle-g-two.tar.gz"
    assert [each.why for each in Promotions(tmp_path).decisions().values()] == ["one is good", "two is good"]


def test_going_back_goes_one_step_at_a_time(tmp_path: Path) -> None:
    promotions = Promotions(tmp_path)
    for name in ("one", "two", "three"):
        promotions.promote(model(tmp_path, name), name)
    assert promotions.roll_back("g").model == "aisle-g-two.tar.gz"
    assert promotions.roll_back("g").model == "aisle-g-one.tar.gz"
    assert promotions.running() == tmp_path / "aisle-g-one.tar.gz"
    with pytest.raises(CannotRun, match="no model to go back to"):
        promotions.roll_back("g")
    assert promotions.running() == tmp_path / "aisle-g-one.tar.gz"
    assert [each.taken_back for each in promotions.decisions().values()] == [False, True, True]


def test_after_going_back_the_next_model_goes_on_from_there(tmp_path: Path) -> None:
    promotions = Promotions(tmp_path)
    promotions.promote(model(tmp_path, "one"), "")
    promotions.promote(model(tmp_path, "two"), "")
    promotions.roll_back("g")
    promotions.promote(model(tmp_path, "three"), "")
    assert promotions.roll_back("g").model == "aisle-g-one.tar.gz"


def test_a_model_of_other_flows_cannot_come_back(tmp_path: Path) -> None:
    promotions = Promotions(tmp_path)
    promotions.promote(model(tmp_path, "one", ground="old"), "")
    promotions.promote(model(tmp_path, "two", ground="new"), "")
    with pytest.raises(CannotRun, match="other flows, domain, code or encoder"):
        promotions.roll_back("new")
    assert promotions.running() == tmp_path / "aisle-new-two.tar.gz"


@pytest.mark.parametrize("harm", ["missing", "damaged"])
def test_a_model_that_is_not_whole_is_refused_with_the_way_out(tmp_path: Path, harm: str) -> None:
    promotions = Promotions(tmp_path)
    promotions.promote(model(tmp_path, "one"), "")
    promotions.promote(model(tmp_path, "two"), "")
    file = tmp_path / "aisle-g-two.tar.gz"
    if harm == "missing":
        file.unlink()
    else:
        file.write_text("tw")
    with pytest.raises(CannotRun, match=f"two.tar.gz is {harm}.*aisle train --rollback.*aisle train nlu"):
        promotions.running()
    assert promotions.roll_back("g").model == "aisle-g-one.tar.gz"
    assert promotions.running() == tmp_path / "aisle-g-one.tar.gz"


def test_a_model_before_that_is_not_whole_cannot_come_back(tmp_path: Path) -> None:
    promotions = Promotions(tmp_path)
    promotions.promote(model(tmp_path, "one"), "")
    promotions.promote(model(tmp_path, "two"), "")
    (tmp_path / "aisle-g-one.tar.gz").write_text("tampered with")
    with pytest.raises(CannotRun, match="damaged"):
        promotions.roll_back("g")
    assert promotions.running() == tmp_path / "aisle-g-two.tar.gz"


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        '{"current": "aisle-g-one.tar.gz", "models": []}',
        '{"models": []}',
        '{"current": null, "models": [1]}',
    ],
)
def test_a_pointer_that_cannot_be_read_is_refused_with_the_way_out(tmp_path: Path, content: str) -> None:
    (tmp_path / "promoted.json").write_text(content)
    with pytest.raises(CannotRun, match=r"promoted.json cannot be read.*Remove it"):
        Promotions(tmp_path).running()


def test_models_that_ran_are_kept_longest(tmp_path: Path) -> None:
    promotions = Promotions(tmp_path)
    for at in range(KEPT + 2):
        promotions.promote(model(tmp_path, f"ran{at}", age=1000 - at), "")
    for at in range(SPARE + 2):
        promotions.refuse(model(tmp_path, f"new{at}", age=100 - at), "worse", {})
    promotions.tidy()
    left = {file.name for file in tmp_path.glob("*.tar.gz")}
    ran = {f"aisle-g-ran{at}.tar.gz" for at in range(2, KEPT + 2)}
    new = {f"aisle-g-new{at}.tar.gz" for at in range(2, SPARE + 2)}
    assert left == ran | new
    assert set(promotions.decisions()) == left
    for _ in range(KEPT - 1):
        promotions.roll_back("g")
    with pytest.raises(CannotRun, match="no model to go back to"):
        promotions.roll_back("g")


def test_a_running_model_that_is_gone_is_not_what_is_gone_back_to(tmp_path: Path) -> None:
    promotions = Promotions(tmp_path)
    promotions.promote(model(tmp_path, "one"), "")
    promotions.promote(model(tmp_path, "two"), "")
    (tmp_path / "aisle-g-two.tar.gz").unlink()
    promotions.promote(model(tmp_path, "three"), "")
    assert promotions.roll_back("g").model == "aisle-g-one.tar.gz"


def test_two_at_once_lose_no_decision(tmp_path: Path) -> None:
    files = [model(tmp_path, f"m{at}", age=at) for at in range(SPARE)]
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda file: Promotions(tmp_path).refuse(file, "worse", {}), files))
    assert len(json.loads((tmp_path / "promoted.json").read_text())["models"]) == len(files)


def test_figures_that_are_measured_later_are_kept(tmp_path: Path) -> None:
    promotions = Promotions(tmp_path)
    promotions.promote(model(tmp_path, "one"), "the first")
    promotions.add_figures("aisle-g-one.tar.gz", {"macro_f1": 0.5})
    current = promotions.current()
    assert current is not None
    assert (current.figures, current.why) == ({"macro_f1": 0.5}, "the first")


@pytest.mark.parametrize(
    ("name", "ground"), [("aisle-g-e.tar.gz", "g"), ("aisle-0bd2b3466c107ad4.tar.gz", ""), ("other.tar.gz", "")]
)
def test_the_ground_stands_in_the_name(name: str, ground: str) -> None:
    assert ground_of(name) == ground


def never() -> Path:
    raise AssertionError("nothing needs training")


def test_without_a_promoted_model_the_one_for_what_is_on_disk_is_trained_and_promoted(tmp_path: Path) -> None:
    promotions = Promotions(tmp_path)
    made = to_run(promotions, "g", lambda: model(tmp_path, "one"))
    current = promotions.current()
    assert current is not None
    assert (promotions.running(), current.why) == (made, FIRST)


def test_the_promoted_model_runs_whatever_the_examples_are_now(tmp_path: Path) -> None:
    promotions = Promotions(tmp_path)
    promotions.promote(model(tmp_path, "one"), "")
    model(tmp_path, "of_today")
    assert to_run(promotions, "g", never) == tmp_path / "aisle-g-one.tar.gz"


def test_other_flows_domain_or_code_train_again(tmp_path: Path) -> None:
    promotions = Promotions(tmp_path)
    promotions.promote(model(tmp_path, "one", ground="old"), "")
    made = to_run(promotions, "new", lambda: model(tmp_path, "one", ground="new"))
    current = promotions.current()
    assert made.name == "aisle-new-one.tar.gz"
    assert current is not None
    assert (current.model, current.before, current.why) == (made.name, "aisle-old-one.tar.gz", OTHER_GROUND)


def test_a_promoted_model_that_is_missing_is_no_reason_to_train_in_silence(tmp_path: Path) -> None:
    promotions = Promotions(tmp_path)
    promotions.promote(model(tmp_path, "one"), "")
    (tmp_path / "aisle-g-one.tar.gz").unlink()
    with pytest.raises(CannotRun, match="is missing"):
        to_run(promotions, "g", never)
