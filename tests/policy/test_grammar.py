"""Flow files: what is read, and what is refused by file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.policy.grammar import FlowError, fingerprint, read_flows
from bot.policy.program import NEXT, Branch, Collect, Condition, Confirm, End, Jump, Run, Say
from tests.policy.talk import shop_flows


def written(folder: Path, text: str) -> Path:
    (folder / "own.yml").write_text(text, encoding="utf-8")
    return folder


def test_the_flows_that_ship_are_read() -> None:
    assert {"order_status", "cancel_order", "answer", "identify_verified"} <= shop_flows().keys()


def test_every_step_keeps_its_line(tmp_path: Path) -> None:
    text = """own:
  about: Everything a flow can hold.
  start_by: [one, two]
  takes: {colour: colour}
  steps:
    - say: utter_a
    - collect: number
      entity: [order_number, phone]
      ask: utter_b
    - run: action_c
      on:
        again: retry
        several: next
        none: [{say: utter_d}]
    - branch:
        - when: {slot: colour, is: red}
          then: [{say: utter_e}]
        - otherwise: [{say: utter_f}]
    - confirm: utter_g
      no: [{say: utter_h}]
    - end: everything
"""
    flow = read_flows(written(tmp_path, text))["own"]
    assert flow.start_by == ("one", "two")
    assert flow.wants() == {"colour": ("colour",), "number": ("order_number", "phone")}
    say, collect, run, branch = flow.steps[:4]
    assert (say, collect) == (Say(6, "utter_a"), Collect(7, "number", "utter_b", ("order_number", "phone")))
    assert isinstance(run, Run)
    assert (run.on["again"], run.on["several"]) == (1, NEXT)
    aside = run.on["none"]
    assert flow.steps[aside : aside + 2] == (Say(14, "utter_d"), End(10, done=False))
    assert branch == Branch(15, ((Condition("colour", "is", "red"), 4),), 6)
    assert flow.steps[4:8] == (Say(17, "utter_e"), Jump(15, 8), Say(18, "utter_f"), Jump(15, 8))
    confirm = flow.steps[8]
    assert isinstance(confirm, Confirm)
    assert flow.steps[confirm.no] == Say(20, "utter_h")
    assert flow.steps[9] == End(21, everything=True)


@pytest.mark.parametrize(
    ("slots", "condition", "holds"),
    [
        ({"a": 1}, Condition("a", "is", 1), True), ({}, Condition("a", "is", 1), False),
        ({"a": 2}, Condition("a", "at_least", 2), True), ({"a": "2"}, Condition("a", "at_least", 2), False),
        ({"a": 0}, Condition("a", "filled", True), True), ({}, Condition("a", "filled", False), True),
    ],
)  # fmt: skip
def test_a_condition_looks_at_one_slot(slots: dict[str, object], condition: Condition, holds: bool) -> None:
    assert condition.holds(slots) is holds


@pytest.mark.parametrize(
    ("steps", "line", "complaint"),
    [
        ("- shout: utter_a", 3, "unknown step 'shout'"),
        ("- say: utter_a\n      loudly: true", 3, "unknown key 'loudly'"),
        ("- collect: number", 3, "needs 'ask'"),
        ("- run: action_a\n      on: {wrong: retry}", 3, "'retry' needs a 'collect' step before it"),
        ("- end: somehow", 3, "'end' is one of"),
        ("- branch:\n        - when: {slot: a}\n          then: [{say: utter_a}]", 4, "'when' needs a slot and one of"),
        ("- 7", 3, "expected keys and values"),
        ("7", 1, "expected a list of steps"),
    ],
)
def test_a_step_that_is_not_known_is_refused_by_its_line(tmp_path: Path, steps: str, line: int, complaint: str) -> None:
    with pytest.raises(FlowError) as error:
        read_flows(written(tmp_path, f"own:\n  steps:\n    {steps}\n"))
    assert f"own.yml:{line}: " in str(error.value)
    assert complaint in str(error.value)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("own:\n  kind: wish\n  steps: [{say: a}]\n", "kind is one of"),
        ("own:\n  stops: [{say: a}]\n", "unknown key 'stops'"),
        ("own:\n  about: Nothing.\n", "expected 'steps', found none"),
        ("- own\n", "expected flow names"),
        ("own: [\n", "expected YAML"),
        ("own:\n", "expected keys and values"),
    ],
)
def test_a_file_that_is_no_flow_file_is_refused(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(FlowError, match=complaint):
        read_flows(written(tmp_path, text))


def test_a_folder_without_flows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FlowError, match="found none"):
        read_flows(tmp_path)


def test_two_flows_of_one_name_are_refused_with_both_places(tmp_path: Path) -> None:
    for name in ("a.yml", "b.yml"):
        (tmp_path / name).write_text("own:\n  steps:\n    - say: utter_a\n")
    with pytest.raises(FlowError, match=r"b\.yml:2: flow 'own' is already in .*a\.yml:2"):
        read_flows(tmp_path)


def test_another_step_is_another_fingerprint(tmp_path: Path) -> None:
    first = fingerprint(written(tmp_path, "own:\n  steps:\n    - say: utter_a\n"))
    assert first == fingerprint(tmp_path)
    assert first != fingerprint(written(tmp_path, "own:\n  steps:\n    - say: utter_b\n"))
