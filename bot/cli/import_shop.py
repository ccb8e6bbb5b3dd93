"""`aisle import products|shoppers|orders`: previews a file of the shop's own, and imports it where that is wanted."""

from __future__ import annotations

import csv
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Optional

import typer
from rich.markup import escape
from rich.table import Table

from bot.cli.common import console, explained, read_all
from bot.settings import Settings
from shop.database import migrate, open_database, sessions
from shop.imports.importing import Kind, import_file
from shop.imports.orders import OrderImport
from shop.imports.products import ProductImport
from shop.imports.report import Bad, Report
from shop.imports.shoppers import ShopperImport

SHOWN = 50  # wrong rows on the screen; --report has them all


class Listed:
    """Keeps the first wrong rows for the screen, and writes all of them into the report."""

    def __init__(self, report: Optional[Path], stack: ExitStack) -> None:
        self.first: list[Bad] = []
        self._writer = None
        if report is not None:
            self._writer = csv.writer(stack.enter_context(report.open("w", encoding="utf-8", newline="")))
            self._writer.writerow(["row", "column", "expected", "found", "todo"])

    def __call__(self, bad: Bad) -> None:
        if len(self.first) < SHOWN:
            self.first.append(bad)
        if self._writer is not None:
            self._writer.writerow([bad.row or "", bad.column, bad.expected, bad.found, bad.todo])


def import_shop(what: str, file: Path, write: bool, report: Optional[Path] = None) -> None:
    """Show what an import would do, or do it; exit code 1 where anything is wrong, with nothing imported."""
    settings, environment = read_all()
    with explained(), ExitStack() as stack:
        listed = Listed(report, stack)
        found = Report(listed)
        environment.home.mkdir(parents=True, exist_ok=True)
        engine = open_database(environment.database.get_secret_value())
        stack.callback(engine.dispose)
        migrate(engine)
        with console.status(f"Reading {file}") as status:
            import_file(
                sessions(engine),
                _kind(what, settings),
                file,
                write,
                datetime.now(UTC),
                found,
                lambda done: status.update(f"{done:,} {what}"),
            )
    console.print(_counts(what, found))
    if found.bad:
        _tell(listed.first, found.bad, report)
        raise typer.Exit(1)
    if not write:
        console.print("Nothing was written. --write imports it.")
    elif not found.written:
        console.print("Nothing was written: everything is here already.")
    elif what == "products":
        console.print("Restart `aisle serve`: what is new is then found by its meaning too.")


def _kind(what: str, settings: Settings) -> Callable[[], Kind]:
    shop = settings.shop
    kinds: dict[str, Callable[[], Kind]] = {
        "products": ProductImport,
        "shoppers": lambda: ShopperImport(shop.locales, shop.time_zone),
        "orders": lambda: OrderImport(shop.currency, shop.time_zone),
    }
    return kinds[what]


def _counts(what: str, found: Report) -> Table:
    shown = Table(what, "new", "changed", "unchanged", "wrong")
    for column in shown.columns[1:]:
        column.justify = "right"
    state = "imported" if found.written else "would be imported" if not found.bad else "nothing is imported"
    wrong = f"[red]{found.bad:,}[/]" if found.bad else "0"
    shown.add_row(state, f"{found.new:,}", f"{found.changed:,}", f"{found.unchanged:,}", wrong)
    return shown


def _tell(first: list[Bad], count: int, report: Optional[Path]) -> None:
    shown = Table("row", "column", "expected", "found", "what to do")
    for bad in first:
        row = str(bad.row) if bad.row else "file"
        shown.add_row(row, *map(escape, (bad.column, bad.expected, bad.found, bad.todo)))
    console.print(shown)
    if count > len(first):
        rest = f"all of them are in {report}" if report else "--report FILE.csv writes all of them"
        console.print(f"… and {count - len(first):,} more; {escape(rest)}.", soft_wrap=True)
    elif report:
        console.print(f"The same is in {escape(str(report))}.", soft_wrap=True)
