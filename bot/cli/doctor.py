"""`aisle doctor`: what is wrong with this installation, and what to do about it. Reads; repairs nothing."""

from __future__ import annotations

import os
import shutil
import smtplib
import socket
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple

import typer
from rich.markup import escape
from rich.table import Table

from bot.cli.common import CONFIG, console
from bot.settings import Environment, Settings, SettingsError, check_secrets, read_environment, read_settings

ROOT = Path(__file__).parent.parent.parent
PINS = ROOT / "requirements" / "run.txt"
PINNED = ("rasa", "torch", "ctranslate2", "faiss-cpu")
ADAPTER = ROOT / "training" / "adapters" / "answers" / "adapter_model.safetensors"
FREE_MB = 500  # for databases and a new model beside the old one
PATIENCE = 2.0  # seconds for whatever is asked over a network


class Found(NamedTuple):
    """How one check ended: `ok` None where it does not apply; `todo` says what to do where it failed."""

    ok: bool | None
    what: str
    todo: str = ""


Checks = Sequence[tuple[str, Callable[["Patient"], Found]]]


@dataclass
class Patient:
    """What is examined. Later checks need what earlier ones read: what could not be read stays None."""

    config: Path
    variables: Mapping[str, str]
    settings: Settings | None = None
    environment: Environment | None = None
    encoder: Any = None


def doctor() -> None:
    """Show every check; exit code 1 where one failed."""
    shown = Table("", "check", "found", "what to do")
    found = examine(Patient(CONFIG, os.environ))
    for name, (ok, what, todo) in found:
        mark = {True: "[green]✓[/]", False: "[red]✗[/]", None: "–"}[ok]
        shown.add_row(mark, name, escape(what), escape(todo) if ok is False else "")
    console.print(shown)
    wrong = sum(ok is False for _, (ok, _, _) in found)
    if wrong:
        console.print(f"[red]{wrong} of {len(found)} checks failed.[/]")
        raise typer.Exit(1)
    console.print("[green]Everything is in order.[/]")


def examine(patient: Patient, checks: Checks | None = None) -> list[tuple[str, Found]]:
    """Every check's name and result, in order; a check that breaks is a failed one."""
    results = []
    for name, check in CHECKS if checks is None else checks:
        try:
            found = check(patient)
        except Exception as error:
            found = Found(False, f"{type(error).__name__}: {error}", "This check itself failed; please report it.")
        results.append((name, found))
    return results


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


def check_database(patient: Patient) -> Found:
    """The shop's database answers, has today's tables, and a shop in them. Makes no database where none is."""
    if patient.environment is None:
        return NOT_YET
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    import shop
    from shop.database import open_database, sessions
    from shop.demo.generate import is_seeded
    from shop.errors import Unavailable

    fill = "Fill it: `aisle demo`, `aisle seed`, or `aisle import` for your own shop."
    url = patient.environment.database.get_secret_value()
    try:
        address = make_url(url)
        if address.get_backend_name() == "sqlite" and address.database and not Path(address.database).is_file():
            return Found(False, f"{address.database} is not there yet", fill)
    except (ArgumentError, ValueError):
        pass  # said below, without the password that it may hold
    try:
        engine = open_database(url)
    except Unavailable as error:
        return Found(False, str(error), "Correct AISLE_DATABASE, or start the database server.")
    try:
        with engine.connect() as connection:
            now = MigrationContext.configure(connection).get_current_revision()
        head = ScriptDirectory(str(Path(shop.__path__[0]) / "migrations")).get_current_head()
        if now != head:
            return Found(
                False, f"tables of revision {now}, expected {head}", "Migrate: `aisle serve` does so at start."
            )
        if not is_seeded(sessions(engine)):
            return Found(False, "there are no products", fill)
    finally:
        engine.dispose()
    return Found(True, f"{address.render_as_string(hide_password=True)}, revision {now}")


def check_encoder(patient: Patient) -> Found:
    """The sentence encoder is exported, whole, and loads."""
    if patient.environment is None:
        return NOT_YET
    from knowledge.encoder import Encoder
    from knowledge.errors import KnowledgeError

    try:
        patient.encoder = Encoder(patient.environment.home / "models" / "encoder")
    except (KnowledgeError, OSError, RuntimeError, ValueError) as error:
        return Found(False, str(error), "Remove the folder and run `aisle train nlu`: it exports what is missing.")
    return Found(True, f"fingerprint {patient.encoder.fingerprint}")


def check_generator(patient: Patient) -> Found:
    """The generator is exported, whole, and holds the adapter that is on disk; where it is off, nothing is needed."""
    if patient.environment is None or patient.settings is None:
        return NOT_YET
    if not patient.settings.generation.enabled:
        return Found(None, "off (generation.enabled in config.yml)")
    from knowledge.encoder import read_manifest
    from knowledge.errors import KnowledgeError
    from training.folders import file_hash

    again = "Run `aisle serve`: it exports what is missing or has changed."
    try:
        manifest = read_manifest(patient.environment.home / "models" / "generator", "generator")
    except (KnowledgeError, OSError, ValueError) as error:
        return Found(False, str(error), again)
    adapter = file_hash(ADAPTER) if ADAPTER.is_file() else None
    if manifest.get("adapter") != adapter:
        return Found(False, f"exported with the adapter {manifest.get('adapter')}, on disk is {adapter}", again)
    return Found(True, f"fingerprint {manifest['fingerprint']}, adapter {adapter or 'none'}")


def check_index(patient: Patient) -> Found:
    """The index is there and fits the articles and the encoder."""
    if patient.environment is None or patient.settings is None or patient.encoder is None:
        return NOT_YET
    from knowledge.articles import load_articles
    from knowledge.errors import BadArticle, KnowledgeError
    from knowledge.index import load, version_of

    again = "Run `aisle serve` or `aisle ask`: both index what has changed."
    try:
        articles = load_articles(patient.settings.knowledge.folder)
        wanted, found = version_of(articles, patient.encoder), load(patient.environment.home / "index", patient.encoder)
    except BadArticle as error:
        return Found(False, str(error), "Correct the article.")
    except (KnowledgeError, OSError, ValueError, RuntimeError) as error:
        return Found(False, str(error), again)
    if found.version != wanted:
        return Found(False, f"version {found.version}; the articles now are {wanted}", again)
    return Found(True, f"version {wanted}, {len(articles)} articles")


def check_model(patient: Patient) -> Found:
    """There is a Rasa model for the examples, flows and code on disk."""
    if patient.environment is None or patient.encoder is None:
        return NOT_YET
    from bot.rasa.training import model_file

    model = model_file(patient.environment.home, patient.encoder.fingerprint)
    return Found(model.is_file(), model.name, "Train it: `aisle train nlu`; `aisle serve` does so too.")


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


NOT_YET = Found(None, "needs a check above to pass first")
CHECKS: Checks = (
    ("Python", check_python),
    ("packages", check_packages),
    ("config.yml", check_config),
    ("environment", check_environment),
    ("AISLE_HOME", check_home),
    ("database", check_database),
    ("encoder", check_encoder),
    ("generator", check_generator),
    ("index", check_index),
    ("Rasa model", check_model),
    ("port", check_port),
    ("e-mail", check_smtp),
)


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"


def _is(name: str, number: str) -> bool:
    return _installed(name).partition("+")[0] == number  # torch's CPU build is called 2.13.0+cpu
