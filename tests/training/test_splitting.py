"""Learning to divide messages: how they are put together, which divisions are right, and what weights come of it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from training.joining import Joined, Joiner
from training.messages import Utterance
from training.splitting import Case, divisions, fit, joined_case, written_case

EXAMPLES = [("where is 1001", "order_status"), ("cancel 1002, please", "cancel_order"), ("hello", "greet"),
            ("do you ship to Canada?", "shop_question"), ("yes", "affirm")]  # fmt: skip


class Seen:
    """A message of words, each its own piece; a piece asks for its last word."""

    def __init__(self, text: str) -> None:
        self.text, self.words = text, text.split()
        self.size = len(self.words)

    def places(self) -> list[tuple[int, int]]:
        ends = [len(" ".join(self.words[:at])) for at in range(1, self.size)]
        return [(end, end + 1) for end in ends]

    def clues(self, division: Sequence[tuple[int, int]]) -> dict[str, float]:
        return {"pieces": float(len(division))}

    def requests(self, division: Sequence[tuple[int, int]]) -> tuple[tuple[str, str], ...]:
        return tuple((self.words[end - 1], "") for _, end in division)


def test_there_are_two_to_the_power_of_places_divisions() -> None:
    assert divisions(3) == [((0, 3),), ((0, 2), (2, 3)), ((0, 1), (1, 3)), ((0, 1), (1, 2), (2, 3))]


def test_each_request_has_a_piece_of_its_own_and_asides_may_lie_on_either_side() -> None:
    message = Joined("cancel sigh track", ((6, 7), (11, 12)), (True, False, True))
    case = joined_case(message, Seen(message.text))
    assert case is not None
    assert case.right == (False, True, True, False)


def test_a_message_of_one_piece_teaches_nothing() -> None:
    assert joined_case(Joined("cancel", (), (True,)), Seen("cancel")) is None


@pytest.mark.parametrize(
    ("intents", "several", "right"),
    [(("a", "b"), True, (False, True)), (("b",), True, (True, False)), (("b",), False, (True, False))],
)
def test_written_messages_say_which_requests_there_are(
    intents: tuple[str, ...], several: bool, right: tuple[bool, ...]
) -> None:
    case = written_case(Utterance("a b", "en", intents, several=several), Seen("a b"))
    assert case is not None
    assert case.right == right


def test_a_message_that_nothing_reads_right_teaches_nothing() -> None:
    assert written_case(Utterance("a b", "en", ("c",), several=True), Seen("a b")) is None


def test_a_clue_of_what_is_right_gets_a_weight_above_zero() -> None:
    case = Case(({"good": 1.0}, {"bad": 1.0}), (True, False), 1.0)
    weights = fit([case] * 20)
    assert weights["good"] > 0 > weights["bad"]


def test_joined_messages_hold_what_they_say_they_hold() -> None:
    joiner = Joiner(EXAMPLES, "en")
    for message in (joiner.message() for _ in range(200)):
        assert len(message.places) == len(message.requests) - 1
        assert 1 <= sum(message.requests) <= 3
        assert all(0 < start <= end < len(message.text) for start, end in message.places)
        assert "1234" not in message.text


def test_the_same_seed_makes_the_same_messages() -> None:
    one, other = (Joiner(EXAMPLES, "zh", seed=3) for _ in range(2))
    assert [one.message() for _ in range(20)] == [other.message() for _ in range(20)]
