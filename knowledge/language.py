"""Which of the two shipped languages a text or a locale means, by script alone."""

import re
import unicodedata

LOCALES = ("en", "zh")

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
# Brand names and sizes are Latin letters in both languages: a Han character weighs as much as a Latin word.
_LATIN_WORD = re.compile(r"[^\W\d_\u3400-\u4dbf\u4e00-\u9fff]+(?:['’][^\W\d_]+)?")


def detect(text: str, fallback: str = "en") -> str:
    """Return "zh" where there are no fewer Han characters than Latin words, else "en"; without either, fallback.

    "我的 Ridgeline 2P 帐篷" is Chinese, "what does 棠山 mean" is English, "12345" is whatever the conversation was.
    """
    text = unicodedata.normalize("NFKC", text)
    han = len(_HAN.findall(text))
    latin = len(_LATIN_WORD.findall(text))
    if not han and not latin:
        return normalise_locale(fallback)
    return "zh" if han >= latin else "en"


def normalise_locale(locale: str | None, fallback: str = "en") -> str:
    """Return the shipped language behind a locale: "zh-CN", "zh_Hans" → "zh"; unknown or none → fallback."""
    language = re.split(r"[-_.]", (locale or "").strip().lower(), maxsplit=1)[0]
    return language if language in LOCALES else fallback
