"""What a message is answered with: one function for the flow, the desk's page "Ask" and `aisle ask`."""

from __future__ import annotations

import re
from typing import Callable

from knowledge.answer import Answer

SURE = ("verbatim", "generate")
QUESTIONS = re.compile(r"[^.!?。！？]*[?？]")
NOTHING, OTHER_LANGUAGE = "utter_no_answer", "utter_other_language"


def best_of(text: str, ask: Callable[[str], Answer]) -> tuple[str, Answer]:
    """The answer to the whole message; where that is not sure, to the first sentence of it that is a question. With the
    words that were asked."""
    answer = ask(text)
    questions = QUESTIONS.findall(text)
    if answer.band in SURE or not questions or questions[0].strip() == text.strip():
        return text, answer
    alone = ask(questions[0].strip())
    return (questions[0].strip(), alone) if alone.band in SURE else (text, answer)


def which(answer: Answer) -> str:
    """The sentence that offers the choices of an answer."""
    return "utter_clarify_article" if len(answer.choices) == 1 else "utter_clarify_articles"
