"""What a shopper's account holds: name and address, payment methods; and changing the address."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from sqlalchemy.orm import Session

from shop.addresses import Address, missing, tidied
from shop.asker import Asker
from shop.audit import record
from shop.clock import Clock, utc_now
from shop.database import Sessions, reading, writing
from shop.errors import Conflict
from shop.events import publish
from shop.job import Job, allow
from shop.loading import load_shopper
from shop.once import done_before, remember
from shop.order_view import MethodView, method_view
from shop.payments import left_on, methods_of
from shop.rules import ShopRules
from shop.rules.changing import may_have_address
from shop.rules.facts import AddressFacts
from shop.tables import ShopperRow

ACTION = "shopper_address"


@dataclass(frozen=True)
class Profile:
    """A shopper as they may see themselves."""

    name: str
    email: str
    phone: str
    locale: str
    address: Address
    version: int


@dataclass(frozen=True)
class AddressPreview:
    """The address as it is and as it would be; orders that are under way keep theirs."""

    before: Address
    after: Address
    version: int


class Shoppers:
    """Every method needs a verified asker and is about that shopper alone: IdentityNeeded(VERIFIED), NotFound."""

    def __init__(self, sessions: Sessions, rules: ShopRules, clock: Clock = utc_now, zone: str = "UTC") -> None:
        self._sessions = sessions
        self._rules = rules
        self._clock = clock
        self._zone = zone

    def profile(self, asker: Asker) -> Profile:
        """Who they are and where they live."""
        with reading(self._sessions) as session:
            return _profile(load_shopper(session, asker))

    def methods(self, asker: Asker) -> tuple[MethodView, ...]:
        """Their payment methods, with what is left on gift cards."""
        with reading(self._sessions) as session:
            shopper = load_shopper(session, asker)
            job = Job(session, asker, self._rules, self._clock(), self._zone, writes=False)
            return tuple(method_view(row, left_on(job, row)) for row in methods_of(job, shopper.id))

    def preview_address(self, asker: Asker, address: Address) -> AddressPreview:
        """What `change_address` would do. Raises Refused: address_incomplete · country_not_served · same_address."""
        with reading(self._sessions) as session:
            return self._plan(load_shopper(session, asker), address)

    def change_address(self, asker: Asker, address: Address, key: str, version: int) -> Profile:
        """Do it once for one `key`, on the account as it was previewed, with an audit row and an event.

        Raises Conflict if the account has changed since or the key was used for something else; Refused as above;
        Unavailable.
        """
        with writing(self._sessions) as session:
            row = load_shopper(session, asker, lock=True)
            if done_before(session, key, ACTION, str(row.id), row.id, address) is not None:
                return _profile(row)
            if row.version != version:
                raise Conflict(f"the account is at version {row.version}, not {version} any more")
            plan = self._plan(row, address)
            self._write(session, asker, row, plan)
            remember(session, key, ACTION, str(row.id), row.id, address, self._clock())
            return _profile(row)

    def _plan(self, row: ShopperRow, address: Address) -> AddressPreview:
        before, after = _address(row), tidied(address)
        after = replace(after, name=after.name or row.name)
        allow(may_have_address(self._rules, AddressFacts(after.country, missing(after), same=before == after)))
        return AddressPreview(before, after, row.version)

    def _write(self, session: Session, asker: Asker, row: ShopperRow, plan: AddressPreview) -> None:
        for part, text in asdict(plan.after).items():
            setattr(row, part, text)
        row.version += 1
        now, before, after = self._clock(), asdict(plan.before), asdict(plan.after)
        record(session, asker, ACTION, str(row.id), "", before, after, now)
        changed = sorted(part for part in after if before[part] != after[part])
        publish(session, ACTION, str(row.id), {"shopper": row.id, "version": row.version, "changed": changed}, now)


def _profile(row: ShopperRow) -> Profile:
    return Profile(row.name, row.email, row.phone, row.locale, _address(row), row.version)


def _address(row: ShopperRow) -> Address:
    parts = ("street", "city", "region", "postcode", "country", "street2", "name")
    return Address(**{part: getattr(row, part) for part in parts})
