"""`aisle doctor`: what is wrong with this installation, and what to do about it. Reads; repairs nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

import typer
from rich.markup import escape
from rich.table import Table

from bot.cli import contents, examinations
from bot.cli.common import CONFIG, console
from bot.cli.patient import Found, Patient

Checks = Sequence[tuple[str, Callable[[Patient], Found]]]
CHECKS: Checks = (
    ("Python", examinations.check_python),
    ("packages", examinations.check_packages),
    ("config.yml", examinations.check_config),
    ("environment", examinations.check_environment),
    ("AISLE_HOME", examinations.check_home),
    ("database", contents.check_database),
    ("webhooks", contents.check_webhooks),
    ("encoder", contents.check_encoder),
    ("generator", contents.check_generator),
    ("index", contents.check_index),
    ("Rasa model", contents.check_model),
    ("port", examinations.check_port),
    ("e-mail", examinations.check_smtp),
)


def doctor() -> None:
    """Show every check; exit code 1 where one failed."""
    shown = Table("", "check", "found", "what to do")
    found = examine(Patient(CONFIG, os.environ))
    for name, (ok, what, todo) in found:
        mark = {True: "[green]✓[/]", False: "[red]✗[/]", None: "–"}[ok]
        shown.add_row(mark, name, escape(what), escape(todo) if ok is False else "")
    console.print(shown)
    wrong = sum(ok is False for _, (ok, _, _) in found)
    if wrong:
        console.print(f"[red]{wrong} of {len(found)} checks failed.[/]")
        raise typer.Exit(1)
    console.print("[green]Everything is in order.[/]")


def examine(patient: Patient, checks: Checks | None = None) -> list[tuple[str, Found]]:
    """Every check's name and result, in order; a check that breaks is a failed one."""
    results = []
    for name, check in CHECKS if checks is None else checks:
        try:
            found = check(patient)
        except Exception as error:
            found = Found(False, f"{type(error).__name__}: {error}", "This check itself failed; please report it.")
        results.append((name, found))
    return results
