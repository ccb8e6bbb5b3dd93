"""`aisle bench answers`: how long a written answer takes, for one shopper and for eight, and how fast torch is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from bot.cli.common import console, explained, read_all
from bot.cli.prepare import export_encoder, export_generator
from bot.measure.report import Row

if TYPE_CHECKING:
    from bot.measure.answering import Write
    from knowledge.answer import Answers
    from knowledge.generator import Generator
    from training.smollm import InTorch

PATIENCE = 60.0  # seconds a text may take where only speed is asked


def measure(peers: bool, questions: int) -> list[Row]:
    """So many questions that come to the generator for one shopper, then for eight; with `peers` speed beside torch."""
    from bot.measure import answering
    from bot.nlu.encoding import shared_encoder
    from knowledge.opening import open_answers

    settings, environment = read_all()
    home = environment.home
    if not settings.generation.enabled:
        raise ValueError("expected generation.enabled: true in config.yml, found false; without it nothing is written")
    with explained(), console.status("Preparing the models"):
        export_encoder(home)
        export_generator(settings, home)
        answers = open_answers(home, settings.knowledge, settings.generation, shared_encoder(home))
    asked, prompts = _questions(answers, home, settings, questions)
    eights = len(asked) // answering.AT_ONCE
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("Answering", total=len(asked) + eights)

        def done(of: TaskID = task) -> None:
            progress.advance(of)

        answering.ask_alone(answers, asked[:2])
        rows = answering.felt_rows(answering.ONE, answering.ask_alone(answers, asked, done))
        together = answering.ask_together(answers, asked[: eights * answering.AT_ONCE], done)
        rows += answering.felt_rows(answering.EIGHT, together)
        if peers:
            writers = _writers(home, settings)
            for at_once in (1, answering.AT_ONCE):
                some = prompts[: len(prompts) // answering.AT_ONCE * answering.AT_ONCE]
                task = progress.add_task(f"Writing, {at_once} at once", total=len(writers) * len(some) // at_once)
                rows += answering.speeds(writers, some, at_once, partial(done, task))
    return rows


def table(rows: list[Row]) -> Table:
    """One line a figure, with its ratio to torch."""
    base = {(each["set"], each["metric"]): each["value"] for each in rows if each["system"] == "torch"}
    shown = Table("set", "system", "metric", "value", "n", "of torch", title="Written answers, same run")
    for column in (3, 4, 5):
        shown.columns[column].justify = "right"
    for each in rows:
        torch = base.get((each["set"], each["metric"]))
        share = f"{each['value'] / torch:.2f}" if torch else ""
        shown.add_row(each["set"], each["system"], each["metric"], f"{each['value']:.2f}", str(each["n"]), share)
    return shown


def _questions(answers: Answers, home: Path, settings: Any, count: int) -> tuple[list[str], list[str]]:
    """Questions that the articles are asked and that come to the generator, from all over, and their prompts."""
    from knowledge.articles import load_articles
    from knowledge.prompt import prompt

    articles = [each for each in load_articles(settings.knowledge.folder) if each.locale == "en"]
    found = [
        (line, look.ranked[0])
        for article in articles
        for line in article.questions
        if (look := answers.look(line, "en")).band == "generate"
    ]
    kept = found[:: max(1, len(found) // count)][:count]
    most, tokens = settings.knowledge.passages_per_prompt, _counter(home)
    texts = [[each.text for each in best.asked_about[:most]] for _, best in kept]
    return [line for line, _ in kept], [
        prompt(line, shown, tokens) for (line, _), shown in zip(kept, texts, strict=True)
    ]


def _counter(home: Path) -> Callable[[str], int]:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(home / "models" / "generator" / "tokenizer.json"))
    return lambda text: len(tokenizer.encode(text, add_special_tokens=False).ids)


def _writers(home: Path, settings: Any) -> dict[str, Write]:
    """Ours as it is served, but without a bound on waiting, and the same model in torch, float32 and bfloat16."""
    from bot.measure.answering import AT_ONCE, OURS
    from knowledge.generator import Generator
    from training.export import ADAPTER, generator_source
    from training.smollm import InTorch

    most, count = settings.generation.max_tokens, _counter(home)
    folder, own = home / "models" / "generator", settings.generation
    ours = Generator(folder, most, PATIENCE, AT_ONCE, own.threads, own.at_once)
    writers = {OURS: _ours(ours)}
    with console.status("Loading the generator in torch"):
        for name, half in (("torch", False), ("torch-bf16", True)):
            model = InTorch(generator_source(), ADAPTER, half, settings.generation.threads)
            writers[name] = partial(_counted, model, most, count)
    return writers


def _ours(generator: Generator) -> Write:
    def write(prompts: Sequence[str]) -> int:
        with ThreadPoolExecutor(len(prompts)) as shoppers:
            texts = shoppers.map(lambda prompt: " ".join(generator.sentences(prompt)), prompts)
            return sum(map(generator.count, texts))

    return write


def _counted(model: InTorch, most: int, count: Callable[[str], int], prompts: Sequence[str]) -> int:
    return sum(map(count, model.write(prompts, most)))
