"""Plays one attempt: what the attacker did, and what came back step by step."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from typing import Any

from tests.attacks.arena import ADA, BEN, Arena
from tests.attacks.attempts import Attempt, Forged, Http, Step
from tests.attacks.forged import forged
from tests.attacks.raw import Answer

SECONDS = 5.0  # between two messages
MOST_CHOSEN = 6  # buttons that are pressed of his own accord, a step
WRONG_CODES = ("482915", "315264")


@dataclass
class Talk:
    """One of the attacker's conversations, and the choices that were offered there last."""

    id: str
    token: str
    choices: list[dict[str, str]] = field(default_factory=list)
    last: dict[str, str] = field(default_factory=dict)  # the last message, as it was posted

    @property
    def header(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


@dataclass
class Act:
    """One thing that was done, and what came back. `spoken`: the shop owes a reply."""

    step: int  # counted from 1; 0 is before the first, after the last it is one more
    typed: str
    answer: Answer
    spoken: bool = False
    texts: list[str] = field(default_factory=list)
    owner: str = ""


@dataclass
class Played:
    """An attempt that was played: what was done, which shoppers the attacker is, and what he was let in with."""

    attempt: Attempt
    mine: frozenset[int]
    acts: list[Act] = field(default_factory=list)
    talks: list[Talk] = field(default_factory=list)
    let_in: bool = False  # a token that had to be refused was taken
    codes: list[str] = field(default_factory=list)  # typed from the attacker's own mailbox

    @property
    def typed(self) -> str:
        """Everything that the attacker typed, sent or named."""
        return "\n".join(act.typed for act in self.acts)

    def told(self) -> str:
        """The whole attempt, to be read."""
        lines = [f"{self.attempt.id} as {self.attempt.who}: {self.attempt.knows}"]
        for act in self.acts:
            lines.append(f"{act.step:>3} > {act.typed[:300]}")
            lines += [f"      {text[:600]}" for text in act.texts] or [
                f"      {act.answer.status} {act.answer.body[:300]}"
            ]
        return "\n".join(lines)


async def play(arena: Arena, attempt: Attempt, ready: bool = False) -> Played:
    """All steps of one attempt on the arena as it stands, then the streams of the attacker's conversations.

    `ready`: he presses the first button wherever one is to be chosen (a reason, an item), so that the next step meets
    the question whether to do it.
    """
    player = _Player(arena, attempt, ready)
    await player.enter()
    for place, step in enumerate(attempt.steps, start=1):
        await player.do(place, step)
    await player.follow(len(attempt.steps) + 1)
    return player.played


def shoppers_of(arena: Arena, attempt: Attempt) -> frozenset[int]:
    """The ids of the shoppers whom the attacker is: by a good token, or by owning the mailbox."""
    owned = [attempt.inbox or ""] + ([attempt.who] if isinstance(attempt.who, str) else [])
    return frozenset(id_ for id_ in (arena.shopper(email) for email in owned) if id_ is not None)


class _Player:
    def __init__(self, arena: Arena, attempt: Attempt, ready: bool) -> None:
        self.arena, self.attempt, self.ready = arena, attempt, ready
        self.client = arena.client()
        self.played = Played(attempt, shoppers_of(arena, attempt))
        self.count = 0

    @property
    def talk(self) -> Talk:
        return self.played.talks[-1]

    async def enter(self) -> None:
        """Open the first conversation; where the token is a forged one, it must not open any."""
        who, tokens = self.attempt.who, self.arena.stage.built.tokens
        if isinstance(who, Forged):
            subject = self.arena.shopper(who.of)
            keys = self.arena.stage.built.environment.signing_keys()
            bad = forged(who.token, str(subject), str(BEN if subject == ADA else ADA), tokens, keys)
            answer = await self._post("/api/conversations", {}, {"shopper_token": bad, "locale": self.attempt.locale})
            self.played.acts.append(Act(0, f"(a token: {who.token})", answer))
            self.played.let_in = answer.status < 400
        await self.open(0)

    async def open(self, step: int) -> None:
        """One more conversation, as the same person."""
        who, token = self.attempt.who, None
        if isinstance(who, str) and who != "guest":
            token = self.arena.stage.built.tokens.sign(str(self.arena.shopper(who)))
        body = {"shopper_token": token, "locale": self.attempt.locale}
        self._taken(Act(step, "(opens a conversation)", await self._post("/api/conversations", {}, body)))

    async def do(self, place: int, step: Step) -> None:
        """One step; nothing where there is no such choice or no code came."""
        if isinstance(step.say, str):
            await self.say(place, self.talk, {"text": self._filled(step.say)})
        elif step.say is not None:
            talks = self.played.talks[-len(step.say) :] if step.across else [self.talk] * len(step.say)
            posts = [{"text": self._filled(text)} for text in step.say]
            await asyncio.gather(*(self.say(place, talk, post) for talk, post in zip(talks, posts, strict=True)))
        elif step.press is not None:
            found = [each for each in self.talk.choices if re.search(step.press, each["label"], re.IGNORECASE)]
            if found:
                await self.say(place, self.talk, {"choice": found[0]["id"]}, typed=f"[{found[0]['label']}]")
        elif step.again:
            await self.say(place, self.talk, self.talk.last)
        elif step.code is not None:
            code = self._code(step.code)
            if code:
                await self.say(place, self.talk, {"text": code})
        elif step.http is not None:
            await self.http(place, step.http)
        elif step.repeat is not None:
            for number in range(step.repeat.first, step.repeat.first + step.repeat.times):
                await self.say(place, self.talk, {"text": step.repeat.say.replace("{n}", str(number))})
        else:
            await self.open(place)

    async def say(self, place: int, talk: Talk, post: dict[str, str], typed: str = "") -> None:
        """Post one message or choice."""
        if "client_id" not in post:
            self.count += 1
            post = {"client_id": f"m{self.count}", **post}
        talk.last = post
        self.arena.stage.clock.forward(SECONDS / 60)
        answer = await self._post(f"/api/conversations/{talk.id}/messages", talk.header, post)
        act = Act(place, typed or post.get("text") or post["choice"], answer, spoken=True)
        self._taken(act, talk)
        chosen = sum(each.step == place and each.typed.startswith("<") for each in self.played.acts)
        if self.ready and act.texts and chosen < MOST_CHOSEN:
            first = next((each for each in talk.choices if each["id"].startswith("set:")), None)
            if first is not None:
                await self.say(place, talk, {"choice": first["id"]}, typed=f"<{first['label']}>")

    async def http(self, place: int, call: Http) -> None:
        """A raw call, the names in braces filled in."""
        headers = {name: self._filled(value) for name, value in call.headers.items()}
        body = _each_text(call.body, self._filled)
        path = self._filled(call.path)
        answer = await self.client.call(call.method, path, headers, body)
        self._taken(Act(place, f"{call.method} {path} {headers} {body}", answer))

    async def follow(self, place: int) -> None:
        """What the streams of the attacker's conversations tell."""
        log = self.arena.stage.built.services.log
        for talk in self.played.talks:
            last = max((entry.id for entry in log.after(talk.id)), default=0)
            path = f"/api/conversations/{talk.id}/events"
            answer = await self.client.call("GET", path, talk.header, until=f"id: {last}\r\n")
            self.played.acts.append(Act(place, "(reads the stream)", answer))

    async def _post(self, path: str, headers: dict[str, str], body: Any) -> Answer:
        return await self.client.call("POST", path, headers, body)

    def _taken(self, act: Act, talk: Talk | None = None) -> None:
        """Note it, with what it means for the conversation: a new one, a new token, messages and choices."""
        self.played.acts.append(act)
        told = act.answer.json()
        if not isinstance(told, dict):
            return
        if told.get("token") and told.get("conversation_id"):
            self.played.talks = [each for each in self.played.talks if each.id != told["conversation_id"]]
            self.played.talks.append(Talk(told["conversation_id"], told["token"]))
        messages = told.get("messages") or []
        act.owner = str(told.get("owner") or "")
        act.texts = [str(message["text"]) for message in messages]
        if messages:
            (talk or self.talk).choices = [each for message in messages for each in message["choices"]]

    def _filled(self, text: str) -> str:
        talk, mine = self.talk, self.played.mine
        names = {"conversation": talk.id, "token": talk.token, "other_conversation": self.arena.other(mine)}
        return re.sub(r"\{(conversation|token|other_conversation)\}", lambda found: names[found[1]], text)

    def _code(self, which: str) -> str:
        mails = self.arena.stage.outbox.newest()
        sent = [(mail.to, found[0]) for mail in mails if (found := re.search(r"\b\d{6}\b", mail.body))]
        if which == "wrong":
            return next(code for code in WRONG_CODES if code not in {code for _, code in sent})
        mine = [code for to, code in sent if to == self.attempt.inbox]
        self.played.codes += mine[:1]
        return mine[0] if mine else ""


def _each_text(value: Any, change: Any) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {name: _each_text(each, change) for name, each in value.items()}
    return [_each_text(each, change) for each in value] if isinstance(value, list) else value
