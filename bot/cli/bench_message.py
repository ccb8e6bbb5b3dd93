"""`aisle bench message`: how long one message's understanding takes, beside the same reader over MiniLM in torch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from bot.cli.common import console, explained
from bot.cli.common import read_all as read_settings
from bot.cli.prepare import export_encoder, train_rasa
from bot.measure.report import Row


def measure(peers: bool, conversations: int) -> list[Row]:
    """Read the messages of so many conversations with each, by turns; Rasa is not started."""
    from bot.measure.message import BASE, OURS, read_all
    from bot.measure.talk import TURNS, message
    from bot.nlu.encoding import shared_encoder
    from bot.rasa.heads import read_heads

    _, environment = read_settings()
    home = environment.home
    with explained(), console.status("Preparing the models"):
        export_encoder(home)
        encoder = shared_encoder(home)
        reader = read_heads(train_rasa(home), encoder)
    readers = {OURS: reader.read}
    if peers:
        readers[BASE] = _in_torch(reader, encoder, home).read
    texts = [message(conversation, turn) for conversation in range(conversations) for turn in range(TURNS)]
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("Reading all the same", total=len(texts))
        return read_all(readers, texts, lambda read: progress.update(task, completed=read))


def table(rows: list[Row]) -> Table:
    """One line a figure, with its ratio to torch."""
    from bot.measure.message import BASE

    base = {each["metric"]: each["value"] for each in rows if each["system"] == BASE}
    shown = Table("set", "system", "metric", "value", "n", "of torch", title="Understanding one message, same run")
    for column in (3, 4, 5):
        shown.columns[column].justify = "right"
    for each in rows:
        share = f"{each['value'] / base[each['metric']]:.2f}" if base.get(each["metric"]) else ""
        shown.add_row(each["set"], each["system"], each["metric"], f"{each['value']:.1f}", str(each["n"]), share)
    return shown


def _in_torch(reader: Any, encoder: Any, home: Path) -> Any:
    """The same heads and values over float32 MiniLM in torch, with as many threads as torch takes."""
    from bot.measure.message import Elsewhere
    from bot.nlu.reader import Reader
    from training.export import encoder_adapters, encoder_source
    from training.minilm import MiniLM

    with console.status("Loading MiniLM in torch"):
        adapters = encoder_adapters(home)
        model = MiniLM(encoder_source(), adapters[0] if adapters else None)
    return Reader(reader.heads, Elsewhere(encoder, model.encode))
