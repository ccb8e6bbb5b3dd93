import pytest

from knowledge.language import detect, normalise_locale


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
