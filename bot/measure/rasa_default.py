"""Rasa's default pipeline as a system: in memory with responses, or with Rasa's SQL tracker and our order action."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.measure.peers import ORDER_ACTION
from bot.measure.shop import bench_settings
from bot.measure.talk import SHOPPER
from bot.measure.worker import Turn


class Peer:
    """Rasa's own Agent.handle_message, without its web server."""

    def __init__(self, agent: Any, orders: OrderServices | None) -> None:
        self._agent, self._orders = agent, orders
        self._senders: dict[str, str] = {}

    async def ask(self, conversation: str, text: str) -> Turn:
        """One turn; nothing but Rasa's own work is timed."""
        from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

        sender = self._sender(conversation)
        channel = CollectingOutputChannel()
        begun, worked = time.perf_counter(), time.process_time()
        await self._agent.handle_message(UserMessage(text, channel, sender))
        milliseconds, work = (time.perf_counter() - begun) * 1000, (time.process_time() - worked) * 1000
        return Turn(milliseconds, work, [each.get("text") or "" for each in channel.messages])

    async def ask_while_generating(self, conversation: str, text: str) -> Turn | None:
        """It has no generator."""
        return None

    def _sender(self, conversation: str) -> str:
        if conversation not in self._senders:
            self._senders[conversation] = self._orders.opened() if self._orders else conversation
        return self._senders[conversation]


@dataclass(frozen=True)
class OrderServices:
    """As much of the services as the order action uses, and a conversation whose shopper is signed in."""

    shop: Any
    sentences: Any
    identity: Any
    orders: Any
    log: Any
    clock: Any
    tokens: Any

    def opened(self) -> str:
        """The id of a new conversation."""
        opened = self.log.open("en").conversation_id
        self.identity.sign_in(opened, self.tokens.sign(SHOPPER))
        return str(opened)


async def start(system: str, facts: dict[str, Any]) -> Peer:
    """Import Rasa and load the model."""
    from rasa.core.agent import Agent

    trackers, endpoint, orders = None, None, None
    if system == "rasa+sql+action":
        from rasa.core.tracker_store import SQLTrackerStore

        from actions.orders import TrackOrder
        from bot.rasa.actions import InProcessEndpoint

        orders = _orders(Path(facts["home"]), facts["database"])
        action: Any = TrackOrder(orders)  # type: ignore[arg-type]
        assert action.name() == ORDER_ACTION
        trackers = SQLTrackerStore(dialect="sqlite", db=facts["tracker"], query={})
        endpoint = InProcessEndpoint([action])
    agent = Agent.load(facts["model"], tracker_store=trackers, action_endpoint=endpoint)
    await agent.parse_message("hello")
    return Peer(agent, orders)


def _orders(home: Path, database: str) -> OrderServices:
    from actions.sentences import Sentences
    from bot.app import DOMAIN
    from shop.bus import MemoryBus
    from shop.clock import utc_now
    from shop.database import open_database, sessions
    from shop.identity import Identity
    from shop.log import ConversationLog
    from shop.mail import OutboxMailer
    from shop.orders import Orders
    from shop.tokens import ShopperTokens

    settings, environment = bench_settings(home, database)
    factory = sessions(open_database(database))
    identity = settings.identity
    tokens = ShopperTokens(environment.signing_keys(), identity.token_issuer, identity.token_audience, utc_now)
    secret, mailer = environment.secret.get_secret_value(), OutboxMailer(factory)
    return OrderServices(
        settings.shop,
        Sentences.read(DOMAIN),
        Identity(factory, identity, tokens, mailer, secret, settings.shop.name, utc_now),
        Orders(factory, settings.shop_rules, utc_now),
        ConversationLog(factory, MemoryBus(), utc_now),
        utc_now,
        tokens,
    )
