"""Every golden conversation, through the real model and the real actions; and what its format refuses."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Any

import pytest

from tests.conversations.play import Play
from tests.conversations.script import Conversation, ScriptError, read_all
from tests.conversations.stage import Stage


def goldens() -> list[Any]:
    """Each as a parameter; one that waits for something must fail until it is there."""
    cases = []
    for script in read_all():
        waits = [pytest.mark.xfail(reason=script.waits_for, strict=True)] if script.waits_for else []
        cases.append(pytest.param(script, id=f"{script.topic}: {script.name}", marks=waits))
    return cases


@pytest.mark.rasa
@pytest.mark.parametrize("script", goldens())
async def test_conversation(stage: Stage, script: Conversation, caplog: pytest.LogCaptureFixture) -> None:
    stage.reset()
    caplog.set_level(logging.INFO)
    play = Play(stage, script)
    await play.run()
    for secret in (*play.secrets, *script.database.never_stored):
        assert secret not in caplog.text, play.told(f"{secret!r} was logged")


@pytest.mark.rasa
@pytest.mark.parametrize(("locale", "words"), [("en", "automatic assistant, not a person"), ("zh", "不是真人")])
async def test_the_first_line_says_what_it_is_and_where_the_privacy_page_is(
    stage: Stage, locale: str, words: str
) -> None:
    stage.reset()
    services = stage.built.services
    opened = services.log.open(locale)
    await stage.turns.opened(opened.conversation_id)
    welcome = services.log.after(opened.conversation_id)[0]
    assert words in welcome.text
    assert services.shop.privacy_url in welcome.text
    assert "start:human" in [choice["id"] for choice in welcome.choices]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("hello", "expected a list of conversations, found str"),
        ("- {name: a, stepz: []}", "broken.yml: a: steps: Field required; stepz: Extra inputs"),
        ("- {name: a, steps: [{say: hi, sais: hello}]}", "steps.0.sais: Extra inputs"),
        ("- {name: a, steps: [{says: hello}]}", "expected exactly one of say, press"),
        ("- {name: a, steps: [{say: hi, press: hello}]}", "found say, press"),
        ("- {name: a, as: eve, steps: [{say: hi}]}", "a: as: Input should be 'guest'"),
        ("- {name: a, steps: [{say: hi}]}\n- {name: a, steps: [{say: hi}]}", "names used twice: broken.yml: a"),
    ],
)
def test_a_conversation_that_cannot_be_read_is_refused_by_name(tmp_path: Path, text: str, complaint: str) -> None:
    (tmp_path / "broken.yml").write_text(text)
    with pytest.raises(ScriptError, match=re.escape(complaint)):
        read_all(tmp_path)
