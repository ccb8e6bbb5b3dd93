"""Messages that ask the same in nearly the same words, so that they can be explained together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from knowledge.dense import Dense
from knowledge.encoder import TextEncoder
from shop.scrub import fill
from shop.unclear import Unclear

CLOSE = 0.78  # cosine from which two English messages count as one question: 89 % of such examples share an intent
SHARED = 0.6  # share of two Chinese messages' pairs of characters that both have


def grouped(messages: Sequence[Unclear], encoder: TextEncoder) -> list[list[Unclear]]:
    """The messages in their order, each with those after it that are like it behind it."""
    groups: list[list[Unclear]] = []
    done: set[int] = set()
    like = {**_by_meaning([each for each in messages if each.locale == "en"], encoder), **_by_signs(messages)}
    for message in messages:
        if message.id in done:
            continue
        group = [message, *(each for each in messages if each.id in like[message.id] - done and each is not message)]
        done |= {each.id for each in group}
        groups.append(group)
    return groups


def _by_meaning(messages: Sequence[Unclear], encoder: TextEncoder) -> dict[int, set[int]]:
    """By id, the ids of those whose vector is close."""
    if not messages:
        return {}
    vectors = encoder.encode([fill(each.text, each.locale) for each in messages])
    index, ids = Dense.build(vectors), np.array([each.id for each in messages])
    return {
        each.id: set(ids[index.scores(vector) >= CLOSE].tolist())
        for each, vector in zip(messages, vectors, strict=True)
    }


def _by_signs(messages: Sequence[Unclear]) -> dict[int, set[int]]:
    """By id, the ids of those in the same words; the encoder reads no Chinese."""
    others = {each.id: _pairs(each.text) for each in messages if each.locale != "en"}
    return {
        one: {other for other, theirs in others.items() if len(own & theirs) >= SHARED * len(own | theirs)}
        for one, own in others.items()
    }


def _pairs(text: str) -> set[str]:
    signs = [sign for sign in text if sign.isalnum()]
    return {one + other for one, other in zip(["", *signs], signs, strict=False)}
