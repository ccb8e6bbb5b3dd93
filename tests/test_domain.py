"""The flows, sentences and examples that ship fit together, and their drawing is the current one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from actions.registry import ALL, WRITES
from bot.cli.drawing import draw
from bot.cli.flows import problems_of
from bot.policy.grammar import read_flows
from bot.policy.program import Run
from bot.policy.validate import check_flows
from bot.policy.vocabulary import read_vocabulary

ROOT = Path(__file__).parent.parent


def test_what_ships_has_no_problem() -> None:
    assert problems_of(ROOT, read_flows(ROOT / "bot" / "flows")) == []


def test_the_drawing_is_up_to_date() -> None:
    drawn = (ROOT / "docs" / "flows.md").read_text(encoding="utf-8")
    assert drawn == draw(read_flows(ROOT / "bot" / "flows")), "run 'aisle flows' to draw docs/flows.md again"


@pytest.mark.parametrize("write", sorted(WRITES))
def test_every_write_is_in_a_flow_and_found_out_when_its_yes_is_taken_away(write: str, tmp_path: Path) -> None:
    """Proof that the check looks at the real flows: without their 'confirm' steps, each write is named."""
    flows = read_flows(ROOT / "bot" / "flows")
    assert any(isinstance(step, Run) and step.action == write for flow in flows.values() for step in flow.steps)
    for file in (ROOT / "bot" / "flows").glob("*.yml"):
        lines = file.read_text(encoding="utf-8").splitlines()
        text = "\n".join(f"    - say: {line.split(': ')[1]}" if "- confirm:" in line else line for line in lines)
        (tmp_path / file.name).write_text(_without_no(text), encoding="utf-8")
    vocabulary = read_vocabulary(ROOT / "bot" / "domain")
    problems = check_flows(read_flows(tmp_path), vocabulary, {action.called for action in ALL}, WRITES)
    assert any(f"'{write}' writes" in problem for problem in problems)


def _without_no(text: str) -> str:
    kept, skipping = [], False
    for line in text.splitlines():
        indent = len(line) - len(line.lstrip())
        if line.strip().startswith(("no:", "change:")):
            skipping = True
        elif not skipping or indent <= 4:
            skipping = False
            kept.append(line)
    return "\n".join(kept) + "\n"


def test_checking_needs_no_rasa() -> None:
    code = "import sys, bot.cli.flows as own; from pathlib import Path; "
    code += "own.problems_of(Path(), own.read_flows(Path('bot/flows'))); "
    code += "sys.exit(any(name == 'rasa' or name.startswith('rasa.') for name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_problem_is_listed_and_the_exit_code_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("flows", "domain", "data"):
        (tmp_path / "bot" / folder).mkdir(parents=True)
    (tmp_path / "bot" / "flows" / "own.yml").write_text("own:\n  start_by: own\n  steps:\n    - say: utter_gone\n")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    script = "from bot.cli.main import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", script, "flows", "--check"], cwd=tmp_path, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 1
    assert "bot/flows/own.yml:4: flow 'own': no response 'utter_gone'" in done.stderr
    assert "docs/flows.md:1: not drawn from the flows there are now" in done.stderr
    assert "Traceback" not in done.stderr
