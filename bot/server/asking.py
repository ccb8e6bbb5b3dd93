"""The leads' door to trying a question out: the very answer that a shopper would get, and why."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from bot.care.trying import PASSAGES, Trial, try_out
from bot.learning.teaching import rank
from bot.server.access import Lead
from bot.server.errors import documented
from bot.server.parts import Given
from bot.server.wire import Choice, Source, Text

router = APIRouter(prefix="/api/desk", tags=["gaps"])


class AskRequest(BaseModel):
    """A question as a shopper would type it; `locale` is the conversation's so far."""

    model_config = ConfigDict(extra="forbid")
    question: Annotated[Text, Field(min_length=1, max_length=2000)]
    locale: Annotated[Text, Field(max_length=35)] = "en"


class PassageBody(BaseModel):
    """One paragraph that was found; `score` is its article's, `dense` and `lexical` are its own."""

    article: str
    title: str
    number: int
    text: str
    score: float
    dense: float
    lexical: float


class ThresholdsBody(BaseModel):
    """The least probability for sending an answer, and for offering choices."""

    sure: float
    clarify: float


class IntentBody(BaseModel):
    """What the message is taken for in a chat: only a question to the articles is answered from them."""

    intent: str
    share: float


class AskedBody(BaseModel):
    """`said` is what the shopper reads. `confidence`: that the best article answers; `answerable`: that one of those
    offered does. `asked` are the words that were answered."""

    asked: str
    said: str
    band: str
    locale: str
    confidence: float
    answerable: float
    thresholds: ThresholdsBody | None
    generated: bool
    sources: list[Source]
    choices: list[Choice]
    passages: list[PassageBody]
    index: str
    understood: list[IntentBody]


@router.post("/ask", responses=documented(401, 403, 422))
async def ask(body: AskRequest, lead: Lead, given: Given) -> AskedBody:
    """Answer it as in a chat; nothing is logged, and nobody is told."""
    services = given.services
    trial = await asyncio.to_thread(try_out, body.question, body.locale, services.answers, services.sentences)
    ranking = await asyncio.to_thread(rank, body.question)
    understood = [IntentBody(intent=intent, share=share) for intent, share in list(ranking)[:3]]
    return asked_body(trial, body.locale, services.answers.version, understood)


def asked_body(trial: Trial, locale: str, version: str, understood: list[IntentBody]) -> AskedBody:
    """A trial as the page shows it."""
    answer = trial.answer
    if answer is None:
        empty = {"confidence": 0.0, "answerable": 0.0, "thresholds": None, "generated": False}
        lists: dict[str, list[object]] = {"sources": [], "choices": [], "passages": []}
        return AskedBody(
            asked=trial.asked, said=trial.said, band="other_language", locale=locale, index=version,
            understood=understood, **empty, **lists,
        )  # fmt: skip
    passages = [
        PassageBody(
            article=hit.passage.article_id, title=hit.passage.title, number=hit.passage.number, text=hit.passage.text,
            score=hit.score, dense=hit.dense, lexical=hit.lexical,
        )
        for hit in answer.hits[:PASSAGES]
    ]  # fmt: skip
    return AskedBody(
        asked=trial.asked,
        said=trial.said,
        band=answer.band,
        locale=answer.locale,
        confidence=answer.confidence,
        answerable=answer.answerable,
        thresholds=ThresholdsBody(**answer.thresholds.model_dump()) if answer.thresholds is not None else None,
        generated=answer.generated,
        sources=[Source(**source) for source in answer.sources],
        choices=[Choice(**choice) for choice in answer.choices],
        passages=passages,
        index=answer.index_version,
        understood=understood,
    )
