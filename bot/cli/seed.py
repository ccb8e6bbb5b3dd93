"""`aisle seed`: the demo shop's data."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.cli.common import console, explained, read_all


def seed(replace: bool) -> None:
    """Migrate and seed; refuses to write over data unless `replace`."""
    from shop.database import migrate, open_database, sessions
    from shop.demo.generate import seed as fill

    _, environment = read_all()
    with explained():
        environment.home.mkdir(parents=True, exist_ok=True)
        engine = open_database(environment.database.get_secret_value())
        migrate(engine)
        made = fill(sessions(engine), datetime.now(UTC), replace=replace, agents=environment.demo)
    console.print(f"{made.products} products, {made.variants} variants, {made.shoppers} shoppers, {made.orders} orders")
    if not environment.demo:
        console.print("No agents were made: add them with `aisle agent add NAME`.")
