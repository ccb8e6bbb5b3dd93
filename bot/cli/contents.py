"""The single checks of `aisle doctor` on what Aisle keeps: the database, the models and the index."""

from __future__ import annotations

from pathlib import Path

from bot.cli.patient import NOT_YET, Found, Patient

ROOT = Path(__file__).parent.parent.parent
ADAPTER = ROOT / "training" / "adapters" / "answers" / "adapter_model.safetensors"


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


def check_webhooks(patient: Patient) -> Found:
    """Every endpoint takes the events that it is sent; reads what the server noted and calls nobody."""
    if patient.environment is None or patient.settings is None:
        return NOT_YET
    endpoints = patient.settings.shop.webhooks
    if not endpoints:
        return Found(None, "none (shop.webhooks in config.yml)")
    from sqlalchemy.exc import SQLAlchemyError

    from shop.database import open_database, sessions
    from shop.deliveries import failing
    from shop.errors import Unavailable

    url = patient.environment.database.get_secret_value()
    if url.startswith("sqlite:///") and not Path(url.removeprefix("sqlite:///")).is_file():
        return NOT_YET
    try:
        engine = open_database(url)
        try:
            found = failing(sessions(engine), endpoints)
        finally:
            engine.dispose()
    except (Unavailable, SQLAlchemyError):
        return NOT_YET  # what is wrong with the database is said above
    if not found:
        return Found(True, f"{', '.join(endpoints)}: nothing that was sent has failed")
    told = [
        f"{each.endpoint}: {each.waiting} waiting, {each.given_up} given up, since {each.since:%Y-%m-%d %H:%M} UTC, "
        f"last: {each.error}"
        for each in found
    ]
    todo = "Make these addresses answer 2xx within 10 seconds (docs/webhooks.md); what waits is then sent by itself."
    return Found(False, "; ".join(told), todo)


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
    from knowledge.following import TROUBLE
    from knowledge.index import load, version_of

    again, kept = "Run `aisle serve` or `aisle ask`: both index what has changed.", patient.environment.home / "index"
    try:
        articles = load_articles(patient.settings.knowledge.folder)
        wanted, found = version_of(articles, patient.encoder), load(kept, patient.encoder)
    except BadArticle as error:
        return Found(False, str(error), "Correct the article. Until then the index of before answers.")
    except (KnowledgeError, OSError, ValueError, RuntimeError) as error:
        return Found(False, str(error), again)
    if found.version != wanted:
        told = (kept / TROUBLE).read_text("utf-8").strip() if (kept / TROUBLE).is_file() else ""
        why = f"; the server could not index them: {told}" if told else ""
        return Found(False, f"version {found.version} answers; the articles now are {wanted}{why}", again)
    return Found(True, f"version {wanted}, {len(articles)} articles")


def check_model(patient: Patient) -> Found:
    """The Rasa model that is to run is there, whole, and fits the flows and code on disk."""
    if patient.environment is None or patient.encoder is None:
        return NOT_YET
    from bot.rasa.promotion import CannotRun, Promotions
    from bot.rasa.training import ground, model_file, model_folder

    home, encoder = patient.environment.home, patient.encoder.fingerprint
    train = "Train it: `aisle train nlu`; `aisle serve` does so too."
    wanted = model_file(home, encoder)
    try:
        promotions = Promotions(model_folder(home))
        current, running = promotions.current(), promotions.running()
    except CannotRun as error:
        return Found(False, str(error), "Do what it says.")
    if current is None or running is None:
        return Found(wanted.is_file(), wanted.name, train)
    if current.ground != ground(encoder):
        return Found(False, f"{running.name} was trained with other flows, domain, code or encoder", train)
    older = "" if running == wanted else "; bot/data has changed since: `aisle train nlu`"
    return Found(True, f"{running.name}, promoted {current.at[:10]}{older}")
