"""The people who shop at the demo shop: three that tests and tours can count on, and as many more as asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from shop.demo.catalogue_files import People

AREA_CODES = ("503", "206", "360", "541", "415")
TASTES = ("camper", "hiker", "homebody", "cook")
SHOP_PHONE = "5035550142"


@dataclass(frozen=True)
class DemoShopper:
    """A row for `shoppers`, and what the person likes to buy."""

    row: dict[str, Any]
    taste: str


_FIXED = (  # name, locale, taste, house number, street, city, region, postcode
    ("Ada Merritt", "en", "camper", "12 Alder Street", "Portland", "OR", "97205"),
    ("Ben Okafor", "en", "hiker", "407 Juniper Lane", "Seattle", "WA", "98101"),
    ("Lin Yue", "zh", "cook", "88 Heron Court", "Bend", "OR", "97701"),
)


def invite_shoppers(people: People, how_many: int, random: Random, now: datetime) -> list[DemoShopper]:
    """Shoppers with ids from 1; the first three never change. ValueError where there are too few names."""
    shoppers: list[DemoShopper] = []
    for name, locale, taste, street, *place in _FIXED:
        shoppers.append(_shopper(len(shoppers) + 1, name, locale, taste, street, place, random, now))
    taken = {shopper.row["email"] for shopper in shoppers}
    names = [f"{first} {last}" for first in people.first_names for last in people.last_names]
    free = [name for name in names if _email(name) not in taken]
    if len(free) < how_many - len(shoppers):
        raise ValueError(f"people.yml has {len(free)} names, {how_many - len(shoppers)} are needed: add some")
    for name in random.sample(free, how_many - len(shoppers)):
        city = random.choice(people.cities)
        street = f"{random.randint(2, 990)} {random.choice(people.streets)}"
        locale = "zh" if random.random() < 0.15 else "en"
        place = [city.city, city.state, city.postcode]
        shopper_id, taste = len(shoppers) + 1, random.choice(TASTES)
        shoppers.append(_shopper(shopper_id, name, locale, taste, street, place, random, now))
    return shoppers


def _shopper(
    shopper_id: int, name: str, locale: str, taste: str, street: str, place: list[str], random: Random, now: datetime
) -> DemoShopper:
    row = {
        "id": shopper_id,
        "name": name,
        "email": _email(name),
        "phone": _phone(shopper_id),
        "locale": locale,
        "points": random.randint(0, 1200),
        "street": street,
        "city": place[0],
        "region": place[1],
        "postcode": place[2],
        "street2": "",
        "country": "USA",
        "version": 1,
        "joined_at": now - timedelta(days=random.randint(420, 1500)),
    }
    return DemoShopper(row, taste)


def _email(name: str) -> str:
    return ".".join(name.lower().replace("'", "").split()) + "@example.com"


def _phone(shopper_id: int) -> str:
    """555-0100 to 555-0199 are kept free for fiction; an area code each hundred people."""
    phone = f"{AREA_CODES[shopper_id // 100]}55501{shopper_id % 100:02d}"
    return phone if phone != SHOP_PHONE else f"{AREA_CODES[-1]}5550142"
