"""Files to import, as a shop might export them, and what comes of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from shop.imports.importing import import_file
from shop.imports.orders import OrderImport
from shop.imports.products import ProductImport
from shop.imports.report import Bad, Report
from shop.imports.shoppers import ShopperImport
from tests.shop.small_shop import ZONE, Shop

KINDS: dict[str, Callable[[], Any]] = {
    "products": ProductImport,
    "shoppers": lambda: ShopperImport(("en", "zh"), ZONE),
    "orders": lambda: OrderImport("USD", ZONE),
}
SHOPPERS = """email,name,phone,street,city,region,postcode,country,locale
Nilo@Example.com,Nilo Nobody,+1 503 555 0188,1 Made-up Street,Nowhere,OR,97000,US,en
ming@example.com,明月,,,,,,,zh
"""
PRODUCTS = """product,name,name_zh,category,price,description,tags,sku,stock,size,colour,options,variant_price
lamp,Pretend Lamp,假想灯,lights,49.90,Gives light.,light; desk,lamp-s,5,S,brass,,
lamp,,,,,,,lamp-l,0,L,brass,shade=linen,59.90
candle,Pretend Candle,,lights,4,,,candle,100,,,,
"""
ORDERS = """number,shopper,state,placed_at,delivered_at,shipping_price,paid_by,card_last_four,sku,quantity,price
A-7001,nilo@example.com,delivered,2026-11-01,2026-11-05,5.95,card,4242,lamp-s,1,49.90
A-7001,,,,,,,,candle,3,4.00
A-7002,ming@example.com,paid,2026-11-17T09:30:00+08:00,,,,,candle,1,4.00
"""


@dataclass
class Files:
    """Writes files and imports them into a shop."""

    shop: Shop
    folder: Path
    bad: list[Bad] = field(default_factory=list)

    def go(self, what: str, content: str | bytes, write: bool = True, kind: str = "csv") -> Report:
        """The report of one import; `bad` holds what was wrong in it."""
        path = self.folder / f"{what}.{kind}"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        self.bad.clear()
        report = Report(self.bad.append)
        import_file(self.shop.sessions, KINDS[what], path, write, self.shop.clock(), report)
        return report

    def all(self) -> None:
        """The three files above."""
        for what, content in (("shoppers", SHOPPERS), ("products", PRODUCTS), ("orders", ORDERS)):
            report = self.go(what, content)
            assert report.written, self.bad

    @property
    def places(self) -> list[tuple[int, str]]:
        """Where something is wrong."""
        return [(bad.row, bad.column) for bad in self.bad]
