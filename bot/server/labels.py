"""The leads' door: what was unclear, explaining it, and having it learned."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field

from bot.learning.examples import BrokenExamples
from bot.learning.labels import NotKept
from bot.learning.notebook import NotWritten
from bot.learning.teaching import Teaching
from bot.server.access import Lead
from bot.server.desk import DoneBody
from bot.server.errors import Problem, documented
from bot.server.parts import Given
from bot.server.wire import Text
from shop.refits import Refit
from shop.scrub import fill
from shop.unclear import Unclear

router = APIRouter(prefix="/api/desk", tags=["labels"])
REFUSALS = documented(401, 403, 404, 409, 422)
UNUSABLE = frozenset({"held_out", "unknown_intent"})
Result = TypeVar("Result")


class Likely(BaseModel):
    """One intent and its probability."""

    intent: str
    share: float


class UnclearBody(BaseModel):
    """One message: `text` as it was kept, `example` as it would be learned, `times` in how many conversations."""

    id: int
    text: str
    example: str
    locale: str
    ranking: list[Likely]
    why: str
    ended: str
    suggested: str | None
    times: int
    last_at: datetime
    conversation_id: str | None


class UnclearListBody(BaseModel):
    """What waits, the most helpful first; each with those that ask the same behind it."""

    groups: list[list[UnclearBody]]


class IntentBody(BaseModel):
    """What a message may be explained as; `handled` where a flow follows, `examples` by language."""

    name: str
    about: str
    handled: bool
    examples: dict[str, int]


class IntentsBody(BaseModel):
    """All of them, by name."""

    intents: list[IntentBody]


class LabelRequest(BaseModel):
    """The intent, the words to keep (by default the example as shown), and whether a new intent is meant."""

    model_config = ConfigDict(extra="forbid")
    intent: Annotated[Text, Field(min_length=1, max_length=100)]
    text: Annotated[Text, Field(max_length=2000)] | None = None
    new: bool = False


class KeptBody(BaseModel):
    """The example as it stands, and where; `note` is what is still to do for it to be learned."""

    intent: str
    text: str
    place: str
    written: bool
    note: str


class UndoneBody(BaseModel):
    """What waits again, or null where there was nothing to take back."""

    message: UnclearBody | None


class RefitBody(BaseModel):
    """One learning of the intents anew; `report` holds what was compared, or why nothing came of it."""

    id: int
    state: str
    asked_by: str
    asked_at: datetime
    ended_at: datetime | None
    version: str | None
    report: dict[str, Any]


class LearningBody(BaseModel):
    """The version of the heads that are read with, the newest refit, and whether anything was labelled since."""

    version: str
    latest: RefitBody | None
    news: bool


def _teaching(given: Given) -> Teaching:
    if given.teaching is None:
        raise Problem(404, "not_found", "There is nothing here.")
    return given.teaching


Taught = Annotated[Teaching, Depends(_teaching)]


@router.get("/unclear", responses=documented(401, 403, 422))
async def unclear(lead: Lead, taught: Taught, limit: Annotated[int, Query(ge=1, le=500)] = 100) -> UnclearListBody:
    """What shoppers said that was not clearly understood."""
    groups = await _told(taught.labels.waiting, limit)
    return UnclearListBody(groups=[[_body(each) for each in group] for group in groups])


@router.get("/intents", responses=documented(401, 403))
async def intents(lead: Lead, taught: Taught) -> IntentsBody:
    """What they may have meant."""
    found = await _told(taught.labels.intents)
    return IntentsBody(intents=[IntentBody(**vars(each)) for each in found])


@router.post("/unclear/undo", responses=documented(401, 403))
async def undo(lead: Lead, taught: Taught) -> UndoneBody:
    """Take back what you labelled or discarded last."""
    undone = await _told(taught.labels.undo, lead.name)
    return UndoneBody(message=_body(undone) if undone is not None else None)


@router.post("/unclear/{unclear_id}/label", responses=REFUSALS)
async def label(body: LabelRequest, unclear_id: int, lead: Lead, taught: Taught) -> KeptBody:
    """Make it an example of an intent. 409 where it stands under another one, or a colleague was faster."""
    kept = await _told(taught.labels.label, unclear_id, body.intent, lead.name, body.text, body.new)
    return KeptBody(**vars(kept))


@router.post("/unclear/{unclear_id}/discard", responses=REFUSALS)
async def discard(unclear_id: int, lead: Lead, taught: Taught) -> DoneBody:
    """It teaches nothing."""
    await _told(taught.labels.discard, unclear_id, lead.name)
    return DoneBody()


@router.get("/learning", responses=documented(401, 403))
async def learning(lead: Lead, taught: Taught) -> LearningBody:
    """What is read with now, and how the newest refit ended."""
    return await asyncio.to_thread(_learning, taught)


@router.post("/learning", status_code=202, responses=documented(401, 403))
async def learn(lead: Lead, taught: Taught) -> LearningBody:
    """Learn what was labelled, now; the bot goes on answering meanwhile."""
    await asyncio.to_thread(taught.learning.ask, lead.name)
    return await asyncio.to_thread(_learning, taught)


def _learning(taught: Teaching) -> LearningBody:
    glance = taught.learning.glance()
    latest = _refit(glance.latest) if glance.latest is not None else None
    return LearningBody(version=taught.learning.version, latest=latest, news=glance.has_news)


def _refit(refit: Refit) -> RefitBody:
    told = vars(refit)
    return RefitBody(**{name: told[name] for name in RefitBody.model_fields})


def _body(message: Unclear) -> UnclearBody:
    told = vars(message)
    same = {
        name: told[name] for name in UnclearBody.model_fields if name in told and name not in ("example", "ranking")
    }
    likely = [Likely(intent=intent, share=share) for intent, share in message.ranking]
    return UnclearBody(**same, example=fill(message.text, message.locale), ranking=likely)


async def _told(work: Callable[..., Result], *given: Any) -> Result:
    """Done off the event loop; what cannot be done is said as it is: leads are people of the shop."""
    try:
        return await asyncio.to_thread(work, *given)
    except NotKept as error:
        raise Problem(422 if error.code in UNUSABLE else 409, error.code, str(error)) from None
    except NotWritten as error:
        raise Problem(422, "not_written", str(error)) from None
    except BrokenExamples as error:
        raise Problem(503, "broken_examples", str(error)) from None
