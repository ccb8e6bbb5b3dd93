"""The gold replay: every task's calls done through `shop/`, each in a shop of its own, and the shops compared.

python -m training.tau.replay --data DIR [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Engine

from shop.asker import Asker, Level
from shop.database import migrate, open_database, reading, sessions
from shop.errors import Refused
from shop.orders import Orders
from shop.rules import ShopRules
from training.tau.effects import after
from training.tau.files import SETS, Task, TauShop, read_shop, read_tasks
from training.tau.loader import OUR_DAY, load
from training.tau.states import differences, of_ours, of_tau
from training.tau.wishes import change_of


@dataclass(frozen=True)
class Replayed:
    """One task: whether our database holds what its calls imply, what it does not, and which calls we refused."""

    task: str
    same: bool
    differences: tuple[str, ...]
    refused: tuple[str, ...]


def replay(
    folder: Path,
    sets: tuple[str, ...] = SETS,
    on_task: Callable[[int, int], None] = lambda done, of: None,
    sample: int | None = None,
    seed: int = 1,
) -> list[Replayed]:
    """Replay the tasks of these sets, or so many of them. FileNotFoundError where the data is not there."""
    shop, tasks = read_shop(folder), read_tasks(folder, sets)
    if sample is not None:
        tasks = Random(seed).sample(tasks, min(sample, len(tasks)))
    with TemporaryDirectory() as home, closing(sqlite3.connect(":memory:")) as seeded:
        engine = open_database(f"sqlite:///{home}/shop.db")
        migrate(engine)
        shoppers = load(sessions(engine), shop)
        with raw(engine) as ours:
            ours.backup(seeded)
        results = []
        for place, task in enumerate(tasks, 1):
            with raw(engine) as ours:
                seeded.backup(ours)
            results.append(_one(shop, task, shoppers[task.user_id], engine))
            on_task(place, len(tasks))
        engine.dispose()
    return results


@contextmanager
def raw(engine: Engine) -> Iterator[sqlite3.Connection]:
    """SQLite's own connection, whose backup copies a whole database in milliseconds."""
    with closing(engine.raw_connection()) as borrowed:
        connection = borrowed.driver_connection
        assert isinstance(connection, sqlite3.Connection)
        yield connection


def rows(results: Iterable[Replayed]) -> list[dict[str, Any]]:
    """The figure, as `aisle evaluate` reports it."""
    same = [result.same for result in results]
    value = round(sum(same) / len(same), 4) if same else 0.0
    return [{"set": "tau-retail", "system": "aisle", "metric": "gold_replay", "value": value, "n": len(same)}]


def main(arguments: list[str] | None = None) -> int:
    """Print what differs and the figure; 0 where nothing differs, 1 where something does, 2 without data."""
    parser = argparse.ArgumentParser(prog="python -m training.tau.replay", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with tau-bench retail's files")
    parser.add_argument("--json", type=Path, help="write the figure to this file")
    given = parser.parse_args(arguments)
    try:
        results = replay(given.data, on_task=_progress)
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 2
    for result in results:
        for each in (*result.differences, *(f"refused: {code}" for code in result.refused)):
            print(f"{result.task}: {each}")
    figures = rows(results)
    for row in figures:
        print(f"{row['metric']} {row['value']:.4f} of {row['n']} tasks")
    if given.json:
        given.json.write_text(json.dumps({"command": "evaluate orders", "rows": figures}, indent=1), encoding="utf-8")
    return 0 if all(result.same for result in results) else 1


def _one(shop: TauShop, task: Task, shopper_id: int, engine: Engine) -> Replayed:
    factory = sessions(engine)
    orders = Orders(factory, ShopRules(profile="tau"), lambda: OUR_DAY)
    asker, refused = Asker(task.name, Level.VERIFIED, shopper_id), []
    for place, (name, given) in enumerate(task.actions):
        number = given["order_id"]
        try:
            change = change_of(name, given, orders.find(asker, number))
            preview = orders.preview(asker, number, change)
            orders.apply(asker, number, change, f"{task.name}-{place}", preview.version)
        except Refused as refusal:
            refused.append(f"{name} of {number}: {refusal.ruling.code}")
    with reading(factory) as session:
        found = differences(of_tau(after(shop, task.actions)), of_ours(session))
    return Replayed(task.name, not found, tuple(found), tuple(refused))


def _progress(done: int, of: int) -> None:
    if sys.stderr.isatty() and (done % 20 == 0 or done == of):
        print(f"\r{done} of {of} tasks", end="" if done < of else "\n", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
