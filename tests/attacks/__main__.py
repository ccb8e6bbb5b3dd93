"""Plays all attempts and tells what they came to, by family: python -m tests.attacks, with pytest's own options."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

if __name__ == "__main__":
    raise SystemExit(pytest.main(["--tb=short", str(Path(__file__).with_name("test_attacks.py")), *sys.argv[1:]]))
