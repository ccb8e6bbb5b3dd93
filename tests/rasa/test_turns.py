"""Turns: stored first, one at a time for each conversation, never cut off, answered once."""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest

from actions.sentences import Sentences
from actions.services import TypedCodes
from bot.app import DOMAIN
from bot.turns import language_of
from tests.server.shop_for_tests import Edge, open_edge, seed

pytestmark = [pytest.mark.rasa, pytest.mark.usefixtures("rasa")]
SAM = 1  # an agent


@dataclass
class Agent:
    """Answers each message by its text; may be held up, and may fail."""

    heard: list[str] = field(default_factory=list)
    metadata: list[dict[str, Any]] = field(default_factory=list)
    fails: bool = False
    hold_up: str = ""  # the text of which it waits
    gate: threading.Event = field(default_factory=threading.Event)
    meanwhile: Callable[[], object] = lambda: None

    async def handle_message(self, message: Any) -> None:
        self.heard.append(message.text)
        self.metadata.append(message.metadata)
        if message.text == self.hold_up:
            assert self.gate.wait(10)
        self.meanwhile()
        if self.fails:
            raise RuntimeError("secret plans")
        message.output_channel.trace = [{"act": "start"}]
        await message.output_channel.send_response(message.sender_id, {"text": f"re {message.text}"})

    async def parse_message(self, message_data: str) -> None:
        """Understands everything."""


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    database = tmp_path_factory.mktemp("seeded") / "shop.db"
    seed(database)
    return database


@pytest.fixture
def edge(seeded: Path, tmp_path: Path) -> Iterator[Edge]:
    copy = open_edge(Path(shutil.copy(seeded, tmp_path / "shop.db")))
    yield copy
    copy.engine.dispose()


def turns_of(edge: Edge, agent: Agent, **more: Any) -> Any:
    """Turns over the shop's real log and desk."""
    from bot.turns import Turns

    services = cast(Any, edge)
    services.sentences, services.codes = Sentences.read(DOMAIN), TypedCodes()
    return Turns(services, agent, **more)


async def until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not happened():
            await asyncio.sleep(0.01)


def said(edge: Edge, conversation: str) -> list[str]:
    return [entry.text for entry in edge.log.after(conversation) if entry.kind == "message"]


async def test_a_message_is_answered_and_its_turn_closed(edge: Edge) -> None:
    here, agent = edge.log.open("en").conversation_id, Agent()
    posted = await turns_of(edge, agent).post(here, "m1", "where is my order", None)
    assert ([entry.text for entry in posted.messages], posted.owner) == (["re where is my order"], "bot")
    assert edge.log.is_answered(here, edge.log.after(here)[0].id)


async def test_a_second_message_is_stored_at_once_and_answered_after_the_first(edge: Edge) -> None:
    here, elsewhere = edge.log.open("en").conversation_id, edge.log.open("en").conversation_id
    agent = Agent(hold_up="first one")
    turns = turns_of(edge, agent)
    first = asyncio.create_task(turns.post(here, "m1", "first one", None))
    await until(lambda: agent.heard == ["first one"])
    second = asyncio.create_task(turns.post(here, "m2", "second one", None))
    await until(lambda: said(edge, here) == ["first one", "second one"])
    assert [entry.text for entry in (await turns.post(elsewhere, "m1", "other", None)).messages] == ["re other"]
    assert agent.heard == ["first one", "other"]
    agent.gate.set()
    assert [entry.text for entry in (await second).messages] == ["re second one"]
    assert [entry.text for entry in (await first).messages] == ["re first one"]
    assert said(edge, here) == ["first one", "second one", "re first one", "re second one"]


async def test_what_comes_at_once_is_stored_and_answered_in_the_order_in_which_it_came(
    edge: Edge, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, agent, other_stored = edge.log.open("en").conversation_id, Agent(), threading.Event()
    hear = edge.log.hear

    def slowly(conversation: str, client_id: str, text: str, *more: Any) -> Any:
        if text == "one":
            other_stored.wait(0.3)  # the others would overtake it here
        heard = hear(conversation, client_id, text, *more)
        other_stored.set()
        return heard

    monkeypatch.setattr(edge.log, "hear", slowly)
    turns, texts = turns_of(edge, agent), ["one", "two", "three", "four"]
    await asyncio.gather(*(turns.post(here, f"m{text}", text, None) for text in texts))
    assert agent.heard == texts
    assert [text for text in said(edge, here) if not text.startswith("re ")] == texts


async def test_a_client_who_goes_away_does_not_cut_the_turn_off(edge: Edge) -> None:
    here, agent = edge.log.open("en").conversation_id, Agent(hold_up="hello you")
    post = asyncio.create_task(turns_of(edge, agent).post(here, "m1", "hello you", None))
    await until(lambda: bool(agent.heard))
    post.cancel()
    agent.gate.set()
    await until(lambda: edge.log.is_answered(here, edge.log.after(here)[0].id))
    assert said(edge, here) == ["hello you", "re hello you"]


async def test_a_slow_turn_is_answered_with_what_there_is_and_goes_on(edge: Edge) -> None:
    here, agent = edge.log.open("en").conversation_id, Agent(hold_up="hello you")
    turns = turns_of(edge, agent, seconds=0.01)
    posted = await turns.post(here, "m1", "hello you", None)
    assert (posted.messages, posted.owner) == ([], "bot")
    agent.gate.set()
    await until(lambda: said(edge, here) == ["hello you", "re hello you"])


async def test_what_learns_from_turns_hears_how_each_message_was_taken(edge: Edge) -> None:
    here, agent, told = edge.log.open("en").conversation_id, Agent(), []
    loop = asyncio.get_running_loop()

    def heard(conversation: str, entry: Any, trace: list[Any]) -> None:
        assert asyncio.get_running_loop() is loop
        told.append((conversation, entry.text, trace))

    turns = turns_of(edge, agent, heard=heard)
    for _ in range(2):
        await turns.post(here, "m1", "hello you", None)
    assert told == [(here, "hello you", [{"act": "start"}])]


async def test_a_repeated_message_has_the_same_answer_and_no_second_turn(edge: Edge) -> None:
    here, agent = edge.log.open("en").conversation_id, Agent()
    turns = turns_of(edge, agent)
    first = await turns.post(here, "m1", "hello you", None)
    assert (await turns.post(here, "m1", "hello you", None)).messages == first.messages
    assert agent.heard == ["hello you"]


async def test_a_message_that_was_stored_and_never_answered_is_answered_when_it_is_sent_again(edge: Edge) -> None:
    here, agent = edge.log.open("en").conversation_id, Agent()
    edge.log.add_shopper(here, "m1", "hello you")  # and the server died
    posted = await turns_of(edge, agent).post(here, "m1", "hello you", None)
    assert [entry.text for entry in posted.messages] == ["re hello you"]


async def test_a_turn_that_fails_says_sorry_and_offers_a_person(edge: Edge) -> None:
    here, agent = edge.log.open("en").conversation_id, Agent(fails=True)
    (sorry,) = (await turns_of(edge, agent).post(here, "m1", "hello you", None)).messages
    assert "secret" not in sorry.text
    assert "start:human" in [choice["id"] for choice in sorry.choices]


async def test_the_bot_says_nothing_while_a_person_has_the_conversation(edge: Edge) -> None:
    here, agent = edge.log.open("en").conversation_id, Agent()
    edge.desk.take(here, SAM)
    posted = await turns_of(edge, agent).post(here, "m1", "hello you", None)
    assert (posted.messages, posted.owner, agent.heard) == ([], "agent", [])


async def test_an_agent_who_takes_over_during_a_turn_silences_it(edge: Edge) -> None:
    here = edge.log.open("en").conversation_id
    agent = Agent(meanwhile=lambda: edge.desk.take(here, SAM))
    posted = await turns_of(edge, agent).post(here, "m1", "hello you", None)
    assert (posted.messages, posted.owner) == ([], "agent")
    assert said(edge, here) == ["hello you"]


async def test_a_pressed_button_is_shown_by_its_label_and_the_turn_knows_what_was_offered(edge: Edge) -> None:
    here, agent = edge.log.open("en").conversation_id, Agent()
    turns = turns_of(edge, agent)
    await turns.opened(here)
    await turns.post(here, "m1", None, "start:human")
    label = edge.log.after(here)[0].choices[-1]["label"]
    assert said(edge, here)[1] == label
    assert {"title": label, "payload": "start:human"} in agent.metadata[0]["offered"]
    await turns.post(here, "m2", "and now?", None)
    assert agent.metadata[1]["offered"] == []


@pytest.mark.parametrize(
    ("text", "current", "language"),
    [
        ("1006里的运动内衣换成L码", "en", "zh"),
        ("把订单1002寄到lin@example.com问问", "en", "zh"),
        ("1006", "zh", "zh"),
        ("12 Pine Street, Bend, OR 97701", "zh", "zh"),
        ("where is order 1006", "zh", "en"),
    ],
)
async def test_numbers_and_addresses_have_no_language_and_the_words_beside_them_do(
    text: str, current: str, language: str
) -> None:
    assert language_of(text, current) == language


async def test_a_message_in_another_language_is_answered_in_that(edge: Edge) -> None:
    here, agent = edge.log.open("en").conversation_id, Agent()
    turns = turns_of(edge, agent)
    for client_id, text in (("m1", "我的订单在哪里"), ("m2", "1001"), ("m3", "thank you very much")):
        await turns.post(here, client_id, text, None)
    assert [each["locale"] for each in agent.metadata] == ["zh", "zh", "en"]
    assert edge.log.conversation(here).locale == "en"


async def test_a_code_is_there_for_its_own_turn_alone_and_is_stored_nowhere(edge: Edge) -> None:
    here, seen = edge.log.open("en").conversation_id, []
    agent = Agent()
    turns = turns_of(edge, agent)
    codes = cast(Any, edge).codes
    edge.identity.send_code(here, "shopper1@example.com", "en")
    agent.meanwhile = lambda: seen.append(codes.take(here, agent.metadata[-1]["entry"]))
    await turns.post(here, "m1", "it is 482 915", None)
    assert seen == ["482915"]
    assert "482" not in repr(edge.log.after(here)) + repr(agent.heard)
    agent.meanwhile = lambda: None
    await turns.post(here, "m2", "482915", None)
    assert codes.take(here, agent.metadata[-1]["entry"]) is None, "what no action took is forgotten with its turn"
