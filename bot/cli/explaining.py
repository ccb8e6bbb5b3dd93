"""The support lead at the terminal: one message after the other, with what it may have meant."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Optional

import typer
from rich.markup import escape
from rich.panel import Panel

from bot.cli.common import console
from bot.cli.label import School, keep, take_back
from bot.learning.examples import BrokenExamples
from bot.learning.labels import NotKept, closest
from bot.learning.notebook import NotWritten
from shop.scrub import fill
from shop.unclear import Unclear

KEYS = {"s": "skip", "d": "discard", "u": "undo", "?": "all intents", "q": "quit"}
HELP = " · ".join(["number or intent", *(f"[bold]{key}[/] {what}" for key, what in KEYS.items())])
WHY = {
    "clarified": "asked back which of two was meant",
    "unclear": "said that it did not understand",
    "gap": "found no answer",
    "asked_which": "asked back which article was meant",
    "out_of_scope": "took it for something that the shop does not do",
    "unsure": "was not sure",
    "sure": "was sure",
}
ENDED = {
    "person": "then a person was asked for",
    "disliked": "then a thumb went down",
    "chosen": "then a choice was made",
}
Ask = Callable[[str, str, Sequence[str]], str]  # a question, what stands in the line already, words to complete


@dataclass
class Tally:
    """What was done, for the last line."""

    labelled: int = 0
    discarded: int = 0
    skipped: set[int] = field(default_factory=set)


def explain(school: School, limit: int, ask: Optional[Ask] = None) -> bool:
    """Go through everything that waits; whether it is to be learned now."""
    ask, tally = ask or asker(), Tally()
    while True:
        groups = [[each for each in group if each.id not in tally.skipped] for group in school.labels.waiting(limit)]
        group = next((group for group in groups if group), None)
        if group is None:
            console.print("Nothing else waits to be explained.")
            break
        try:
            if not one(school, group, sum(map(len, groups)), tally, ask):
                break
        except (NotKept, NotWritten, BrokenExamples) as error:
            console.print(f"[yellow]{escape(str(error))}[/]", soft_wrap=True)
        except (EOFError, KeyboardInterrupt, typer.Abort):
            break
    console.print(f"{tally.labelled} labelled, {tally.discarded} discarded, {len(tally.skipped)} skipped.")
    try:
        return tally.labelled > 0 and _yes(ask, "Learn it now?", True)
    except (EOFError, KeyboardInterrupt, typer.Abort):
        return False


def one(school: School, group: list[Unclear], left: int, tally: Tally, ask: Ask) -> bool:
    """One message and those like it; False to stop."""
    message, *alike = group
    names = [each.name for each in school.labels.intents()]
    offered = offers(message)
    show(school, message, alike, offered, left)
    said = ask("intent", "", names).strip()
    if said in ("q", "quit"):
        return False
    if said == "?":
        about = {each.name: each.about for each in school.labels.intents()}
        console.print("\n".join(f"[bold]{name}[/]  {escape(about[name])}" for name in names))
    elif said in ("", "s", "skip"):
        tally.skipped.add(message.id)
    elif said in ("d", "discard"):
        school.labels.discard(message.id, school.by)
        tally.discarded += 1
    elif said in ("u", "undo"):
        undone = take_back(school)
        if undone is not None:
            tally.skipped.discard(undone.id)
    else:
        intent = offered[int(said) - 1] if said.isdigit() and 0 < int(said) <= len(offered) else named(said, names, ask)
        if intent:
            tally.labelled += _label(school, message, alike, intent, intent not in names, ask)
    return True


def offers(message: Unclear) -> list[str]:
    """The intents to choose from by number: what the shopper's own choice showed, then the likeliest."""
    likely = [intent for intent, _ in message.ranking]
    return list(dict.fromkeys([message.suggested, *likely] if message.suggested else likely))


def named(said: str, names: Sequence[str], ask: Ask) -> Optional[str]:
    """The intent that was typed: a known one, the one that was nearly typed, or a new one; None to ask again."""
    if said in names:
        return said
    near = closest(said, names, 1)
    if near and _yes(ask, f"Do you mean {near[0]}?", True):
        return near[0]
    return said if _yes(ask, f"Create the intent {said}?", False) else None


def show(school: School, message: Unclear, alike: list[Unclear], offered: list[str], left: int) -> None:
    """The message, what the bot did with it, and what it may have meant."""
    about = {each.name: each.about for each in school.labels.intents()}
    shares = dict(message.ranking)
    lines = [f"[bold]{escape(message.text)}[/]", ""]
    said = f"The bot {WHY.get(message.why, message.why)}" + (f", {ENDED[message.ended]}" if message.ended else "")
    lines.append(f"[dim]{said}. In {message.times} {'conversation' if message.times == 1 else 'conversations'}.[/]")
    lines += [f"[dim]~ {escape(each.text)}[/]" for each in alike]
    lines.append("")
    for number, intent in enumerate(offered, 1):
        mark = "chosen" if intent == message.suggested else f"{shares.get(intent, 0):.0%}"
        lines.append(f"[bold cyan]{number}[/] {intent} [dim]{mark}  {escape(about.get(intent, ''))}[/]")
    console.print(Panel("\n".join(lines), title=f"{left} left", title_align="right", subtitle=HELP))


def asker() -> Ask:
    """Questions at a terminal, with intents completed as they are typed; elsewhere line by line."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return lambda question, default, words: str(typer.prompt(question, default=default, show_default=bool(default)))
    from prompt_toolkit import prompt
    from prompt_toolkit.completion import FuzzyWordCompleter

    def ask(question: str, default: str, words: Sequence[str]) -> str:
        completer = FuzzyWordCompleter(list(words)) if words else None
        return prompt(f"{question}> ", default=default, completer=completer, complete_while_typing=True)

    return ask


def _label(school: School, message: Unclear, alike: list[Unclear], intent: str, new: bool, ask: Ask) -> int:
    text = ask("keep as", fill(message.text, message.locale), ())
    keep(school, message.id, intent, text, new)
    kept = 1
    if alike and _yes(ask, f"The {len(alike)} like it, too?", True):
        for each in alike:
            try:
                keep(school, each.id, intent, None, False)
                kept += 1
            except (NotKept, NotWritten) as error:
                console.print(f"[yellow]{escape(str(error))}[/]", soft_wrap=True)
    return kept


def _yes(ask: Ask, question: str, default: bool) -> bool:
    said = ask(f"{question} [{'Y/n' if default else 'y/N'}]", "", ()).strip().lower()
    return default if not said else said.startswith("y")
