"""`aisle train nlu`: the new model beside the one that runs, on held-out messages; what is worse is not promoted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from rich.markup import escape
from rich.table import Table

from bot.cli.common import console
from bot.measure.report import Row, row
from bot.rasa.heads import NoHeads, read_heads
from bot.rasa.promotion import FIRST, OTHER_GROUND, RESTART, CannotRun, Promotions, ground_of

if TYPE_CHECKING:
    from training.messages import Utterance
    from training.understanding import Outcome
    from training.verdict import Verdict

LEAST = 20  # held-out messages to compare by
BROKEN = "the model before cannot run"
NOT_WORSE = "not worse than the model before"
TAKEN_BACK = "it ran before and was taken back by aisle train --rollback"


class Contest:
    """The held-out messages that decide between two models, and the encoder that both read with."""

    def __init__(self, held: Path, encoder: Any) -> None:
        """Read the messages with one request. Raises ValueError."""
        from training.messages import load_folder

        self.held, self.encoder = held, encoder
        self.messages = [each for each in load_folder(held) if not each.several]

    def ask(self, model: Path) -> list[Outcome]:
        """What a model says of them. Raises NoHeads."""
        from training.understanding import ask

        with console.status(f"Asking {model.name} {len(self.messages)} held-out messages"):
            return ask(self.messages, read_heads(model, self.encoder).read)

    def leave_out_unknown(self, model: Path) -> None:
        """Leave out messages for intents that this model never learned. ValueError where too few are left."""
        heads = read_heads(model, self.encoder).heads.values()
        known = {intent for head in heads for intent in head.intents}
        strange = sorted({each.intents[0] for each in self.messages} - known)
        kept: list[Utterance] = [each for each in self.messages if each.intents[0] in known]
        if strange:
            gone = len(self.messages) - len(kept)
            console.print(f"[yellow]{gone} messages are left out: bot/data has no examples of {', '.join(strange)}.[/]")
        if len(kept) < LEAST:
            raise ValueError(
                f"{self.held}: expected {LEAST} messages or more to compare by, found {len(kept)}. Write some as in "
                "training/utterances/dev.yml and name them: --data FOLDER, or training.held_out in config.yml"
            )
        self.messages = kept


def promote_if_better(candidate: Path, promotions: Promotions, contest: Contest, force: bool) -> tuple[bool, list[Row]]:
    """Promote the candidate unless it is worse than what runs; whether it runs now, and the figures of both as rows.

    Raises CannotRun where promoted.json is damaged, ValueError where the messages cannot be used, NoHeads.
    """
    current, running = promotions.current(), None
    try:
        running = promotions.running()
    except CannotRun as error:
        console.print(f"[yellow]{escape(str(error))}[/]", soft_wrap=True)
    contest.leave_out_unknown(candidate)
    outcomes = contest.ask(candidate)
    if running is None:
        return _promoted(promotions, candidate, BROKEN if current else FIRST, outcomes), _rows("aisle", outcomes)
    if running.name == candidate.name:
        promotions.add_figures(candidate.name, _figures(outcomes))
        console.print(f"{candidate.name} runs already, and fits what is in bot/.", soft_wrap=True)
        return True, _rows("aisle", outcomes)
    before = _before(running, contest, fits=ground_of(running.name) == ground_of(candidate.name))
    if before is None:
        return _promoted(promotions, candidate, OTHER_GROUND, outcomes), _rows("aisle", outcomes)
    promotions.add_figures(running.name, _figures(before))
    against = _against(before, outcomes, running, candidate, promotions)
    rows = [*_rows("aisle", outcomes), *_rows("running", before)]
    return _decided(promotions, candidate, running, outcomes, against, force), rows


def _before(running: Path, contest: Contest, fits: bool) -> Optional[list[Outcome]]:
    """What the model that runs says; None where today's code cannot read it, which is no fault then."""
    try:
        return contest.ask(running)
    except NoHeads as error:
        if fits:
            raise
        console.print(f"[yellow]Not compared: {escape(str(error))}[/]", soft_wrap=True)
        return None


def _against(
    before: list[Outcome], after: list[Outcome], running: Path, candidate: Path, promotions: Promotions
) -> list[str]:
    """Show both, and say what speaks against the candidate."""
    from training.verdict import compare

    verdict = compare(before, after)
    console.print(comparison(verdict, running.name, candidate.name))
    against = list(verdict.against)
    for each in against:
        console.print(f"[red]Worse:[/] {escape(each)}", soft_wrap=True)
    known = promotions.decisions().get(candidate.name)
    if known is not None and known.taken_back:
        console.print(f"[red]Taken back:[/] {TAKEN_BACK}")
        against.append(TAKEN_BACK)
    return against


def _decided(
    promotions: Promotions, candidate: Path, running: Path, outcomes: list[Outcome], against: list[str], force: bool
) -> bool:
    if not against:
        return _promoted(promotions, candidate, NOT_WORSE, outcomes)
    if ground_of(running.name) != ground_of(candidate.name):
        console.print("[yellow]It is promoted all the same: the model before cannot run with what is on disk now.[/]")
        return _promoted(promotions, candidate, OTHER_GROUND, outcomes)
    if force:
        return _promoted(promotions, candidate, f"forced, although {'; '.join(against)}", outcomes)
    promotions.refuse(candidate, "; ".join(against), _figures(outcomes))
    console.print(
        f"[bold red]Kept[/] {running.name}; {candidate.name} is not promoted (--force would).", soft_wrap=True
    )
    return False


def comparison(verdict: Verdict, running: str, candidate: str) -> Table:
    """Both models' figures, and the intents that changed, as a table."""
    shown = Table("", "runs now", "new", "difference", title=f"{verdict.after.n} held-out messages")
    shown.caption = f"{running} → {candidate}"
    for column in shown.columns[1:]:
        column.justify = "right"
    for name, key in (("macro-F1", "macro_f1"), ("accuracy", "accuracy"), ("calibration error", "ece")):
        before, after = getattr(verdict.before, key), getattr(verdict.after, key)
        shown.add_row(name, f"{before:.1%}", f"{after:.1%}", f"{100 * (after - before):+.1f}")
    shown.add_section()
    for each in verdict.changes:
        found = f"{100 * (each.after - each.before):+.1f}"
        shown.add_row(f"recall of {each.intent} ({each.support})", f"{each.before:.1%}", f"{each.after:.1%}", found)
    return shown


def _promoted(promotions: Promotions, candidate: Path, why: str, outcomes: list[Outcome]) -> bool:
    promotions.promote(candidate, why, _figures(outcomes))
    console.print(f"[bold green]Promoted[/] {candidate.name}: {escape(why)}. {RESTART}", soft_wrap=True)
    return True


def _figures(outcomes: Sequence[Outcome]) -> dict[str, float]:
    from training.verdict import figures

    return {name: round(float(value), 4) for name, value in asdict(figures(outcomes)).items()}


def _rows(system: str, outcomes: Sequence[Outcome]) -> list[Row]:
    from training.understanding import evaluate

    return [row(each["set"], system, each["metric"], each["value"], each["n"]) for each in evaluate(outcomes)]
