"""What commands share: quiet libraries, settings and environment, errors as one clear sentence."""

from __future__ import annotations

import errno
import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import typer
from rich.console import Console
from rich.markup import escape

from bot.settings import Environment, Settings, SettingsError, read_environment, read_settings

console = Console()
errors = Console(stderr=True)
CONFIG = Path(os.environ.get("AISLE_CONFIG", "config.yml"))


def quiet() -> None:
    """No telemetry, and no chatter of libraries that nobody can act on."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    # Read when numpy is imported: waking a second thread for a product with one vector takes 100 times the product.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    warnings.filterwarnings("ignore", category=UserWarning, module="rasa")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for name in ("faiss", "rasa", "asyncio", "matplotlib"):
        logging.getLogger(name).setLevel(logging.ERROR)
    logging.getLogger("bm25s").addFilter(lambda record: record.levelno >= logging.ERROR)  # it sets its own level


def quiet_rasa() -> None:
    """Rasa logs every event through structlog unless told not to; call it after importing Rasa."""
    import structlog

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))


def read_all() -> tuple[Settings, Environment]:
    """config.yml and AISLE_*; an unusable one ends the command with its sentence."""
    with explained():
        return read_settings(CONFIG), read_environment(os.environ)
    raise AssertionError


@contextmanager
def explained() -> Iterator[None]:
    """Turns the errors that an operator can act on into one sentence and exit code 1."""
    from knowledge.errors import KnowledgeError
    from shop.errors import ShopError

    try:
        yield
    except (SettingsError, KnowledgeError, ShopError) as error:
        fail(str(error))
    except PermissionError as error:
        fail(f"{error.filename}: this user may not write there. Change its owner, or set AISLE_HOME to another folder.")
    except (NotADirectoryError, FileExistsError) as error:
        fail(f"{error.filename}: expected a folder, found a file. Move it, or set AISLE_HOME to a folder.")
    except OSError as error:
        if error.errno == errno.ENOSPC:
            fail("The disk is full. Free 2 GB or set AISLE_HOME to a folder on another disk.")
        raise


def fail(message: str) -> NoReturn:
    """Say what is wrong and end with exit code 1."""
    errors.print("[bold red]aisle:[/]", escape(message), highlight=False, soft_wrap=True)
    raise typer.Exit(1)
