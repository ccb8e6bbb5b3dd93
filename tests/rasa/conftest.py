"""Rasa imported once, without TensorFlow, for the tests of what is built on it."""

from __future__ import annotations

import pytest

from bot.app import CONFIG
from bot.rasa.without_tensorflow import spare


@pytest.fixture(scope="session")
def rasa() -> None:
    """After this, modules that import Rasa can be imported in seconds."""
    spare(CONFIG)
