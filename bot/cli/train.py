"""`aisle train`: the Rasa model, or the generator's adapter."""

from __future__ import annotations

from bot.cli.common import console, explained, fail, read_all
from bot.cli.prepare import export_encoder, train_rasa


def train(what: str, steps: int) -> None:
    """Train `nlu` or `answers`."""
    _, environment = read_all()
    if what not in ("nlu", "answers"):
        fail(f"expected nlu or answers, found '{what}'")
    with explained():
        export_encoder(environment.home)
        if what == "nlu":
            with console.status("Training the Rasa model"):
                train_rasa(environment.home)
            console.print("The Rasa model fits what is in bot/.")
            return
        from training.answers import AnswerTraining
        from training.answers import train as run

        run(AnswerTraining(steps=steps), environment.home)
