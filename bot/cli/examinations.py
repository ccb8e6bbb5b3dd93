"""The single checks of `aisle doctor` on the machine: Python, packages, settings, disk, port and e-mail."""

from __future__ import annotations

import os
import shutil
import smtplib
import socket
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bot.cli.patient import NOT_YET, Found, Patient
from bot.settings import SettingsError, check_secrets, check_webhooks, read_environment, read_settings

ROOT = Path(__file__).parent.parent.parent
PINS = ROOT / "requirements" / "run.txt"
PINNED = ("rasa", "torch", "ctranslate2", "faiss-cpu")
FREE_MB = 500  # for databases and a new model beside the old one
PATIENCE = 2.0  # seconds for whatever is asked over a network


def check_python(patient: Patient) -> Found:
    """Python 3.11: Rasa 3.6 runs on no later one."""
    here = ".".join(map(str, sys.version_info[:3]))
    return Found(sys.version_info[:2] == (3, 11), here, "Use Python 3.11: `make demo` makes .venv with it.")


def check_packages(patient: Patient, pins: Path = PINS) -> Found:
    """The packages that matter most, in the versions that were tried together."""
    lines = [line.partition("==") for line in pins.read_text("utf-8").splitlines()]
    wanted = {name: number.strip() for name, _, number in lines if name in PINNED}
    differ = [
        f"{name} {_installed(name)} (pinned {number})" for name, number in wanted.items() if not _is(name, number)
    ]
    if differ:
        return Found(
            False, ", ".join(differ), "Install what is pinned: `make demo` does, after `rm .venv/installed-run`."
        )
    return Found(True, ", ".join(f"{name} {number}" for name, number in wanted.items()))


def check_config(patient: Patient) -> Found:
    """config.yml can be read and says nothing unknown."""
    try:
        patient.settings = read_settings(patient.config)
    except SettingsError as error:
        return Found(False, str(error), "Correct config.yml (docs/settings.md).")
    return Found(True, str(patient.config))


def check_environment(patient: Patient) -> Found:
    """AISLE_* variables, and secrets that may be served with."""
    try:
        patient.environment = read_environment(patient.variables)
        if patient.settings is not None:
            check_secrets(patient.settings.server, patient.environment)
            check_webhooks(patient.settings.shop, patient.environment)
    except SettingsError as error:
        return Found(False, str(error), "Set it (docs/settings.md); AISLE_DEMO=1 aisle doctor examines the demo.")
    return Found(True, "demo (AISLE_DEMO=1)" if patient.environment.demo else "secrets are set")


def check_home(patient: Patient) -> Found:
    """AISLE_HOME can be written and has room."""
    if patient.environment is None:
        return NOT_YET
    home = patient.environment.home
    place = next((each for each in (home, *home.resolve().parents) if each.exists()), home)
    if not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
        return Found(False, f"{home} cannot be written", "Give this user the folder, or set AISLE_HOME to another.")
    free = shutil.disk_usage(place).free // 2**20
    return Found(free >= FREE_MB, f"{home}, {free} MB free", f"Free {FREE_MB} MB, or set AISLE_HOME to another disk.")


def check_port(patient: Patient) -> Found:
    """The port is free, or Aisle itself listens there."""
    if patient.environment is None or patient.settings is None:
        return NOT_YET
    host = patient.settings.server.host
    port = patient.settings.server.port if patient.environment.port is None else patient.environment.port
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            return Found(True, f"{host}:{port} is free")
        except OSError as error:
            reason = error.strerror or str(error)
    import httpx

    where = "127.0.0.1" if host in ("0.0.0.0", "") else host
    try:
        health = httpx.get(f"http://{where}:{port}/health", timeout=PATIENCE).json()
        if health["status"] == "ok":
            return Found(True, f"Aisle {health['version']} answers on {host}:{port}")
    except (httpx.HTTPError, ValueError, KeyError, TypeError):
        pass
    return Found(False, f"{host}:{port}: {reason}", "Stop what listens there, or choose another: AISLE_PORT=5006")


def check_smtp(patient: Patient) -> Found:
    """The mail server lets us in as it would for an e-mail, where one is set; nothing is sent."""
    from shop.errors import Unavailable
    from shop.mail import SmtpMailer

    if patient.environment is None:
        return NOT_YET
    if patient.environment.smtp is None:
        return Found(None, "not set: e-mails stay in the outbox")
    todo = "Correct AISLE_SMTP (smtp://user:password@host:port), or let this machine reach it."
    try:
        mailer = SmtpMailer(patient.environment.smtp.get_secret_value(), "", PATIENCE)
    except Unavailable as error:
        return Found(False, str(error), todo)
    try:
        return Found(True, f"{mailer.check()} answers")
    except (OSError, smtplib.SMTPException) as error:
        return Found(False, f"{mailer.host}: {error}", todo)
    finally:
        mailer.close()


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"


def _is(name: str, number: str) -> bool:
    return _installed(name).partition("+")[0] == number  # torch's CPU build is called 2.13.0+cpu
