"""The demo's own doors: play a seeded shopper, read the e-mails they got. For this machine alone; elsewhere nothing."""

from __future__ import annotations

import asyncio
from html import escape
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field

from bot.server.access import local_only
from bot.server.errors import Problem, documented
from bot.server.parts import Demo, Given, Parts
from bot.server.wire import Text
from shop.mail import Mail

router = APIRouter(tags=["demo"], dependencies=[Depends(local_only)])


class ShopperBody(BaseModel):
    """A seeded shopper, and what makes them interesting."""

    id: str
    name: str
    note: str


class ShoppersBody(BaseModel):
    """Everybody who may be played."""

    shoppers: list[ShopperBody]


class TokenRequest(BaseModel):
    """The id of a seeded shopper."""

    model_config = ConfigDict(extra="forbid")
    shopper: Annotated[Text, Field(min_length=1, max_length=80)]


class TokenBody(BaseModel):
    """What the shop's own server would sign for a shopper who is logged in."""

    shopper_token: str


@router.get("/api/demo/shoppers", responses=documented(404))
async def shoppers(given: Given) -> ShoppersBody:
    """Who may be played."""
    people = await asyncio.to_thread(_demo(given).shoppers)
    return ShoppersBody(shoppers=[ShopperBody(id=one.id, name=one.name, note=one.note) for one in people])


@router.post("/api/demo/shopper-token", responses=documented(404, 422))
async def shopper_token(body: TokenRequest, given: Given) -> TokenBody:
    """Sign in as a seeded shopper; the demo plays the shop's server here."""
    demo = _demo(given)
    if body.shopper not in {one.id for one in await asyncio.to_thread(demo.shoppers)}:
        raise Problem(404, "not_found", "There is no such shopper.")
    return TokenBody(shopper_token=demo.sign(body.shopper))


@router.get("/outbox", response_class=HTMLResponse, responses=documented(404))
async def outbox(given: Given) -> HTMLResponse:
    """The e-mails that the demo would have sent, newest first."""
    mails = await asyncio.to_thread(_demo(given).outbox)
    return HTMLResponse(
        _page("".join(map(_mail, mails)) or "<p>No e-mails yet.</p>"), headers={"Cache-Control": "no-store"}
    )


def _demo(given: Parts) -> Demo:
    if given.demo is None:
        raise Problem(404, "not_found", "There is nothing here.")
    return given.demo


def _mail(mail: Mail) -> str:
    when = mail.at.strftime("%Y-%m-%d %H:%M UTC")
    return (
        f"<article><h2>{escape(mail.subject)}</h2><p>To {escape(mail.to)} · <time>{when}</time></p>"
        f"<pre>{escape(mail.body)}</pre></article>"
    )


def _page(inside: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        '<title>Outbox</title><link rel="stylesheet" href="/static/server/pages.css"></head><body><main>'
        f"<h1>Outbox</h1><p>E-mails of the demo; they never leave this machine.</p>{inside}</main></body></html>"
    )
