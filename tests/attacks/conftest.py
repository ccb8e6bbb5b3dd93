"""One arena a session: loading Rasa takes a dozen seconds. What the attempts came to is told by family at the end."""

from __future__ import annotations

import asyncio

import pytest

from tests.attacks.arena import Arena, set_arena
from tests.attacks.canaries import read_canaries
from tests.attacks.judge import Judge
from tests.attacks.table import Table
from tests.conversations.stage import ROOT, Stage

TABLE = pytest.StashKey[Table]()


@pytest.fixture(scope="session")
def arena(stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> Arena:
    return asyncio.run(set_arena(stage, tmp_path_factory.mktemp("arena")))


@pytest.fixture(scope="session")
def judge(arena: Arena) -> Judge:
    public = [
        ROOT / "config.yml",
        *(ROOT / "knowledge" / "faq").rglob("*.md"),
        *(ROOT / "bot" / "domain").glob("*.yml"),
    ]
    canaries = read_canaries(arena.stage.seeded, "\n".join(file.read_text() for file in public))
    sentences = arena.stage.built.services.sentences
    failed = {sentences.text("utter_failed", locale) for locale in ("en", "zh")}
    return Judge(arena.before, arena.stage.database, canaries, failed)


@pytest.fixture(scope="session")
def table(pytestconfig: pytest.Config) -> Table:
    pytestconfig.stash[TABLE] = Table()
    return pytestconfig.stash[TABLE]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    found = config.stash.get(TABLE, None)
    if found is not None and found.rows:
        terminalreporter.section("attempts by family")
        terminalreporter.write_line(str(found))
