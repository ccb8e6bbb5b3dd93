"""Products with their variants. What a file does not name stays as it is: nothing is ever taken off the shelf."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, insert, select

from shop.imports.comparing import change, differing
from shop.imports.entries import Entry, Form
from shop.imports.fields import Field, key, listed, money, pairs, text, whole
from shop.imports.importing import Work
from shop.tables import CategoryRow, ProductRow, VariantRow

FORM = Form(
    key="product",
    head=(
        Field("product", key, required=True),
        Field("name", text(), required=True),
        Field("category", key, required=True),
        Field("price", money, required=True),
        Field("category_name", text()),
        Field("category_name_zh", text()),
        Field("name_zh", text()),
        Field("kind", text()),
        Field("description", text(5000)),
        Field("description_zh", text(5000)),
        Field("specs", pairs),
        Field("tags", listed),
        Field("image", text()),
    ),
    parts_name="variants",
    parts=(
        Field("sku", key, required=True),
        Field("stock", whole(0), required=True),
        Field("size", text()),
        Field("colour", text()),
        Field("colour_zh", text()),
        Field("options", pairs),
        Field("variant_price", money),
    ),
)
BLANK = {"en": "", "zh": ""}


class ProductImport:
    """Products and variants; a category that is new is made."""

    name = "products"
    form = FORM

    def __init__(self) -> None:
        self._skus: set[str] = set()

    def take(self, work: Work, batch: list[Entry]) -> None:
        """A product is changed where it or a variant of it is."""
        session = work.session
        ids = [entry.values["product"] for entry in batch]
        skus = [part.values["sku"] for entry in batch for part in entry.parts]
        products = {row.id: row for row in session.scalars(select(ProductRow).where(ProductRow.id.in_(ids)))}
        variants = {row.sku: row for row in session.scalars(select(VariantRow).where(VariantRow.sku.in_(skus)))}
        last = session.scalar(select(func.max(ProductRow.position)))
        position = -1 if last is None else last
        new_products, new_variants = [], []
        for entry in batch:
            before = work.report.bad
            made, changed = self._variants(work, entry, variants)
            if work.report.bad > before:
                continue
            wanted = _product(entry.values)
            row = products.get(entry.values["product"])
            if row is None:
                work.report.new += 1
                position += 1
                blank = {"position": position, "kind": wanted["category_id"], "description": BLANK, "specs": {}}
                blank |= {"care": BLANK, "fit": BLANK, "goes_with": [], "tags": [], "image": ""}
                new_products.append(blank | wanted | {"id": entry.values["product"]})
            elif made or changed or differing(row, wanted):
                work.report.changed += 1
                if work.writes:
                    change(row, differing(row, wanted))
            else:
                work.report.unchanged += 1
            new_variants += made
        if work.writes:
            self._write(work, batch, new_products, new_variants)

    def _variants(self, work: Work, entry: Entry, here: dict[str, VariantRow]) -> tuple[list[dict[str, Any]], bool]:
        """New variants of one product as rows, and whether one that is here is changed."""
        made, changed = [], False
        for place, part in enumerate(entry.parts):
            sku = part.values["sku"]
            row = here.get(sku)
            if sku in self._skus:
                work.report.wrong(part.row, part.place + "sku", "every sku once", repr(sku), "remove one of the two")
            elif row is not None and row.product_id != entry.values["product"]:
                found = f"{sku!r}, which is one of {row.product_id!r} here"
                work.report.wrong(
                    part.row, part.place + "sku", "a variant of this product", found, "give it another sku"
                )
            elif row is None:
                blank = {"size": None, "colour": None, "options": None, "price_cents": None, "position": place}
                owner = {"sku": sku, "product_id": entry.values["product"]}
                made.append(blank | _variant(part.values) | owner)
            elif values := differing(row, _variant(part.values)):
                changed = True
                if work.writes:
                    change(row, values)
            self._skus.add(sku)
        return made, changed

    def _write(
        self, work: Work, batch: list[Entry], products: list[dict[str, Any]], variants: list[dict[str, Any]]
    ) -> None:
        session = work.session
        wanted = {entry.values["category"]: entry.values for entry in reversed(batch)}
        here = set(session.scalars(select(CategoryRow.id).where(CategoryRow.id.in_(wanted))))
        last = session.scalar(select(func.max(CategoryRow.position)))
        position = -1 if last is None else last
        for category in [name for name in reversed(wanted) if name not in here]:
            position += 1
            name = _words(wanted[category], "category_name") or _both(category)
            session.add(CategoryRow(id=category, name=name, position=position))
        session.flush()
        for table, rows in ((ProductRow, products), (VariantRow, variants)):
            if rows:
                session.execute(insert(table), rows)


def _product(values: dict[str, Any]) -> dict[str, Any]:
    """The columns that a row of the file says something about."""
    row = {"category_id": values["category"], "name": _words(values, "name"), "price_cents": values["price"]}
    if "description" in values:
        row["description"] = _words(values, "description") or BLANK
    for name, blank in (("kind", values["category"]), ("image", "")):
        if name in values:
            row[name] = values[name] or blank
    for name, empty in (("specs", dict[str, str]()), ("tags", list[str]())):
        if name in values:
            row[name] = values[name] or empty
    return row


def _variant(values: dict[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = {"stock": values["stock"]}
    for name, column in (("size", "size"), ("options", "options"), ("variant_price", "price_cents")):
        if name in values:
            row[column] = values[name]
    if "colour" in values:
        row["colour"] = _words(values, "colour")
    return row


def _words(values: dict[str, Any], name: str) -> dict[str, str] | None:
    """Both languages; what is said in one alone is said in the other too."""
    english, chinese = values.get(name) or "", values.get(f"{name}_zh") or ""
    found = {"en": english or chinese, "zh": chinese or english}
    return found if english or chinese else None


def _both(text: str) -> dict[str, str]:
    return {"en": text, "zh": text}
