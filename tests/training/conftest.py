"""Registers the marker of tests that need the real models."""

import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "models: needs the real models, exported once per run")
