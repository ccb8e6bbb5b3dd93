"""The `shop` section of config.yml: what the shop is called, where it is, when a person is there."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, field_validator, model_validator

from shop.dates import time_zone
from shop.endpoints import NAME, Endpoint
from shop.hours import DAYS, OpeningHours, read_span


class ShopSettings(BaseModel):
    """The shop itself. Unknown keys are errors; `name` may be one text or one a locale."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: dict[str, str]
    currency: str = "USD"
    time_zone: str = "America/Los_Angeles"
    locales: tuple[str, ...] = ("en", "zh")
    contact_email: str
    contact_phone: str
    privacy_url: str
    opening_hours: dict[str, str] = {}
    basket_url: str = "/?basket={token}"  # the shop's page for a basket that was put together
    webhooks: dict[str, Endpoint] = {}  # by name; secrets are in AISLE_WEBHOOK_SECRETS
    invoice_from: str = ""  # name, address and tax number as an invoice must show them; none: the shop's name

    @model_validator(mode="before")
    @classmethod
    def _one_name_for_all(cls, given: Any) -> Any:
        if isinstance(given, dict) and isinstance(given.get("name"), str):
            locales = given.get("locales", cls.model_fields["locales"].default)
            return {**given, "name": dict.fromkeys(locales, given["name"])}
        return given

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            time_zone(name)
        except LookupError:
            raise ValueError(f"no time zone {name!r}: use an IANA name such as America/Los_Angeles") from None
        return name

    @field_validator("currency")
    @classmethod
    def _known_currency(cls, code: str) -> str:
        if len(code) != 3 or not code.isalpha() or not code.isupper():
            raise ValueError(f"expected an ISO 4217 code such as USD, found {code!r}")
        return code

    @field_validator("basket_url")
    @classmethod
    def _place_for_the_token(cls, url: str) -> str:
        if url.count("{token}") != 1 or not url.startswith(("/", "https://", "http://")):
            raise ValueError(
                f"expected an address with {{token}} in it, such as https://…/basket/{{token}}, found {url!r}"
            )
        return url

    @field_validator("webhooks")
    @classmethod
    def _plain_names(cls, webhooks: dict[str, Endpoint]) -> dict[str, Endpoint]:
        for name in webhooks:
            if not NAME.fullmatch(name):
                raise ValueError(f"expected names of small letters and digits such as erp-1, found {name!r}")
        return webhooks

    @field_validator("opening_hours")
    @classmethod
    def _readable_hours(cls, hours: dict[str, str]) -> dict[str, str]:
        for day, span in hours.items():
            if day not in DAYS:
                raise ValueError(f"opening_hours: expected one of {', '.join(DAYS)}, found {day!r}")
            read_span(day, span)
        return hours

    @model_validator(mode="after")
    def _name_in_every_locale(self) -> ShopSettings:
        missing = [locale for locale in self.locales if locale not in self.name]
        if missing:
            raise ValueError(
                f"name: no text for {', '.join(missing)}; say it in every one of {', '.join(self.locales)}"
            )
        return self

    @property
    def hours(self) -> OpeningHours:
        """When a person is there to chat."""
        return OpeningHours(self.time_zone, {day: read_span(day, span) for day, span in self.opening_hours.items()})
