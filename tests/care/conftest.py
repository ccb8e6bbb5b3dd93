"""A small shop whose articles are in a folder of the test's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.care.small_desk import SmallDesk, open_desk


@pytest.fixture
def desk(tmp_path: Path) -> SmallDesk:
    """Its own database, and its own copy of the small knowledge base."""
    return open_desk(tmp_path)
