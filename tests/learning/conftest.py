"""A small school for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.learning.small_school import School, open_school


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    made = open_school(tmp_path)
    yield made
    made.factory.kw["bind"].dispose()
