"""Reading tau-bench retail's files: users, products, orders, and tasks with the calls that solve them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Json = dict[str, Any]
SETS = ("train", "dev")


@dataclass(frozen=True)
class TauShop:
    """The shop as it is before any task, by id."""

    users: Json
    products: Json
    orders: Json


@dataclass(frozen=True)
class Task:
    """One request: who asks, in which words, and the calls that answer it."""

    name: str
    user_id: str
    instruction: str
    actions: tuple[tuple[str, Json], ...]


def read_shop(folder: Path) -> TauShop:
    """Read the shop. FileNotFoundError names the folder and what should be in it."""
    return TauShop(*(_read(folder, f"{name}.json") for name in ("users", "products", "orders")))


def read_tasks(folder: Path, sets: tuple[str, ...] = SETS) -> list[Task]:
    """Read the tasks of these sets, in their order, named by set and place."""
    tasks = []
    for name in sets:
        for place, task in enumerate(_read(folder, f"tasks_{name}.json")):
            actions = tuple((action["name"], action["kwargs"]) for action in task["actions"])
            tasks.append(Task(f"{name}-{place}", task["user_id"], task["instruction"], actions))
    return tasks


def cents(amount: float) -> int:
    """Return dollars as whole cents."""
    return round(amount * 100)


def _read(folder: Path, name: str) -> Any:
    try:
        return json.loads((folder / name).read_text(encoding="utf-8"))
    except FileNotFoundError:
        wanted = "users.json, products.json, orders.json and tasks_*.json of tau-bench retail"
        raise FileNotFoundError(f"{folder / name}: no such file; --data names a folder with {wanted}") from None
