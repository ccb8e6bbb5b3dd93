"""The one prompt of training and serving: SmolLM2's chat template, passages fenced as data, a bound on its length."""

from collections.abc import Callable, Sequence

from knowledge.sentences import joined, sentences

MOST_TOKENS = 250  # of the whole prompt; the first token's delay grows with it
LONGEST_QUESTION = 300  # characters
NO_ANSWER = "The passages do not say."
SYSTEM = "Answer the shopper's question with sentences from the passages only. If they do not say, write: " + NO_ANSWER
START, END = "<|im_start|>", "<|im_end|>"
_FENCE = '"""'


def prompt(question: str, passages: Sequence[str], count: Callable[[str], int]) -> str:
    """Return the prompt, ending where the answer begins; `count` gives a text's tokens.

    Passages come best first, the entries of a list on lines of their own. Those past MOST_TOKENS are left out, the last
    that fits in part is cut at a sentence; the first is always there. What could end a turn or a fence is taken out of
    passages and question.
    """
    kept: list[str] = []
    for passage in passages:
        for part in _shorter(passage):
            if count(_assemble(question, [*kept, part])) <= MOST_TOKENS or (not kept and part == _shorter(passage)[-1]):
                kept.append(part)
                break
        else:
            break
        if part != passage:
            break
    return _assemble(question, kept)


def _assemble(question: str, passages: Sequence[str]) -> str:
    data = "\n".join(joined([_plain(part) for part in sentences(passage)]) for passage in passages)
    user = f"Passages:\n{_FENCE}\n{data}\n{_FENCE}\nQuestion: {_plain(question)[:LONGEST_QUESTION]}"
    return f"{START}system\n{SYSTEM}{END}\n{START}user\n{user}{END}\n{START}assistant\n"


def _plain(text: str) -> str:
    for mark in (START, END, _FENCE, "<|endoftext|>"):
        text = text.replace(mark, " ")
    return " ".join(text.split())


def _shorter(passage: str) -> list[str]:
    """Return the passage and its beginnings, longest first, each ending with a sentence."""
    parts = sentences(passage)
    return [passage, *(joined(parts[:count]) for count in range(len(parts) - 1, 0, -1))]
