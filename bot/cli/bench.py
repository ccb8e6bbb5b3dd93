"""`aisle bench`: what takes how long, each beside what it is measured against, in one run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from bot.measure.report import Row

app = typer.Typer(help="Time what a shopper waits for, beside its peers in the same run.", no_args_is_help=True)
Json = Annotated[Optional[Path], typer.Option("--json", help="Write the figures to this file.")]
Conversations = Annotated[int, typer.Option(min=1, help="How many conversations.")]


@app.command()
def turns(
    json: Json = None,
    peers: Annotated[bool, typer.Option(help="Measure Rasa's default pipeline beside ours.")] = True,
    conversations: Conversations = 20,
) -> None:
    """Turns, memory and start, beside Rasa's default pipeline."""
    from bot.cli.bench_turns import measure, table
    from bot.measure.turns import misses

    rows = measure(peers, conversations)
    told = f"turns --conversations {conversations}" + ("" if peers else " --no-peers")
    _show(told, json, rows, table(rows), misses(rows) if peers else [])


@app.command()
def message(
    json: Json = None,
    peers: Annotated[bool, typer.Option(help="Measure MiniLM in torch beside ours.")] = True,
    conversations: Conversations = 20,
) -> None:
    """One message's understanding, beside the same over torch."""
    from bot.cli.bench_message import measure, table
    from bot.measure.message import misses

    rows = measure(peers, conversations)
    told = f"message --conversations {conversations}" + ("" if peers else " --no-peers")
    _show(told, json, rows, table(rows), misses(rows))


@app.command()
def answers(
    json: Json = None,
    peers: Annotated[bool, typer.Option(help="Measure the same model in torch beside ours.")] = True,
    questions: Annotated[int, typer.Option(min=8, help="How many questions.")] = 24,
) -> None:
    """Written answers for one shopper and for eight at once, and tokens a second beside torch."""
    from bot.cli.bench_answers import measure, table
    from bot.measure.answering import misses

    rows = measure(peers, questions)
    told = f"answers --questions {questions}" + ("" if peers else " --no-peers")
    _show(told, json, rows, table(rows), misses(rows))


@app.command()
def learning(json: Json = None) -> None:
    """Learning inside a running server, and what turns take meanwhile."""
    from bot.cli.bench_learning import measure, misses, table

    rows = measure()
    _show("learning", json, rows, table(rows), misses(rows))


@app.command()
def writes(
    json: Json = None,
    postgresql: Annotated[
        Optional[str], typer.Option(help="URL of an empty PostgreSQL database; else one is started where it can be.")
    ] = None,
    conversations: Conversations = 60,
) -> None:
    """A turn that changes an order, its database included: on SQLite and on PostgreSQL."""
    from bot.cli.bench_writes import measure, table
    from bot.measure.writes import misses

    rows = measure(postgresql, conversations)
    _show(f"writes --conversations {conversations}", json, rows, table(rows), misses(rows))


@app.command()
def search(
    json: Json = None,
    passages: Annotated[
        Optional[list[int]], typer.Option(min=1, help="Of a knowledge base; as often as there are sizes.")
    ] = None,
    vectors: Annotated[
        Optional[list[int]], typer.Option(min=1, help="Of an index alone; as often as there are sizes.")
    ] = None,
    questions: Annotated[int, typer.Option(min=1, help="How many at most.")] = 200,
    texts: Annotated[
        Optional[Path], typer.Option(help="Real texts to mix from, one a line; else those that ship.")
    ] = None,
) -> None:
    """Finding in a large knowledge base, beside comparing with every article in it."""
    from bot.cli.bench_search import measure, table
    from bot.measure.search import misses

    if not passages and not vectors:
        passages, vectors = [20_000], [100_000]
    rows = measure(passages or [], vectors or [], questions, texts)
    sizes = [f" --vectors {count}" for count in vectors or []] + [f" --passages {count}" for count in passages or []]
    told = f"search{''.join(sizes)} --questions {questions}" + (f" --texts {texts.name}" if texts else "")
    _show(told, json, rows, table(rows), misses(rows))


def _show(told: str, json: Path | None, rows: list[Row], shown: object, missed: list[str]) -> None:
    """Print, and write the rows; ends with 0 whether or not the budgets are kept."""
    from bot.cli.common import console
    from bot.measure.report import write_report

    console.print(shown)
    for miss in missed:
        console.print(f"[yellow]missed:[/] {miss}", highlight=False)
    if json:
        write_report(json, f"aisle bench {told}", rows)
        console.print(f"written to {json}")
