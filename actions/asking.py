"""What a message is answered with: one function for the flow, the desk's page "Ask" and `aisle ask`."""

from __future__ import annotations

import re
from typing import Callable

from knowledge.answer import Answer

SURE = ("verbatim", "generate")
QUESTIONS = re.compile(r"[^.!?。！？]*[?？]")
NOTHING, OTHER_LANGUAGE, MEANT = "utter_no_answer", "utter_other_language", "utter_if_you_mean"
LIKELY = 0.5  # confidence from which an article that is the only choice is answered from at once
MOST = 3  # questions of one message that are answered one by one
ASKING = re.compile(r"[^.!?。！？\n]*(?:[?？]|[吗呢](?=[。！.!\s]|$))")
BETWEEN = re.compile(
    r"[?？!！。.,，;；、\n]+\s*(?:and\s+|also\s+)?|\s+and\s+|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", re.IGNORECASE
)


def best_of(text: str, ask: Callable[[str], Answer]) -> tuple[str, Answer]:
    """The answer to the whole message; where that is not sure, to the first sentence of it that is a question. With the
    words that were asked."""
    answer = ask(text)
    questions = QUESTIONS.findall(text)
    if answer.band in SURE or not questions or questions[0].strip() == text.strip():
        return text, answer
    alone = ask(questions[0].strip())
    return (questions[0].strip(), alone) if alone.band in SURE else (text, answer)


def questions_of(text: str) -> list[str]:
    """The pieces of a message that is all questions, where each is one: none where there is one alone, or too many."""
    pieces = [piece.strip() for piece in BETWEEN.split(text) if piece and piece.strip()]
    return pieces if 1 < len(pieces) <= MOST else []


def questions_in(text: str) -> list[str]:
    """The sentences of a message that are questions by their mark."""
    return [found.strip() for found in ASKING.findall(text) if found.strip()][:MOST]


def the_one(answer: Answer) -> str:
    """The article that is the only choice and likely meant; "" where the shopper is to choose."""
    if len(answer.choices) != 1 or answer.confidence < LIKELY:
        return ""
    return answer.choices[0]["id"].partition(":")[2]


def which(answer: Answer) -> str:
    """The sentence that offers the choices of an answer."""
    return "utter_clarify_article" if len(answer.choices) == 1 else "utter_clarify_articles"
