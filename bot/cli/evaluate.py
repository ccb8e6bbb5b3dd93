"""`aisle evaluate`: understanding and answers on held-out messages. The test half is used only as it was frozen."""

from __future__ import annotations

import hashlib
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Optional

from rich.table import Table

from bot.cli.common import console, explained, fail, read_all
from bot.cli.prepare import export_encoder, train_rasa

TRAINING = Path(__file__).parent.parent.parent / "training"
FROZEN = TRAINING / "frozen.sha256"


class Changed(Exception):
    """A held-out file is not the one that was frozen."""


class NoHeads(Exception):
    """A trained model without our understanding in it."""


def evaluate(what: str, json: Optional[Path], test: bool) -> None:
    """Measure `understanding` or `answers` on the dev half, or with `test` on the frozen test half."""
    if what not in ("understanding", "answers"):
        fail(f"expected understanding or answers, found '{what}'")
    try:
        rows = _understanding(test) if what == "understanding" else _answers(test)
    except (Changed, NoHeads, ValueError) as error:
        fail(str(error))
    shown = Table("set", "system", "metric", "value", "n", title=f"{what}, {'test' if test else 'dev'}")
    for column in (3, 4):
        shown.columns[column].justify = "right"
    for row in rows:
        shown.add_row(row["set"], row["system"], row["metric"], f"{row['value']:.4f}", str(row["n"]))
    console.print(shown)
    if json:
        from bot.measure.report import write_report

        write_report(json, f"aisle evaluate {what}" + (" --test" if test else ""), rows)
        console.print(f"written to {json}")


def verified(file: Path, frozen: Path = FROZEN) -> Path:
    """The file, if it is byte for byte the one in the list of frozen files; else Changed."""
    lines = [line.split(maxsplit=1) for line in frozen.read_text("utf-8").splitlines() if line.strip()]
    listed = {name: digest for digest, name in lines}
    name = str(file.relative_to(frozen.parent))
    found = hashlib.sha256(file.read_bytes()).hexdigest()
    if listed.get(name) != found:
        raise Changed(
            f"{file}: expected the frozen file with SHA-256 {listed.get(name, '(not listed)')}, found {found}. "
            f"Restore it from git; a test half that was changed measures nothing ({frozen.name})"
        )
    return file


def read_heads(model: Path, encoder: Any) -> Any:
    """The reader of a trained model, without Rasa. Raises NoHeads."""
    from bot.nlu.head import Head
    from bot.nlu.reader import Reader

    with TemporaryDirectory() as folder:
        with tarfile.open(model) as archive:
            wanted = [each for each in archive.getmembers() if "bot.nlu.understanding" in each.name]
            archive.extractall(folder, wanted, filter="data")
        places = [place.parent for place in sorted(Path(folder).rglob("head.json"))]
        heads = {place.name: Head.load(place) for place in places}
    if not heads:
        raise NoHeads(f"{model} holds no heads of bot.nlu.understanding; train it again: aisle train nlu")
    return Reader(heads, encoder)


def _understanding(test: bool) -> list[Any]:
    from training.understanding import FOLDER, evaluate, evaluate_several, load_utterances

    one, several = FOLDER / ("test.yml" if test else "dev.yml"), FOLDER / "multi.yml"
    if test:
        verified(one)
        verified(several)
    _, environment = read_all()
    with explained():
        export_encoder(environment.home)
        with console.status("Training the Rasa model, where something changed"):
            train_rasa(environment.home)
        from bot.nlu.encoding import shared_encoder
        from bot.rasa.training import model_file

        encoder = shared_encoder(environment.home)
        reader = read_heads(model_file(environment.home, encoder.fingerprint), encoder)
    rows = evaluate(load_utterances(one), reader.read)
    return [*rows, *evaluate_several(load_utterances(several), reader.read)]


def _answers(test: bool) -> list[Any]:
    from training.questions import FOLDER, load_questions

    file = FOLDER / ("test.yml" if test else "dev.yml")
    if test:
        verified(file)
    settings, environment = read_all()
    with explained():
        export_encoder(environment.home)
        from bot.nlu.encoding import shared_encoder
        from knowledge.articles import load_articles
        from knowledge.bands import Calibration
        from knowledge.index import build
        from knowledge.language import LOCALES
        from training.cases import held_out
        from training.evaluate import evaluate

        encoder = shared_encoder(environment.home)
        index = build(load_articles(settings.knowledge.folder), encoder)
    questions, rows = load_questions(file), []
    for locale in LOCALES:
        cases = held_out(questions, index, encoder, locale)
        rows += evaluate(cases, index, encoder, Calibration.load(), locale)
    return rows
