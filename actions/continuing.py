"""A question to the articles that goes on with the one before: "and standard?" behind "what does express cost?"."""

from __future__ import annotations

import re

from actions.ellipsis import core, is_fragment
from knowledge.answer import Answers

OWN_SURE = 0.8  # confidence from which a message alone is about another article
STAYS = 0.2  # by how much the article that is likely meant counts for more
LONGEST = 160  # characters of a question that is taken up again
MOST = 24  # ways to put it that are tried
_WORD = re.compile(r"[A-Za-z0-9][\w'-]*")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_ASKING = """
    a an the is are do does did can could will would you your i my me we us it to of for in on at and or what when where
    which who how much many long there have has if
"""
_LITTLE = re.compile(r"\b(?:the|a|an|one|ones|for|to|with|in)\b", re.IGNORECASE)


def best_way(answers: Answers, before: str, text: str, article: str, locale: str) -> tuple[str, str]:
    """The whole question that a message most likely means behind `before`, which `article` answered; and the article.

    Where a message alone surely finds another article, that one counts for more; else the article of before.
    """
    found = {way: answers.likeliest(way, locale) for way in dict.fromkeys(ways_to_ask(before, text))}
    own, sure = found[text]
    meant = article if own == article or sure < OWN_SURE else own

    def likelihood(way: str) -> float:
        return found[way][1] + (STAYS if found[way][0] == meant else 0.0)

    best = max(found, key=likelihood)
    return best, found[best][0]


def ways_to_ask(before: str, text: str) -> list[str]:
    """Whole questions that a message may mean behind `before`: with its words in place of one, beside it, alone."""
    before = before[:LONGEST].strip()
    if not is_fragment(text):
        return [text, f"{before} {text}"]
    new = core(text)
    if _HAN.search(new):
        bare = re.sub(r"那[个家种款]$", "", new)
        ways = [before.replace(old, bare, 1) for old in _runs(before)]
        return [*ways[:MOST], f"{bare}{before}", text]
    bare = _LITTLE.sub(" ", new).strip() or new
    words = [match for match in _WORD.finditer(before) if match[0].lower() not in _ASKING.split()]
    ways = [f"{before[: word.start()]}{bare}{before[word.end() :]}" for word in words]
    return [*ways[:MOST], f"{before.rstrip('?')} {new}?", text]


def _runs(before: str) -> list[str]:
    """Every two and three neighbouring Han characters."""
    return [run[at : at + size] for run in _HAN.findall(before) for size in (2, 3) for at in range(len(run) - size + 1)]
