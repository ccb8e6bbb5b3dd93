"""`aisle evaluate answers`: what is found, how sure, and what the generator writes, as rows and as a page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.cli.common import console, explained, read_all
from bot.cli.prepare import export_encoder
from bot.measure.report import commit, machine
from bot.whole import write_whole

if TYPE_CHECKING:
    from bot.settings import Settings
    from knowledge.articles import Article
    from knowledge.encoder import TextEncoder
    from training.by_hand import Checked
    from training.reached import Reading

ANSWERS, ALL_ANSWERS = 300, 1000  # that are generated and judged; with --full
PAIRS = 40  # grounded questions of articles that the adapter never saw
PATIENCE = 60.0  # seconds for one answer: how long it takes is not measured here


def measure(test: bool, full: bool, write: bool) -> list[Any]:
    """Rows of retrieval and bands and, where answers are to be written, of these; the page is written.

    What the generator said before to the same prompt is kept in AISLE_HOME/cache/written and not written again. Raises
    Changed, ValueError.
    """
    from bot.cli.evaluate import verified
    from bot.nlu.encoding import shared_encoder
    from knowledge.articles import load_articles
    from knowledge.bands import Calibration
    from knowledge.index import build
    from knowledge.language import LOCALES
    from training.cases import held_out
    from training.evaluate import ask_all, evaluate, pooled
    from training.questions import FOLDER, load_questions
    from training.report.answers import AnswerReport, render

    half = "test" if test else "dev"
    file = FOLDER / f"{half}.yml"
    questions = load_questions(verified(file) if test else file)
    settings, environment = read_all()
    home = environment.home
    with explained():
        export_encoder(home)
        encoder = shared_encoder(home)
        articles = load_articles(settings.knowledge.folder)
        with console.status("Indexing the articles"):
            index = build(articles, encoder)
    calibration, met, rows = Calibration.load(), {}, []
    for locale in LOCALES:
        cases = held_out(questions, index, encoder, locale)
        met[locale] = ask_all(cases, index, encoder, calibration, locale)
        rows += evaluate(cases, met[locale], index, calibration, locale)
    rows += pooled(met)
    facts = {"commit": commit()[:12], "machine": machine(), "index": index.version}
    report = AnswerReport(f"the {half} half of training/questions", facts, rows, met)
    if write and settings.generation.enabled:
        _write(report, ALL_ANSWERS if full else ANSWERS, settings, home, articles, encoder)
    for note in report.notes:
        console.print(f"[yellow]{escape(note)}[/]", soft_wrap=True)
    page = home / "reports" / "answers" / "index.html"
    write_whole(page, render(report))
    console.print(f"A page to look at: {page.resolve()}", soft_wrap=True)
    return report.rows


def _write(
    report: Any, count: int, settings: Settings, home: Path, articles: Sequence[Article], encoder: TextEncoder
) -> None:
    """Add to the report what the generators say: to the grounded questions, and as it is served to `count` others."""
    from knowledge.generator import Generator
    from training import by_hand, compare, reached
    from training.export import export_generator
    from training.generated import generate, write
    from training.remembered import Remembered

    with explained(), console.status("Exporting the generator, with and without its adapter, where something changed"):
        tuned = export_generator(home, lambda line: None)
        base = export_generator(home, lambda line: None, adapter=None, name="benchmarks/smollm2")
    most, kept = settings.generation.max_tokens, home / "cache" / "written" / str(settings.generation.max_tokens)
    served = Remembered(Generator(tuned, most, PATIENCE, threads=settings.generation.threads), kept)
    plain = Remembered(Generator(base, most, PATIENCE, threads=settings.generation.threads), kept)
    with console.status(f"Answering {PAIRS} grounded questions with each"):
        pairs = compare.held_out_pairs(articles, encoder, PAIRS)
        said = compare.answer_all(pairs, articles, encoder, {compare.BASE: plain, compare.TUNED: served})
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("Answers", total=count)
        found = generate(
            count,
            settings.knowledge,
            articles,
            encoder,
            served,
            home / "index",
            lambda done: progress.update(task, completed=done),
        )
    file = home / "reports" / "answers" / "generated.jsonl"
    write(file, found)
    console.print(f"Every answer with its passages: {file.resolve()}", soft_wrap=True)
    judged = by_hand.load_judged()
    report.judged.extend(by_hand.checked(judged, articles, encoder))
    report.readings.extend(reached.read(found, encoder, by_hand.labels(judged)))
    report.rows.extend([*compare.compare(said), *reached.figures(report.readings), *by_hand.figures(report.judged)])
    report.facts["generator"] = served.fingerprint
    report.notes.extend(_notes(count, report.readings, report.judged, len(judged)))


def _notes(count: int, readings: Sequence[Reading], judged: Sequence[Checked], labels: int) -> list[str]:
    """What whoever reads the figures must know."""
    from training.reached import doubtful

    notes = []
    if len(readings) < count:
        notes.append(f"{len(readings)} of {count} answers: there are no more questions that come to the generator.")
    if len(judged) < labels:
        notes.append(f"{labels - len(judged)} of {labels} labels were given to passages that have changed since.")
    notes += [
        f"Unsupported, and sent: “{line.sentence}” ({'; '.join(line.faults) or 'labelled so'}), "
        f"to “{reading.answer.question}”."
        for reading, line in doubtful(readings)
    ]
    return notes
