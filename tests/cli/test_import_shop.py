"""`aisle import products|shoppers|orders`: what is shown, what is written, and how it ends."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import typer

from bot.cli.import_shop import import_shop
from shop.catalogue import Catalogue
from shop.database import open_database, sessions

GOOD = "product,name,category,price,sku,stock\nlamp,Lamp,lights,49.90,lamp-s,5\n"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AISLE_HOME", str(tmp_path))
    monkeypatch.setattr("bot.cli.common.console.width", 300)
    return tmp_path


def products(home: Path) -> list[str]:
    engine = open_database(f"sqlite:///{home / 'shop.db'}")
    found = [product.id for product in Catalogue(sessions(engine)).all()]
    engine.dispose()
    return found


def test_a_look_first_then_the_import_then_nothing_more_to_do(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = home / "products.csv"
    file.write_text(GOOD)
    import_shop("products", file, write=False)
    assert "Nothing was written. --write imports it." in capsys.readouterr().out
    assert products(home) == []
    import_shop("products", file, write=True)
    shown = capsys.readouterr().out
    assert "imported" in shown
    assert "Restart" in shown
    assert products(home) == ["lamp"]
    import_shop("products", file, write=True)
    assert "everything is here already" in capsys.readouterr().out


def test_wrong_rows_are_shown_with_what_to_do_and_nothing_is_imported(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = home / "products.csv"
    file.write_text(GOOD + "".join(f"p{n},P [red],lights,four,p{n},1\n" for n in range(60)))
    with pytest.raises(typer.Exit) as ended:
        import_shop("products", file, write=True, report=home / "wrong.csv")
    assert ended.value.exit_code == 1
    shown = capsys.readouterr().out
    assert "an amount such as 24.90" in shown
    assert "'four'" in shown
    assert "and 10 more" in shown
    assert products(home) == []
    with (home / "wrong.csv").open(newline="", encoding="utf-8") as written:
        rows = list(csv.DictReader(written))
    assert len(rows) == 60
    assert (rows[0]["row"], rows[0]["column"], rows[0]["found"]) == ("3", "price", "'four'")


def test_the_example_files_of_the_page_can_be_imported(home: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "imports.md").read_text("utf-8")
    for what in ("products", "shoppers", "orders"):
        for kind in ("csv", "json"):
            block = page.split(f"<!-- {what}.{kind} -->\n```{kind}\n")[1].split("```")[0]
            file = home / f"{what}.{kind}"
            file.write_text(block, encoding="utf-8")
            import_shop(what, file, write=True)
    assert len(products(home)) == 2
