import pytest

from knowledge.encoder import TextEncoder
from knowledge.products import ProductIndex

DOCUMENTS = [
    ("tent-2p", "Ridgeline 2P tent, waterproof, two people", "山脊双人帐篷，防水"),
    ("stove", "Ember gas stove for camp kitchen", "余烬野营燃气炉"),
    ("boots", "Fell leather hiking boots, waterproof", "高原皮革徒步靴，防水"),
]


@pytest.fixture
def products(encoder: TextEncoder) -> ProductIndex:
    index = ProductIndex(encoder)
    index.build(DOCUMENTS)
    return index


@pytest.mark.parametrize(
    ("text", "locale", "first"),
    [
        ("waterproof tent", "en", "tent-2p"),
        ("gas stove", "en-US", "stove"),
        ("防水的靴子", "zh", "boots"),
        ("帐篷", "zh-CN", "tent-2p"),
    ],
)
def test_a_product_is_found_in_both_languages(products: ProductIndex, text: str, locale: str, first: str) -> None:
    assert products.search(text, locale, k=2)[0][0] == first


def test_nothing_is_found_for_what_no_product_mentions(products: ProductIndex) -> None:
    assert products.search("自行车", "zh") == []
    assert products.search("", "en") == []


def test_a_vector_has_unit_length_and_an_unknown_product_is_named(products: ProductIndex) -> None:
    vector = products.vector("stove")
    assert abs(float(vector @ vector) - 1) < 1e-5
    with pytest.raises(KeyError, match="'kayak' is not in the product index"):
        products.vector("kayak")


def test_an_empty_catalogue_finds_nothing_and_a_repeated_product_is_refused(encoder: TextEncoder) -> None:
    index = ProductIndex(encoder)
    assert index.search("tent", "en") == []
    index.build([])
    assert index.search("tent", "en") == []
    with pytest.raises(ValueError, match="more than one document of stove"):
        index.build([*DOCUMENTS, DOCUMENTS[1]])
