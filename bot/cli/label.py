"""`aisle label`: what shoppers said that was not understood, explained at the terminal or by a script."""

from __future__ import annotations

import getpass
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

import typer
from rich.markup import escape
from rich.table import Table

from bot.cli.common import console, explained, fail, read_all

if TYPE_CHECKING:
    from bot.learning.labels import Labels
    from knowledge.encoder import Encoder
    from shop.refits import Refit, Refits
    from shop.unclear import Unclear

FLOWS = Path(__file__).parent.parent / "flows"
NOBODY_SECONDS, LONGEST_SECONDS = 5.0, 300.0  # until nobody begins; until we stop waiting for what has begun


@dataclass(frozen=True)
class School:
    """What the command works on, and in whose name."""

    labels: Labels
    refits: Refits
    by: str


def label(
    listed: bool,
    json: Optional[Path],
    set_: Optional[tuple[int, str]],
    text: Optional[str],
    new: bool,
    discard: Optional[int],
    undo: bool,
    learn: bool,
    limit: int,
) -> None:
    """Do the one thing that was asked for; without any, go through the messages one by one."""
    asked = [name for name, given in _ways(listed, set_, discard, undo).items() if given]
    if len(asked) > 1:
        fail(f"expected one of {', '.join(_ways(False, None, None, False))}, found {' and '.join(asked)}")
    if (text is not None or new) and set_ is None:
        fail("--text and --new belong to --set ID INTENT")
    if json is not None and not (listed or learn):
        fail("--json belongs to --list or --learn")
    with opened() as school, told():
        if listed:
            list_messages(school, limit, json)
        elif set_ is not None:
            keep(school, *set_, text, new)
        elif discard is not None:
            school.labels.discard(discard, school.by)
            console.print(f"{discard} is discarded.")
        elif undo:
            take_back(school)
        elif not learn:
            from bot.cli.explaining import explain

            learn = explain(school, limit)
        if learn:
            wait_for_learning(school, json if not listed else None)


def _ways(listed: bool, set_: object, discard: object, undo: bool) -> dict[str, bool]:
    return {"--list": listed, "--set": set_ is not None, "--discard": discard is not None, "--undo": undo}


def list_messages(school: School, limit: int, json: Optional[Path]) -> None:
    """Everything that waits, the most helpful first, as a table and as rows."""
    groups = school.labels.waiting(limit)
    shown = Table("id", "message", "times", "why", "may mean", title="Not clearly understood")
    for group in groups:
        for at, each in enumerate(group):
            likely = ", ".join(f"{intent} {share:.0%}" for intent, share in each.ranking[:2])
            text = ("" if at == 0 else "  ~ ") + escape(each.text)
            shown.add_row(str(each.id), text, str(each.times), each.why, likely)
    console.print(shown if groups else "Nothing waits to be explained.")
    if json is not None:
        from bot.measure.report import write_report

        rows: Any = [_row(each, group) for group in groups for each in group]
        write_report(json, "aisle label --list", rows)
        console.print(f"written to {json}")


def keep(school: School, unclear_id: int, intent: str, text: Optional[str], new: bool) -> None:
    """Label one message, and say where its example stands."""
    kept = school.labels.label(unclear_id, intent, school.by, text, new)
    verb = "kept" if kept.written else "stands already"
    console.print(f"“{kept.text}” is {verb} as {kept.intent} in {kept.place}.", markup=False, soft_wrap=True)
    if kept.note:
        console.print(kept.note, style="yellow", markup=False, soft_wrap=True)


def take_back(school: School) -> Optional[Unclear]:
    """Undo the last label or discard of this person."""
    undone = school.labels.undo(school.by)
    said = "There is nothing to take back." if undone is None else f"“{undone.text}” waits again."
    console.print(said, markup=False, soft_wrap=True)
    return undone


def wait_for_learning(school: School, json: Optional[Path] = None) -> None:
    """Ask for a refit and wait for the server to do it; exit code 1 where worse heads are refused, or it failed."""
    asked = school.refits.ask(school.by)
    began = time.monotonic()
    with console.status("Waiting for a running Aisle to learn it"):
        while True:
            refit = school.refits.one(asked.id)
            waited = time.monotonic() - began
            if refit.ended_at is not None or waited > (NOBODY_SECONDS if refit.state == "asked" else LONGEST_SECONDS):
                break
            time.sleep(0.25)
    if refit.state == "asked":
        console.print("No Aisle is running here. It is learned as soon as one does.")
        return
    for line in told_of(refit):
        console.print(line, markup=False, soft_wrap=True)
    if json is not None:
        from bot.measure.report import row, write_report

        found = [
            row(each["language"], system, "macro_f1", each[key], each["n"])
            for each in refit.report.get("verdicts", [])
            for system, key in (("running", "before"), ("aisle", "after"))
        ]
        seconds, examples = refit.report.get("seconds", 0.0), sum(refit.report.get("examples", {}).values())
        write_report(json, "aisle label --learn", [*found, row("shop", "aisle", "refit_seconds", seconds, examples)])
    if refit.state not in ("done", "running"):
        raise typer.Exit(1)


def told_of(refit: Refit) -> list[str]:
    """How a refit ended, in sentences."""
    report = refit.report
    figures = [
        f"{each['language']}: macro-F1 {each['before']:.1%} → {each['after']:.1%} on {each['n']} messages"
        for each in report.get("verdicts", [])
    ]
    fresh = report.get("fresh") or {}
    if fresh.get("examples"):
        known, now = fresh["before"], fresh["now"]
        figures.append(f"of {fresh['examples']} new examples {known} were understood before, {now} now, unseen")
    left = [f"{intent} is not learned: {why}" for intent, why in report.get("left_out", {}).items()]
    heads = {
        "done": f"Learned in {report.get('seconds', 0):.1f} s; heads {refit.version} answer now.",
        "refused": "Not taken: the new heads are worse, those that answer stay. Look at what was labelled last.",
        "failed": f"Not learned, nothing changed: {report.get('why', 'the server was stopped; ask again')}",
        "running": "It takes longer than usual; the server goes on with it.",
    }[refit.state]
    if refit.state == "done" and not report.get("changed", True):
        heads = "Nothing was new; the heads stay."
    return [heads, *figures, *left]


@contextmanager
def opened() -> Iterator[School]:
    """The labels over the shop's database and the files of examples."""
    from bot.learning.teaching import open_labels
    from bot.policy.grammar import FlowError, read_flows
    from shop.database import migrate, open_database, sessions
    from shop.refits import Refits
    from shop.unclear import UnclearMessages

    settings, environment = read_all()
    with explained():
        engine = open_database(environment.database.get_secret_value())
        try:
            migrate(engine)
            factory = sessions(engine)
            unclear = UnclearMessages(factory, keep=timedelta(days=settings.learning.keep_days))
            labels = open_labels(
                unclear, _encoder(environment.home), read_flows(FLOWS), settings.learning, settings.training.held_out
            )
            yield School(labels, Refits(factory), f"{getpass.getuser()} (terminal)")
        except FlowError as error:
            fail(str(error))
        finally:
            engine.dispose()


@contextmanager
def told() -> Iterator[None]:
    """A label that is not taken ends the command with its reason."""
    from bot.learning.examples import BrokenExamples
    from bot.learning.labels import NotKept
    from bot.learning.notebook import NotWritten

    try:
        yield
    except (NotKept, NotWritten, BrokenExamples) as error:
        fail(str(error))


def _encoder(home: Path) -> Optional[Encoder]:
    """The exported encoder; None where there is none yet: then only the same words are shown together."""
    from bot.nlu.encoding import shared_encoder
    from knowledge.errors import ModelMissing

    try:
        return shared_encoder(home)
    except ModelMissing:
        return None


def _row(message: Unclear, group: list[Unclear]) -> dict[str, object]:
    return {
        "id": message.id,
        "text": message.text,
        "locale": message.locale,
        "times": message.times,
        "why": message.why,
        "ended": message.ended,
        "suggested": message.suggested,
        "ranking": [list(pair) for pair in message.ranking],
        "like": [each.id for each in group if each is not message],
        "last_at": message.last_at.isoformat(),
    }
