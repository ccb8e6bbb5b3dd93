"""An address that is typed part by part or on one line: what is said, what stays as it was, what must be asked."""

from __future__ import annotations

import re

from actions.base import OK, Reply, Request, ShopAction
from actions.choosing import unread
from actions.saying import number_set_right
from shop.addresses import Address
from shop.identity import Level

SAME, HOME = "@same", "@home"  # as a button says them: the place as before, the address of the account
PARTS = ("city", "region", "postcode")
_UNIT = re.compile(
    r"\b(?:apt|apartment|unit|suite|ste|flat|floor|room|#)\b\.?\s*#?\s*(?=[A-Za-z-]{0,3}\d"
    r"|[A-Za-z]\b)([A-Za-z0-9-]{1,6})\b(?! \w+ (?:street|st|ave))"
    r"|(\d{1,4}[A-Za-z]?)\s*(?:室|单元|号楼|楼)",
    re.I,
)
_BEHIND = re.compile(
    r"(?P<street>.*\w)\s*[,，]\s*(?P<unit>(?:apt|apartment|unit|suite|ste|flat|floor|room)\b\.?\s*#?\s*[A-Za-z0-9-]{1,6}"
    r"|#\s*[A-Za-z0-9-]{1,6})",
    re.I,
)
_END = re.compile(
    r"^(?P<street>.*?\d.*?|\D*?\d.*?)[,，]\s*(?P<city>[^,，\d]{2,40}?)[,，\s]+(?P<region>[A-Za-z]{2}|[A-Za-z ]{4,20})"
    r"[,，\s]+(?P<postcode>\d{5}(?:-\d{4})?"
    r"|[A-Za-z]\d[A-Za-z] ?\d[A-Za-z]\d)\s*(?:[,，]\s*(?P<country>[^\d,，]{2,30}))?\.?$"
)
_POSTCODE = re.compile(
    r"(?:\b(?:zip|post)[ -]?code|\bzip|邮编)\D{0,16}(\d{5}(?:-\d{4})?|[A-Za-z]\d[A-Za-z] ?\d[A-Za-z]\d)\b", re.I
)
_HOUSE = re.compile(
    r"\b(?:house |street )?(?:number|no\.?)(?: is| should be)? #?(\d{1,4}[A-Za-z]?)\b|门牌号?\D{0,4}(\d{1,4})", re.I
)
_CANADA = re.compile(r"\bcanada\b|加拿大|\b[A-Za-z]\d[A-Za-z] ?\d[A-Za-z]\d\b", re.I)
_CANADIAN = frozenset(["AB", "BC", "MB", "NB", "NL", "NS", "NT", "NU", "ON", "PE", "QC", "SK", "YT"])
_ELSEWHERE = re.compile(
    r"\b(mexico|germany|france|spain|italy|china|japan|australia|united kingdom|england|uk|ireland|india|brazil|austria"
    r"|switzerland|netherlands|sweden|norway|korea)\b|(中国|日本|德国|英国|法国|澳大利亚|墨西哥|韩国)",
    re.I,
)


class AddressForm(ShopAction):
    """Base of the actions that fill an address; `current` is the one that stands there now."""

    level = Level.VERIFIED

    def current(self, request: Request) -> Address:
        """The address as it is."""
        raise NotImplementedError

    def read(self, request: Request, reply: Reply) -> str:
        """Take what was said apart: a whole line, a flat alone, a button."""
        said = str(request["said"] or "")
        if said:
            reply.set("said", None)
            return self._changed(said, request, reply)
        street, city = str(request["street"] or ""), str(request["city"] or "")
        country = _country(request.text) or _country(street)
        if country and not request["country"]:
            reply.set("country", country)
        if street == HOME:
            self._fill(self.services.shoppers.profile(request.asker).address, reply)
        elif not street and not city:
            self._unit_alone(request.text, request, reply)
        elif street:
            self._whole_line(street, reply)
        if city == SAME:
            now = self.current(request)
            self._fill(Address(street or now.street, now.city, now.region, now.postcode, now.country), reply)
        return OK

    def ask_city(self, request: Request, reply: Reply) -> str:
        """Ask where the street is, with the place that stands there now as a button."""
        now = self.current(request)
        place = f"{now.city}, {now.region} {now.postcode}"
        reply.say("utter_ask_city", choices=[(place, f"set:city={SAME}")])
        return OK

    def home_button(self, home: Address, reply: Reply) -> tuple[str, str]:
        """The address of the account as a choice."""
        return reply.word("utter_my_address", street=home.street, city=home.city), f"set:street={HOME}"

    def address(self, request: Request) -> Address:
        """As it was collected; the name stays."""
        city, region, postcode = (str(request[part] or "") for part in PARTS)
        street, unit = without_unit(str(request["street"] or ""))
        country = str(request["country"] or "") or ("Canada" if region.upper() in _CANADIAN else "USA")
        return Address(street, city, region, postcode, country, unit, self.current(request).name)

    def _changed(self, said: str, request: Request, reply: Reply) -> str:
        if self._set_right(said, request, reply):
            return OK
        unit = _UNIT.search(said)
        if unit is None:
            return unread(said, reply)
        street = _UNIT.sub("", str(request["street"] or "")).strip(" ,，")
        reply.set("street", f"{street}, {unit[0].strip()}")
        return OK

    def _set_right(self, said: str, request: Request, reply: Reply) -> bool:
        """ "It's 84, not 48", "the postcode is 97206", "number 6": one number in place of another."""
        numbers = number_set_right(said)
        if numbers is not None:
            old = rf"(?<!\w){re.escape(numbers[0])}(?!\w)"
            for part in ("street", "postcode"):
                if re.search(old, str(request[part] or ""), re.I):
                    reply.set(part, re.sub(old, numbers[1], str(request[part]), count=1, flags=re.I))
                    return True
            return False
        postcode, house = _POSTCODE.search(said), _HOUSE.search(said)
        if postcode is not None:
            reply.set("postcode", postcode[1])
            return True
        street = str(request["street"] or "")
        if house is None or len(re.findall(r"\d+", street)) != 1:
            return False
        reply.set("street", re.sub(r"\d+[A-Za-z]?\b", house[1] or house[2], street, count=1))
        return True

    def _unit_alone(self, text: str, request: Request, reply: Reply) -> None:
        """ "Apt 12 is missing in my address": all else stays."""
        unit = _UNIT.search(text)
        if unit is not None:
            now = self.current(request)
            street = _UNIT.sub("", now.street).strip(" ,，")
            line = Address(f"{street}, {unit[0].strip()}", now.city, now.region, now.postcode, now.country)
            self._fill(line, reply)

    def _whole_line(self, street: str, reply: Reply) -> None:
        """ "12 Pine Street, Portland, OR 97205" in one answer."""
        found = _END.match(street.strip())
        if found is None:
            return
        for part in ("street", *PARTS):
            reply.set(part, found[part].strip())
        if found["country"]:
            reply.set("country", found["country"].strip())

    def _fill(self, address: Address, reply: Reply) -> None:
        street = ", ".join(part for part in (address.street, address.street2) if part)
        values = (street, address.city, address.region, address.postcode, address.country)
        for part, value in zip(("street", *PARTS, "country"), values, strict=True):
            reply.set(part, value)


def without_unit(line: str) -> tuple[str, str]:
    """A street and the flat or suite behind it: "953 Park Avenue, Suite 613" is two parts of an address."""
    found = _BEHIND.fullmatch(line.strip())
    return (found["street"], found["unit"]) if found else (line, "")


def _country(text: str) -> str:
    if _CANADA.search(text):
        return "Canada"
    elsewhere = _ELSEWHERE.search(text)
    return str(elsewhere[0]) if elsewhere else ""
