"""The examples of docs/signing-tokens.md, taken from the page and run: what they sign is accepted."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from shop.tokens import ShopperTokens

PAGE = Path(__file__).parents[2] / "docs" / "signing-tokens.md"
KEY = "signing-key-of-a-test-signing-key-of-a-test"
RUNS = {
    "python": ([sys.executable, "-"], "\nprint(shopper_token('42'))\n"),
    "javascript": (["node", "-"], "\nconsole.log(shopperToken(42));\n"),
}


@pytest.mark.parametrize("language", RUNS)
def test_what_the_example_signs_is_accepted(language: str) -> None:
    command, call = RUNS[language]
    example = re.search(rf"```{language}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert example, f"no {language} example in {PAGE.name}"
    variables = {"SHOPPER_KEY_ID": "2026a", "SHOPPER_KEY": KEY, "TOKEN_ISSUER": "https://shop.example"}
    environment = {**os.environ, **variables, "TOKEN_AUDIENCE": "aisle"}
    done = subprocess.run(command, input=example[1] + call, env=environment, capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, done.stderr
    tokens = ShopperTokens({"2025b": KEY[::-1], "2026a": KEY}, "https://shop.example", "aisle")
    assert tokens.shopper(done.stdout.strip()) == "42"
