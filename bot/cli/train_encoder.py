"""`aisle train encoder`: an adapter for the shop's own words, served only where it beats what is served now."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

import typer

from bot.cli.common import console, explained, fail
from bot.cli.examples import read_examples
from bot.nlu.fitting import as_read, fit_head

if TYPE_CHECKING:
    from training.messages import Utterance

DATA = Path(__file__).parent.parent / "data"


def train_encoder(
    home: Path, articles: Path, held: Path, steps: int, data: Optional[Path], force: bool, json: Optional[Path]
) -> None:
    """Train on the examples in bot/data, and on the public sets in `data`; exit code 1 where nothing is promoted."""
    from bot.measure.report import write_report
    from training.encoder import EncoderTraining, chosen_sets, train
    from training.export import encoder_adapters, export_encoder
    from training.labelled import SetError, nlu_examples
    from training.messages import load_folder

    with explained():
        try:
            sets = chosen_sets(data, DATA) if data else [nlu_examples(DATA)]
            messages = load_folder(held)
        except (SetError, ValueError) as error:
            fail(str(error))
        own, candidate = home / "adapters" / "encoder", home / "adapters" / "encoder-candidate"
        shutil.rmtree(candidate, ignore_errors=True)
        train(EncoderTraining(steps=steps), sets, candidate, console.print)
        shipped = [place for place in encoder_adapters(home) if place != own]
        export_encoder(home, console.print, [*shipped, candidate], name="encoder-candidate")
        rows, better = _trial(home, articles, messages)
    _show(rows)
    if json:
        write_report(json, "aisle train encoder", rows)
    if not (better or force):
        console.print(f"The encoder that is served stays: the new one is not better. It lies in {candidate}.")
        raise typer.Exit(1)
    _promote(home, own, candidate)


def roll_back_encoder(home: Path) -> None:
    """Serve the encoder without the shop's own adapter again."""
    own = home / "adapters" / "encoder"
    if not own.is_dir():
        fail(f"expected an adapter of the shop's own in {own}, found none; there is nothing to go back from")
    aside = home / "adapters" / "encoder-before"
    shutil.rmtree(aside, ignore_errors=True)
    own.rename(aside)
    console.print(f"The adapter lies in {aside} now. aisle train exports the encoder without it and learns anew.")


def _trial(home: Path, articles: Path, messages: Sequence[Utterance]) -> tuple[list[Any], bool]:
    from knowledge.encoder import Encoder
    from training.trial import is_better, reach

    examples = [(text, intent) for intent, text, _ in read_examples(DATA)]
    found: list[Any] = []
    rows: list[Any] = []
    for system, name in (("served", "encoder"), ("candidate", "encoder-candidate")):
        with console.status(f"Asking the {system} encoder"):
            encoder = Encoder(home / "models" / name, threads=2, remembered=60_000)
            figures, questions = reach(encoder, examples, messages, articles, _intents)
        found.append(figures)
        rows += figures.rows(system, sum(each.locale == "en" and not each.several for each in messages), questions)
    return rows, is_better(*found)


def _intents(examples: list[tuple[str, str]], encode: Any, texts: Sequence[str]) -> list[str]:
    """What a head fitted on the English examples says to each text."""
    from bot.nlu.reader import language

    pairs = [(as_read(text), intent) for text, intent in examples if language(text) == "en"]
    head = fit_head("en", pairs, encode)
    vectors = encode([as_read(text) for text in texts])
    return [
        head.intents[int(head.probabilities(as_read(text), vector).argmax())]
        for text, vector in zip(texts, vectors, strict=True)
    ]


def _promote(home: Path, own: Path, candidate: Path) -> None:
    shutil.rmtree(own, ignore_errors=True)
    candidate.rename(own)
    from bot.cli.prepare import export_encoder

    export_encoder(home)
    console.print(
        "The new adapter is merged into the encoder. Vectors have changed, so run now: aisle train nlu (the intents), "
        "and python -m training.calibrate (the thresholds of answers). aisle train encoder --rollback goes back."
    )


def _show(rows: Sequence[dict[str, Any]]) -> None:
    for row in rows:
        console.print(f"{row['set']:>6} {row['system']:>10} {row['metric']:>10} {row['value']:.4f} ({row['n']})")
