"""An address on one line, taken apart."""

from __future__ import annotations

import pytest

from actions.address_parts import without_unit


@pytest.mark.parametrize(
    ("line", "street", "unit"),
    [
        ("14 Cedar Court, Suite 220", "14 Cedar Court", "Suite 220"),
        ("9 Oak Road, apt. 4b", "9 Oak Road", "apt. 4b"),
        ("77 Harbor Way, #12", "77 Harbor Way", "#12"),
        ("14 Cedar Court Suite", "14 Cedar Court Suite", ""),
        ("5 Suite Lane", "5 Suite Lane", ""),
        ("12 Unit 4 Street, Rear House", "12 Unit 4 Street, Rear House", ""),
        ("建国路88号5单元", "建国路88号5单元", ""),
        ("", "", ""),
    ],
)
def test_a_flat_or_suite_behind_a_street_is_a_line_of_its_own(line: str, street: str, unit: str) -> None:
    assert without_unit(line) == (street, unit)
