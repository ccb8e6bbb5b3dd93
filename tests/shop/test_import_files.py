"""Files that are not what they should be: what is wrong is said by row and column, with what to do."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from shop.imports.importing import import_file
from shop.imports.report import Report
from tests.shop.imported import KINDS, SHOPPERS, Files
from tests.shop.small_shop import Shop

HEAD = "number,shopper,state,placed_at,delivered_at,total,sku,quantity,price\n"
GOOD = "B-1,nilo@example.com,paid,2026-11-01,,,candle,1,4.00\n"
MANY = 100_000


@pytest.fixture
def files(shop: Shop, tmp_path: Path) -> Files:
    ready = Files(shop, tmp_path)
    ready.all()
    return ready


@pytest.mark.parametrize(
    ("row", "column", "expected"),
    [
        (GOOD.replace("4.00", "4,00"), "", "9 cells, as there are columns"),
        (GOOD.replace("4.00", '"4,00"'), "price", "an amount such as 24.90"),
        (GOOD.replace("4.00", "$4.00"), "price", "an amount such as 24.90"),
        (GOOD.replace("4.00", "4.005"), "price", "an amount such as 24.90"),
        (GOOD.replace("4.00", "-4.00"), "price", "an amount such as 24.90"),
        (GOOD.replace(",,candle", ",1e3,candle"), "total", "an amount such as 24.90"),
        (GOOD.replace("candle,1", "candle,0"), "quantity", "a whole number, 1 or more"),
        (GOOD.replace("candle,1", "candle,-1"), "quantity", "a whole number, 1 or more"),
        (GOOD.replace("candle,1", "candle,1.5"), "quantity", "a whole number, 1 or more"),
        (GOOD.replace("candle,1", "candle,"), "quantity", "a value"),
        (GOOD.replace("candle", "chandelier"), "sku", "a variant that is here"),
        (GOOD.replace("nilo@", "nobody@"), "shopper", "the e-mail address of a shopper who is here"),
        (GOOD.replace("nilo@example.com", "Nilo"), "shopper", "an e-mail address"),
        (GOOD.replace("paid", "payed"), "state", "one of placed, paid"),
        (GOOD.replace("2026-11-01", "2026-02-30"), "placed_at", "a day such as 2026-11-18"),
        (GOOD.replace("2026-11-01", "11/01/2026"), "placed_at", "a day such as 2026-11-18"),
        (GOOD.replace("2026-11-01", "0026-11-01"), "placed_at", "a day such as 2026-11-18"),
        (GOOD.replace("2026-11-01", "2027-11-01"), "placed_at", "a time that is over"),
        (GOOD.replace("2026-11-01,", "2026-11-01,2026-10-01"), "delivered_at", "a time after placed_at"),
        (GOOD.replace("B-1", "B 1"), "number", "letters, digits"),
        (GOOD.replace("B-1", "BEE"), "number", "a number with a digit in it"),
        (GOOD + GOOD.replace("B-1", "B-2") + GOOD, "number", "every number once"),
    ],
)
def test_a_value_that_cannot_be_is_told_with_its_place(files: Files, row: str, column: str, expected: str) -> None:
    before = files.shop.everything()
    assert files.go("orders", HEAD + row).bad == 1, files.bad
    bad = files.bad[0]
    assert (bad.column, bad.row) == (column, HEAD.count("\n") + row.count("\n"))
    assert bad.expected.startswith(expected)
    assert bad.found
    assert bad.todo
    assert files.shop.everything() == before


def test_every_wrong_row_is_told_not_the_first_alone(files: Files) -> None:
    rows = [GOOD.replace("B-1", f"B-{n}").replace("4.00", "four" if n % 3 else "4.00") for n in range(1, 31)]
    assert files.go("orders", HEAD + "".join(rows)).bad == 20
    assert {column for _, column in files.places} == {"price"}


def test_values_of_one_order_must_agree(files: Files) -> None:
    files.go("orders", HEAD + GOOD + GOOD.replace("paid", "shipped"))
    assert files.places == [(3, "state")]
    assert "the same as in row 2, 'paid'" in files.bad[0].expected


@pytest.mark.parametrize(
    ("head", "places", "todo"),
    [
        (HEAD.replace("price", "prise"), [(1, "prise"), (1, "price")], "call it price"),
        (HEAD.replace("total", "colour"), [(1, "colour")], "remove it"),
        (HEAD.replace("total", "state"), [(1, "state")], "remove one of them"),
        (HEAD.replace(",quantity", ""), [(1, "quantity")], "add it"),
        (HEAD.replace(",", ";"), [], "separate columns by commas"),
    ],
)
def test_columns_that_are_unknown_missing_or_there_twice(
    files: Files, head: str, places: list[tuple[int, str]], todo: str
) -> None:
    assert files.go("orders", head + GOOD).bad
    assert files.places[: len(places)] == places
    assert files.bad[0].todo == todo


@pytest.mark.parametrize(
    ("content", "found", "todo"),
    [
        (SHOPPERS.encode("utf-16"), "UTF-16", "UTF-8"),
        (SHOPPERS.encode("utf-16-le"), "UTF-16, or no text", "UTF-8"),
        (SHOPPERS.encode("gb18030"), "'", "WINDOWS-1252"),
        (b"PK\x03\x04 and so on", "a spreadsheet", "UTF-8"),
        (b"", "an empty file", "export it again"),
        (b"\xef\xbb\xbf\r\n", "an empty file", "export it again"),
        (b"email,name\n", "no rows", "export it again"),
        (b'email,name\na@b.example,"A\n', "unexpected end of data", "double quotes"),
    ],
)
def test_a_file_that_is_no_text_or_holds_nothing(files: Files, content: bytes, found: str, todo: str) -> None:
    before = files.shop.everything()
    assert files.go("shoppers", content).bad == 1
    assert found in files.bad[0].found
    assert todo in files.bad[0].todo
    assert files.shop.everything() == before


def test_the_mark_that_excel_writes_before_utf8_is_left_out(files: Files) -> None:
    assert files.go("shoppers", SHOPPERS.encode("utf-8-sig").replace(b"\n", b"\r\n")).unchanged == 2


@pytest.mark.parametrize(
    ("content", "place", "found"),
    [
        ('{"email": "a@b.example"}', (0, ""), '\'{"email"'),
        ("[1]", (1, ""), "1"),
        ('[{"email": "a@b.example", "name": "A"}', (1, ""), "''"),
        ('[{"email": "a@b.example", "name": "A"} {}]', (1, ""), "'{'"),
        ('[{"email": "a@b.example", "name": "A"}, {"email": ]', (2, ""), "Expecting value"),
        ("[" * 100_000, (1, ""), "nested too deep"),
        ('[{"email": "a@b.example", "name": "A", "nmae": "A"}]', (1, "nmae"), "'nmae'"),
        ('[{"email": "a@b.example", "name": true}]', (1, "name"), "True"),
        ('[{"email": "a@b.example", "name": "A", "street": ["x"]}]', (1, "street"), "['x']"),
        ("[]", (0, ""), "no rows"),
    ],
)
def test_json_that_is_not_what_it_should_be(files: Files, content: str, place: tuple[int, str], found: str) -> None:
    assert files.go("shoppers", content, kind="json").bad == 1, files.bad
    assert files.places == [place]
    assert found in files.bad[0].found


def test_lines_of_a_json_order_are_a_list_of_objects(files: Files) -> None:
    order = '{"number": "B-1", "shopper": "nilo@example.com", "state": "paid", "placed_at": "2026-11-01"'
    for lines in ('"a lamp"', "[1]", "[]", "null"):
        assert files.go("orders", f'[{order}, "lines": {lines}}}]', kind="json").bad
        assert "lines" in {bad.column for bad in files.bad}


def test_another_kind_of_file_and_one_that_is_not_there(files: Files) -> None:
    report = Report(files.bad.append)
    for name, found in (("orders.xlsx", "'orders.xlsx'"), ("nowhere.csv", "No such file")):
        files.bad.clear()
        import_file(files.shop.sessions, KINDS["orders"], files.folder / name, True, files.shop.clock(), report)
        assert found in files.bad[0].found


def test_a_hundred_thousand_rows_need_little_memory(shop: Shop, tmp_path: Path) -> None:
    def lines() -> Iterator[str]:
        yield "email,name,phone,city\n"
        for number in range(MANY):
            yield f"person{number}@example.com,Person {number},503{number:07d},Nowhere\n"

    path = tmp_path / "shoppers.csv"
    with path.open("w") as file:
        file.writelines(lines())
    report, seen = Report(), list[int]()
    tracemalloc.start(1)
    try:
        import_file(shop.sessions, KINDS["shoppers"], path, False, shop.clock(), report, seen.append)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (report.new, report.bad) == (MANY, 0)
    assert peak < 40 * 2**20, f"{peak / 2**20:.0f} MB"
    assert len(seen) == MANY / 500, "told as it goes on"
