"""`aisle lint knowledge`: what is wrong with the articles, before a shopper finds it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

import httpx
import typer
from rich.markup import escape
from rich.table import Table

from bot.cli.common import console, explained, read_all
from bot.cli.prepare import export_encoder

if TYPE_CHECKING:
    from bot.settings import Environment
    from knowledge.lint.finding import Finding

COLOURS = {"error": "red", "warning": "yellow", "hint": "dim"}
LONGEST_SECONDS = 10.0  # for a page that is linked to


def lint_knowledge(folder: Optional[Path], days: int, online: bool, json: Optional[Path]) -> None:
    """Print what is wrong, the gravest first; exit code 1 where anything is an error."""
    from knowledge.lint.linting import lint
    from knowledge.opening import open_encoder

    settings, environment = read_all()
    with explained():
        export_encoder(environment.home)
        said = _said(environment, days)
        with httpx.Client(follow_redirects=True, timeout=LONGEST_SECONDS) as client:
            found = lint(
                folder or settings.knowledge.folder,
                open_encoder(environment.home),
                date.today(),
                said,
                days,
                reaching(client) if online else None,
            )
    show(found)
    if said is None:
        console.print(
            f"The log does not go back {days} days: which articles nobody needs is not known yet.", style="dim"
        )
    if json is not None:
        from bot.measure.report import write_report

        rows: Any = [each.to_json() for each in found]
        write_report(json, "aisle lint knowledge", rows)
        console.print(f"written to {json}")
    if any(each.severity == "error" for each in found):
        raise typer.Exit(1)


def show(found: list[Finding]) -> None:
    """The findings as a table; two sentences that disagree stand below each other."""
    if not found:
        console.print("Nothing is wrong with the articles.")
        return
    table = Table("", "check", "article", "found", title="Articles")
    for each in found:
        told = "\n".join([escape(each.message), *(f"  “{escape(sentence)}”" for sentence in each.sentences)])
        colour = COLOURS[each.severity]
        table.add_row(f"[{colour}]{each.severity}[/]", each.code, escape(f"{each.locale}/{each.article}"), told)
    console.print(table)
    counts = Counter(each.severity for each in found)
    console.print(", ".join(f"{count} {severity}{'s' if count > 1 else ''}" for severity, count in counts.items()))


def reaching(client: httpx.Client) -> Callable[[str], str]:
    """What tries a page: "" where it is there, else why not."""

    def reach(address: str) -> str:
        try:
            answer = client.head(address)
            if answer.status_code in (403, 405, 501):  # not every site answers HEAD
                answer = client.get(address)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return f"it cannot be reached ({type(error).__name__})"
        return f"it answers {answer.status_code}" if answer.status_code >= 400 else ""

    return reach


def _said(environment: Environment, days: int) -> Optional[frozenset[str]]:
    """Which articles were sent; None where there is no log yet."""
    from shop.database import migrate, open_database, sessions
    from shop.sent import articles_sent

    engine = open_database(environment.database.get_secret_value())
    try:
        migrate(engine)
        return articles_sent(sessions(engine), days)
    finally:
        engine.dispose()
