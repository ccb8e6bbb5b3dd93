"""The shopper's door: open a conversation, say something, show who you are, follow what happens."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Header, Request, Response
from pydantic import BaseModel, ConfigDict, Field, model_validator
from sse_starlette import ServerSentEvent

from bot.server.access import OwnConversation, bearer
from bot.server.errors import Problem, documented
from bot.server.parts import Given, Parts
from bot.server.stream import NEW_TOKEN, Allowed, ConversationStream, EventStream, last_event_id
from bot.server.wire import ClientId, MessageBody, Text, message_body
from knowledge.language import normalise_locale
from shop.bus import DESK, conversation_topic
from shop.errors import Conflict

router = APIRouter(prefix="/api/conversations", tags=["conversations"])
log = logging.getLogger(__name__)
EVENTS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "`message`, `owner`, `typing` (with ids) and `delta` events, a comment every 15 s of silence",
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
    }
}


class OpenRequest(BaseModel):
    """`shopper_token` is what the shop's site signed (docs/signing-tokens.md), or null for a guest."""

    model_config = ConfigDict(extra="forbid")
    shopper_token: Annotated[Text, Field(max_length=4096)] | None = None
    locale: Annotated[Text, Field(max_length=35)] = "en"


class OpenedBody(BaseModel):
    """The conversation and the secret that opens it; the secret is told once."""

    conversation_id: str
    token: str


class IdentifyRequest(BaseModel):
    """A token signed by the shop's site."""

    model_config = ConfigDict(extra="forbid")
    shopper_token: Annotated[Text, Field(min_length=1, max_length=4096)]


class IdentifiedBody(BaseModel):
    """The conversation to go on in. A `token` replaces the one used so far: the conversation is a new one, or it was
    not verified until now, and who knew it before must not read on."""

    conversation_id: str
    token: str | None = None


class MessageRequest(BaseModel):
    """Either `text`, or the id of a `choice` that the last message offered."""

    model_config = ConfigDict(extra="forbid")
    client_id: ClientId
    text: Annotated[Text, Field(max_length=64_000)] | None = None
    choice: Annotated[Text, Field(min_length=1, max_length=200)] | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> MessageRequest:
        if (self.text is None) == (self.choice is None):
            raise ValueError("expected either text or choice")
        if self.text == "" or self.choice == "":
            raise ValueError("expected some text")
        return self


class ThumbRequest(BaseModel):
    """Whether an answer helped; null takes the thumb back."""

    model_config = ConfigDict(extra="forbid")
    liked: bool | None


class ThumbBody(BaseModel):
    """How it stands now."""

    liked: bool | None


class PostedBody(BaseModel):
    """The replies, and who answers from here on."""

    messages: list[MessageBody]
    owner: Literal["bot", "queue", "agent"]


@router.post("", status_code=201, responses=documented(400, 401, 413, 422, 429))
async def open_conversation(body: OpenRequest, request: Request, given: Given) -> OpenedBody:
    """Open a conversation, as a guest or as the shopper whom the token names. The greeting is its first message."""
    given.limits.conversation(request)
    return await _open(given, body.locale, body.shopper_token)


@router.post(
    "/{conversation_id}/messages",
    responses=documented(400, 401, 404, 413, 422, 429),
    response_model_exclude_none=True,
)
async def post_message(body: MessageRequest, own: OwnConversation, request: Request, given: Given) -> PostedBody:
    """Say something, and get the replies when the turn is complete. A repeated `client_id` is the same message."""
    given.limits.message(request, own.id)
    most = given.settings.message_length
    if body.text is not None and len(body.text) > most:
        raise Problem(422, "too_long", f"Please write at most {most} characters.")
    posted = await given.turns.post(own.id, body.client_id, body.text, body.choice)
    if posted.owner != "bot":
        given.services.bus.publish(DESK, {"type": "queue"})  # the lists show what was said last
    return PostedBody(messages=[message_body(entry, given.agent_name) for entry in posted.messages], owner=posted.owner)


@router.post("/{conversation_id}/messages/{message_id}/thumb", responses=documented(400, 401, 404, 413, 422, 429))
async def thumb(body: ThumbRequest, message_id: int, own: OwnConversation, given: Given) -> ThumbBody:
    """Say whether an answer from the articles helped. 404 for any other message."""
    given.limits.thumb(own.id)
    question = await asyncio.to_thread(given.services.thumbs.put, own.id, message_id, body.liked)
    if body.liked is False and question is not None and given.teaching is not None:
        await asyncio.to_thread(given.teaching.unclear.end, own.id, question, "disliked")
    return ThumbBody(liked=body.liked)


@router.post(
    "/{conversation_id}/identify",
    responses={201: {"model": IdentifiedBody}, **documented(400, 401, 404, 413, 422, 429)},
)
async def identify(
    body: IdentifyRequest, own: OwnConversation, request: Request, response: Response, given: Given
) -> IdentifiedBody:
    """Show who is shopping. 200: this conversation is verified. 201: it is another shopper's, here is a new one."""
    given.limits.identify(request)
    try:
        token = await asyncio.to_thread(given.services.identity.identify, own.id, body.shopper_token)
    except Conflict:
        given.limits.conversation(request)
        opened = await _open(given, own.locale, body.shopper_token)
        response.status_code = 201
        return IdentifiedBody(conversation_id=opened.conversation_id, token=opened.token)
    if token is not None:
        given.services.bus.publish(conversation_topic(own.id), {"type": NEW_TOKEN})
    return IdentifiedBody(conversation_id=own.id, token=token)


@router.get(
    "/{conversation_id}/events",
    status_code=200,
    response_class=EventStream,
    responses={**EVENTS, **documented(401, 404, 429)},
)
async def follow(
    own: OwnConversation,
    token: Annotated[str, Depends(bearer)],
    given: Given,
    last: Annotated[str | None, Header(alias="Last-Event-ID")] = None,
) -> EventStream:
    """Follow the conversation, from the first entry or after Last-Event-ID."""
    given.limits.may_stream(own.id)
    still = partial(asyncio.to_thread, given.services.log.check, own.id, token)
    return EventStream(_counted(given, own.id, last_event_id(last), still), given.settings.slowest_send_seconds)


async def _counted(given: Parts, conversation_id: str, after: int, still: Allowed) -> AsyncIterator[ServerSentEvent]:
    stream = ConversationStream(given.services.log, given.services.bus, given.agent_name, conversation_id)
    with given.limits.stream(conversation_id):
        async for event in stream.events(after, given.settings.heartbeat_seconds, still):
            yield event


async def _open(given: Parts, locale: str, shopper_token: str | None) -> OpenedBody:
    opened = await asyncio.to_thread(given.services.log.open, normalise_locale(locale))
    if shopper_token:
        await asyncio.to_thread(given.services.identity.sign_in, opened.conversation_id, shopper_token)
    try:
        await given.turns.opened(opened.conversation_id)
    except Exception:  # a shopper who is not greeted can still ask
        log.exception("no greeting in conversation %s", opened.conversation_id)
    return OpenedBody(conversation_id=opened.conversation_id, token=opened.token)
