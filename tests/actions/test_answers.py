"""What an answer leaves in the conversation's log."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from rasa_sdk.executor import CollectingDispatcher

from actions.answers import say_answer
from actions.base import Reply
from knowledge.answer import Answer
from shop.bus import MemoryBus
from shop.clock import utc_now
from shop.database import migrate, open_database, sessions
from shop.log import ConversationLog


def test_an_answer_is_kept_with_its_article_and_the_version_of_the_index(tmp_path: Path) -> None:
    answer = Answer(
        "verbatim", "Yes.", ({"id": "repairs", "title": "Repairs?"},), (), 0.9, False, (), "4111111111111111"[:12]
    )
    dispatcher = CollectingDispatcher()
    say_answer(Reply(cast(Any, SimpleNamespace()), dispatcher, "en", {}), answer)
    said = dispatcher.messages[0]
    engine = open_database(f"sqlite:///{tmp_path / 'shop.db'}")
    migrate(engine)
    log = ConversationLog(sessions(engine), MemoryBus(), utc_now)
    conversation = log.open("en").conversation_id
    log.add_bot(conversation, None, said["text"], sources=said["custom"]["sources"])
    kept = log.after(conversation)[-1].sources
    engine.dispose()
    assert kept == [{"id": "repairs", "title": "Repairs?", "index": "411111111111"}]
