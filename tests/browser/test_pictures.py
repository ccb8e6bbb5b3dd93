"""The demo shop's pictures are drawn, not stored: the same words give the same, well-formed SVG."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from bot.widget.pictures import DRAWINGS, PALETTE, drawing, picture


@pytest.mark.parametrize("kind", sorted(file.stem for file in DRAWINGS.glob("*.svg")))
def test_every_drawing_is_well_formed_in_every_colour(kind: str) -> None:
    for colour in PALETTE:
        assert ElementTree.fromstring(picture(kind, colour, kind)).tag.endswith("svg")


def test_the_same_words_give_the_same_picture() -> None:
    assert picture("tent", "moss", "p1") == picture("tent", "moss", "p1") != picture("tent", "navy", "p1")


def test_nothing_of_the_words_reaches_the_picture() -> None:
    assert "<script" not in picture("<script>", '"><script>', "<script>")


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("tent pegs", "pegs"),
        ("Camp Pillow", "pillow"),
        ("t-shirt", "shirt"),
        ("table lamp", "lamp"),
        ("zither", "parcel"),
    ],
)
def test_a_kind_is_recognised_by_its_longest_word(kind: str, name: str) -> None:
    assert drawing(kind) == name
