"""A busy port, a full disk, a folder that cannot be written: each ends with one clear sentence."""

from __future__ import annotations

import errno
import shutil
import socket
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest
import typer

from bot.cli import prepare
from bot.cli.common import explained, read_all
from bot.settings import Environment, Settings, read_environment, read_settings
from tests.conftest import ROOT


def settings() -> Settings:
    return read_settings(ROOT / "config.yml")


def environment(home: Path, **more: str) -> Environment:
    return read_environment({"AISLE_DEMO": "1", "AISLE_HOME": str(home), **more})


def test_a_busy_port_is_named_with_a_way_out(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(typer.Exit) as ended:
            prepare.check_port(settings(), environment(tmp_path, AISLE_PORT=str(port)))
    assert ended.value.exit_code == 1
    said = capfd.readouterr().err
    assert str(port) in said
    assert "AISLE_PORT" in said


def test_a_free_port_is_taken(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert prepare.check_port(settings(), environment(tmp_path, AISLE_PORT=str(port))) == port


def test_a_file_where_the_home_folder_should_be_is_named(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(typer.Exit):
        prepare.check_ground(settings(), environment(tmp_path / "file" / "home"))
    assert "AISLE_HOME" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PermissionError(errno.EACCES, "denied", "/somewhere"), "may not write there"),
        (OSError(errno.ENOSPC, "no space"), "disk is full"),
    ],
)
def test_what_the_system_refuses_is_said_in_one_sentence(
    error: OSError, words: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit), explained():
        raise error
    assert words in capfd.readouterr().err


def test_too_little_disk_is_said_before_anything_is_written(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=10 * 2**20))
    with pytest.raises(typer.Exit):
        prepare.check_ground(settings(), environment(tmp_path))
    assert "10 MB are free" in capfd.readouterr().err


def test_default_secrets_are_refused_outside_the_demo(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit):
        prepare.check_ground(settings(), read_environment({"AISLE_HOME": str(tmp_path)}))
    assert "AISLE_SECRET" in capfd.readouterr().err


def test_an_unknown_key_in_the_config_is_named(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "config.yml"
    config.write_text((ROOT / "config.yml").read_text() + "\nshopp: {}\n")
    monkeypatch.setattr("bot.cli.common.CONFIG", config)
    with pytest.raises(typer.Exit):
        read_all()
    assert "shopp" in capfd.readouterr().err


def test_the_installer_says_when_there_is_no_python(tmp_path: Path) -> None:

    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "df", "awk", "touch", "rm", "printf", "dirname", "ls", "tr"):
        found = shutil.which(name)
        if found:
            (tools / name).symlink_to(found)
    checkout = tmp_path / "checkout" / "requirements"
    checkout.mkdir(parents=True)
    shutil.copy(ROOT / "requirements" / "install.sh", checkout)
    result = subprocess.run(
        ["sh", str(checkout / "install.sh"), "run"],
        env={"PATH": str(tools)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode != 0
    assert "Python 3.11" in result.stderr
