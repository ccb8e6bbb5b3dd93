"""E-mails that the shop sends, one text file a letter and locale: the subject, an empty line, the body."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from string import Template


@dataclass(frozen=True)
class Letter:
    """An e-mail ready to send."""

    subject: str
    body: str


def letter(name: str, locale: str, **values: str) -> Letter:
    """The letter `name` in `locale` with its $values filled in.

    Raises FileNotFoundError for a letter that is not written in that locale, KeyError for a value that is missing.
    """
    text = (files(__name__) / f"{name}.{locale}.txt").read_text(encoding="utf-8")
    subject, body = Template(text).substitute(values).split("\n\n", 1)
    return Letter(subject.strip(), body)
