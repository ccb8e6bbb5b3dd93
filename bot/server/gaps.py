"""The leads' door to what nobody could be answered: the questions, a draft of an article for them, its publication."""

from __future__ import annotations

import asyncio
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field

from bot.care.care import Care
from bot.care.proposing import Proposal
from bot.care.report import Group
from bot.server.access import Lead
from bot.server.errors import Problem, documented
from bot.server.parts import Given
from bot.server.wire import Text
from knowledge.drafts import Draft
from knowledge.errors import BadDraft
from shop.gaps import DAYS

router = APIRouter(prefix="/api/desk", tags=["gaps"])
REFUSALS = documented(401, 403, 404, 409, 422)
MOST = 5000  # questions that one request names
STATUS = {"taken": 409, "unusable": 422}


class PhrasingBody(BaseModel):
    """One way in which it was asked, and by how many different shoppers."""

    text: str
    shoppers: int


class NearestBody(BaseModel):
    """The article that comes first for it, and how sure its answer would be."""

    id: str
    title: str
    confidence: float


class GroupBody(BaseModel):
    """One question in all its phrasings, the clearest first, and the conversations behind it, the newest first."""

    id: int
    title: str
    locale: str
    phrasings: list[PhrasingBody]
    shoppers: int
    times: int
    bands: dict[str, int]
    first_at: datetime
    last_at: datetime
    conversations: list[str]
    nearest: NearestBody | None
    ids: list[int]


class GapsBody(BaseModel):
    """Questions without an answer, the most wanted first."""

    days: int
    groups: list[GroupBody]


class AskedRequest(BaseModel):
    """Which questions: the `ids` of a group."""

    model_config = ConfigDict(extra="forbid")
    ids: Annotated[list[int], Field(min_length=1, max_length=MOST)]


class ReplyBody(BaseModel):
    """What an agent answered to it."""

    text: str
    conversation_id: str
    at: datetime


class DraftBody(BaseModel):
    """What to begin with; `body_from` is "agent", "article" or "", as the text comes from."""

    id: str
    locale: str
    title: str
    topic: str
    questions: list[str]
    body: str
    body_from: str
    replies: list[ReplyBody]
    valid_from: date


class ArticleText(BaseModel):
    """An article in one language."""

    model_config = ConfigDict(extra="forbid")
    title: Annotated[Text, Field(max_length=2000)]
    questions: Annotated[list[Annotated[Text, Field(max_length=2000)]], Field(max_length=200)] = []
    body: Annotated[Text, Field(max_length=50_000)]


class ArticleRequest(BaseModel):
    """An article to publish, by language, and the questions that it was written for."""

    model_config = ConfigDict(extra="forbid")
    id: Annotated[Text, Field(max_length=200)]
    topic: Annotated[Text, Field(max_length=2000)]
    texts: dict[Annotated[str, Field(max_length=8)], ArticleText]
    valid_from: date | None = None
    valid_until: date | None = None
    gaps: Annotated[list[int], Field(max_length=MOST)] = []


class PublishedBody(BaseModel):
    """It is written. `live` where it is answered from; else `trouble` says why not. `closed` questions are answered by
    it now, `left` are phrasings of those it was written for that are not."""

    id: str
    languages: list[str]
    version: str
    live: bool
    trouble: str
    closed: int
    left: list[str]


class DismissedBody(BaseModel):
    """How many questions were taken off the list."""

    dismissed: int


def _care(given: Given) -> Care:
    if given.care is None:
        raise Problem(404, "not_found", "There is nothing here.")
    return given.care


Cared = Annotated[Care, Depends(_care)]


@router.get("/gaps", responses=documented(401, 403, 422))
async def gaps(lead: Lead, care: Cared, days: Annotated[int, Query(ge=1, le=3650)] = DAYS) -> GapsBody:
    """What shoppers asked and got no answer to, in groups that mean the same."""
    groups = await asyncio.to_thread(care.report, days)
    return GapsBody(days=days, groups=[_group(group) for group in groups])


@router.post("/gaps/draft", responses=REFUSALS)
async def draft(body: AskedRequest, lead: Lead, care: Cared) -> DraftBody:
    """A first draft of an article for these questions; nothing is written."""
    proposal = await asyncio.to_thread(care.draft, set(body.ids))
    return _draft(proposal)


@router.post("/gaps/dismiss", responses=REFUSALS)
async def dismiss(body: AskedRequest, lead: Lead, care: Cared) -> DismissedBody:
    """They want no article."""
    return DismissedBody(dismissed=await asyncio.to_thread(care.dismiss, set(body.ids), lead.name))


@router.post("/articles", status_code=201, responses=REFUSALS)
async def publish(body: ArticleRequest, lead: Lead, care: Cared) -> PublishedBody:
    """Write an article that is not there yet, and answer from it. 409 where its id is taken."""
    if not body.texts:
        raise Problem(422, "unusable", "Write the article in one language at least.")
    drafts = [
        Draft(body.id, locale, text.title, body.topic, tuple(text.questions), text.body, body.valid_from,
              body.valid_until)
        for locale, text in body.texts.items()
    ]  # fmt: skip
    try:
        done = await asyncio.to_thread(care.publish, drafts, set(body.gaps), lead.name)
    except BadDraft as error:
        raise Problem(STATUS[error.code], error.code, str(error)) from None
    return PublishedBody(
        id=done.id,
        languages=[file.parent.name for file in done.files],
        version=done.version,
        live=not done.trouble,
        trouble=done.trouble,
        closed=done.closed,
        left=list(done.left),
    )


def _group(group: Group) -> GroupBody:
    told: dict[str, Any] = {name: getattr(group, name) for name in GroupBody.model_fields}
    told["phrasings"] = [PhrasingBody(text=each.text, shoppers=each.shoppers) for each in group.phrasings]
    told["nearest"] = NearestBody(**vars(group.nearest)) if group.nearest is not None else None
    return GroupBody(**told | {"conversations": list(group.conversations), "ids": list(group.ids)})


def _draft(proposal: Proposal) -> DraftBody:
    told = vars(proposal) | {"questions": list(proposal.questions)}
    return DraftBody(**told | {"replies": [ReplyBody(**vars(each)) for each in proposal.replies]})
