"""`aisle ask`: the very function that answers live, with its reasons shown."""

from __future__ import annotations

from rich.table import Table

from bot.cli.common import console, explained, read_all
from bot.cli.prepare import export_encoder, export_generator


def ask(question: str, locale: str) -> None:
    """Print band, confidence, text, sources and the passages with their scores."""
    settings, environment = read_all()
    with explained():
        export_encoder(environment.home)
        export_generator(settings, environment.home)
        from knowledge.opening import open_answers

        answers = open_answers(environment.home, settings.knowledge, settings.generation)
    answer = answers.ask(question, locale)
    console.print(f"[bold]{answer.band}[/]  confidence {answer.confidence:.2f}  index {answer.index_version}")
    if answer.text:
        console.print(f"\n{answer.text}\n", markup=False)
    for source in answer.sources:
        console.print(f"source: {source['id']} ({source['title']})", markup=False)
    for choice in answer.choices:
        console.print(f"choice: {choice['label']}", markup=False)
    table = Table("article", "passage", "score", "dense", "lexical")
    for hit in answer.hits[:8]:
        text = hit.passage.text.replace("\n", " ")[:70]
        table.add_row(hit.passage.article_id, text, f"{hit.score:.2f}", f"{hit.dense:.2f}", f"{hit.lexical:.2f}")
    console.print(table)
