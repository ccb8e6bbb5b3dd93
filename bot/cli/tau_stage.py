"""Our bot over tau-bench retail's shop: the real model, the real services and the HTTP API, in this process."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

import httpx
from sqlalchemy import select

from bot.app import build_app, build_services, build_turns
from bot.cli.common import quiet_rasa
from bot.nlu.encoding import shared_encoder
from bot.settings import ServerSettings, Settings, read_environment
from shop.database import migrate, open_database, reading, sessions
from shop.mail import OutboxMailer
from shop.rules import ShopRules
from shop.tables import AuditRow
from training.tau.asked import Message
from training.tau.files import TauShop
from training.tau.loader import OUR_DAY, load
from training.tau.played import Heard
from training.tau.replay import raw
from training.tau.states import State, of_ours

STEP = timedelta(seconds=5)  # between two messages
UNBOUND = 10**6  # conversations and messages: nobody is to be kept waiting here


class TauStage:
    """A shop that is put back before each conversation. Nothing that is served is touched."""

    def __init__(self, shop: TauShop, settings: Settings, home: Path, served: Path, model: Path) -> None:
        """`home` is a new folder; the models are those of `served`."""
        (home / "models").symlink_to((served / "models").resolve())
        os.environ["AISLE_HOME"] = str(home)  # where Rasa's own components look
        self._now = OUR_DAY
        limits = ServerSettings(
            conversations_per_hour=UNBOUND, messages_per_minute=UNBOUND, messages_per_minute_per_address=UNBOUND
        )
        quiet = settings.generation.model_copy(update={"enabled": False})
        rules = ShopRules(profile="tau")
        changed = {"server": limits, "generation": quiet, "shop_rules": rules}
        environment = read_environment({"AISLE_HOME": str(home), "AISLE_DEMO": "1"})
        engine = open_database(f"sqlite:///{home / 'shop.db'}")
        migrate(engine)
        self._users = load(sessions(engine), shop)
        self._seeded = sqlite3.connect(":memory:", check_same_thread=False)
        with raw(engine) as ours:
            ours.backup(self._seeded)
        engine.dispose()
        self._built = build_services(
            settings.model_copy(update=changed), environment, shared_encoder(home), self._clock
        )
        turns = build_turns(self._built, model)
        quiet_rasa()
        app = build_app(self._built, turns, model)
        self._runner = asyncio.Runner()
        transport = httpx.ASGITransport(app)
        self._client = httpx.AsyncClient(transport=transport, base_url="http://localhost:5005", timeout=60)

    def reset(self) -> None:
        """The shop as it was in the beginning."""
        self._now = OUR_DAY
        with raw(self._built.engine) as ours:
            self._seeded.backup(ours)

    def open(self, user_id: str | None) -> TauTalk:
        """A new conversation, signed in where the user is known."""
        token = None if user_id is None else self._built.tokens.sign(str(self._users[user_id]))
        opened = self.post("/api/conversations", {"shopper_token": token}, {})
        return TauTalk(self, opened["conversation_id"], opened["token"])

    def state(self) -> State:
        """The shop as it is now."""
        with reading(self._built.sessions) as session:
            return of_ours(session)

    def writes(self) -> list[tuple[str, str]]:
        """What shoppers changed since the reset."""
        with reading(self._built.sessions) as session:
            rows = session.execute(select(AuditRow.action, AuditRow.subject).where(AuditRow.shopper_id.is_not(None)))
            return [(action, subject) for action, subject in rows]

    def code(self) -> str:
        """The code in the newest e-mail."""
        newest = cast(OutboxMailer, self._built.mailer).newest(1)
        return newest[0].subject[:6] if newest else ""

    def post(self, path: str, body: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
        """One request to the API. RuntimeError for an answer that is none."""
        self._now += STEP
        answer = self._runner.run(self._client.post(path, json=body, headers=headers))
        if answer.status_code >= 300:
            raise RuntimeError(f"{path}: expected 2xx, found {answer.status_code}: {answer.text}")
        return dict(answer.json())

    def close(self) -> None:
        """Give everything back."""
        self._runner.run(self._client.aclose())
        self._runner.close()
        self._built.engine.dispose()
        self._seeded.close()

    def _clock(self) -> datetime:
        return self._now


class TauTalk:
    """One conversation over the API, as the widget holds it."""

    def __init__(self, stage: TauStage, conversation_id: str, token: str) -> None:
        self._stage, self._path = stage, f"/api/conversations/{conversation_id}/messages"
        self._headers = {"Authorization": f"Bearer {token}"}
        self._count = 0

    def say(self, text: str) -> Heard:
        """Type it."""
        return self._post({"text": text})

    def press(self, sends: str) -> Heard:
        """Press a button."""
        return self._post({"choice": sends})

    def code(self) -> str:
        """The code in the newest e-mail."""
        return self._stage.code()

    def _post(self, body: dict[str, str]) -> Heard:
        self._count += 1
        answer = self._stage.post(self._path, {"client_id": f"m{self._count}", **body}, self._headers)
        messages = [
            Message(each["text"], tuple((one["id"], one["label"]) for one in each.get("choices") or ()))
            for each in answer["messages"]
        ]
        return Heard(messages, answer["owner"])
