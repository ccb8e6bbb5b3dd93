"""`aisle evaluate understanding`: our model and its peers on held-out messages, as rows and as a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from rich.markup import escape

from bot.cli.common import console, explained, read_all
from bot.cli.peers import diet_peer, frozen_peer, taught
from bot.cli.prepare import export_encoder, train_rasa
from bot.measure.report import commit, machine
from bot.nlu.fitting import as_read
from bot.whole import write_whole

if TYPE_CHECKING:
    from training.messages import Utterance
    from training.peers.peer import Example, Peer
    from training.report.page import Report

DATA = Path(__file__).parent.parent / "data"
SEVERAL = {"dev": ("several_dev",), "test": ("several_test", "further_several_test")}  # of each half
HARD: dict[str, tuple[str, ...]] = {"dev": (), "test": ("hard_test",)}
Messages = list["Utterance"]
Sets = tuple[str, Messages, Messages, Messages, Messages]  # name, one request, several, older several, hard ones


def measure(test: bool, data: Optional[Path], peers: bool) -> list[Any]:
    """Rows of ours and of the peers; the page is written. Raises ValueError, NoHeads, PeerFailed, Changed."""
    from bot.nlu.encoding import shared_encoder
    from bot.rasa.heads import read_heads
    from training.report.page import Report
    from training.understanding import ask, ask_several, evaluate, evaluate_several, evaluate_unseen

    name, one, several, multi, hard = held_out(test, data)
    _, environment = read_all()
    home = environment.home
    with explained():
        export_encoder(home)
        with console.status("Training the Rasa model, where something changed"):
            model = train_rasa(home)
        encoder = shared_encoder(home)
        reader = read_heads(model, encoder)
    check(one + several + hard, reader)
    with console.status("Reading the messages"):
        outcomes, found = ask(one, reader.read), ask_several(several, reader.read)
        older, harder = ask_several(multi, reader.read), ask(hard, reader.read)
    examples = taught(DATA)
    seen = _seen(one, examples)
    rows = [*evaluate(outcomes), *evaluate_several(found), *evaluate_several(older, "multi-")]
    rows += evaluate(harder, name="hard-") if hard else []
    rows += [] if data else values_of(name)
    beside = _peers(name, examples, one, home, peers)
    if seen:
        rows += evaluate_unseen(outcomes, seen)
        beside = [replace(each, rows=each.rows + evaluate_unseen(each.outcomes, seen, each.system)) for each in beside]
    messages = str(data) if data else f"the {name} half of training/utterances"
    notes = [f"{len(seen)} of these messages stand in bot/data too; the others are the set “unseen”."] if seen else []
    facts = {"model": model.name.removesuffix(".tar.gz"), "commit": commit()[:12], "machine": machine()}
    _write(home, Report(messages, facts, rows, outcomes, found, beside, notes))
    return rows + [row for peer in beside for row in peer.rows]


def held_out(test: bool, data: Optional[Path]) -> Sets:
    """The messages to measure on: a half as shipped, the frozen one checked, or a folder of the shop's own."""
    from bot.cli.evaluate import verified
    from training.messages import FOLDER, load_folder, load_utterances

    if data:
        own = load_folder(data)
        one = [each for each in own if not each.several]
        if not one:
            raise ValueError(f"{data}: expected messages with one request (intent: …), found none")
        return data.resolve().name, one, [each for each in own if each.several], [], []
    half = "test" if test else "dev"

    def of(*names: str) -> list[Utterance]:
        files = [FOLDER / f"{name}.yml" for name in names]
        return [each for file in files for each in load_utterances(verified(file) if test else file)]

    return half, of(half, f"further_{half}"), of(*SEVERAL[half]), of("multi"), of(*HARD[half])


def values_of(half: str) -> list[dict[str, Any]]:
    """Rows of the values found in the messages of that half, their sets named "values en", "values en date"."""
    from bot.cli.evaluate import verified
    from bot.nlu.text import normalise
    from bot.nlu.values import find
    from training.values import FOLDER, evaluate_values, load_values

    file = FOLDER / f"{half}.yml"
    cases = load_values(verified(file) if half == "test" else file)
    rows = evaluate_values(cases, lambda text, today: find(normalise(text), today))
    return [{**row, "set": f"values {row['set']}"} for row in rows]


def check(utterances: Sequence[Utterance], reader: Any) -> None:
    """ValueError where a message wants an intent that the model does not know."""
    from training.messages import check_intents

    check_intents(utterances, {intent for head in reader.heads.values() for intent in head.intents})


def _peers(name: str, examples: Sequence[Example], one: Sequence[Utterance], home: Path, anew: bool) -> list[Peer]:
    from knowledge.encoder import Encoder
    from training.export import export_encoder as export

    cache = home / "cache" / "peers"
    with console.status("Fitting logistic regression on frozen MiniLM, where something changed"):
        plain = export(home, lambda line: None, adapters=[], name="benchmarks/frozen+lr")  # without our adapter
        encoder = Encoder(plain, threads=2)
        frozen = frozen_peer(examples, one, encoder, cache)
    with console.status("Training Rasa's DIET (up to an hour; its words are in cache/peers)" if anew else ""):
        diet = diet_peer(name, examples, one, cache, anew)
    for note in diet.notes if diet and diet.stale else []:
        console.print(f"[yellow]{escape(note)}[/]")
    if diet is None:
        console.print("DIET was never asked these messages: --peers trains it and asks (up to an hour).")
    return [frozen, diet] if diet else [frozen]


def _seen(one: Sequence[Utterance], examples: Sequence[Example]) -> set[str]:
    """The messages that equal an example, as the heads read both."""
    known = {as_read(each.text) for each in examples}
    return {each.text for each in one if as_read(each.text) in known}


def _write(home: Path, report: Report) -> None:
    from training.report.page import render

    for note in report.notes:
        console.print(f"[yellow]{escape(note)}[/]")
    page = home / "reports" / "understanding" / "index.html"
    write_whole(page, render(report))
    console.print(f"A page to look at: {page.resolve()}", soft_wrap=True)
