"""`aisle`: every command, each imported when it is called, so that `aisle ask` need not wait for Rasa."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from bot.cli import bench

app = typer.Typer(
    help="Aisle: customer service for online shops.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(bench.app, name="bench")
Json = Annotated[Optional[Path], typer.Option("--json", help="Write the figures to this file.")]


@app.command()
def demo() -> None:
    """Prepare the demo shop and serve it on this machine."""
    from bot.cli.serve import serve as run

    run(demo=True)


@app.command()
def serve() -> None:
    """Serve your own shop: what is missing is exported, indexed and trained first."""
    from bot.cli.serve import serve as run

    run(demo=False)


@app.command()
def ask(
    question: str, locale: Annotated[str, typer.Option(help="en or zh, where the question shows none.")] = "en"
) -> None:
    """What would be answered, from which passages, with which confidence and in which band."""
    from bot.cli.ask import ask as run

    run(question, locale)


@app.command()
def chat(
    url: Annotated[str, typer.Option(help="Where Aisle is served.")] = "http://localhost:5005",
    locale: str = "en",
    token: Annotated[Optional[str], typer.Option(help="A signed shopper token.")] = None,
) -> None:
    """Talk to a running Aisle in the terminal."""
    from bot.cli.chat import chat as run

    run(url, locale, token)


@app.command()
def seed(replace: Annotated[bool, typer.Option(help="Empty the demo's tables first.")] = False) -> None:
    """Fill the shop's database with the demo shop."""
    from bot.cli.seed import seed as run

    run(replace)


agents = typer.Typer(help="The people at the desk.", no_args_is_help=True)
app.add_typer(agents, name="agent")


@agents.callback()
def _agents() -> None:
    """The people at the desk."""


@agents.command("add")
def add_agent(name: str, lead: Annotated[bool, typer.Option("--lead", help="May also teach the bot.")] = False) -> None:
    """Let somebody answer at the desk; the password is asked for, or taken from AISLE_AGENT_PASSWORD."""
    from bot.cli.agent import add as run

    run(name, lead)


@agents.command("lead")
def make_lead(name: str, off: Annotated[bool, typer.Option("--off", help="Not any more.")] = False) -> None:
    """Let an agent teach the bot: label unclear messages and have them learned."""
    from bot.cli.agent import make_lead as run

    run(name, not off)


imports = typer.Typer(help="Bring in what you have elsewhere.", no_args_is_help=True)
app.add_typer(imports, name="import")


@imports.callback()
def _imports() -> None:
    """Bring in what you have elsewhere."""


@imports.command("nlu")
def import_nlu(
    folder: Annotated[Path, typer.Argument(help="A Rasa 3 project, or its data folder.")],
    write: Annotated[bool, typer.Option("--write", help="Write into bot/data/imported.")] = False,
    name: Annotated[Optional[str], typer.Option(help="Of the file; by default the folder's.")] = None,
    renamed: Annotated[Optional[list[str]], typer.Option("--as", help="THEIRS=OURS: into this intent of ours.")] = None,
    left_out: Annotated[Optional[list[str]], typer.Option("--leave-out", help="Not this intent of theirs.")] = None,
) -> None:
    """Preview the training examples of a Rasa project: what would be taken, what not and why."""
    from bot.cli.import_nlu import import_nlu as run

    run(folder, write, name, renamed or (), left_out or ())


@imports.command("knowledge")
def import_knowledge(
    sources: Annotated[
        list[str], typer.Argument(help="Files, folders, or an address such as https://shop.example/help.")
    ],
    to: Annotated[
        Optional[Path], typer.Option(help="The folder of articles; by default knowledge.folder of config.yml.")
    ] = None,
    locale: Annotated[
        Optional[str], typer.Option(help="en or zh, for all of it; by default what each text is in.")
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Write the articles: all of them, or none.")] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Also articles that were written or edited by hand.")
    ] = False,
    left_out: Annotated[
        Optional[list[str]], typer.Option("--leave-out", help="Not this file or page, as the report names it.")
    ] = None,
    encoding: Annotated[str, typer.Option(help="Of text files.")] = "utf-8",
    pages: Annotated[int, typer.Option(min=1, max=2000, help="Of a site, at most.")] = 200,
    depth: Annotated[int, typer.Option(min=0, max=5, help="Links from the first page, where no sitemap is.")] = 2,
    delay: Annotated[float, typer.Option(min=0.2, help="Seconds between two requests to a site.")] = 1.0,
) -> None:
    """Preview help pages and FAQ files as articles: what would be taken, what not and why."""
    from bot.cli.import_knowledge import Asked
    from bot.cli.import_knowledge import import_knowledge as run
    from knowledge.importing.site import Manners

    run(sources, Asked(to, locale or "", write, overwrite, left_out or (), encoding, Manners(pages, depth, delay)))


File = Annotated[Path, typer.Argument(metavar="FILE", help="A .csv or .json file (docs/imports.md).")]
Write = Annotated[bool, typer.Option("--write", help="Import it; without this, only look.")]
Wrong = Annotated[Optional[Path], typer.Option("--report", help="Write everything that is wrong into this .csv.")]


@imports.command("products")
def import_products(file: File, write: Write = False, report: Wrong = None) -> None:
    """Products with their variants, prices and stock: all of a file, or nothing."""
    from bot.cli.import_shop import import_shop as run

    run("products", file, write, report)


@imports.command("shoppers")
def import_shoppers(file: File, write: Write = False, report: Wrong = None) -> None:
    """Shoppers with their contacts: all of a file, or nothing."""
    from bot.cli.import_shop import import_shop as run

    run("shoppers", file, write, report)


@imports.command("orders")
def import_orders(file: File, write: Write = False, report: Wrong = None) -> None:
    """Orders with lines, payment, address and state: all of a file, or nothing."""
    from bot.cli.import_shop import import_shop as run

    run("orders", file, write, report)


@app.command()
def train(
    what: Annotated[
        str,
        typer.Argument(help="nlu (intents, dialogue), encoder or answers (LoRA adapters), splitting (of messages)"),
    ] = "nlu",
    steps: Annotated[Optional[int], typer.Option(help="Training steps, for the adapters.")] = None,
    data: Annotated[
        Optional[Path], typer.Option(help="nlu: held-out messages that decide. encoder: public sets to learn from too.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Promote the new model even where it is worse.")] = False,
    rollback: Annotated[bool, typer.Option("--rollback", help="Let the model before run again.")] = False,
    listed: Annotated[bool, typer.Option("--list", help="Show the models, their figures and which one runs.")] = False,
    json: Json = None,
) -> None:
    """Train what changed; an intent model that is worse than the one that runs is not promoted (exit code 1)."""
    from bot.cli.train import train as run

    run(what, steps, data, force, rollback, listed, json)


@app.command()
def label(
    listed: Annotated[bool, typer.Option("--list", help="Show what waits; --json writes it.")] = False,
    set_: Annotated[
        Optional[tuple[int, str]], typer.Option("--set", metavar="ID INTENT", help="Make a message an example.")
    ] = None,
    text: Annotated[Optional[str], typer.Option(help="With --set: the words to keep instead.")] = None,
    new: Annotated[bool, typer.Option("--new", help="With --set: the intent is a new one.")] = False,
    discard: Annotated[Optional[int], typer.Option(metavar="ID", help="It teaches nothing.")] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take back the last label or discard.")] = False,
    learn: Annotated[bool, typer.Option("--learn", help="Have the running server learn it now.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="Messages at most.")] = 200,
    json: Json = None,
) -> None:
    """Explain what shoppers said that was not understood, one by one, and have it learned."""
    from bot.cli.label import label as run

    run(listed, json, set_, text, new, discard, undo, learn, limit)


@app.command()
def gaps(
    days: Annotated[int, typer.Option(min=1, help="So far back.")] = 30,
    json: Json = None,
) -> None:
    """What shoppers asked and got no answer to, put together by what it means, the most wanted first."""
    from bot.cli.gaps import gaps as run

    run(days, json)


lints = typer.Typer(help="What is wrong with what you wrote.", no_args_is_help=True)
app.add_typer(lints, name="lint")


@lints.callback()
def _lints() -> None:
    """What is wrong with what you wrote."""


@lints.command("knowledge")
def lint_knowledge(
    folder: Annotated[Optional[Path], typer.Argument(help="Of articles; by default knowledge.folder.")] = None,
    days: Annotated[int, typer.Option(min=1, help="An article that nobody got in so many days is unused.")] = 90,
    online: Annotated[bool, typer.Option("--online", help="Try links to other sites, too.")] = False,
    json: Json = None,
) -> None:
    """Articles that contradict each other, come twice, are expired, untranslated, too long, unused or link nowhere."""
    from bot.cli.lint import lint_knowledge as run

    run(folder, days, online, json)


@app.command()
def flows(
    out: Annotated[Path, typer.Option(help="Where to draw them.")] = Path("docs/flows.md"), check: bool = False
) -> None:
    """Check every flow against the domain and the actions, and draw them."""
    from bot.cli.flows import flows as run

    run(out, check)


@app.command()
def doctor() -> None:
    """Check config, database, index, models and port, and say what to do."""
    from bot.cli.doctor import doctor as run

    run()


@app.command()
def evaluate(
    what: Annotated[str, typer.Argument(help="understanding, answers or orders")],
    json: Json = None,
    test: Annotated[bool, typer.Option("--test", help="On the frozen test half.")] = False,
    data: Annotated[
        Optional[Path], typer.Option(help="Your own held-out messages (.yml); for orders, tau-bench retail's folder.")
    ] = None,
    peers: Annotated[bool, typer.Option("--peers", help="Train Rasa's DIET anew (up to an hour).")] = False,
    tune: Annotated[
        bool, typer.Option("--tune", help="Tune the encoder on banking77-10 anew (minutes a draw).")
    ] = False,
    tasks: Annotated[Optional[int], typer.Option(min=1, help="orders: so many, not all.")] = None,
    seed: Annotated[int, typer.Option(help="orders: which shoppers.")] = 1,
    again: Annotated[bool, typer.Option("--again", help="orders: play anew what was played before.")] = False,
    full: Annotated[bool, typer.Option("--full", help="answers: judge 1,000 written answers, not 300.")] = False,
    write: Annotated[bool, typer.Option(help="answers: have answers written and judged (minutes).")] = True,
) -> None:
    """Measure on held-out messages: the shipped dev half, the frozen test half, or your own."""
    from bot.cli.evaluate import evaluate as run

    run(what, json, test, data, peers, tune, tasks, seed, again, full, write)


def main() -> None:
    """The console script."""
    from bot.cli.common import quiet

    quiet()
    app()
