"""Imports point one way between the rooms, and serving needs no training library."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = {"shop", "knowledge", "actions", "bot", "training"}
MAY = {
    "shop": set(),
    "knowledge": set(),
    "actions": {"shop", "knowledge"},
    "bot": {"actions", "shop", "knowledge"},
    "training": {"shop", "knowledge"},
}
HEAVY = {"torch", "transformers", "peft", "gguf"}


def imported(file: Path) -> set[str]:
    """The top-level names that a module imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


def modules(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


@pytest.mark.parametrize("room", sorted(MAY))
def test_a_room_imports_only_the_rooms_that_it_may(room: str) -> None:
    for file in modules(room):
        allowed = MAY[room] | {room} | ({"training"} if file.is_relative_to(ROOT / "bot" / "cli") else set())
        strangers = (imported(file) & ROOMS) - allowed
        assert not strangers, f"{file.relative_to(ROOT)} imports {', '.join(sorted(strangers))}"


@pytest.mark.parametrize("room", ["shop", "knowledge", "actions", "bot"])
def test_serving_imports_no_training_library(room: str) -> None:
    for file in modules(room):
        heavy = imported(file) & HEAVY
        assert not heavy, f"{file.relative_to(ROOT)} imports {', '.join(sorted(heavy))}; only training may"


@pytest.mark.parametrize("room", ["shop", "knowledge", "training"])
def test_rasa_stays_in_bot_and_actions(room: str) -> None:
    for file in modules(room):
        assert not imported(file) & {"rasa", "rasa_sdk"}, f"{file.relative_to(ROOT)} imports Rasa"
