"""`aisle train`: the Rasa model or the encoder's adapter, promoted where better, or the generator's adapter."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

import typer

from bot.cli.common import console, explained, fail, read_all
from bot.cli.prepare import export_encoder, train_rasa
from bot.settings import Settings

HELD_OUT = Path(__file__).parent.parent.parent / "training" / "utterances" / "dev.yml"


def train(
    what: str,
    steps: Optional[int],
    data: Optional[Path] = None,
    force: bool = False,
    rollback: bool = False,
    listed: bool = False,
    json: Optional[Path] = None,
) -> None:
    """Train `nlu`, `encoder`, `splitting` or `answers`; the first two also go back to what was before, `nlu` lists."""
    if what not in ("nlu", "encoder", "splitting", "answers"):
        fail(f"expected nlu, encoder, splitting or answers, found '{what}'")
    if what in ("splitting", "answers") and (data or force or rollback or listed or json):
        fail("--data, --force, --rollback, --list and --json are for nlu and encoder")
    if what == "encoder" and listed:
        fail("--list is for nlu")
    if rollback and (force or listed or data):
        fail("expected --rollback alone: it trains and compares nothing")
    settings, environment = read_all()
    with explained():
        export_encoder(environment.home)
        if what == "nlu":
            _nlu(environment.home, data or settings.training.held_out or HELD_OUT, force, rollback, listed, json)
            return
        if what == "encoder":
            _encoder(environment.home, settings, steps, data, force, rollback, json)
            return
        if what == "splitting":
            _splitting(environment.home)
            return
        from training.answers import AnswerTraining
        from training.answers import train as run

        run(AnswerTraining(steps=steps or AnswerTraining.steps), environment.home)


def _splitting(home: Path) -> None:
    from bot.cli.splitting import learn
    from bot.nlu.encoding import shared_encoder
    from bot.nlu.splitting import WEIGHTS

    learned = learn(home, shared_encoder(home))
    counts = ", ".join(f"{len(weights)} for {locale}" for locale, weights in learned.items())
    console.print(f"{counts} clues weighed; written to {WEIGHTS}. Measure them: aisle evaluate understanding")


def _encoder(
    home: Path, settings: Settings, steps: Optional[int], data: Optional[Path], force: bool, rollback: bool,
    json: Optional[Path],
) -> None:  # fmt: skip
    from bot.cli.train_encoder import roll_back_encoder, train_encoder
    from training.encoder import EncoderTraining

    if rollback:
        roll_back_encoder(home)
        return
    held = settings.training.held_out or HELD_OUT
    train_encoder(home, settings.knowledge.folder, held, steps or EncoderTraining.steps, data, force, json)


def _nlu(home: Path, held: Path, force: bool, rollback: bool, listed: bool, json: Optional[Path]) -> None:
    from bot.cli.models import list_models, roll_back
    from bot.nlu.encoding import shared_encoder
    from bot.rasa.promotion import CannotRun, Promotions
    from bot.rasa.training import ground, model_folder

    encoder, promotions = shared_encoder(home), Promotions(model_folder(home))
    try:
        if rollback:
            roll_back(promotions, ground(encoder.fingerprint))
        elif listed:
            console.print(list_models(promotions, ground(encoder.fingerprint)))
        else:
            _learn(home, held, encoder, promotions, force, json)
    except CannotRun as error:
        fail(str(error))


def _learn(home: Path, held: Path, encoder: Any, promotions: Any, force: bool, json: Optional[Path]) -> None:
    """Train and promote; exit code 1 where the model that runs is kept."""
    from bot.cli.promote import Contest, promote_if_better
    from bot.measure.report import write_report
    from bot.rasa.heads import NoHeads

    try:
        contest = Contest(held, encoder)  # unusable messages are told before a minute is spent
        with console.status("Training the Rasa model, where something changed"):
            candidate = train_rasa(home)
        runs, rows = promote_if_better(candidate, promotions, contest, force)
    except (ValueError, NoHeads) as error:
        fail(str(error))
    if json:
        write_report(json, "aisle train nlu", rows)
        console.print(f"written to {json}")
    if not runs:
        raise typer.Exit(1)
