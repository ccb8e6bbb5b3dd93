"""Support agents: passwords hashed by argon2, sessions by random tokens that are stored hashed."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shop.clock import Clock, utc_now
from shop.database import Sessions, reading, writing
from shop.errors import Conflict, NotFound, TokenRefused
from shop.limits import check_limit, count_attempt
from shop.tables import AgentRow, AgentSessionRow

SESSION = timedelta(hours=12)
TRIES, TRIES_WITHIN = 10, timedelta(minutes=15)  # wrong passwords for one name from one address
TRIES_ANYWHERE = 100  # for one name: more than a person, so that a stranger does not lock an agent out
SHORTEST = 12  # characters of a password


@dataclass(frozen=True)
class Agent:
    """One support agent; a lead may also teach the bot."""

    id: int
    name: str
    lead: bool = False


@dataclass(frozen=True)
class SignedIn:
    """An agent and the token of their new session, which is told once."""

    agent: Agent
    token: str


class Agents:
    """Who may sit at the desk."""

    def __init__(self, sessions: Sessions, clock: Clock = utc_now) -> None:
        self._sessions = sessions
        self._clock = clock
        self._names: dict[int, str] = {}  # agents are not renamed

    def add(self, name: str, password: str, demo: bool = False, lead: bool = False) -> Agent:
        """Add an agent, or a lead; a demo agent can sign in to a demo on the same machine only. ValueError for an empty
        name and for a password under 12 characters; Conflict for a name that is taken."""
        name = " ".join(name.split())
        if not name or len(name) > 200:
            raise ValueError("an agent needs a name of 1 to 200 characters")
        if len(password) < SHORTEST and not demo:
            raise ValueError(f"an agent's password needs {SHORTEST} characters or more")
        try:
            with writing(self._sessions) as session:
                return add_agent(session, name, password, demo, lead)
        except IntegrityError:
            raise Conflict(f"there is an agent called {name!r} already") from None

    def set_lead(self, name: str, lead: bool) -> None:
        """Make an agent a lead, or an agent like others; NotFound for a name that nobody has."""
        with writing(self._sessions) as session:
            row = session.scalars(select(AgentRow).where(AgentRow.name == name)).one_or_none()
            if row is None:
                raise NotFound(f"there is no agent called {name!r}; `aisle agent add` makes one")
            row.lead = lead

    def name(self, agent_id: int) -> str | None:
        """What the agent is called, as shoppers see it; None for nobody."""
        if agent_id not in self._names:
            with reading(self._sessions) as session:
                found = session.scalars(select(AgentRow.name).where(AgentRow.id == agent_id)).one_or_none()
            if found is None:
                return None
            self._names[agent_id] = found
        return self._names[agent_id]

    def sign_in(self, name: str, password: str, in_demo: bool, address: str = "") -> SignedIn:
        """Open a session of 12 hours. TokenRefused for a wrong name, a wrong password and a demo agent outside the demo
        alike; TooMany after 10 wrong passwords for the name from this address in 15 minutes, or 100 from anywhere.
        """
        now, known = self._clock(), name.casefold()
        here, anywhere = f"sign-in:{address}:{known}", f"sign-in:{known}"
        with writing(self._sessions) as session:
            check_limit(session, here, TRIES, TRIES_WITHIN, now)
            check_limit(session, anywhere, TRIES_ANYWHERE, TRIES_WITHIN, now)
            row = session.scalars(select(AgentRow).where(AgentRow.name == name)).one_or_none()
            hashed = row.password_hash if row is not None else self._nobody
        right = _fits(hashed, password)
        with writing(self._sessions) as session:
            if row is None or not right or (row.demo and not in_demo):
                count_attempt(session, here, now)
                count_attempt(session, anywhere, now)
                signed_in = None
            else:
                token = secrets.token_urlsafe(32)
                session.execute(delete(AgentSessionRow).where(AgentSessionRow.expires_at <= now))
                session.add(AgentSessionRow(token_hash=_hash(token), agent_id=row.id, expires_at=now + SESSION))
                signed_in = SignedIn(Agent(row.id, row.name, row.lead), token)
        if signed_in is None:
            raise TokenRefused("name or password is wrong")
        return signed_in

    def agent(self, token: str) -> Agent:
        """Whose session this is; TokenRefused where there is none or it has expired."""
        query = select(AgentRow, AgentSessionRow).join(AgentSessionRow, AgentSessionRow.agent_id == AgentRow.id)
        with reading(self._sessions) as session:
            found = session.execute(query.where(AgentSessionRow.token_hash == _hash(token))).one_or_none()
        if found is None or found[1].expires_at <= self._clock():
            raise TokenRefused("no such session: sign in again")
        return Agent(found[0].id, found[0].name, found[0].lead)

    def sign_out(self, token: str) -> None:
        """End the session; nothing happens where there is none."""
        with writing(self._sessions) as session:
            session.execute(delete(AgentSessionRow).where(AgentSessionRow.token_hash == _hash(token)))

    @cached_property
    def _nobody(self) -> str:
        return PasswordHasher().hash(secrets.token_urlsafe(16))  # checked in vain, so that a wrong name takes as long


def add_agent(session: Session, name: str, password: str, demo: bool, lead: bool = False) -> Agent:
    """Add an agent inside the caller's transaction."""
    row = AgentRow(name=name, password_hash=PasswordHasher().hash(password), demo=demo, lead=lead)
    session.add(row)
    session.flush()
    return Agent(row.id, row.name, row.lead)


def _fits(hashed: str, password: str) -> bool:
    try:
        return PasswordHasher().verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
