"""Agents are added at the command line; those whose password everybody knows are the demo's alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.main import app
from shop.agents import Agents
from shop.database import open_database, sessions
from shop.errors import TokenRefused

PASSWORD = "correct horse battery"


@pytest.fixture
def agents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Agents:
    """Who is in the database that the commands write to."""
    for name in ("AISLE_DEMO", "AISLE_AGENT_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AISLE_HOME", str(tmp_path))
    monkeypatch.setenv("AISLE_DATABASE", f"sqlite:///{tmp_path}/shop.db")
    return Agents(sessions(open_database(f"sqlite:///{tmp_path}/shop.db")))


def test_an_added_agent_can_sign_in_from_anywhere(agents: Agents, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AISLE_AGENT_PASSWORD", PASSWORD)
    ran = CliRunner().invoke(app, ["agent", "add", "Ana"])
    assert ran.exit_code == 0, ran.output
    assert PASSWORD not in ran.output
    assert agents.sign_in("Ana", PASSWORD, in_demo=False).agent.name == "Ana"
    assert CliRunner().invoke(app, ["agent", "add", "Ana"]).exit_code == 1
    monkeypatch.setenv("AISLE_AGENT_PASSWORD", "short")
    assert CliRunner().invoke(app, ["agent", "add", "Bo"]).exit_code == 1


def test_who_may_teach_the_bot_is_said_at_the_command_line(agents: Agents, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AISLE_AGENT_PASSWORD", PASSWORD)
    for words in (["add", "Ana", "--lead"], ["add", "Bo"], ["lead", "Bo"], ["lead", "Ana", "--off"]):
        assert CliRunner().invoke(app, ["agent", *words]).exit_code == 0
    assert agents.sign_in("Bo", PASSWORD, in_demo=False).agent.lead
    assert not agents.sign_in("Ana", PASSWORD, in_demo=False).agent.lead
    nobody = CliRunner().invoke(app, ["agent", "lead", "Cy"])
    assert nobody.exit_code == 1


def test_the_password_is_asked_for_twice(agents: Agents) -> None:
    ran = CliRunner().invoke(app, ["agent", "add", "Ana"], input=f"{PASSWORD}\n{PASSWORD}\n")
    assert ran.exit_code == 0, ran.output
    assert PASSWORD not in ran.output
    assert agents.sign_in("Ana", PASSWORD, in_demo=False)


@pytest.mark.parametrize("demo", [False, True])
def test_seeding_makes_agents_for_a_demo_only(agents: Agents, monkeypatch: pytest.MonkeyPatch, demo: bool) -> None:
    monkeypatch.setenv("AISLE_DEMO", str(int(demo)))
    ran = CliRunner().invoke(app, ["seed"])
    assert ran.exit_code == 0, ran.output
    assert ("aisle agent add" in ran.output) is not demo
    if demo:
        assert agents.sign_in("sam", "aisle-demo", in_demo=True).agent.lead
        assert not agents.sign_in("mei", "aisle-demo", in_demo=True).agent.lead
    else:
        with pytest.raises(TokenRefused):
            agents.sign_in("sam", "aisle-demo", in_demo=True)
