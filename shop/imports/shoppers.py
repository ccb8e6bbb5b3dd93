"""Shoppers with their contacts: who they are is their id where the file has one, else their e-mail address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, or_, select

from shop.addresses import LONGEST, Address, tidied
from shop.imports.comparing import change, differing
from shop.imports.entries import Entry, Form
from shop.imports.fields import Field, email, moment, one_of, phone, text, whole
from shop.imports.importing import Work
from shop.tables import ShopperRow

PLACE = ("street", "street2", "city", "region", "postcode", "country")
TEXTS = ("phone", *PLACE)  # an empty cell is an empty text


class ShopperImport:
    """Shoppers, in the shop's languages and time zone."""

    name = "shoppers"

    def __init__(self, locales: Sequence[str], zone: str) -> None:
        self.form = Form(
            key="email",
            head=(
                Field("email", email, required=True),
                Field("name", text(LONGEST), required=True),
                Field("id", whole(1)),
                Field("phone", phone),
                Field("locale", one_of(locales)),
                *(Field(part, text(LONGEST)) for part in PLACE),
                Field("joined_at", moment(zone)),
            ),
        )
        self._locale = locales[0]
        self._ids: set[int] = set()

    def take(self, work: Work, batch: list[Entry]) -> None:
        """A new shopper has as many points as there were orders counted: none."""
        here = self._here(work, batch)
        by_id, by_email = {row.id: row for row in here}, {row.email: row for row in here}
        new = []
        for entry in batch:
            wanted = {name: value for name, value in place_of(entry.values).items() if name != "id"}
            wanted |= {
                name: entry.values[name] or "" for name in ("phone", *PLACE[:-1]) if name in entry.values
            } | wanted
            wanted |= {name: entry.values[name] for name in ("email", "name")}
            wanted |= {name: entry.values[name] for name in ("locale", "joined_at") if entry.values.get(name)}
            row = self._row(work, entry, by_id, by_email)
            if row is None:
                continue
            if isinstance(row, dict):
                work.report.new += 1
                new.append(self._defaults(work) | row | wanted)
            elif values := differing(row, wanted):
                work.report.changed += 1
                if work.writes:
                    change(row, values | {"version": row.version + 1})
            else:
                work.report.unchanged += 1
        if new and work.writes:
            for some in _alike(new):
                work.session.execute(insert(ShopperRow), some)

    def _row(
        self, work: Work, entry: Entry, by_id: dict[int, ShopperRow], by_email: dict[str, ShopperRow]
    ) -> ShopperRow | dict[str, Any] | None:
        """Who is meant: somebody here, somebody new (as the beginning of a row), or nobody, which is told."""
        wanted, address = entry.values.get("id"), entry.values["email"]
        same = by_email.get(address)
        if wanted is None:
            return same or {}
        if wanted in self._ids:
            work.report.wrong(entry.row, "id", "every id once", repr(wanted), "remove one of the two")
            return None
        self._ids.add(wanted)
        if same is not None and same.id != wanted:
            found = f"{address!r}, which is shopper {same.id} here"
            work.report.wrong(entry.row, "id", f"an e-mail address of shopper {wanted}", found, "correct id or email")
            return None
        return by_id.get(wanted) or {"id": wanted}

    def _here(self, work: Work, batch: list[Entry]) -> list[ShopperRow]:
        ids = [entry.values["id"] for entry in batch if entry.values.get("id") is not None]
        wanted = or_(ShopperRow.email.in_([entry.values["email"] for entry in batch]), ShopperRow.id.in_(ids))
        return list(work.session.scalars(select(ShopperRow).where(wanted)))

    def _defaults(self, work: Work) -> dict[str, Any]:
        row: dict[str, Any] = dict.fromkeys(TEXTS, "")
        return row | {"locale": self._locale, "points": 0, "version": 1, "joined_at": work.now, "country": "USA"}


def place_of(values: dict[str, Any]) -> dict[str, str]:
    """The address of a row, tidied; nothing where it has none."""
    given = {part: values[part] or "" for part in PLACE if part in values and (values[part] or part != "country")}
    if not any(given.values()):
        return {}
    tidy = tidied(Address(**(dict.fromkeys(PLACE, "") | given)))
    return {part: getattr(tidy, part) for part in given}


def _alike(rows: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Rows with ids of their own and rows without: each an insert."""
    with_id = [row for row in rows if "id" in row]
    return [some for some in (with_id, [row for row in rows if "id" not in row]) if some]
