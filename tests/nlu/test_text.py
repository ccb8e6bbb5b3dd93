"""What a message looks like before anything reads it."""

from __future__ import annotations

import pytest

from bot.nlu.text import LONGEST, normalise, unstretched


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("  where\tis\r\n my\u00a0order ", "where is my order"),
        ("１００１到哪了？", "1001到哪了?"),
        ("or\u200bder\u200d 10\u200e01\ufeff", "order 1001"),
        ("\u202eorder\u202c 1001\u2069", "order 1001"),
        ("soft\u00adhyphen", "softhyphen"),
        ("a\x00b\x1bc", "a b c"),
        ("\ud83d order \udc4d", "order"),
        ("我的訂單在哪裡，還沒發貨", "我的订单在哪里,还没发货"),
        ("<p>Where is <b>order&nbsp;1001</b>?<br/></p>", "Where is order&nbsp;1001 ?"),
        ("if a < b and c > d", "if a < b and c > d"),
        ('<div class="x" onclick="y">hi</div>', "hi"),
        ("mail <ada@example.com>", "mail <ada@example.com>"),
        ("👍🏽", "yes"),
        ("👎", "no"),
        ("🙏🙏", "thanks"),
        ("👍 thanks", "👍 thanks"),
        ("", ""),
        (" \n\t\u3000 ", ""),
        ("\u200b\u200e\ufeff", ""),
        ("cafe\u0301", "café"),
    ],
)
def test_a_message_is_brought_to_one_form(typed: str, read: str) -> None:
    assert normalise(typed) == read


def test_letters_keep_three_marks_and_lose_the_flood() -> None:
    assert normalise("o" + "\u0336" * 500 + "rder 1001") == "o" + "\u0336" * 3 + "rder 1001"


def test_a_long_message_is_cut_also_where_one_sign_stands_for_many() -> None:
    assert len(normalise("ab " * 5000)) <= LONGEST
    assert len(normalise("\ufdfa" * 2000)) <= LONGEST  # one sign that stands for eighteen


def test_pasted_code_is_only_text() -> None:
    code = 'SELECT * FROM orders WHERE number = "1001"; -- <script>alert(1)</script> {{7*7}} ${x} \\u0000 %s'
    assert normalise(code) == code.replace("<script>", " ").replace("</script>", " ").replace("  ", " ")


def test_stretched_letters_are_shortened_for_classifying_alone() -> None:
    assert unstretched("sooooo goooood 1000000") == "sooo goood 1000000"
