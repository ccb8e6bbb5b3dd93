"""`aisle train --list` and `--rollback`: which models there are, which one runs, and back to the one before."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Optional

from rich.markup import escape
from rich.table import Table

from bot.cli.common import console
from bot.rasa.promotion import RESTART, Decision, Promotions, ground_of


def roll_back(promotions: Promotions, ground: str) -> None:
    """Let the model before run again. Raises CannotRun."""
    back = promotions.roll_back(ground)
    console.print(f"{back.model} runs again. {RESTART}", soft_wrap=True)


def list_models(promotions: Promotions, ground: str) -> Table:
    """Every model that is kept, newest first, with what was decided about it. Raises CannotRun."""
    current, decisions = promotions.current(), promotions.decisions()
    shown = Table("model", "trained", "state", "macro-F1", "accuracy", "ECE", "why")
    for column in shown.columns[3:6]:
        column.justify = "right"
    for column in shown.columns[:2]:
        column.no_wrap = True
    files = sorted(promotions.folder.glob("aisle-*.tar.gz"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files:
        made = decisions.get(file.name)
        day = f"{datetime.fromtimestamp(file.stat().st_mtime, UTC):%Y-%m-%d %H:%M}"
        state = _state(file.name, made, current, ground)
        figures = [_shown(made, key) for key in ("macro_f1", "accuracy", "ece")]
        shown.add_row(_name(file.name), day, state, *figures, escape(made.why) if made else "")
    for made in [each for each in decisions.values() if not (promotions.folder / each.model).is_file()]:
        shown.add_row(_name(made.model), "", "[red]missing[/]", "", "", "", escape(made.why))
    return shown


def _name(model: str) -> str:
    return model.removesuffix(".tar.gz").removeprefix("aisle-")


def _state(name: str, made: Optional[Decision], current: Optional[Decision], ground: str) -> str:
    if current is not None and name == current.model:
        state = "[bold green]runs[/]"
    elif made is None:
        state = "not compared"
    elif made.taken_back:
        state = "taken back"
    else:
        state = "ran before" if made.promoted else "not promoted"
    return state if ground_of(name) == ground else f"{state}, other flows or code"


def _shown(made: Optional[Decision], key: str) -> str:
    return f"{made.figures[key]:.1%}" if made and key in made.figures else "–"
