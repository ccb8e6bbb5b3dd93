"""What a generator that keeps to its passages will say next, guessed from its own prompt.

A guess costs the model one reading, where writing costs it one a word (prompt lookup decoding, Saxena 2023,
after Leviathan et al. 2023, "Fast Inference from Transformers via Speculative Decoding"). It takes a guess
only as far as it would have written the same, so what is said does not change.
"""

from collections.abc import Sequence

PAIR = 2  # tokens by which the place in the prompt is found
MOST = 64  # tokens of a guess


def guess(asked: Sequence[int], said: Sequence[int], head: int) -> list[int]:
    """Return what follows the last two tokens said where they stand in the prompt; nothing where they do not.

    Behind the first `head` tokens, which say what to do, come before those: there the passages are.
    """
    last = list(said[-PAIR:])
    if len(last) < PAIR:
        return []
    places = [at for at in range(len(asked) - PAIR) if list(asked[at : at + PAIR]) == last]
    if not places:
        return []
    start = min(places, key=lambda at: (at < head, at)) + PAIR
    return list(asked[start : start + MOST])


def agreed(guessed: Sequence[int], written: Sequence[int]) -> list[int]:
    """Return what is written for certain: as much of the guess as is written alike, and the next token as written.

    `written` holds, for each place of the guess and the one behind it, what the model writes there.
    """
    alike = 0
    while alike < len(guessed) and guessed[alike] == written[alike]:
        alike += 1
    return list(written[: alike + 1])
