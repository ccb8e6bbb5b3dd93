"""Amounts that a shopper asks for and products have: degrees, litres, grams, years of age."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from actions.amounts import number_of
from shop.catalogue import Product

GROWN_UP = 15  # years from which nothing is a child's any more
_NUMBER = r"(\d+(?:\.\d+)?)"
_MOST = (
    r"(?P<most>under|below|less than|not more than|no more than|not over|up to|at most|max(?:imum)?(?: of)?|within"
    r"|lighter than|不超过|最多|低于|小于|不到)?\s*"
)
_LEAST = r"(?P<least>over|above|more than|at least|min(?:imum)?(?: of)?|至少|超过|大于)?\s*"
_BEHIND = r"(?:\s?(?P<after>or (?:less|lighter|under)|以内|以下|之内|内))?(?:\s?(?P<from>or more|以上|起))?"
_COLD = re.compile(
    r"(?P<cold>零下\s?|minus |-\s?|−)?(?P<number>\d+)\s?"
    r"(?:°\s?(?P<f>f)?c?|℃|度|degrees?(?: celsius| c)?(?P<f2> fahrenheit| f)?)(?![a-z])"
    r"|零下(?P<zh>\d+)"
)
_WEIGHT = re.compile(
    rf"{_MOST}{_LEAST}{_NUMBER}\s?(?P<unit>kilos?|kg|grams?|g|lbs?|pounds?|公斤|千克|克|斤)(?![a-z]){_BEHIND}"
)
_VOLUME = re.compile(
    rf"{_MOST}{_LEAST}{_NUMBER}\s?-?(?P<unit>millilitres?|ml|lit(?:re|er)s?|l|毫升|升)(?![a-z]){_BEHIND}"
)
_AGE = re.compile(
    r"(?P<number>\d{1,2})(?:\s|-)?(?:years?(?:\s|-)olds?|years?(?:\s|-)of age|yo|y/o|周?岁)(?:半)?(?:大|的)?"
)
_BODY = re.compile(r"\d+(?:\.\d+)?\s?(?:cm|mm|m|ft|feet|foot|inch(?:es)?|厘米|公分|米)\d*(?![a-z])|\b\d'\s?\d{0,2}\"?")
_NUMERAL = re.compile(r"[一二两三四五六七八九十百]+(?=\s?(?:岁|周岁|升|毫升|公斤|千克|克|斤|度))")
_GRAMS = {"k": 1000.0, "公": 1000.0, "千": 1000.0, "斤": 500.0, "l": 453.6, "p": 453.6}
_TEMPERATURES = ("comfort", "rated to", "temperature", "limit")


@dataclass(frozen=True)
class Measure:
    """So much of something: °C, litres, grams or years. `limit` is most, least or "" (about that much)."""

    of: str
    amount: float
    limit: str
    words: str


def take_measures(text: str) -> tuple[tuple[Measure, ...], str]:
    """The amounts in a plain text, and the rest of it; lengths and what a body weighs are left out as well."""
    found: list[Measure] = []
    text = _NUMERAL.sub(lambda match: str(number_of(match[0])), text)
    for match in _AGE.finditer(text):
        found.append(Measure("age", float(match["number"]), "", match[0].strip()))
    text = _AGE.sub(" ", text)
    for match in _COLD.finditer(text):
        degrees = float(match["number"] or match["zh"]) * (-1 if match["cold"] or match["zh"] else 1)
        if match["f"] or match["f2"]:
            degrees = (degrees - 32) / 1.8
        found.append(Measure("temperature", degrees, "most", match[0].strip()))
    text = _COLD.sub(" ", text)
    for match in _VOLUME.finditer(text):
        litres = float(match[3]) / (1000 if match["unit"].startswith(("m", "毫")) else 1)
        found.append(Measure("volume", litres, _limit(match), match[0].strip()))
    text = _VOLUME.sub(" ", text)
    for match in _WEIGHT.finditer(text):
        if _limit(match):
            grams = float(match[3]) * _GRAMS.get(match["unit"][0], 1.0)
            found.append(Measure("weight", grams, _limit(match), match[0].strip()))
    return tuple(found), _BODY.sub(" ", _WEIGHT.sub(" ", text))


def _limit(match: re.Match[str]) -> str:
    return "most" if match["most"] or match["after"] else "least" if match["least"] or match["from"] else ""


def keeps(product: Product, measure: Measure) -> bool | None:
    """Whether a product is within a measure; None where its data holds no such figure."""
    values = values_of(product, measure.of)
    if not values:
        return None
    if measure.of == "age":
        return min(values) <= measure.amount <= max(values)
    if measure.of == "temperature" or measure.limit == "most":
        return min(values) <= measure.amount
    return measure.limit != "least" or max(values) >= measure.amount


def distance(product: Product, measure: Measure) -> float:
    """How far a product is from "about so much"; 0 for a limit, infinite where the data holds no such figure."""
    if measure.limit or measure.of == "age":
        return 0.0
    return min((abs(value - measure.amount) for value in values_of(product, measure.of)), default=float("inf"))


def known(measures: Iterable[Measure], products: Iterable[Product]) -> tuple[Measure, ...]:
    """Those of which the data of any of the products has a figure."""
    pool = list(products)
    return tuple(each for each in measures if any(values_of(product, each.of) for product in pool))


def values_of(product: Product, of: str) -> list[float]:
    """The figures of a product's data: °C, litres, grams or years."""
    specs = {key.lower(): str(value) for key, value in product.specs.items()}
    if of == "temperature":
        texts = [specs[key] for key in _TEMPERATURES if key in specs]
        return [float(found) for text in texts for found in re.findall(r"-?\d+(?=\s?°)", text)]
    if of == "volume":
        texts = [*(specs[key] for key in ("volume", "capacity") if key in specs), *product.sizes]
        pairs = [pair for text in texts for pair in re.findall(r"(\d+(?:\.\d+)?)\s?(ml|l)\b", text)]
        return [float(number) / (1000 if unit == "ml" else 1) for number, unit in pairs]
    if of == "weight":
        found = re.search(r"([\d.]+)\s?(kg|g)\b", specs.get("weight", ""))
        return [float(found[1]) * (1000 if found[2] == "kg" else 1)] if found else []
    return [float(number) for number in re.findall(r"\d+", specs.get("age", ""))]


def for_children(product: Product) -> bool:
    """Whether a product is made for children, by its kind and tags."""
    words = re.findall(r"[a-z]+", " ".join((product.kind, *product.tags)).lower())
    return any(word in ("kid", "kids", "child", "children", "toddler", "baby", "junior", "youth") for word in words)
