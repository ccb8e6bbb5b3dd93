"""The frozen half of the scripted shopper's phrases is nothing that the bot was taught."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from bot.learning.examples import read_examples
from bot.learning.learning import DATA
from training.tau.voice import PHRASINGS

REQUEST = re.compile(r"\{(?:order|items?)\}")  # "thanks so much" is said by everybody
FEWEST = 3  # words beside what is filled in: "address change {order}" is said by everybody, too


def _bare(text: str) -> str:
    """The words alone: what is filled in, numbers and signs left out."""
    return " ".join(re.findall(r"[a-z]+", re.sub(r"\{\w+\}|\S*\d\S*", " ", text.lower())))


def _phrases(told: Any, half: str) -> Iterator[str]:
    if isinstance(told, dict):
        for name, inside in told.items():
            yield from inside if name == half else _phrases(inside, half)


def test_no_request_of_the_frozen_half_was_taught() -> None:
    taught = {_bare(example.text) for example in read_examples([DATA])}
    frozen = _phrases(yaml.safe_load(PHRASINGS.read_text("utf-8")), "test")
    requests = {_bare(phrase) for phrase in frozen if REQUEST.search(phrase)}
    long = {request for request in requests if len(request.split()) >= FEWEST}
    assert len(long) > 80
    assert not long & taught
