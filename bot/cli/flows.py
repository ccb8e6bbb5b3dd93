"""`aisle flows`: check every flow, sentence and example, and draw the flows."""

from __future__ import annotations

from pathlib import Path

import typer
from ruamel.yaml.error import YAMLError

from bot.cli.common import console, errors, fail
from bot.cli.drawing import draw
from bot.cli.examples import check_examples
from bot.policy.grammar import FlowError, read_flows
from bot.policy.program import Flow
from bot.policy.sentences import check_domain, read_mentions
from bot.policy.validate import check_flows
from bot.policy.vocabulary import read_vocabulary


def flows(out: Path, check: bool) -> None:
    """List every problem and end with exit code 1; with none, draw the flows into `out` (`check`: only compare)."""
    root = Path()
    try:
        found = read_flows(root / "bot" / "flows")
        problems = problems_of(root, found)
    except (FlowError, YAMLError) as error:
        fail(str(error))
        raise AssertionError from error
    drawn = draw(found)
    if check and (not out.is_file() or out.read_text(encoding="utf-8") != drawn):
        problems.append(f"{out}:1: not drawn from the flows there are now. Run 'aisle flows'.")
    for problem in problems:
        errors.print(problem, highlight=False, markup=False, emoji=False, soft_wrap=True)
    if problems:
        errors.print(f"{len(problems)} to mend.", highlight=False)
        raise typer.Exit(1)
    if not check:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(drawn, encoding="utf-8")
    console.print(f"{len(found)} flows fit the domain, the actions and the examples.", highlight=False)


def problems_of(root: Path, found: dict[str, Flow]) -> list[str]:
    """What is wrong with the flows, the domain and the examples below `root`. Raises YAMLError."""
    from actions.registry import ALL, WRITES

    names = {action.called for action in ALL}
    vocabulary = read_vocabulary(root / "bot" / "domain")
    code = [file for room in ("actions", "bot") for file in sorted((root / room).rglob("*.py"))]
    problems = check_flows(found, vocabulary, names, WRITES)
    problems += check_domain(found, vocabulary, names, read_mentions(code))
    problems += check_examples(root / "bot" / "data", vocabulary.intents)
    return problems
