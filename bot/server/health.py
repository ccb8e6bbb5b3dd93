"""Whether the server works, what it serves, and its counters for Prometheus (for this machine alone)."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import Literal

from fastapi import APIRouter, Depends
from fastapi.responses import PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from bot.server.access import local_only
from bot.server.errors import documented
from bot.server.parts import Given

router = APIRouter(tags=["health"])


class HealthBody(BaseModel):
    """What is served, by version and fingerprint."""

    status: Literal["ok"] = "ok"
    version: str
    model: str
    index: str
    adapters: list[str]
    heads: str
    articles: Literal["current", "behind"]  # behind: they changed and cannot be used; `aisle doctor` says why


@router.get("/health")
async def health(given: Given) -> HealthBody:
    """Answers once everything is loaded."""
    served = given.versions()
    return HealthBody(
        version=app_version(),
        model=served.model,
        index=served.index,
        adapters=list(served.adapters),
        heads=served.heads,
        articles="behind" if served.is_behind else "current",
    )


@router.get(
    "/metrics",
    response_class=PlainTextResponse,
    dependencies=[Depends(local_only)],
    responses=documented(404),
)
async def metrics(request: Request) -> Response:
    """Counters in Prometheus' text format; 404 from any other machine."""
    return Response(generate_latest(request.app.state.counters.registry), media_type=CONTENT_TYPE_LATEST)


def app_version() -> str:
    """The version of Aisle that is installed."""
    try:
        return version("aisle")
    except PackageNotFoundError:
        return "0.0.0"
