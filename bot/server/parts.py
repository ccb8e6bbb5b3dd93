"""What the composition root hands to the edge beside the services, and how routes get hold of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, cast

from fastapi import Depends, Request

from bot.server.limits import Limits
from bot.server.turns import Turns
from bot.settings import ServerSettings
from shop.mail import Mail

if TYPE_CHECKING:
    from actions.services import Services
    from bot.care.care import Care
    from bot.learning.teaching import Teaching


@dataclass(frozen=True)
class DemoShopper:
    """A seeded shopper whom a visitor of the demo may play; `note` says what makes them interesting."""

    id: str
    name: str
    note: str = ""


@dataclass(frozen=True)
class Demo:
    """What exists in the demo alone: who may be played, the shop's signature for them, and the e-mails they got."""

    shoppers: Callable[[], Sequence[DemoShopper]]
    sign: Callable[[str], str]  # a shopper's id → a shopper token
    outbox: Callable[[], Sequence[Mail]]  # newest first


@dataclass(frozen=True)
class Versions:
    """What is served, by fingerprint: the Rasa model, the index, the adapters merged into the models, and the heads
    that read intents (others than the model's where something was learned since). `is_behind`: the articles have
    changed and cannot be used, so that an index of before answers."""

    model: str
    index: str
    adapters: tuple[str, ...] = ()
    heads: str = ""
    is_behind: bool = False


@dataclass(frozen=True)
class Parts:
    """Everything a route may use."""

    services: Services
    turns: Turns
    settings: ServerSettings
    limits: Limits
    agent_name: Callable[[int], str | None]
    versions: Callable[[], Versions]
    demo: Demo | None = None
    teaching: Teaching | None = None
    care: Care | None = None


def parts_of(request: Request) -> Parts:
    """The parts of the application that serves this request."""
    return cast(Parts, request.app.state.parts)


Given = Annotated[Parts, Depends(parts_of)]
