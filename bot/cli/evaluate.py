"""`aisle evaluate`: understanding and answers on held-out messages, orders by tau-bench retail. The test half is used
only as it was frozen."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Optional

from rich.table import Table

from bot.cli.common import console, fail, read_all
from bot.measure.peers import PeerFailed
from bot.rasa.heads import NoHeads

TRAINING = Path(__file__).parent.parent.parent / "training"
FROZEN = TRAINING / "frozen.sha256"


class Changed(Exception):
    """A held-out file is not the one that was frozen."""


def evaluate(
    what: str,
    json: Optional[Path],
    test: bool,
    data: Optional[Path] = None,
    peers: bool = False,
    tune: bool = False,
    tasks: Optional[int] = None,
    seed: int = 1,
    again: bool = False,
    full: bool = False,
    write: bool = True,
) -> None:
    """Measure `understanding` or `answers` on the dev half, with `test` on the frozen test half, or on own messages;
    or `orders` on tau-bench retail's tasks in `data`, in phrases of the dev or test half. Answers are also written and
    judged, 300 or in `full` 1,000, unless `write` is off.

    Understanding and answers also write a page; `peers` trains Rasa's DIET anew for it. With the public sets in `data`
    these are measured too; `tune` trains the adapters for ten examples an intent anew.
    """
    if what not in ("understanding", "answers", "orders"):
        fail(f"expected understanding, answers or orders, found '{what}'")
    if what == "answers" and (data or peers):
        fail("--data and --peers are for understanding; answers are measured on training/questions")
    if what == "orders" and data is None:
        fail(
            "--data: expected a folder with tau-bench retail's users.json, products.json, orders.json and tasks_*.json"
        )
    if what != "orders" and test and data:
        fail("expected --test or --data, found both: the frozen half is measured as it is")
    from training.labelled import SetError

    try:
        if what == "understanding":
            rows = _understanding(test, data, peers, tune)
        elif what == "orders" and data is not None:
            rows = _orders(data, test, tasks, seed, again)
        else:
            from bot.cli.evaluate_answers import measure as measure_answers

            rows = measure_answers(test, full, write)
    except (Changed, FileNotFoundError, NoHeads, PeerFailed, SetError, ValueError) as error:
        fail(str(error))
    console.print(_table(f"{what}, {data or ('test' if test else 'dev')}", rows))
    if json:
        from bot.measure.report import write_report

        said = f" --data {data}" if data else ""
        said += " --test" if test else ""
        said += f" --tasks {tasks} --seed {seed}" if tasks else ""
        said += (" --full" if full else "") + ("" if write else " --no-write")
        write_report(json, f"aisle evaluate {what}{said}", rows)
        console.print(f"written to {json}")


def verified(file: Path, frozen: Path = FROZEN) -> Path:
    """The file, if it is byte for byte the one in the list of frozen files; else Changed."""
    lines = [line.split(maxsplit=1) for line in frozen.read_text("utf-8").splitlines() if line.strip()]
    listed = {name: digest for digest, name in lines}
    name = str(file.relative_to(frozen.parent))
    found = hashlib.sha256(file.read_bytes()).hexdigest()
    if listed.get(name) != found:
        raise Changed(
            f"{file}: expected the frozen file with SHA-256 {listed.get(name, '(not listed)')}, found {found}. "
            f"Restore it from git; a test half that was changed measures nothing ({frozen.name})"
        )
    return file


def _understanding(test: bool, data: Optional[Path], peers: bool, tune: bool) -> list[Any]:
    """The shop's messages (or those in `data`); where `data` holds the public sets, ours and these."""
    from bot.cli.benchmarks import is_public, public_rows
    from bot.cli.understanding import measure

    if data is None or not is_public(data):
        if tune:
            raise ValueError("expected --data with a folder that holds banking77/, which --tune learns from")
        return measure(test, data, peers)
    return [*measure(test, None, peers), *public_rows(data, read_all()[1].home, tune)]


def _orders(data: Path, test: bool, tasks: Optional[int], seed: int, again: bool) -> list[Any]:
    from bot.cli.evaluate_orders import measure
    from training.tau.voice import PHRASINGS

    verified(PHRASINGS)
    return list(measure(data, test, tasks, seed, again))


def _table(title: str, rows: Sequence[Any]) -> Table:
    shown = Table("set", "system", "metric", "value", "n", title=title)
    for column in (3, 4):
        shown.columns[column].justify = "right"
    for row in (each for each in rows if each["set"].count(" ") < 2):  # kinds of values are on the page
        shown.add_row(row["set"], row["system"], row["metric"], f"{row['value']:.4f}", str(row["n"]))
    return shown
