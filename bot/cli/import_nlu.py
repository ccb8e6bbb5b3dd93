"""`aisle import nlu`: previews the examples of a Rasa 3 project, and writes them into bot/data where that is wanted."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Optional

from rich.markup import escape
from rich.table import Table

from bot.cli.common import console, explained, fail
from bot.cli.imported import Intent, Plan, plan
from bot.cli.rasa_project import FoundFile, read_project
from bot.whole import write_whole

BOT = Path(__file__).parent.parent
SHOWN = 12  # collisions that are listed


def import_nlu(
    folder: Path,
    write: bool,
    name: Optional[str] = None,
    renamed: Sequence[str] = (),
    left_out: Sequence[str] = (),
    bot: Path = BOT,
) -> None:
    """Show what an import would take and what not; with `write`, do it: the whole file or nothing."""
    name = name or re.sub(r"[^a-z0-9]+", "_", folder.resolve().name.lower()).strip("_") or "rasa"
    if not re.fullmatch(r"[a-z0-9_]+", name):
        fail(f"--name: expected small letters, digits and _, found '{name}'")
    target = bot / "data" / "imported" / f"{name}.yml"
    try:
        names = _renamed(renamed)
        files = read_project(folder)
        found = [each for file in files for each in file.examples]
        _known([*names, *left_out], {each.intent for each in found})
    except ValueError as error:
        fail(str(error))
    made = plan(found, bot / "data", target, names, left_out)
    handled = _handled(bot)
    shown = os.path.relpath(target)
    console.print(_files(files, folder), _intents(made, handled))
    _tell(made, handled)
    broken = [each for each in files if each.broken]
    for each in broken:
        console.print(f"[red]{escape(str(each.path))}[/]: {escape(each.broken)}", soft_wrap=True)
    if not write:
        console.print(f"Nothing was written. --write puts {made.size} examples into {shown}.", soft_wrap=True)
        return
    if broken:
        fail(f"Nothing was written: {len(broken)} files cannot be read. Correct or remove them.")
    if not made.size:
        fail("Nothing was written: there is nothing new to take.")
    with explained():
        write_whole(target, made.as_yaml(folder.resolve().name))
    console.print(
        f"{made.size} examples are in {shown}. Now: aisle flows --check, then aisle train nlu, which promotes the new "
        "model where it is not worse.",
        soft_wrap=True,
    )


def _renamed(pairs: Sequence[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        theirs, equals, ours = pair.partition("=")
        if not equals or not theirs or not re.fullmatch(r"[A-Za-z0-9_]+", ours):
            raise ValueError(f"--as: expected THEIRS=OURS, such as --as track_parcel=order_status, found '{pair}'")
        found[theirs] = ours
    return found


def _known(named: Collection[str], theirs: Collection[str]) -> None:
    strange = sorted(set(named) - set(theirs))
    if strange:
        raise ValueError(f"expected one of their intents ({', '.join(sorted(theirs))}), found '{strange[0]}'")


def _handled(bot: Path) -> set[str]:
    """Intents that start a flow, or that answer what a flow asked."""
    from bot.policy.grammar import read_flows
    from bot.policy.reading import DIALOGUE

    return {*DIALOGUE, *(intent for flow in read_flows(bot / "flows").values() for intent in flow.start_by)}


def _files(files: Sequence[FoundFile], folder: Path) -> Table:
    shown = Table("file", "examples", "annotated values", "not taken", title="Files")
    for column in shown.columns[1:3]:
        column.justify = "right"
    for each in files:
        why = "\n".join(f"{count} × {reason}" for reason, count in sorted(each.left_out.items()))
        place = str(each.path.relative_to(folder))
        note = "[red]cannot be read, see below[/]" if each.broken else escape(why)
        values = f"{each.annotated}, marks taken off" if each.annotated else ""
        shown.add_row(escape(place), str(len(each.examples) or ""), values, note)
    return shown


def _intents(made: Plan, handled: Collection[str]) -> Table:
    shown = Table("their intent", "becomes", "en", "zh", "not taken", title="Intents")
    for column in shown.columns[2:4]:
        column.justify = "right"
    for each in sorted(made.intents, key=lambda each: (each.ours not in handled, each.name)):
        why = "\n".join(f"{count} × {reason}" for reason, count in sorted(each.left_out.items()))
        becomes = each.ours if each.ours in handled else f"[yellow]{each.ours}, which no flow handles[/]"
        shown.add_row(each.name, becomes, *(_size(each, locale) for locale in ("en", "zh")), escape(why))
    return shown


def _size(intent: Intent, locale: str) -> str:
    new, before = len(intent.texts[locale]), intent.before[locale]
    return f"{new} + {before}" if new and before else str(new or "")


def _tell(made: Plan, handled: Collection[str]) -> None:
    for line in made.collisions[:SHOWN]:
        console.print(f"[yellow]Collision:[/] {escape(line)}", soft_wrap=True)
    if len(made.collisions) > SHOWN:
        console.print(f"… and {len(made.collisions) - SHOWN} more collisions.")
    for each in made.intents:
        for locale in each.few:
            count = len(each.texts[locale]) + each.before[locale]
            console.print(f"[yellow]Few:[/] {each.ours} will have {count} examples ({locale}); ten learn better.")
    unhandled = sorted({each.ours for each in made.intents if each.ours not in handled and any(each.texts.values())})
    if unhandled:
        console.print(
            f"[yellow]No flow handles {', '.join(unhandled)}.[/] For each: list it under `intents:` in a file of "
            "bot/domain and name it in `start_by:` of a flow in bot/flows (docs/dialogue.md); or give its examples to "
            f"an intent of ours, --as {unhandled[0]}=OURS; or leave it out, --leave-out {unhandled[0]}. Until then "
            "`aisle flows --check` names it, and what is read so is answered as a question.",
            soft_wrap=True,
        )
