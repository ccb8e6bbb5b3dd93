"""The composition root: everything is built here, once, and handed to whoever needs it."""

from __future__ import annotations

import asyncio
import json
import warnings
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.engine import Engine

from actions.sentences import Sentences
from actions.services import Services
from bot.care.care import Care
from bot.learning.teaching import Teaching, open_teaching
from bot.noticing import notice
from bot.policy.grammar import read_flows
from bot.sending import sending
from bot.settings import Environment, Settings
from knowledge.encoder import Encoder, Vectors
from knowledge.generator import BEHIND_TURNS
from knowledge.opening import follow, open_answers
from knowledge.products import ProductIndex
from shop.agents import Agents
from shop.assortment import AT_MOST, Assortment
from shop.back_in_stock import BackInStock
from shop.bus import MemoryBus
from shop.catalogue import Catalogue, Product
from shop.clock import utc_now
from shop.database import Sessions, migrate, open_database, sessions
from shop.desk import Desk
from shop.gaps import Gaps
from shop.gift_cards import GiftCards
from shop.identity import Identity
from shop.invoices import Invoices
from shop.log import ConversationLog
from shop.loyalty import Loyalty
from shop.mail import Mailer, OutboxMailer, SmtpMailer
from shop.orders import Orders
from shop.recommend import Recommender
from shop.reordering import Reordering
from shop.shoppers import Shoppers
from shop.thumbs import Thumbs
from shop.tokens import ShopperTokens
from shop.webhooks import Webhooks

if TYPE_CHECKING:
    from fastapi import FastAPI

DOMAIN, FLOWS = Path(__file__).parent / "domain", Path(__file__).parent / "flows"
CONFIG = Path(__file__).parent.parent / "config.yml"  # Rasa's part of it


@dataclass(frozen=True)
class Built:
    """The services and what only the edge and the command line need beside them."""

    services: Services
    settings: Settings
    environment: Environment
    engine: Engine
    sessions: Sessions
    tokens: ShopperTokens
    mailer: Mailer
    teaching: Teaching


def build_services(
    settings: Settings,
    environment: Environment,
    encoder: Encoder,
    clock: Callable[[], datetime] = utc_now,
    mailer: Mailer | None = None,
) -> Built:
    """Open the database (migrated) and build every service on it. Raises shop's Unavailable, knowledge's errors."""
    environment.home.mkdir(parents=True, exist_ok=True)
    engine = open_database(environment.database.get_secret_value())
    migrate(engine)
    factory, bus = sessions(engine), MemoryBus()
    tokens = ShopperTokens(
        environment.signing_keys(), settings.identity.token_issuer, settings.identity.token_audience, clock
    )
    mailer = mailer or _mailer(settings, environment, factory)
    assortment = Assortment(factory, AT_MOST)
    catalogue = Catalogue(factory, assortment)
    products = ProductIndex(encoder)
    products.build([document(product) for product in catalogue.all()])
    rules, zone = settings.shop_rules, settings.shop.time_zone
    secret = environment.secret.get_secret_value()
    services = Services(
        shop=settings.shop,
        sentences=Sentences.read(DOMAIN),
        log=ConversationLog(factory, bus, clock),
        desk=Desk(factory, bus, settings.shop.hours, clock),
        identity=Identity(factory, settings.identity, tokens, mailer, secret, settings.shop.name, clock),
        orders=Orders(factory, rules, clock, zone),
        shoppers=Shoppers(factory, rules, clock, zone),
        gift_cards=GiftCards(factory, clock),
        loyalty=Loyalty(factory, rules, clock, zone),
        back_in_stock=BackInStock(factory, mailer, settings.shop.name, clock),
        reordering=Reordering(factory, rules, settings.shop.basket_url, settings.shop.currency, clock),
        invoices=Invoices(factory, mailer, settings.shop, clock),
        catalogue=catalogue,
        recommender=Recommender(factory, lambda product_id: _vector(products, product_id), clock, assortment),
        gaps=Gaps(factory, clock, timedelta(days=settings.learning.keep_days)),
        thumbs=Thumbs(factory, clock),
        bus=bus,
        answers=open_answers(environment.home, settings.knowledge, settings.generation, encoder, BEHIND_TURNS),
        products=products,
        encoder=encoder,
        clock=clock,
        refund_days=rules.refund_days,
        return_reasons=rules.returns.reasons,
        code_minutes=settings.identity.code_minutes,
    )
    teaching = open_teaching(
        factory,
        services.log,
        encoder,
        read_flows(FLOWS),
        settings.learning,
        environment.home,
        settings.training.held_out,
        clock,
    )
    return Built(services, settings, environment, engine, factory, tokens, mailer, teaching)


def build_turns(built: Built, model: Path | None = None) -> Any:
    """The turns over Rasa's agent with this model, else the one for what is on disk. Importing Rasa takes seconds."""
    from bot.rasa.without_tensorflow import spare

    spare(CONFIG)
    with warnings.catch_warnings(record=True):  # of what only Rasa and its libraries can change
        from actions.registry import build_actions
        from bot.rasa.actions import InProcessEndpoint
        from bot.rasa.agent import load
        from bot.rasa.trackers import SlotStore
        from bot.rasa.training import model_file
        from bot.turns import Turns

    home, encoder = built.environment.home, built.services.encoder
    trackers = SlotStore(open_database(f"sqlite:///{home / 'tracker.db'}"))
    agent = load(
        model or model_file(home, encoder.fingerprint), trackers, InProcessEndpoint(build_actions(built.services))
    )
    built.teaching.learning.restore()
    return Turns(built.services, agent, built.teaching.recorder.heard)


def build_app(built: Built, turns: Any, model: Path | None = None) -> FastAPI:
    """The web application over services and turns; `model` as for the turns."""
    from bot.playable import playable
    from bot.rasa.training import model_file
    from bot.server.app import build
    from bot.server.parts import Versions

    services, home = built.services, built.environment.home
    name = (model or model_file(home, services.encoder.fingerprint)).name
    version = name.removeprefix("aisle-").removesuffix(".tar.gz")

    following = follow(home, built.settings.knowledge, services.answers)

    def versions() -> Versions:
        index = services.answers.version
        return Versions(version, index, _adapters(home), built.teaching.learning.version, bool(following.trouble))

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        learning = asyncio.create_task(built.teaching.learning.run())
        noticing = asyncio.create_task(notice(services.back_in_stock))
        following.start()
        async with sending(_webhooks(built)):
            yield
        learning.cancel()
        noticing.cancel()
        await asyncio.to_thread(following.stop)
        services.bus.close()  # type: ignore[attr-defined]
        if isinstance(built.mailer, SmtpMailer):
            built.mailer.close()
        built.engine.dispose()

    return build(
        services,
        turns,
        built.settings,
        built.environment,
        agent_name=Agents(built.sessions).name,
        versions=versions,
        playable=playable(built),
        teaching=built.teaching,
        care=Care(services.gaps, services.answers, services.encoder, built.settings.knowledge.folder, services.clock),
        lifespan=lifespan,
    )


def document(product: Product) -> tuple[str, str, str]:
    """(id, English text, Chinese text) by which a product is found."""
    english = " ".join([product.name["en"], product.kind, " ".join(product.tags), product.description["en"]])
    chinese = " ".join([product.name["zh"], product.description["zh"]])
    return product.id, english, chinese


def _vector(products: ProductIndex, product_id: str) -> Vectors | None:
    """A product that came after the index was built has no vector yet."""
    try:
        return products.vector(product_id)
    except KeyError:
        return None


def _mailer(settings: Settings, environment: Environment, factory: Sessions) -> Mailer:
    if environment.smtp is None:
        return OutboxMailer(factory)
    return SmtpMailer(environment.smtp.get_secret_value(), settings.shop.contact_email)


def _webhooks(built: Built) -> Webhooks:
    """The sender, also where no endpoint is set: one that is added later hears of what happens from then on."""
    keys = built.environment.webhook_keys()
    return Webhooks(built.sessions, built.settings.shop.webhooks, keys, clock=built.services.clock)


def _adapters(home: Path) -> tuple[str, ...]:
    manifest = home / "models" / "generator" / "manifest.json"
    adapter = json.loads(manifest.read_text()).get("adapter") if manifest.is_file() else None
    return (str(adapter),) if adapter else ()
