"""Fills a template of this folder; what shoppers typed is escaped like any other data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def rendered(template: str, contents: Mapping[str, Any]) -> str:
    """One HTML page: self-contained, light and dark, for desk and telephone."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    pages = Environment(
        loader=PackageLoader("training.report", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters["percent"] = _percent
    pages.filters["words"] = lambda name: name.replace("_", " ")
    return pages.get_template(template).render(contents)


def _percent(value: float, digits: int = 1) -> str:
    return f"{100 * value:.{digits}f} %"
