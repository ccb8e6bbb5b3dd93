import pytest

from knowledge.language import detect, is_other, language_of_answer, normalise_locale, simplified


@pytest.mark.parametrize(
    ("text", "fallback", "language"),
    [
        ("Where is my order?", "zh", "en"),
        ("我的订单在哪里", "en", "zh"),
        ("我的 Ridgeline 2P 帐篷能退吗", "en", "zh"),
        ("What does 棠山 mean?", "zh", "en"),
        ("TT-10234", "zh", "en"),
        ("12345", "zh", "zh"),
        ("", "en", "en"),
        ("👍", "zh", "zh"),
        ("？！", "zh-CN", "zh"),
        ("退", "en", "zh"),
        ("où est mon colis", "zh", "en"),
    ],
)
def test_a_text_is_read_in_the_language_of_its_script(text: str, fallback: str, language: str) -> None:
    assert detect(text, fallback) == language


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("zh-CN", "zh"),
        ("zh_Hans_CN", "zh"),
        ("EN-us", "en"),
        ("en", "en"),
        ("fr", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_a_locale_becomes_a_shipped_language(locale: str | None, language: str) -> None:
    assert normalise_locale(locale) == language


@pytest.mark.parametrize(
    ("text", "fallback", "language"),
    [
        ("帮我查一下 order 1001", "en", "zh"),
        ("where is my 帐篷", "zh", "en"),
        ("我想return这个tent", "en", "zh"),
        ("我的訂單在哪裡", "en", "zh"),
        ("邮箱lin.yue@example.com", "en", "zh"),
        ("看看 https://shop.example/some/long/english/page", "en", "zh"),
        ("M换L", "en", "zh"),
        ("Ridgeline 2P 能退吗", "en", "zh"),
        ("注文はどこですか", "en", "en"),
        ("注文番号1001の状況を教えてください", "en", "en"),
        ("주문 1001 어디에 있나요", "zh", "zh"),
        ("где мой заказ", "zh", "zh"),
        ("优の品 帐篷怎么样", "en", "zh"),
        ("😀🔥", "zh", "zh"),
    ],
)
def test_a_mixed_message_is_in_the_language_of_most_of_it(text: str, fallback: str, language: str) -> None:
    assert detect(text, fallback) == language


@pytest.mark.parametrize(
    "text",
    [
        "¿Dónde está mi pedido?",
        "quiero devolver la tienda",
        "où est mon colis",
        "wo ist meine bestellung 1001",
        "onde está meu pedido",
        "dove è il mio ordine",
        "注文はどこですか",
        "주문 어디에 있나요",
        "где мой заказ",
        "أين طلبي",
    ],
)
def test_a_language_that_is_not_shipped_is_known_as_one(text: str) -> None:
    assert is_other(text)


@pytest.mark.parametrize("text", ["where is it", "la la la", "hola", "是你吗", "1001", "", "😀", "a tent in Las Vegas"])
def test_the_languages_that_are_shipped_are_no_others(text: str) -> None:
    assert not is_other(text)


def test_traditional_characters_are_read_as_simplified() -> None:
    assert simplified("請問這雙鞋子可以退貨嗎") == "请问这双鞋子可以退货吗"
    assert simplified("where is it") == "where is it"


@pytest.mark.parametrize(
    ("question", "current", "answered_in"),
    [
        ("1009改地址 改到 1200 Pine Street, Apt 5, Seattle WA 98101 谢谢", "zh", "zh"),
        ("how long does shipping take", "zh", "en"),
        ("what does 棠山 mean", "en", "en"),
        ("运费多少", "en", "zh"),
        ("1002", "zh", "zh"),
    ],
)
def test_an_english_address_makes_no_chinese_question_english(question: str, current: str, answered_in: str) -> None:
    assert language_of_answer(question, current) == answered_in
