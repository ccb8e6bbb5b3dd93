"""`aisle bench search`: finding in as many vectors and passages as are asked for, beside comparing with every one."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from bot.cli.common import console, explained, read_all
from bot.cli.prepare import export_encoder
from bot.measure.report import Row
from knowledge.encoder import Encoder, Vectors

BATCH = 256  # texts that are encoded between two steps of the bar


def measure(passages: Sequence[int], vectors: Sequence[int], questions: int, texts: Path | None) -> list[Row]:
    """Mix as many as are wanted from real texts, and ask what was held out of them."""
    from bot.measure.invented import HELD_OUT, Mixture, real_texts
    from bot.measure.search import question_rows, vector_rows

    _, environment = read_all()
    home = environment.home.resolve()
    with explained(), console.status("Preparing the encoder"):
        export_encoder(home)
        encoder, lines = Encoder(home / "models" / "encoder", threads=2), real_texts(texts)
    asked = np.arange(0, len(lines), HELD_OUT)
    told = np.setdiff1d(np.arange(len(lines)), asked)
    asked = asked[:questions]
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    rows: list[Row] = []
    with Progress(*columns, console=console) as progress, tempfile.TemporaryDirectory(prefix="aisle-bench-") as folder:
        known = _encoded(lines, encoder, home / "cache" / "bench", progress)
        mixture, wording = Mixture([lines[at] for at in told], known[told]), [lines[at] for at in asked]
        growing = progress.add_task("Searching among vectors", total=len(vectors))
        for count in vectors:
            rows += vector_rows(mixture.vectors(*mixture.recipes(count)), known[asked], Path(folder))
            progress.advance(growing)
        asking = progress.add_task("Asking about passages", total=len(asked) * len(passages))
        for count in passages:
            part = Path(folder) / str(count)
            rows += question_rows(mixture, encoder, home, part, count, wording, lambda: progress.advance(asking))
            shutil.rmtree(part)
    return rows


def table(rows: list[Row]) -> Table:
    """One line a figure, with its ratio to comparing with every row."""
    from bot.measure.search import ALL

    base = {(each["set"], each["metric"]): each["value"] for each in rows if each["system"] == ALL}
    shown = Table("set", "system", "metric", "value", "n", f"of {ALL}", title="Search, same run")
    for column in (3, 4, 5):
        shown.columns[column].justify = "right"
    for each in rows:
        beside = base.get((each["set"], each["metric"]))
        share = f"{each['value'] / beside:.3f}" if beside else ""
        value = f"{each['value']:.3f}" if each["value"] < 10 else f"{each['value']:.1f}"
        shown.add_row(each["set"], each["system"], each["metric"], value, str(each["n"]), share)
    return shown


def _encoded(texts: list[str], encoder: Encoder, folder: Path, progress: Progress) -> Vectors:
    """(n, dimensions), computed once for these texts and this encoder."""
    digest = hashlib.sha256("\n".join([encoder.fingerprint, *texts]).encode()).hexdigest()[:12]
    file = folder / f"search-{digest}.npy"
    if file.is_file():
        kept: Vectors = np.load(file)
        return kept
    task = progress.add_task("Encoding real texts, once", total=len(texts))
    order = sorted(range(len(texts)), key=lambda at: len(texts[at]))  # of one length in a batch
    vectors = np.empty((len(texts), encoder.dimensions), np.float32)
    for start in range(0, len(order), BATCH):
        some = order[start : start + BATCH]
        vectors[some] = encoder.encode([texts[at] for at in some])
        progress.advance(task, len(some))
    folder.mkdir(parents=True, exist_ok=True)
    np.save(file, vectors)
    return vectors
