"""How the log travels: entries as JSON bodies and as server-sent events, and the texts that clients may send."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, Field
from sse_starlette import ServerSentEvent

from shop.entries import Entry

Names = Callable[[int], str | None]  # an agent's id → the name that shoppers see


def _sendable(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair: JSON may say it, no database keeps it
        raise ValueError("expected valid Unicode text") from None
    return text.replace("\x00", "").strip()


Text = Annotated[str, AfterValidator(_sendable)]
ClientId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$", description="made by the client, once a message")]


class Choice(BaseModel):
    """Something to press; its id is posted back as `choice`."""

    id: str
    label: str


class Source(BaseModel):
    """An article that an answer rests on."""

    id: str
    title: str


class MessageBody(BaseModel):
    """One message. `generated` marks text that a model phrased; `cards` are ready to show; `text` stands alone."""

    id: int
    sender: Literal["shopper", "bot", "agent", "system"] = Field(serialization_alias="from")
    text: str
    choices: list[Choice]
    cards: list[dict[str, Any]]
    sources: list[Source]
    generated: bool
    at: datetime
    client_id: str | None = None
    agent: str | None = Field(None, description="the agent's name, where an agent wrote it")
    liked: bool | None = Field(None, description="what the shopper's thumb said of it")


class OwnerBody(BaseModel):
    """Who answers from here on; `agent` is a name where owner is "agent"."""

    owner: Literal["bot", "queue", "agent"]
    agent: str | None


def shown_names(names: Names) -> Names:
    """The same names as shoppers see them: an agent who signs in as "sam" is "Sam"."""

    def shown(agent_id: int) -> str | None:
        name = names(agent_id)
        return name[:1].upper() + name[1:] if name else name

    return shown


def message_body(entry: Entry, names: Names) -> MessageBody:
    """An entry of kind "message" as clients see it."""
    return MessageBody(
        id=entry.id,
        sender=entry.sender,
        text=entry.text,
        choices=[Choice(**choice) for choice in entry.choices],
        cards=entry.cards,
        sources=[Source(**source) for source in entry.sources],
        generated=entry.generated,
        at=entry.at,
        client_id=entry.client_id,
        agent=names(entry.agent_id) if entry.sender == "agent" and entry.agent_id is not None else None,
        liked=entry.liked,
    )


def entry_event(entry: Entry, names: Names) -> ServerSentEvent:
    """An entry as an event whose id a client resumes from."""
    if entry.kind == "owner":
        agent = names(entry.agent_id) if entry.owner == "agent" and entry.agent_id is not None else None
        body: BaseModel = OwnerBody(owner=entry.owner, agent=agent)
    else:
        body = message_body(entry, names)
    data = body.model_dump_json(by_alias=True, exclude_none=entry.kind != "owner")
    return ServerSentEvent(data=data, event=entry.kind, id=str(entry.id))
