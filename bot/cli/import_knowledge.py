"""`aisle import knowledge`: previews articles from files and pages, and writes them where that is wanted."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Optional

from rich.markup import escape
from rich.table import Table

from bot.cli.common import console, explained, fail, read_all
from knowledge.articles import Article, read_articles
from knowledge.errors import KnowledgeError
from knowledge.importing.drafts import Reading, Unreadable
from knowledge.importing.files import read_files
from knowledge.importing.plan import Plan, plan
from knowledge.importing.site import Manners, read_site
from knowledge.importing.writing import put
from knowledge.language import LOCALES

SHOWN = 40  # lines of each list
ENOUGH = 5  # ways to ask, beside the title
EXCERPT = 60  # characters of an answer


@dataclass(frozen=True)
class Asked:
    """What the command was told. `to`: None for the folder that is served."""

    to: Optional[Path] = None
    locale: str = ""
    write: bool = False
    overwrite: bool = False
    left_out: Sequence[str] = ()
    encoding: str = "utf-8"
    manners: Manners = field(default_factory=Manners)


def import_knowledge(sources: Sequence[str], asked: Asked) -> None:
    """Show what an import would take and what not; with `write`, do it: every article or none."""
    if asked.locale not in ("", *LOCALES):
        fail(f"--locale: expected {' or '.join(LOCALES)}, found '{asked.locale}'")
    _known_encoding(asked.encoding)
    folder = asked.to or read_all()[0].knowledge.folder
    with explained():
        there = read_articles(folder) if folder.is_dir() else []
    readings = _read(sources, asked)
    made = plan(readings, there, folder, asked.locale, asked.overwrite)
    console.print(_sources(readings, made))
    if made.articles("new", "changed"):
        console.print(_articles(made))
    _tell(made, there)
    taken = made.articles("new", "changed")
    counted = f"{len(made.articles('new'))} new and {len(made.articles('changed'))} changed articles"
    shown = os.path.relpath(folder)
    if made.broken:
        console.print("[red]Nothing can be written[/] while these stand; correct them, or --leave-out each.")
        fail(f"{len(made.broken)} of the sources cannot be read.")
    if not taken:
        console.print(f"There is nothing new for {shown}.", soft_wrap=True)
    elif not asked.write:
        console.print(f"Nothing was written. --write puts {counted} into {shown}.", soft_wrap=True)
    else:
        try:
            put(taken, folder)
        except KnowledgeError as error:
            fail(str(error))
        except OSError as error:
            fail(f"{shown} cannot be written: {error.strerror or error}. Every article is as it was before.")
        console.print(
            f"{counted} are in {shown}. A running server answers from them within two seconds; `aisle ask` tries them.",
            soft_wrap=True,
        )


def _read(sources: Sequence[str], asked: Asked) -> list[Reading]:
    readings: list[Reading] = []
    with console.status("Reading") as status:

        def looked(at: object) -> None:
            status.update(f"Reading {escape(str(at))}")

        for source in sources:
            try:
                if "://" in source:
                    readings += read_site(source, asked.manners, looked)
                else:
                    readings += read_files(Path(source), asked.encoding, looked)
            except Unreadable as error:
                fail(str(error))
    strange = sorted(set(asked.left_out) - {each.source for each in readings})
    if strange:
        fail(f"--leave-out: expected a file or page that was read, found '{strange[0]}'")
    return [each for each in readings if each.source not in asked.left_out]


def _known_encoding(name: str) -> None:
    try:
        "".encode(name)
    except LookupError:
        fail(f"--encoding: expected a name such as utf-8, gb18030 or cp1252, found '{name}'")


def _sources(readings: Sequence[Reading], made: Plan) -> Table:
    shown = Table("file or page", "new", "changed", "unchanged", "kept", "not taken", title="Sources")
    for column in shown.columns[1:]:
        column.justify = "right"
    counts: dict[str, dict[str, int]] = {}
    for change in made.changes:
        of = counts.setdefault(change.source, {})
        of[change.state] = of.get(change.state, 0) + 1
    not_taken: dict[str, int] = {}
    for source, _, _ in made.left_out:
        not_taken[source] = not_taken.get(source, 0) + 1
    for each in readings[:SHOWN]:
        if each.broken:
            shown.add_row(escape(each.source), "", "", "", "", "[red]cannot be read[/]")
            continue
        of = counts.get(each.source, {})
        states = [str(of.get(state) or "") for state in ("new", "changed", "unchanged", "kept")]
        shown.add_row(escape(each.source), *states, str(not_taken.get(each.source) or ""))
    if len(readings) > SHOWN:
        shown.add_row(f"… and {len(readings) - SHOWN} more")
    return shown


def _articles(made: Plan) -> Table:
    shown = Table("id", "", "question", "answer", title="Articles")
    taken = [change for change in made.changes if change.state in ("new", "changed")]
    for change in taken[:SHOWN]:
        article = change.article
        answer = " ".join(article.body.split())
        answer = answer if len(answer) <= EXCERPT else f"{answer[:EXCERPT]}…"
        mark = "[green]new[/]" if change.state == "new" else "[yellow]changed[/]"
        shown.add_row(escape(article.id), f"{article.locale} {mark}", escape(article.title), escape(answer))
    if len(taken) > SHOWN:
        shown.add_row(f"… and {len(taken) - SHOWN} more")
    return shown


def _tell(made: Plan, there: Sequence[Article]) -> None:
    kept = [(each.source, each.place, each.why) for each in made.changes if each.state == "kept"]
    _list("Not taken", [*made.left_out, *kept], "yellow")
    looks = [(each.source, each.place, look) for each in made.changes for look in each.looks]
    _list("Look at", looks, "yellow")
    gone = [(each.source, each.file.name, "is not there any more; remove the article where it holds no longer")
            for each in made.gone]  # fmt: skip
    _list("Gone", gone, "yellow")
    _list("Cannot be read", [(source, "", why) for source, why in made.broken], "red")
    few = sum(len(each.questions) < ENOUGH for each in made.articles("new", "changed"))
    if few:
        console.print(
            f"[yellow]Few questions:[/] {few} articles list fewer than {ENOUGH} ways to ask. With five, twice as many "
            "questions are answered at once (docs/knowledge.md): add them in `questions`, an import keeps them.",
            soft_wrap=True,
        )
    alone = [each for each in made.articles("new", "changed") if each.untranslated]
    for locale, other in (LOCALES, LOCALES[::-1]):
        count = sum(each.locale == locale for each in alone)
        if count:
            console.print(
                f"[yellow]Untranslated:[/] {count} articles are in {locale} alone; questions in {other} are not "
                "answered from them until there is an article of the same id in that language.",
                soft_wrap=True,
            )


def _list(title: str, lines: Sequence[tuple[str, str, str]], colour: str) -> None:
    for source, place, why in lines[:SHOWN]:
        where = escape(f"{source} {place}".strip())
        console.print(f"[{colour}]{title}:[/] {where}: {escape(why)}", soft_wrap=True)
    if len(lines) > SHOWN:
        console.print(f"… and {len(lines) - SHOWN} more like that.")
