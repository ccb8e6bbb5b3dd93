"""Variants of a product for an order: words, price, stock, and taking them off the shelf or putting them back."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select, update

from shop.errors import Refused
from shop.job import Job
from shop.rules.ruling import no
from shop.tables import ProductRow, VariantRow


def variant_words(row: VariantRow) -> dict[str, str]:
    """ "forest green, M" and "森林绿，M", other options after them; empty texts for a product that comes in one."""
    options = list((row.options or {}).values())
    parts = {locale: [(row.colour or {}).get(locale), row.size, *options] for locale in ("en", "zh")}
    joined = {"en": ", ", "zh": "，"}
    return {locale: joined[locale].join(str(part) for part in found if part) for locale, found in parts.items()}


def load_variants(job: Job, skus: Iterable[str]) -> dict[str, tuple[VariantRow, int]]:
    """Variants with their price in cents, by sku; those that do not exist are missing. Held while writing."""
    query = (
        select(VariantRow, ProductRow.price_cents)
        .join(ProductRow, ProductRow.id == VariantRow.product_id)
        .where(VariantRow.sku.in_(set(skus)))
        .order_by(VariantRow.sku)
    )
    if job.writes:
        query = query.with_for_update(of=VariantRow).execution_options(populate_existing=True)
    return {row.sku: (row, _price(row, price)) for row, price in job.session.execute(query)}


def variants_of(job: Job, product_id: str) -> list[tuple[VariantRow, int]]:
    """All variants of a product with their prices, in the shop's order."""
    query = (
        select(VariantRow, ProductRow.price_cents)
        .join(ProductRow, ProductRow.id == VariantRow.product_id)
        .where(VariantRow.product_id == product_id)
        .order_by(VariantRow.position)
    )
    return [(row, _price(row, price)) for row, price in job.session.execute(query)]


def move_stock(job: Job, units: dict[str, int]) -> None:
    """Add so many units by sku, or take them off (below zero). Refused(out_of_stock) where there are not enough.
    Nothing is added where the shop's rules leave that to the warehouse."""
    for sku in sorted(units):
        if units[sku] == 0 or (units[sku] > 0 and not job.rules.restock):
            continue
        enough = (VariantRow.sku == sku, VariantRow.stock + units[sku] >= 0)
        change = update(VariantRow).where(*enough).values(stock=VariantRow.stock + units[sku])
        moved = job.session.execute(change.returning(VariantRow.sku).execution_options(synchronize_session=False))
        if moved.scalar() is None:
            raise Refused(no("out_of_stock", left=0))


def _price(row: VariantRow, price_cents: int) -> int:
    return price_cents if row.price_cents is None else row.price_cents
