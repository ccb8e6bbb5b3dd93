"""Who is at the door: the holder of a conversation's token, a signed-in agent, or somebody at this very machine."""

from __future__ import annotations

import asyncio
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request

from bot.server.errors import Problem
from bot.server.parts import Given
from bot.settings import is_loopback
from shop.agents import Agent
from shop.entries import Conversation
from shop.errors import TokenRefused

_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


def bearer(request: Request) -> str:
    """The token in the Authorization header; Problem 401 where there is none."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        text = "A token is needed: Authorization: Bearer <token>."
        raise Problem(401, "unauthorized", text, {"WWW-Authenticate": "Bearer"})
    return token.strip()


async def own_conversation(conversation_id: str, given: Given, token: Annotated[str, Depends(bearer)]) -> Conversation:
    """The conversation in the path, for whoever holds its token; NotFound for a wrong token and a wrong id alike."""
    return await asyncio.to_thread(given.services.log.check, conversation_id, token)


async def signed_in(given: Given, token: Annotated[str, Depends(bearer)]) -> Agent:
    """The agent whose session this is. A shopper's token, known to no session, is refused here."""
    try:
        return await asyncio.to_thread(given.services.desk.agent, token)
    except TokenRefused:
        text = "Your session has ended. Please sign in again."
        raise Problem(401, "signed_out", text, {"WWW-Authenticate": "Bearer"}) from None


async def lead(agent: Annotated[Agent, Depends(signed_in)]) -> Agent:
    """The agent, where they may teach the bot; Problem 403 for others."""
    if not agent.lead:
        raise Problem(403, "leads_only", "Only a support lead may do this. `aisle agent lead NAME` makes one.")
    return agent


def is_local(request: Request) -> bool:
    """Whether the request was made on this machine, to this machine by name, by a page of its own.

    The address alone would not do: a page elsewhere can point its own name at 127.0.0.1 (DNS rebinding, seen in
    Host) or post a form here (seen in Origin), and a proxy here makes everyone look local (seen in its headers).
    """
    if request.client is None or not is_loopback(request.client.host):
        return False
    if any(name in request.headers for name in _FORWARDED):
        return False
    origin = request.headers.get("origin")
    return _names_this_machine(f"//{request.headers.get('host', '')}") and (
        origin is None or _names_this_machine(origin)
    )


def local_only(request: Request) -> None:
    """Problem 404, as if there were nothing, for anybody elsewhere."""
    if not is_local(request):
        raise Problem(404, "not_found", "There is nothing here.")


def _names_this_machine(url: str) -> bool:
    try:
        return urlsplit(url).hostname in ("localhost", "127.0.0.1", "::1")
    except ValueError:
        return False


OwnConversation = Annotated[Conversation, Depends(own_conversation)]
SignedInAgent = Annotated[Agent, Depends(signed_in)]
Lead = Annotated[Agent, Depends(lead)]
