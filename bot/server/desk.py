"""The agents' door: sign in, see who waits, take a conversation, answer, give it back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Header, Request
from pydantic import BaseModel, ConfigDict, Field
from sse_starlette import ServerSentEvent

from bot.server.access import SignedInAgent, bearer, is_local
from bot.server.conversations import EVENTS
from bot.server.desk_views import ConversationBody, RowBody, conversation_body, orders_in_question, row_body
from bot.server.errors import Problem, documented
from bot.server.limits import client_network
from bot.server.orders import OrderCard
from bot.server.parts import Given, Parts
from bot.server.stream import Allowed, ConversationStream, EventStream, desk_events, last_event_id
from bot.server.wire import ClientId, MessageBody, Text, message_body
from shop.agents import Agent
from shop.bus import DESK, conversation_topic
from shop.errors import Conflict, TokenRefused

router = APIRouter(prefix="/api/desk", tags=["desk"])
REFUSALS = documented(401, 404, 409)


class SignInRequest(BaseModel):
    """An agent's name and password."""

    model_config = ConfigDict(extra="forbid")
    name: Annotated[Text, Field(min_length=1, max_length=200)]
    password: Annotated[str, Field(min_length=1, max_length=1000, json_schema_extra={"format": "password"})]


class AgentBody(BaseModel):
    """A support agent; a lead may also teach the bot."""

    id: int
    name: str
    lead: bool = False


class SignedInBody(BaseModel):
    """The agent, and the token of a session of 12 hours."""

    token: str
    agent: AgentBody


class RowsBody(BaseModel):
    """One list of the desk."""

    conversations: list[RowBody]


class OpenedBody(BaseModel):
    """One conversation as an agent sees it: what was said, and the orders that may be meant."""

    conversation: ConversationBody
    messages: list[MessageBody]
    orders: list[OrderCard]


class ReplyRequest(BaseModel):
    """What the agent says."""

    model_config = ConfigDict(extra="forbid")
    client_id: ClientId
    text: Annotated[Text, Field(min_length=1, max_length=4000)]


class ReplyBody(BaseModel):
    """The message as it was stored."""

    message: MessageBody


class TypingRequest(BaseModel):
    """Whether the agent is writing right now."""

    model_config = ConfigDict(extra="forbid")
    on: bool


class DoneBody(BaseModel):
    """It was done."""

    ok: Literal[True] = True


@router.post("/sign-in", responses=documented(401, 422, 429))
async def sign_in(body: SignInRequest, request: Request, given: Given) -> SignedInBody:
    """Open an agent's session. A seeded agent is let in to a demo on this machine only."""
    given.limits.sign_in(request)
    in_demo, address = given.demo is not None and is_local(request), client_network(request)
    try:
        signed = await asyncio.to_thread(given.services.desk.sign_in, body.name, body.password, in_demo, address)
    except TokenRefused:
        raise Problem(401, "wrong_password", "Name and password do not match.") from None
    return SignedInBody(token=signed.token, agent=AgentBody(**vars(signed.agent)))


@router.post("/sign-out", responses=documented(401))
async def sign_out(agent: SignedInAgent, token: Annotated[str, Depends(bearer)], given: Given) -> DoneBody:
    """End the session: its token opens nothing any more."""
    await asyncio.to_thread(given.services.desk.sign_out, token)
    return DoneBody()


@router.get("/conversations", responses=documented(401, 422))
async def conversations(
    agent: SignedInAgent, given: Given, view: Literal["waiting", "mine", "recent"] = "waiting"
) -> RowsBody:
    """Who waits (the longest first), what is mine, what was said lately."""
    desk = given.services.desk
    if view == "mine":
        rows = await asyncio.to_thread(desk.mine, agent.id)
    else:
        rows = await asyncio.to_thread(desk.waiting if view == "waiting" else desk.recent)
    return RowsBody(conversations=[row_body(row) for row in rows])


@router.get("/conversations/{conversation_id}", responses=REFUSALS, response_model_exclude_none=False)
async def conversation(conversation_id: str, agent: SignedInAgent, given: Given) -> OpenedBody:
    """The transcript, what is known about the shopper, and the orders in question."""
    services = given.services
    found = await asyncio.to_thread(services.log.conversation, conversation_id)
    entries = await asyncio.to_thread(services.desk.transcript, conversation_id)
    orders = await asyncio.to_thread(orders_in_question, services, conversation_id)
    return OpenedBody(
        conversation=await asyncio.to_thread(conversation_body, found, services, given.agent_name),
        messages=[message_body(entry, given.agent_name) for entry in entries if entry.kind == "message"],
        orders=orders,
    )


@router.post("/conversations/{conversation_id}/take", responses=REFUSALS)
async def take(conversation_id: str, agent: SignedInAgent, given: Given) -> DoneBody:
    """Answer this shopper from now on; the bot falls silent. 409 where a colleague was faster."""
    try:
        await asyncio.to_thread(given.services.desk.take, conversation_id, agent.id)
    except Conflict:
        raise Problem(409, "taken", "A colleague has just taken this conversation.") from None
    return DoneBody()


@router.post("/conversations/{conversation_id}/give-back", responses=REFUSALS)
async def give_back(conversation_id: str, agent: SignedInAgent, given: Given) -> DoneBody:
    """Let the bot answer again."""
    try:
        await asyncio.to_thread(given.services.desk.give_back, conversation_id, agent.id)
    except Conflict:
        raise _not_yours() from None
    return DoneBody()


@router.post("/conversations/{conversation_id}/resolve", responses=REFUSALS)
async def resolve(conversation_id: str, agent: SignedInAgent, given: Given) -> DoneBody:
    """Close the matter; should the shopper write again, the bot answers."""
    try:
        await asyncio.to_thread(given.services.desk.resolve, conversation_id, agent.id)
    except Conflict:
        raise _not_yours() from None
    return DoneBody()


@router.post("/conversations/{conversation_id}/messages", responses=REFUSALS, response_model_exclude_none=True)
async def reply(body: ReplyRequest, conversation_id: str, agent: SignedInAgent, given: Given) -> ReplyBody:
    """Write to the shopper. A repeated `client_id` is the same message."""
    add = given.services.log.add_agent
    try:
        entry = await asyncio.to_thread(add, conversation_id, agent.id, body.text, body.client_id)
    except Conflict:
        raise _not_yours() from None
    given.services.bus.publish(DESK, {"type": "queue"})
    return ReplyBody(message=message_body(entry, given.agent_name))


@router.post("/conversations/{conversation_id}/typing", responses=REFUSALS)
async def typing(body: TypingRequest, conversation_id: str, agent: SignedInAgent, given: Given) -> DoneBody:
    """Show the shopper that the agent is writing, or has stopped."""
    found = await asyncio.to_thread(given.services.log.conversation, conversation_id)
    if found.owner != "agent" or found.agent_id != agent.id:
        raise _not_yours()
    given.services.bus.publish(conversation_topic(conversation_id), {"type": "typing", "from": "agent", "on": body.on})
    return DoneBody()


@router.get("/events", status_code=200, response_class=EventStream, responses={**EVENTS, **documented(401, 429)})
async def follow_desk(agent: SignedInAgent, request: Request, given: Given) -> EventStream:
    """A `queue` event whenever a list may look different."""
    given.limits.may_stream(f"agent:{agent.id}")
    return EventStream(_desk(given, agent, _still(given, request)), given.settings.slowest_send_seconds)


@router.get(
    "/conversations/{conversation_id}/events",
    status_code=200,
    response_class=EventStream,
    responses={**EVENTS, **REFUSALS},
)
async def follow(
    conversation_id: str,
    agent: SignedInAgent,
    request: Request,
    given: Given,
    last: Annotated[str | None, Header(alias="Last-Event-ID")] = None,
) -> EventStream:
    """Follow one conversation, as its shopper does."""
    given.limits.may_stream(f"agent:{agent.id}")
    await asyncio.to_thread(given.services.log.conversation, conversation_id)
    events = _conversation(given, agent, conversation_id, last_event_id(last), _still(given, request))
    return EventStream(events, given.settings.slowest_send_seconds)


def _still(given: Parts, request: Request) -> Allowed:
    token = request.headers["authorization"].partition(" ")[2].strip()
    return lambda: asyncio.to_thread(given.services.desk.agent, token)


async def _desk(given: Parts, agent: Agent, allowed: Allowed) -> AsyncIterator[ServerSentEvent]:
    with given.limits.stream(f"agent:{agent.id}"):
        async for event in desk_events(given.services.bus, given.settings.heartbeat_seconds, allowed):
            yield event


async def _conversation(
    given: Parts, agent: Agent, conversation_id: str, after: int, allowed: Allowed
) -> AsyncIterator[ServerSentEvent]:
    stream = ConversationStream(given.services.log, given.services.bus, given.agent_name, conversation_id)
    with given.limits.stream(f"agent:{agent.id}"):
        async for event in stream.events(after, given.settings.heartbeat_seconds, allowed):
            yield event


def _not_yours() -> Problem:
    return Problem(409, "not_yours", "This conversation is not with you any more. Reload to see who has it.")
