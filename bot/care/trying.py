"""A question tried out: what a shopper would get, and why. The desk's page "Ask" and `aisle ask` show the same."""

from __future__ import annotations

from dataclasses import dataclass

from actions.asking import NOTHING, OTHER_LANGUAGE, best_of, which
from actions.sentences import Sentences
from knowledge.answer import Answer, Answers
from knowledge.language import is_other, normalise_locale

PASSAGES = 8  # that are shown, the best first


@dataclass(frozen=True)
class Trial:
    """`asked` are the words that were answered: the message, or the question in it. `said` is what the shopper reads;
    `answer` is None where the language is not one that is spoken here."""

    asked: str
    said: str
    answer: Answer | None


def try_out(question: str, locale: str, answers: Answers, sentences: Sentences) -> Trial:
    """The live path of a question to the articles, without a conversation; nothing is logged."""
    locale = normalise_locale(locale)
    if is_other(question):
        return Trial(question, sentences.text(OTHER_LANGUAGE, locale), None)
    asked, answer = best_of(question, lambda text: answers.ask(text, locale))
    name = {"abstain": NOTHING, "clarify": which(answer)}.get(answer.band)
    return Trial(asked, sentences.text(name, answer.locale) if name else answer.text, answer)
