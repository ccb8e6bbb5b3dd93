"""An order as the rules see it: what is left of each line, and how often it was changed."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select

from shop.job import Job
from shop.rules.facts import LineFacts, OrderFacts
from shop.tables import OrderRow, ProductRow


def facts_of(job: Job, row: OrderRow) -> OrderFacts:
    """The order today, in the shop's time zone."""
    returns = [each for each in row.returns if each.state != "cancelled"]
    exchanges = [each for each in row.exchanges if each.state != "cancelled"]
    gone: Counter[int] = Counter()
    for back in [line for each in returns for line in each.lines]:
        gone[back.order_line_id] += back.quantity
    for swap in [line for each in exchanges for line in each.lines]:
        gone[swap.order_line_id] += swap.quantity
    shelves = _shelves(job, row)
    return OrderFacts(
        state=row.state,
        today=job.today,
        placed=job.day(row.placed_at),
        total_cents=row.total_cents,
        lines=tuple(
            LineFacts(
                line=str(line.id),
                product_id=line.product_id,
                sku=line.sku,
                category=shelves[line.product_id][0],
                kind=shelves[line.product_id][1],
                left=line.quantity - gone[line.id],
                price_cents=line.price_cents,
            )
            for line in row.lines
        ),
        expected=None if row.expected_at is None else job.day(row.expected_at),
        delivered=None if row.delivered_at is None else job.day(row.delivered_at),
        item_changes=row.item_changes,
        returns=len(returns),
        exchanges=len(exchanges),
        reported=frozenset(case.kind for case in row.cases if case.state == "open"),
    )


def _shelves(job: Job, row: OrderRow) -> dict[str, tuple[str, str]]:
    wanted = {line.product_id for line in row.lines}
    query = select(ProductRow.id, ProductRow.category_id, ProductRow.kind).where(ProductRow.id.in_(wanted))
    return {product_id: (category, kind) for product_id, category, kind in job.session.execute(query)}
