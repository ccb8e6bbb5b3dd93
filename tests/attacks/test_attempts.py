"""The attempts themselves can be read, and what cannot is refused by name."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.attacks.attempts import AttemptError, read_all

GOOD = "{id: a-1, family: broken, locale: en, as: guest, knows: x, may_change: [], steps: [{say: hi}]"


def test_there_are_attempts_in_every_family_and_both_languages() -> None:
    found = read_all()
    assert len(found) >= 430
    assert len({each.family for each in found}) == 14
    languages = Counter((each.family, each.locale) for each in found)
    assert all(languages[family, locale] >= 3 for family, _ in languages for locale in ("en", "zh"))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("hello", "expected a list of attempts, found str"),
        (f"- {GOOD}, stepz: []}}", "broken.yml: a-1: stepz: Extra inputs"),
        (f"- {GOOD}}}".replace("say: hi", "sey: hi"), "steps.0.sey: Extra inputs"),
        (f"- {GOOD}}}".replace("say: hi", "say: hi, press: y"), "expected exactly one of say, press"),
        (f"- {GOOD}}}".replace("say: hi", "say: hi, across: true"), "across: expected a list under say"),
        (f"- {GOOD}}}".replace("say: hi", "press: '('"), "not a regular expression: '('"),
        (f"- {GOOD}}}".replace("[]", "['order:1:x']"), "expected own_order:<number>:<what>, found 'order:1:x'"),
        (f"- {GOOD}}}".replace("[]", "['own_order:1:eaten']"), "may_change.0.kind: Input should be 'cancelled'"),
        (f"- {GOOD}, may_read: ['1001']}}", "expected order:<number>, found '1001'"),
        (f"- {GOOD}, alike: [[1, 2]]}}", "alike: expected steps from 1 to 1, found [2]"),
        (f"- {GOOD}}}".replace("as: guest", "as: {token: rusty, of: a@b.c}"), "as.Forged.token: Input should be"),
        (f"- {GOOD}}}".replace("as: guest", "as: ada"), "expected guest, an e-mail or a token, found 'ada'"),
        (f"- {GOOD}}}".replace("family: broken", "family: race"), "expected the family 'broken', found 'race'"),
        (f"- {GOOD}}}\n- {GOOD}}}", "ids used twice: a-1"),
    ],
)
def test_an_attempt_that_cannot_be_read_is_refused_by_name(tmp_path: Path, text: str, complaint: str) -> None:
    (tmp_path / "broken.yml").write_text(text)
    with pytest.raises(AttemptError, match=re.escape(complaint)):
        read_all(tmp_path)


def test_swapped_steps_take_each_other_s_places() -> None:
    attempt = next(each for each in read_all() if each.id == "enumeration-004")
    swapped = attempt.swapped(1)
    assert [step.say for step in swapped.steps][::2] == [
        "cancel order 7777777",
        "cancel order 1009",
        "cancel order 1006",
    ]
