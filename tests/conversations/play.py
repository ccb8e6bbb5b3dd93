"""Plays one golden conversation and judges it: by what was said, and by what the database holds afterwards."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import Any

from shop.entries import Entry
from tests.conversations.script import Conversation, Database, Step
from tests.conversations.stage import Stage, fail

SHOPPERS = {"ada": "1", "ben": "2", "lin": "3", "noor": "201"}
SAM = 1  # the agent
WRONG_CODE = "482915"
SECONDS = 5.0  # between two messages
HAN = re.compile(r"[\u4e00-\u9fff]")
HOLE = re.compile(r"\{\w+\}|\bNone\b(?! of)")  # a value that was not put in


class Play:
    """One conversation being played; `judge` raises AssertionError with everything said so far."""

    def __init__(self, stage: Stage, script: Conversation) -> None:
        self.stage, self.script = stage, script
        self.services = stage.built.services
        self.lines: list[str] = []
        self.secrets: list[str] = []
        self.count = 0
        self.id = self.services.log.open(script.locale).conversation_id

    async def run(self) -> None:
        """All of its steps, then what the database holds."""
        if self.script.who in SHOPPERS:
            token = self.stage.built.tokens.sign(SHOPPERS[self.script.who])
            self.services.identity.sign_in(self.id, token)
        await self.stage.turns.opened(self.id)
        for step in self.script.steps:
            replies = await self.do(step)
            if replies is not None:
                self.judge(step, replies)
        self.judge_database(self.script.database)

    async def do(self, step: Step) -> list[Entry] | None:
        """What the step does; the bot's replies where a shopper spoke."""
        stage, desk = self.stage, self.services.desk
        if step.say is not None:
            return await self.post(step.say, None, step.again)
        if step.press is not None:
            return await self.post(None, self.choice(step.press), step.again)
        if step.forge is not None:
            return await self.post(None, step.forge)
        if step.code is not None:
            return await self.post(self.code(step.code), None)
        if step.agent is not None:
            getattr(desk, step.agent)(self.id, SAM)
            self.lines.append(f"AGENT: ({step.agent})")
        elif step.agent_says is not None:
            self.services.log.add_agent(self.id, SAM, step.agent_says)
            self.lines.append(f"AGENT: {step.agent_says}")
        elif step.wait_minutes is not None:
            stage.clock.forward(step.wait_minutes)
            self.lines.append(f"({step.wait_minutes:g} minutes later)")
        elif step.breaks is not None:
            stage.before_next(step.breaks, fail)
        elif step.take_over_during is not None:
            stage.before_next(step.take_over_during, lambda: desk.take(self.id, SAM))
        elif step.shop_sets is not None:
            self.set_orders(step.shop_sets)
        return None

    async def post(self, text: str | None, choice: str | None, again: bool = False) -> list[Entry]:
        self.count += 0 if again else 1
        self.stage.clock.forward(SECONDS / 60)
        posted = await self.stage.turns.post(self.id, f"message-{self.count}", text, choice)
        self.lines.append(f"SHOPPER: {text if choice is None else f'[{choice}]'}")
        for reply in posted.messages:
            extra = [f"[{each['label']}]" for each in reply.choices]
            extra += [f"<{each.get('number') or each.get('id')}>" for each in reply.cards]
            extra += [f"(source {each['id']})" for each in reply.sources]
            self.lines.append(f"BOT: {reply.text} {' '.join(extra)}".rstrip())
        return list(posted.messages)

    def choice(self, label: str) -> str:
        """The id behind the newest button with that label, or whose label begins with it."""
        for line in reversed(self.services.log.after(self.id)):
            for each in line.choices:
                if each["label"] == label or each["label"].startswith(f"{label} ·"):
                    return str(each["id"])
        raise AssertionError(self.told(f"no button {label!r} was ever offered"))

    def code(self, which: str) -> str:
        if which == "wrong":
            return WRONG_CODE
        mails = self.stage.outbox.newest(1)
        assert mails, self.told("no e-mail with a code was sent")
        found = re.search(r"\b\d{6}\b", mails[0].body)
        assert found, self.told(f"no code in the e-mail {mails[0].body!r}")
        self.secrets.append(found[0])
        return found[0] if which == "from_outbox" else f"here it is: {found[0]}, thanks"

    def set_orders(self, states: dict[str, str]) -> None:
        with closing(sqlite3.connect(self.stage.database)) as database, database:
            for number, state in states.items():
                database.execute("UPDATE orders SET state = ?, version = version + 1 WHERE number = ?", (state, number))

    # -- judging ------------------------------------------------------------------------------------------------

    def judge(self, step: Step, replies: list[Entry]) -> None:
        """What was said, shown and offered; and what no reply may ever hold."""
        text = "\n".join(reply.text for reply in replies)
        cards = [str(card.get("number") or card.get("id")) for reply in replies for card in reply.cards]
        names = [str(card.get("name")) for reply in replies for card in reply.cards if card.get("name")]
        labels = [each["label"] for reply in replies for each in reply.choices]
        sources = [each["id"] for reply in replies for each in reply.sources]
        owner = self.services.log.conversation(self.id).owner
        expect = self.expect
        expect(bool(replies) != step.silent, "expected silence" if step.silent else "expected an answer, found silence")
        for words in step.says:
            expect(words in text, f"expected the words {words!r}")
        if step.says_exactly is not None:
            expect(text == step.says_exactly, f"expected exactly {step.says_exactly!r}")
        for words in step.says_not:
            expect(words not in text, f"did not expect the words {words!r}")
        for shown in step.card:
            expect(shown in cards or shown in names, f"expected a card of {shown!r}, found {cards}")
        expect(not (step.no_card and cards), f"expected no card, found {cards}")
        if step.source is not None:
            expect(step.source in sources, f"expected the source {step.source!r}, found {sources}")
        for label in step.choices:
            offered = any(each == label or each.startswith(f"{label} ·") for each in labels)
            expect(offered, f"expected the button {label!r}, found {labels}")
        if step.owner is not None:
            expect(owner == step.owner, f"expected {step.owner!r} to own the conversation, found {owner!r}")
        locale = step.speaks or self.script.locale
        sorry = self.services.sentences.text("utter_failed", locale)
        expect((sorry in text) == step.failed, "expected the failure to be said" if step.failed else "it failed")
        expect(not HOLE.search(text), "a value is missing in the reply")
        if replies:
            expect(bool(HAN.search(text)) == (locale == "zh"), f"expected an answer in {locale!r}")
        for secret in self.secrets:
            expect(secret not in text, "a code was said")

    def judge_database(self, expected: Database) -> None:
        """Orders, audit rows, handoff, gaps; what is not named is as it was seeded. No code is stored anywhere."""
        with closing(sqlite3.connect(self.stage.database)) as database:
            orders = dict(database.execute("SELECT number, state FROM orders"))
            wanted = {**self.stage.orders, **expected.orders}
            differing = {number: state for number, state in orders.items() if state != wanted[number]}
            self.expect(not differing, f"expected {expected.orders or 'no changed order'}, found {differing}")
            totals = dict(database.execute("SELECT number, total_cents FROM orders"))
            differing_totals = {
                number: cents
                for number, cents in totals.items()
                if cents != {**self.stage.totals, **expected.totals}[number]
            }
            wanted_totals = expected.totals or "no changed total"
            self.expect(not differing_totals, f"expected {wanted_totals}, found {differing_totals}")
            made = sorted(made_in(database) - self.stage.made)
            self.expect(made == sorted(expected.made), f"expected {expected.made} to be made, found {made}")
            audit = database.execute("SELECT count(*) FROM audit").fetchone()[0]
            self.expect(audit == expected.audit, f"expected {expected.audit} audit rows, found {audit}")
            reason = database.execute("SELECT reason FROM conversations WHERE id = ?", (self.id,)).fetchone()[0]
            self.expect(reason == expected.handoff, f"expected the handoff {expected.handoff!r}, found {reason!r}")
            bands = [band for (band,) in database.execute("SELECT band FROM gaps")]
            for band, wanted_rows in (
                ("abstain", expected.gaps),
                ("clarify", expected.unsure),
                ("feedback", expected.feedback),
            ):
                found = bands.count(band)
                self.expect(found == wanted_rows, f"expected {wanted_rows} rows of {band!r} in the gaps, found {found}")
            stored = _everything(database, without="outbox")
        with closing(sqlite3.connect(self.stage.trackers)) as database:
            stored += _everything(database, only=self.id)
        for secret in (*self.secrets, *expected.never_stored):
            alone = rf"(?<![\d.]){re.escape(secret)}(?!\d)"  # and not some digits of a moment
            self.expect(re.search(alone, stored) is None, f"{secret!r} is stored")

    def expect(self, held: bool, otherwise: str) -> None:
        assert held, self.told(otherwise)

    def told(self, otherwise: str) -> str:
        return "\n".join([otherwise, *self.lines])


def made_in(database: sqlite3.Connection) -> set[str]:
    """The numbers of every return, exchange and case."""
    tables = ("returns", "exchanges", "cases")
    return {number for table in tables for (number,) in database.execute(f"SELECT number FROM {table}")}


def _everything(database: sqlite3.Connection, without: str = "", only: str = "") -> str:
    """Every text in every table, in one text; of one conversation's tracker where `only` is given."""
    tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows: list[Any] = []
    for table in tables:
        if table in (without, "products", "variants", "reviews", "order_lines", "orders", "shoppers"):
            continue
        rows += database.execute(f'SELECT * FROM "{table}"').fetchall()
    return "\n".join(str(row) for row in rows if not only or only in str(row))
