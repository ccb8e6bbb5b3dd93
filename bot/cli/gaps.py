"""`aisle gaps`: what shoppers asked and got no answer to, put together by what it means."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from rich.markup import escape
from rich.table import Table

from bot.cli.common import console, explained, read_all
from bot.cli.prepare import export_encoder

if TYPE_CHECKING:
    from bot.care.care import Care
    from bot.care.report import Group

SHOWN = 4  # phrasings of a question in the table


def gaps(days: int, json: Optional[Path]) -> None:
    """Print the questions, the most wanted first; with `json`, write them with all phrasings and conversations."""
    with opened() as care:
        groups = care.report(days)
    table = Table("shoppers", "asked", "question", "ended", "nearest article", title=f"No answer in {days} days")
    for group in groups:
        phrasings = [group.phrasings[0], *group.phrasings[1:SHOWN]]
        more = [f"and {len(group.phrasings) - SHOWN} more"] if len(group.phrasings) > SHOWN else []
        asked = "\n  ~ ".join([*(escape(each.text) for each in phrasings), *more])
        ended = ", ".join(f"{band} {times}" for band, times in sorted(group.bands.items()))
        near = group.nearest
        nearest = f"{near.id} ({near.confidence:.0%})" if near is not None else "none"
        table.add_row(str(group.shoppers), str(group.times), asked, ended, escape(nearest))
    console.print(table if groups else f"Every question of the last {days} days has an answer.")
    if json is not None:
        from bot.measure.report import write_report

        rows: Any = [row_of(group) for group in groups]
        write_report(json, "aisle gaps", rows)
        console.print(f"written to {json}")


def row_of(group: Group) -> dict[str, Any]:
    """A group as a script reads it."""
    return {
        "title": group.title,
        "locale": group.locale,
        "shoppers": group.shoppers,
        "times": group.times,
        "bands": group.bands,
        "first_at": group.first_at.isoformat(),
        "last_at": group.last_at.isoformat(),
        "phrasings": [{"text": each.text, "shoppers": each.shoppers} for each in group.phrasings],
        "conversations": list(group.conversations),
        "nearest": vars(group.nearest) if group.nearest is not None else None,
        "ids": list(group.ids),
    }


@contextmanager
def opened() -> Iterator[Care]:
    """The shop's questions and articles, without a generator."""
    from bot.care.care import Care
    from knowledge.opening import open_answers, open_encoder
    from shop.database import migrate, open_database, sessions
    from shop.gaps import Gaps

    settings, environment = read_all()
    with explained():
        export_encoder(environment.home)
        encoder = open_encoder(environment.home)
        silent = settings.generation.model_copy(update={"enabled": False})
        answers = open_answers(environment.home, settings.knowledge, silent, encoder)
        engine = open_database(environment.database.get_secret_value())
        try:
            migrate(engine)
            yield Care(Gaps(sessions(engine)), answers, encoder, settings.knowledge.folder)
        finally:
            engine.dispose()
