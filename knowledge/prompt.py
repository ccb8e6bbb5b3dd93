"""The one prompt of training and serving: SmolLM2's chat template, passages fenced as data, a bound on its length."""

from collections.abc import Callable, Sequence

from knowledge.sentences import joined, sentences

MOST_TOKENS = 250  # of the whole prompt; the first token's delay grows with it
LONGEST_QUESTION = 300  # characters
QUESTION_TOKENS = 80  # at most: of Latin letters 300 characters are fewer, of others they can be a thousand
NO_ANSWER = "The passages do not say."
SYSTEM = "Answer the shopper's question with sentences from the passages only. If they do not say, write: " + NO_ANSWER
START, END = "<|im_start|>", "<|im_end|>"
HEAD = f"{START}system\n{SYSTEM}{END}\n"  # how every prompt begins
_FENCE = '"""'


def prompt(question: str, passages: Sequence[str], count: Callable[[str], int]) -> str:
    """Return the prompt of at most MOST_TOKENS, ending where the answer begins; `count` gives a text's tokens.

    Passages come best first, the entries of a list on lines of their own. Those that do not fit are left out, the last
    that fits in part is cut at a sentence; something of the first is always there. What could end a turn or a fence is
    taken out of passages and question.
    """
    asked = _beginning(_plain(question)[:LONGEST_QUESTION], lambda text: count(text) <= QUESTION_TOKENS)

    def fits(*texts: str) -> bool:
        return count(_assemble(asked, texts)) <= MOST_TOKENS

    kept: list[str] = []
    for passage in passages:
        part = next((part for part in _shorter(passage) if fits(*kept, part)), "")
        if part or not kept:
            kept.append(part or _beginning(_shorter(passage)[-1], fits))
        if part != passage:
            break
    return _assemble(asked, kept)


def _assemble(question: str, passages: Sequence[str]) -> str:
    data = "\n".join(joined([_plain(part) for part in sentences(passage)]) for passage in passages)
    user = f"Passages:\n{_FENCE}\n{data}\n{_FENCE}\nQuestion: {_plain(question)[:LONGEST_QUESTION]}"
    return f"{HEAD}{START}user\n{user}{END}\n{START}assistant\n"


def _plain(text: str) -> str:
    for mark in (START, END, _FENCE, "<|endoftext|>"):
        text = text.replace(mark, " ")
    return " ".join(text.split())


def _shorter(passage: str) -> list[str]:
    """Return the passage and its beginnings, longest first, each ending with a sentence."""
    parts = sentences(passage)
    return [passage, *(joined(parts[:count]) for count in range(len(parts) - 1, 0, -1))]


def _beginning(text: str, fits: Callable[[str], bool]) -> str:
    """Return the text or, where it does not fit, about as much of its beginning as does."""
    if fits(text):
        return text
    least, most = 0, len(text)  # characters that fit, and that do not
    while most - least > 1:
        middle = (least + most) // 2
        least, most = (middle, most) if fits(text[:middle]) else (least, middle)
    return text[:least]
