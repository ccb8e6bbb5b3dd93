"""`aisle evaluate orders`: the tasks of tau-bench retail, as calls of our shop and as conversations with shoppers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from bot.cli.common import console, explained, read_all
from bot.cli.tau_players import play_all
from bot.measure.report import Row, row
from training.tau.files import read_shop, read_tasks
from training.tau.played import Played, pass_k, reasons
from training.tau.replay import Replayed, replay
from training.tau.unwanted import errands as unwanted
from training.tau.wanted import Errand, errand_of

SET = "tau-retail"
RUNS, OF_ALL = 4, 150  # pass^4 is over so many errands
SHOWN = 20


def measure(data: Path, test: bool, sample: int | None, seed: int, again: bool) -> list[Row]:
    """The replay, then the conversations: all errands once, and 150 of them four times; with `sample`, so many
    tasks and errands once. As many processes play as there are cores, at most four.

    What was played before with the same model and phrases is not played again, unless `again`. FileNotFoundError where
    the data is not there.
    """
    shop = read_shop(data)
    with console.status("Replaying the calls of the tasks through the shop"):
        rows = told(replay(data, sample=sample, seed=seed))
    errands = [errand_of(shop, task) for task in read_tasks(data)]
    errands += unwanted(shop, read_tasks(data, ("train",)))
    mixed = Random(seed).sample(errands, len(errands))
    runs = [(errand, seed) for errand in mixed[:sample]]
    if sample is None:
        runs += [(errand, seed + more) for more in range(1, RUNS) for errand in mixed[:OF_ALL]]
    found = _played(data, runs, "test" if test else "dev", again)
    first = [result for result in found if result.seed == seed]
    rows += figures(first, found)
    _tell(first)
    return rows


def told(results: list[Replayed]) -> list[Row]:
    """Print what differs, and what the policy forbids; the figure."""
    for result in results:
        for each in result.differences:
            console.print(f"{result.task}: {each}", soft_wrap=True, markup=False)
    refused = sum(len(result.refused) for result in results)
    same = sum(result.same for result in results)
    console.print(
        f"{same} of {len(results)} tasks leave the same shop; {refused} calls are refused, as tau refuses them."
    )
    return [row(SET, "aisle", "gold_replay", same / len(results), len(results))] if results else []


def figures(first: list[Played], found: list[Played]) -> list[Row]:
    """pass^1 over all, over those that write and those that must not, pass^4 where there are four runs, turns, writes
    that nobody asked for (a count)."""
    rows = []
    for name, some in (
        (SET, first),
        (f"{SET}-writes", [result for result in first if result.wanted]),
        (f"{SET}-no-write", [result for result in first if not result.wanted]),
    ):
        if some:
            rows.append(row(name, "aisle", "pass^1", pass_k(some, 1)[0], len(some)))
    four, count = pass_k(found, RUNS)
    if count:
        rows.append(row(SET, "aisle", "pass^4", four, count))
    if first:
        rows.append(row(SET, "aisle", "turns", sum(result.turns for result in first) / len(first), len(first)))
        rows.append(row(SET, "aisle", "unasked_writes", sum(len(result.unasked) for result in found), len(found)))
    return rows


def _played(data: Path, runs: list[tuple[Errand, int]], half: str, again: bool) -> list[Played]:
    from bot.cli.prepare import export_encoder, model_to_run

    home = read_all()[1].home
    with explained(), console.status("Loading the model"):
        export_encoder(home)
        model = model_to_run(home)
    kept = home / "reports" / f"orders-{model.name.removesuffix('.tar.gz')}-{half}.jsonl"
    kept.parent.mkdir(parents=True, exist_ok=True)
    if again:
        kept.unlink(missing_ok=True)
    before = {(result.errand, result.seed): result for result in kept_in(kept)}
    missing = [run for run in runs if (run[0].name, run[1]) not in before]
    if missing:
        with explained(), kept.open("a", encoding="utf-8") as file, _progress() as progress:
            played = play_all(data, home, model, half, missing)
            for result in progress.track(played, total=len(missing), description="conversations"):
                before[result.errand, result.seed] = result
                file.write(json.dumps(result.as_json(), ensure_ascii=False) + "\n")
                file.flush()
    console.print(f"Every conversation is in {kept}", soft_wrap=True)
    return [before[errand.name, seed] for errand, seed in runs]


def kept_in(kept: Path) -> Iterator[Played]:
    """What was played; a last line that is half written is played again."""
    for line in kept.read_text("utf-8").splitlines() if kept.is_file() else ():
        try:
            content: dict[str, Any] = json.loads(line)
        except json.JSONDecodeError:
            continue
        yield Played(**content)


@contextmanager
def _progress() -> Iterator[Progress]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as progress:
        yield progress


def _tell(results: Iterable[Played]) -> None:
    shown = Table("why", "errands", title="Failures")
    shown.columns[1].justify = "right"
    for why, count in reasons(results)[:SHOWN]:
        shown.add_row(why, str(count))
    if shown.row_count:
        console.print(shown)
