"""One message from end to end: stored, waited for, run by Rasa, its replies appended, its turn closed."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Protocol

from actions.services import Services
from bot.channels.web import LogChannel
from bot.server.turns import Posted
from knowledge.language import detect
from shop.bus import conversation_topic
from shop.dates import day_in
from shop.entries import Conversation, Entry
from shop.privacy import find_code

log = logging.getLogger(__name__)

LEAVE_QUEUE = "leave_queue"  # the choice that takes a waiting shopper back to the bot; the widget offers it too
SECONDS = 25.0  # after which a post is answered with what there is; the turn goes on
NO_LANGUAGE = re.compile(r"\S+@\S+|https?://\S+|<[^>]*>|\S*\d\S*")
SLASH = "／"  # a leading "/" would be an intent payload to Rasa; this looks the same and is none


class Handler(Protocol):
    """The part of Rasa's Agent that is used here."""

    async def handle_message(self, message: Any) -> Any: ...

    async def parse_message(self, message_data: str) -> Any: ...


class Turns:
    """Runs turns, one at a time for each conversation, in the order in which messages came."""

    def __init__(self, services: Services, agent: Handler) -> None:
        self._services, self._agent = services, agent
        self._queues: dict[str, tuple[asyncio.Lock, int]] = {}
        self._under_way: set[asyncio.Task[None]] = set()

    async def warm_up(self) -> None:
        """Understand one message before the first shopper's; loads what is loaded lazily. Nothing is stored."""
        await self._agent.parse_message("hello")

    async def opened(self, conversation_id: str) -> None:
        """Say that this is an assistant, and where the privacy page is."""
        await asyncio.to_thread(self._welcome, conversation_id)

    async def post(self, conversation_id: str, client_id: str, text: str | None, choice: str | None) -> Posted:
        """Store the message, run its turn unless a person has the conversation, and return the replies.

        A turn is never cut off: past `SECONDS`, or where the client goes away, it goes on, keeps its place, and its
        replies arrive on the stream. A message whose turn failed before anything was said is run again when it is
        sent again. Raises NotFound, Unavailable.
        """
        left = choice == LEAVE_QUEUE and await asyncio.to_thread(self._services.desk.leave, conversation_id)
        entry, new = await asyncio.to_thread(self._store, conversation_id, client_id, text, choice)
        turn = asyncio.create_task(self._take(conversation_id, entry, new, left))
        self._under_way.add(turn)
        turn.add_done_callback(self._under_way.discard)
        done, _ = await asyncio.wait({turn}, timeout=SECONDS)
        if done:
            turn.result()
        return await asyncio.to_thread(self._posted, conversation_id, entry)

    def _posted(self, conversation_id: str, entry: Entry) -> Posted:
        replies = self._services.log.replies_to(conversation_id, entry.id)
        return Posted(replies, self._services.log.conversation(conversation_id).owner)

    async def _take(self, conversation_id: str, entry: Entry, new: bool, left: bool) -> None:
        log_ = self._services.log
        try:
            async with self._turn(conversation_id):
                if not new and await asyncio.to_thread(log_.is_answered, conversation_id, entry.id):
                    return
                if left:
                    await asyncio.to_thread(self._welcome_back, conversation_id, entry)
                elif new or not await asyncio.to_thread(log_.replies_to, conversation_id, entry.id):
                    await self._run(conversation_id, entry)
                await asyncio.to_thread(log_.close_turn, conversation_id, entry.id)
        finally:
            self._services.codes.take(conversation_id, entry.id)

    async def _run(self, conversation_id: str, entry: Entry) -> None:
        conversation, offered, since = await asyncio.to_thread(self._situation, conversation_id, entry)
        if conversation.owner != "bot":
            return
        topic = conversation_topic(conversation_id)
        self._services.bus.publish(topic, {"type": "typing", "from": "bot", "on": True})
        try:
            await self._answer(conversation, entry, offered, since)
        finally:
            self._services.bus.publish(topic, {"type": "typing", "from": "bot", "on": False})

    async def _answer(
        self, conversation: Conversation, entry: Entry, offered: list[dict[str, str]], since: float
    ) -> None:
        from rasa.core.channels.channel import UserMessage

        metadata = {
            "choice": entry.choice,
            "offered": offered,
            "at": self._services.clock().timestamp(),
            "today": day_in(self._services.shop.time_zone, self._services.clock()).isoformat(),
            "owner_since": since,
            "entry": entry.id,
            "locale": conversation.locale,
        }
        channel = LogChannel(self._services.log, entry.id)
        message = UserMessage(spoken(entry.text), channel, conversation.id, input_channel="web", metadata=metadata)
        try:
            await self._agent.handle_message(message)
        except Exception:
            log.exception("the turn of entry %s failed", entry.id)
            channel.broken = True
        if channel.broken:
            sorry = self._services.sentences.text("utter_failed", conversation.locale)
            await channel.send_response(conversation.id, {"text": sorry, "buttons": self._person(conversation.locale)})

    def _store(self, conversation_id: str, client_id: str, text: str | None, choice: str | None) -> tuple[Entry, bool]:
        services = self._services
        if choice is not None:
            text = self._label(conversation_id, choice)
        assert text is not None
        code = find_code(text) if services.identity.awaits_code(conversation_id) else None
        if choice is None:
            locale = services.log.conversation(conversation_id).locale
            spoken_locale = language_of(text, locale)
            if spoken_locale != locale:
                services.log.speak(conversation_id, spoken_locale)
        entry, new = services.log.add_shopper(conversation_id, client_id, text, choice)
        if new and code is not None:
            services.codes.put(conversation_id, entry.id, code)
        return entry, new

    def _situation(self, conversation_id: str, entry: Entry) -> tuple[Conversation, list[dict[str, str]], float]:
        """The conversation, the choices offered since the shopper last spoke, and when the owner last changed."""
        conversation = self._services.log.conversation(conversation_id)
        offered: list[dict[str, str]] = []
        since, open_ = 0.0, True
        for line in self._services.log.before(conversation_id, entry.id):
            if line.kind == "owner":
                since = max(since, line.at.timestamp())
            if line.sender in ("shopper", "agent"):
                open_ = False
            elif open_ and line.choices:
                offered += [{"title": each["label"], "payload": each["id"]} for each in line.choices]
        return conversation, offered, since

    def _label(self, conversation_id: str, choice: str) -> str:
        """What the pressed button said; it is what the shopper is shown to have said."""
        if choice == LEAVE_QUEUE:
            locale = self._services.log.conversation(conversation_id).locale
            return self._services.sentences.text("utter_leave_queue", locale)
        for line in reversed(self._services.log.after(conversation_id)):
            for each in line.choices:
                if each["id"] == choice:
                    return str(each["label"])
        return "…"

    def _welcome_back(self, conversation_id: str, entry: Entry) -> None:
        """The shopper left the queue; what they ask next is the bot's to answer."""
        services = self._services
        text = services.sentences.text("utter_back_with_bot", services.log.conversation(conversation_id).locale)
        services.log.add_bot(conversation_id, entry.id, text)

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
    async def _turn(self, conversation_id: str) -> AsyncIterator[None]:
        """First come, first served: asyncio's locks are fair. A queue that nobody waits in is forgotten."""
        lock, waiting = self._queues.get(conversation_id, (asyncio.Lock(), 0))
        self._queues[conversation_id] = (lock, waiting + 1)
        try:
            async with lock:
                yield
        finally:
            lock, waiting = self._queues[conversation_id]
            if waiting == 1:
                del self._queues[conversation_id]
            else:
                self._queues[conversation_id] = (lock, waiting - 1)


def language_of(text: str, current: str) -> str:
    """The language that a message shows; an address, a number or a lone word of the other script shows none."""
    words = NO_LANGUAGE.sub(" ", text)
    found = detect(words, current)
    letters = len(re.findall(r"[A-Za-z]", words))
    return current if found == "en" and (letters < 6 or " " not in words.strip()) else found


def spoken(text: str) -> str:
    """Text that Rasa cannot take for a payload."""
    bare = text.lstrip()
    return SLASH + bare[1:] if bare.startswith("/") else text
