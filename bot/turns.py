"""One message from end to end: stored, waited for, run by Rasa, its replies appended, its turn closed."""

from __future__ import annotations

import asyncio
import gc
import logging
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from actions.services import Services
from bot.channels.web import LogChannel
from bot.server.turns import Posted
from bot.threads import OwnLoops
from knowledge.language import detect, is_other
from shop.bus import conversation_topic
from shop.dates import day_in
from shop.entries import Entry, Heard, Situation
from shop.privacy import find_code, find_gift_code

log = logging.getLogger(__name__)

LEAVE_QUEUE = "leave_queue"  # the choice that takes a waiting shopper back to the bot; the widget offers it too
SECONDS = 25.0  # after which a post is answered with what there is; the turn goes on
ADDRESS_LINE = re.compile(  # "12 Pine Street, Bend, OR 97701"
    r"(?<!\d)\d{1,6}[A-Za-z]? [A-Z][\w.'’#-]*(?:[ ,]+(?:[A-Z#][\w.'’#-]*|\d[\d-]*))*"
)
NO_LANGUAGE = re.compile(r"[!-~]+@[!-~]+|https?://[!-~]+|<[^>]*>|[!-~]*\d[!-~]*")  # Chinese sets no spaces around them
SLASH = "／"  # a leading "/" would be an intent payload to Rasa; this looks the same and is none


class Handler(Protocol):
    """The part of Rasa's Agent that is used here."""

    async def handle_message(self, message: Any) -> Any: ...

    async def parse_message(self, message_data: str) -> Any: ...


@dataclass
class Queue:
    """Who is heard and who is answered next in one conversation; asyncio's locks are fair: first come, first served."""

    hearing: asyncio.Lock = field(default_factory=asyncio.Lock)
    answering: asyncio.Lock = field(default_factory=asyncio.Lock)
    members: int = 0


@dataclass
class Message:
    """What one request brought, and what became of it so far."""

    conversation_id: str
    client_id: str
    text: str | None
    choice: str | None
    heard: Heard | None = None
    left: bool = False  # it took the shopper out of the queue
    trace: list[Any] | None = None  # how it was taken, once its turn has run


class Turns:
    """Runs turns, one at a time for each conversation, in the order in which messages came.

    A turn runs in a thread of its own from storing the message to closing the turn (bot/threads).
    """

    def __init__(
        self,
        services: Services,
        agent: Handler,
        heard: Callable[[str, Entry, list[Any]], None] = lambda *_: None,
        seconds: float = SECONDS,
    ) -> None:
        """`heard` is told, after each turn, how its message was taken; it returns at once (bot/learning/recorder)."""
        self._services, self._agent, self._heard, self._seconds = services, agent, heard, seconds
        self._threads = OwnLoops()
        self._queues: dict[str, Queue] = {}
        self._under_way: set[asyncio.Task[Posted]] = set()

    async def warm_up(self) -> None:
        """Understand one message before the first shopper's; loads what is loaded lazily. Nothing is stored.

        What is loaded by now stays for good: the garbage collector need not look at it again during turns.
        """
        await self._agent.parse_message("hello")
        gc.collect()
        gc.freeze()

    async def opened(self, conversation_id: str) -> None:
        """Say that this is an assistant, and where the privacy page is."""
        await self._threads.run(self._welcome, conversation_id)

    async def post(self, conversation_id: str, client_id: str, text: str | None, choice: str | None) -> Posted:
        """Store the message, run its turn unless a person has the conversation, and return the replies.

        A turn is never cut off: past `SECONDS`, or where the client goes away, it goes on, keeps its place, and its
        replies arrive on the stream. A message whose turn failed before anything was said is run again when it is
        sent again. Raises NotFound, Unavailable.
        """
        message = Message(conversation_id, client_id, text, choice)
        turn = asyncio.create_task(self._take(message))
        self._under_way.add(turn)
        turn.add_done_callback(self._under_way.discard)
        done, _ = await asyncio.wait({turn}, timeout=self._seconds)
        while not done and message.heard is None:  # so many turns are under way that it is not even stored yet
            done, _ = await asyncio.wait({turn}, timeout=0.1)
        return turn.result() if done else await self._threads.run(self._so_far, message)

    async def _take(self, message: Message) -> Posted:
        posted = await self._in_turn(message)
        if message.heard is not None and message.trace is not None:
            self._heard(message.conversation_id, message.heard.entry, message.trace)
        return posted

    async def _in_turn(self, message: Message) -> Posted:
        """Stored in the order in which they came, while another is being answered, and answered in that order too."""
        async with self._queue(message.conversation_id) as queue:
            reply = self._reply if queue.members == 1 else self._reply_later
            async with queue.hearing:
                heard = await self._threads.run(self._hear, message)
            async with queue.answering:
                return await self._threads.run(reply, message, heard)

    # -- in a thread --------------------------------------------------------------------------------------------

    def _reply_later(self, message: Message, heard: Heard) -> Posted:
        """An earlier turn may have changed what the message is about."""
        entry = heard.entry
        situation = self._services.log.situation(entry.conversation_id, entry.id)
        return self._reply(message, replace(heard, situation=situation))

    def _so_far(self, message: Message) -> Posted:
        assert message.heard is not None
        entry, log_ = message.heard.entry, self._services.log
        return Posted(log_.replies_to(entry.conversation_id, entry.id), log_.conversation(entry.conversation_id).owner)

    def _hear(self, message: Message) -> Heard:
        """Store what was said, in the language that it shows."""
        services, id_, choice = self._services, message.conversation_id, message.choice
        message.left = choice == LEAVE_QUEUE and services.desk.leave(id_)
        text = message.text if choice is None else self._label(id_, choice)
        assert text is not None
        heard = services.log.hear(
            id_, message.client_id, text, choice, lambda locale: language_of(text, locale) if choice is None else locale
        )
        if heard.is_new and heard.code_sent and services.identity.awaits_code(id_):
            code = find_code(text)
            if code is not None:
                services.codes.put(id_, heard.entry.id, code)
        gift_code = find_gift_code(text) if heard.is_new else None
        if gift_code is not None:
            services.codes.put(id_, heard.entry.id, gift_code)
        message.heard = heard
        return heard

    def _reply(self, message: Message, heard: Heard) -> Posted:
        id_, entry, situation, log_ = message.conversation_id, heard.entry, heard.situation, self._services.log
        try:
            if not heard.is_new and log_.is_answered(id_, entry.id):
                return self._so_far(message)
            replies = [] if heard.is_new else log_.replies_to(id_, entry.id)
            if message.left:
                replies += self._welcome_back(situation, entry)
            elif not replies and self._is_ours(situation, entry):
                replies += self._run(message, situation, entry)
            return Posted(replies, log_.close_turn(id_, entry.id))
        finally:
            self._services.codes.take(id_, entry.id)

    def _is_ours(self, situation: Situation, entry: Entry) -> bool:
        """The bot's to answer; so is what somebody writes who waits in the queue while nobody is at the desk."""
        if situation.owner == "queue":
            return self._services.desk.answer_meanwhile(entry.conversation_id, entry.id)
        return situation.owner == "bot"

    def _run(self, message: Message, situation: Situation, entry: Entry) -> list[Entry]:
        topic = conversation_topic(entry.conversation_id)
        self._services.bus.publish(topic, {"type": "typing", "from": "bot", "on": True})
        try:
            return self._answer(message, situation, entry)
        finally:
            self._services.bus.publish(topic, {"type": "typing", "from": "bot", "on": False})

    def _answer(self, message: Message, situation: Situation, entry: Entry) -> list[Entry]:
        from rasa.core.channels.channel import UserMessage

        metadata = {
            "choice": entry.choice,
            "offered": [{"title": each["label"], "payload": each["id"]} for each in situation.offered],
            "at": self._services.clock().timestamp(),
            "today": day_in(self._services.shop.time_zone, self._services.clock()).isoformat(),
            "owner_since": situation.owner_since,
            "entry": entry.id,
            "locale": situation.locale,
        }
        channel, id_ = LogChannel(self._services.log, entry.id), entry.conversation_id
        said = UserMessage(spoken(entry.text), channel, id_, input_channel="web", metadata=metadata)
        try:
            self._threads.finish(self._agent.handle_message(said))
        except Exception:
            log.exception("the turn of entry %s failed", entry.id)
            channel.broken = True
        if channel.broken:
            sorry = self._services.sentences.text("utter_failed", situation.locale)
            channel.append(id_, {"text": sorry, "buttons": self._person(situation.locale)})
        message.trace = channel.trace
        return channel.said

    def _label(self, conversation_id: str, choice: str) -> str:
        """What the pressed button said; it is what the shopper is shown to have said."""
        if choice == LEAVE_QUEUE:
            locale = self._services.log.conversation(conversation_id).locale
            return self._services.sentences.text("utter_leave_queue", locale)
        last: int | None = None
        while lines := self._services.log.before(conversation_id, last, limit=50):
            for each in (each for line in lines for each in line.choices):
                if each["id"] == choice:
                    return str(each["label"])
            last = lines[-1].id
        return "…"

    def _welcome_back(self, situation: Situation, entry: Entry) -> list[Entry]:
        """The shopper left the queue; what they ask next is the bot's to answer."""
        text = self._services.sentences.text("utter_back_with_bot", situation.locale)
        said = self._services.log.add_bot(entry.conversation_id, entry.id, text)
        return [said] if said is not None else []

    def _welcome(self, conversation_id: str) -> None:
        services = self._services
        locale = services.log.conversation(conversation_id).locale
        name, url = services.shop.name[locale], services.shop.privacy_url
        text = services.sentences.text("utter_welcome", locale, shop_name=name, privacy_url=url)
        choices = [
            {"id": payload, "label": label} for label, payload in services.sentences.choices("utter_welcome", locale)
        ]
        services.log.add_bot(conversation_id, None, text, choices=choices)

    def _person(self, locale: str) -> list[dict[str, str]]:
        pairs = self._services.sentences.choices("utter_failed", locale)
        return [{"title": label, "payload": payload} for label, payload in pairs]

    @asynccontextmanager
    async def _queue(self, conversation_id: str) -> AsyncIterator[Queue]:
        """The conversation's queue, which is forgotten when nobody is in it."""
        queue = self._queues.setdefault(conversation_id, Queue())
        queue.members += 1
        try:
            yield queue
        finally:
            queue.members -= 1
            if not queue.members:
                del self._queues[conversation_id]


def language_of(text: str, current: str) -> str:
    """The language that a message shows; an address, a number, a lone word of the other script, Spanish show none."""
    words = NO_LANGUAGE.sub(" ", ADDRESS_LINE.sub(" ", text))
    found = detect(words, current)
    letters = len(re.findall(r"[A-Za-z]", words))
    return current if found == "en" and (letters < 6 or " " not in words.strip() or is_other(words)) else found


def spoken(text: str) -> str:
    """Text that Rasa cannot take for a payload."""
    bare = text.lstrip()
    return SLASH + bare[1:] if bare.startswith("/") else text
