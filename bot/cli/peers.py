"""The systems beside ours in `aisle evaluate understanding`: frozen MiniLM each time, Rasa's DIET as kept or anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli.examples import read_examples
from bot.nlu.text import normalise
from bot.whole import write_whole

if TYPE_CHECKING:
    from training.messages import Utterance
    from training.peers.kept import Kept
    from training.peers.peer import Example, Peer

EPOCHS = 100  # Rasa's default


def taught(data: Path) -> list[Example]:
    """The examples in a folder of NLU files, each with the language that our own heads take it for."""
    from bot.nlu.reader import language
    from training.peers.peer import Example

    return [Example(text, intent, language(text)) for intent, text, _ in read_examples(data)]


def frozen_peer(examples: Sequence[Example], utterances: Sequence[Utterance], encoder: Any, cache: Path) -> Peer:
    """Frozen MiniLM with logistic regression, on normalised text as ours."""
    from dataclasses import replace

    from training.peers.frozen import frozen

    return frozen([replace(each, text=normalise(each.text)) for each in examples], utterances, encoder, cache)


def diet_peer(
    name: str, examples: Sequence[Example], utterances: Sequence[Utterance], cache: Path, anew: bool
) -> Peer | None:
    """DIET's kept figures for the set `name`; `anew` trains and asks it first. None where nothing is kept.

    Shipped sets are kept with the code, a shop's own beside its caches. Raises PeerFailed.
    """
    from training.peers.kept import FILE, as_peer, read_kept

    file = FILE if name in ("dev", "test") else cache / "diet.json"
    if anew:
        write_whole(file, _measured(name, examples, utterances, cache, read_kept(file)).as_json())
    kept = read_kept(file)
    return as_peer(kept, name, utterances, examples) if kept else None


def _measured(
    name: str, examples: Sequence[Example], utterances: Sequence[Utterance], cache: Path, before: Kept | None
) -> Kept:
    from bot.measure.diet import can_read, components, train_diet
    from bot.measure.report import machine
    from knowledge.language import LOCALES
    from training.peers.kept import Kept, Taught, add_answers
    from training.peers.peer import examples_digest

    kept = Kept("diet", components("en"), machine())
    said = {}
    for locale in LOCALES:
        held = [each.text for each in utterances if each.locale == locale]
        if not can_read(locale):
            kept.left_out[locale] = "Rasa's default tokenizer splits at spaces, and jieba is not installed"
        elif held:
            own = [each for each in examples if each.locale == locale]
            diet = train_diet(cache, [(each.text, each.intent) for each in own], locale, EPOCHS)
            day = f"{datetime.now(UTC):%Y-%m-%d}"
            kept.taught[locale] = Taught(len(own), examples_digest(own), EPOCHS, **{"day": day, **diet.facts})
            said[locale] = diet.read(held)
    if before and {key: each.digest for key, each in before.taught.items()} == {
        key: each.digest for key, each in kept.taught.items()
    }:
        kept.asked = before.asked  # the same DIET was asked other messages before
    add_answers(kept, name, utterances, said)
    return kept
