"""Guesses of what is said next: taken from the prompt, believed as far as the model writes the same."""

import pytest

from knowledge.guessing import MOST, agreed, guess

HEAD = [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("said", "guessed"),
    [
        ([20, 21], [22, 23, 9]),  # where a passage goes on
        ([99, 20, 21], [22, 23, 9]),  # by the last two tokens alone
        ([1, 2], [3, 4, 5, 20, 21, 22, 23, 9]),  # what to do is a place, too
        ([22, 20], []),  # never side by side
        ([20], []),
        ([], []),
        ([23, 9], []),  # nothing follows
    ],
)
def test_a_guess_is_what_follows_in_the_prompt(said: list[int], guessed: list[int]) -> None:
    assert guess([*HEAD, 20, 21, 22, 23, 9], said, len(HEAD)) == guessed


def test_passages_come_before_what_the_prompt_says_to_do_and_the_first_place_before_later_ones() -> None:
    asked = [7, 8, 1, 1, 1, 7, 8, 2, 7, 8, 3]
    assert guess(asked, [7, 8], 5) == [2, 7, 8, 3]
    assert guess(asked, [7, 8], 0) == [1, 1, 1, 7, 8, 2, 7, 8, 3]


def test_a_guess_has_an_end() -> None:
    assert len(guess([*HEAD, *range(1000, 2000)], [1000, 1001], len(HEAD))) == MOST


@pytest.mark.parametrize(
    ("guessed", "written", "taken"),
    [
        ([5, 6, 7], [5, 6, 7, 8], [5, 6, 7, 8]),  # all of it, and what comes behind
        ([5, 6, 7], [5, 9, 7, 8], [5, 9]),  # up to where the model writes something else
        ([5, 6, 7], [4, 6, 7, 8], [4]),
        ([], [4], [4]),
    ],
)
def test_a_guess_is_taken_as_far_as_the_model_writes_the_same(
    guessed: list[int], written: list[int], taken: list[int]
) -> None:
    assert agreed(guessed, written) == taken
