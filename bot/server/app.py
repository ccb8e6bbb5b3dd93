"""The FastAPI application, put together: doors, errors, bounds and headers. What it serves is handed in."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING

from fastapi import FastAPI

from bot.server import articles, asking, conversations, demo, desk, errors, gaps, health, labels, pages, reference, shop
from bot.server.bounds import BodyBound
from bot.server.counters import Counters, Counting
from bot.server.headers import SecurityHeaders, WidgetOrigins
from bot.server.limits import Limits
from bot.server.parts import Demo, Parts, Versions
from bot.server.turns import Turns
from bot.server.wire import shown_names
from bot.settings import Environment, Settings, check_secrets, check_webhooks, demo_offered

if TYPE_CHECKING:
    from actions.services import Services
    from bot.care.care import Care
    from bot.learning.teaching import Teaching

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def build(
    services: Services,
    turns: Turns,
    settings: Settings,
    environment: Environment,
    *,
    agent_name: Callable[[int], str | None] = lambda agent_id: None,
    versions: Callable[[], Versions] | None = None,
    playable: Demo | None = None,
    teaching: Teaching | None = None,
    care: Care | None = None,
    lifespan: Lifespan | None = None,
) -> FastAPI:
    """The application. `lifespan` starts and stops what the services need; `playable` is used in a demo alone.

    Raises SettingsError for secrets that must not be served with, or are missing for a webhook.
    """
    check_secrets(settings.server, environment)
    check_webhooks(settings.shop, environment)
    offered = playable if demo_offered(settings.server, environment) else None
    app = FastAPI(
        title="Aisle",
        version=health.app_version(),
        description="Customer service for online shops.",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=lifespan,
    )
    limits = Limits(settings.server)
    app.state.parts = Parts(
        services=services,
        turns=turns,
        settings=settings.server,
        limits=limits,
        agent_name=shown_names(agent_name),
        versions=versions or (lambda: Versions(services.encoder.fingerprint, services.answers.version)),
        demo=offered,
        teaching=teaching,
        care=care,
    )
    app.state.counters = Counters(limits.streams)
    errors.install(app)
    for door in (
        conversations.router,
        articles.router,
        desk.router,
        labels.router,
        gaps.router,
        asking.router,
        shop.router,
        health.router,
        reference.router,
    ):
        app.include_router(door)
    if offered is not None:
        app.include_router(demo.router)
    pages.install(app)
    # The last one added sees a request first.
    app.add_middleware(BodyBound)
    app.add_middleware(errors.Unhandled)
    app.add_middleware(WidgetOrigins, origins=settings.server.allowed_origins)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Counting, counters=app.state.counters)
    logging.getLogger("sse_starlette").setLevel(logging.INFO)  # at DEBUG it would log what shoppers write
    return app
