"""A first draft of the article that a group of questions wants: shown to the lead, and published by nobody else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from bot.care.report import Group
from knowledge.drafts import LONGEST_QUESTION, LONGEST_TITLE, MOST_QUESTIONS, files_of
from knowledge.words import STOP_WORDS
from shop.gaps import AgentReply
from shop.scrub import fill

WORDS_OF_ID = 5
_WORD = re.compile(r"[a-z0-9]+")
_FIRST_WORDS = re.compile(r"(?:what|when|where|which|who|why|how|do|does|can|could|is|are|may|will|would|should)\b")


@dataclass(frozen=True)
class Proposal:
    """What the lead begins with. `body` comes from an agent's reply, else from the nearest article, else it is empty;
    `replies` are what agents said in those conversations, the newest first."""

    id: str
    locale: str
    title: str
    topic: str
    questions: tuple[str, ...]
    body: str
    body_from: Literal["agent", "article", ""]
    replies: tuple[AgentReply, ...]
    valid_from: date


def propose(
    group: Group, replies: Sequence[AgentReply], nearest_text: str, topic: str, folder: Path, today: date
) -> Proposal:
    """`nearest_text` and `topic` are the nearest article's, "" for none; an id is proposed that no file has."""
    asked = list(dict.fromkeys(fill(each.text, group.locale)[:LONGEST_QUESTION] for each in group.phrasings))
    body = replies[0].text if replies else nearest_text
    return Proposal(
        id=free_id(asked, folder),
        locale=group.locale,
        title=as_title(asked[0], group.locale)[:LONGEST_TITLE],
        topic=topic,
        questions=tuple(asked[:MOST_QUESTIONS]),
        body=body,
        body_from="agent" if replies else "article" if nearest_text else "",
        replies=tuple(replies),
        valid_from=today,
    )


def as_title(question: str, locale: str) -> str:
    """A question as a heading: its first letter large, a question mark where it asks."""
    text = " ".join(question.split()).rstrip(" .!。！")
    text = text[:1].upper() + text[1:]
    asks = _FIRST_WORDS.match(text.lower()) is not None if locale == "en" else text.endswith(("吗", "么", "呢"))
    return f"{text}{'?' if locale == 'en' else '？'}" if asks and not text.endswith(("?", "？")) else text


def free_id(phrasings: Sequence[str], folder: Path) -> str:
    """An id of the words that count in the first phrasing that has any, with a number where it is taken."""
    words = next((found for text in phrasings if (found := _words(text))), ["question"])
    wanted = "-".join(words[:WORDS_OF_ID])[:60].strip("-")
    number, free = 1, wanted
    while any(file.exists() for file in files_of(folder, free)):
        number += 1
        free = f"{wanted}-{number}"
    return free


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.lower()) if word not in STOP_WORDS]
