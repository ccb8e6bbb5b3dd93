"""Everything between a fresh clone and a server: shop, exported models, index, Rasa model. Skips what is there."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bot.cli.common import console, explained, fail
from bot.settings import Environment, Settings, check_secrets, check_webhooks

NEEDED_MB = 1500  # free disk for models, index and databases


def check_ground(settings: Settings, environment: Environment) -> None:
    """A folder that can be written, disk that is free, secrets that may be served with: else a clear end."""
    home = environment.home
    with explained():
        check_secrets(settings.server, environment)
        check_webhooks(settings.shop, environment)
        home.mkdir(parents=True, exist_ok=True)
        probe = home / ".writable"
        probe.write_text("")
        probe.unlink()
    free = shutil.disk_usage(home).free // 2**20
    if free < NEEDED_MB and not (home / "models" / "generator" / "model.bin").exists():
        fail(
            f"{home.resolve()}: {free} MB are free, {NEEDED_MB} MB are needed. Free some, or set AISLE_HOME elsewhere."
        )


def check_port(settings: Settings, environment: Environment) -> int:
    """The port to listen on; ends where somebody else listens on it."""
    port = settings.server.port if environment.port is None else environment.port
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.server.host, port))
        except OSError:
            fail(f"Port {port} on {settings.server.host} is in use. Stop what listens there, or set AISLE_PORT=5006.")
    return port


def prepare(settings: Settings, environment: Environment, demo: bool) -> Path:
    """Run the steps that are needed, each with its line of progress; return the Rasa model that is to run."""
    home = environment.home
    found: list[Path] = []
    steps: list[tuple[str, Callable[[], Any]]] = [
        ("Exporting the encoder (all-MiniLM-L6-v2, int8)", lambda: export_encoder(home)),
        ("Exporting the generator (SmolLM2-135M + LoRA, int8)", lambda: export_generator(settings, home)),
        ("Preparing the shop's database", lambda: prepare_shop(environment, demo)),
        ("Indexing the knowledge base (FAISS and BM25)", lambda: build_index(settings, home)),
        ("Training the Rasa model", lambda: found.append(model_to_run(home))),
    ]
    columns = (SpinnerColumn(finished_text="[green]✓[/]"), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress, explained():
        for title, step in steps:
            task = progress.add_task(title, total=1)
            step()
            progress.update(task, completed=1)
    _tell_of_new_examples(home, found[0])
    return found[0]


def export_encoder(home: Path) -> None:
    """The encoder as int8, unless it is there already."""
    from training.export import export_encoder as export

    export(home, progress=_silent)


def export_generator(settings: Settings, home: Path) -> None:
    """The generator with its adapter merged, as int8, unless it is there already or generation is off."""
    from training.export import export_generator as export

    if settings.generation.enabled:
        export(home, progress=_silent)


def prepare_shop(environment: Environment, demo: bool) -> None:
    """Migrate, and seed the demo shop where it is wanted and missing."""
    from shop.database import migrate, open_database, sessions
    from shop.demo.generate import is_seeded, seed

    engine = open_database(environment.database.get_secret_value())
    try:
        migrate(engine)
        factory = sessions(engine)
        if demo and not is_seeded(factory):
            seed(factory, datetime.now(UTC))
    finally:
        engine.dispose()


def prepare_models(settings: Settings, home: Path) -> None:
    """Everything that is made of what is on disk, without a shop: for what measures it."""
    export_encoder(home)
    export_generator(settings, home)
    build_index(settings, home)
    train_rasa(home)


def build_index(settings: Settings, home: Path) -> None:
    """Load the index where it fits the articles, else build it."""
    from bot.nlu.encoding import shared_encoder
    from knowledge.opening import open_answers

    open_answers(
        home, settings.knowledge, settings.generation.model_copy(update={"enabled": False}), shared_encoder(home)
    )


def train_rasa(home: Path) -> Path:
    """The model for what is on disk, trained where something changed."""
    from bot.nlu.encoding import shared_encoder
    from bot.rasa.training import TrainingFailed, train

    try:
        return train(home, shared_encoder(home).fingerprint)
    except TrainingFailed as error:
        fail(str(error))
    raise AssertionError


def model_to_run(home: Path) -> Path:
    """The promoted model where it fits the flows, the domain, our code and the encoder; else a new one, promoted."""
    from bot.nlu.encoding import shared_encoder
    from bot.rasa.promotion import CannotRun, Promotions, to_run
    from bot.rasa.training import ground, model_folder

    now = ground(shared_encoder(home).fingerprint)
    try:
        return to_run(Promotions(model_folder(home)), now, lambda: train_rasa(home))
    except CannotRun as error:
        fail(str(error))
    raise AssertionError


def _tell_of_new_examples(home: Path, model: Path) -> None:
    from bot.nlu.encoding import shared_encoder
    from bot.rasa.training import model_file

    if model.name != model_file(home, shared_encoder(home).fingerprint).name:
        console.print(
            "[yellow]The examples in bot/data are not those that the promoted model learned from. "
            "aisle train nlu learns from them, and promotes the new model where it is not worse.[/]"
        )


def _silent(line: str) -> None:
    """The step's own line is enough."""
