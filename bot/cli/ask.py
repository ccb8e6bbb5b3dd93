"""`aisle ask`: what a shopper would get for a question, with its reasons; the desk's page "Ask" shows the same."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table

from bot.cli.common import console, explained, read_all
from bot.cli.prepare import export_encoder, export_generator

if TYPE_CHECKING:
    from bot.care.trying import Trial
    from knowledge.answer import Answer

DOMAIN = Path(__file__).parent.parent / "domain"


def ask(question: str, locale: str) -> None:
    """Print what would be said, band, probabilities against their thresholds, sources, choices and passages."""
    from actions.sentences import Sentences
    from bot.care.trying import try_out

    settings, environment = read_all()
    with explained():
        export_encoder(environment.home)
        export_generator(settings, environment.home)
        from knowledge.opening import open_answers

        answers = open_answers(environment.home, settings.knowledge, settings.generation)
    show(try_out(question, locale, answers, Sentences.read(DOMAIN)))


def show(trial: Trial) -> None:
    """A trial in the terminal."""
    answer = trial.answer
    console.print(f"\n{trial.said}\n", markup=False)
    if answer is None:
        console.print("[bold]other language[/]  only English and Chinese are answered")
        return
    for source in answer.sources:
        console.print(f"source: {source['id']} ({source['title']})", markup=False)
    for choice in answer.choices:
        console.print(f"choice: {choice['label']}", markup=False)
    console.print(f"[bold]{answer.band}[/]  {_probabilities(answer)}  index {answer.index_version}")
    table = Table("article", "passage", "score", "dense", "lexical")
    from bot.care.trying import PASSAGES

    for hit in answer.hits[:PASSAGES]:
        text = escape(hit.passage.text.replace("\n", " ")[:70])
        table.add_row(hit.passage.article_id, text, f"{hit.score:.2f}", f"{hit.dense:.2f}", f"{hit.lexical:.2f}")
    console.print(table)


def _probabilities(answer: Answer) -> str:
    least = answer.thresholds
    assert least is not None
    sure = f"confidence {answer.confidence:.2f} (sent from {least.sure:.2f})"
    return f"{sure}  answerable {answer.answerable:.2f} (offered from {least.clarify:.2f})"
