"""Which of the two shipped languages a text or a locale means: the one place that decides it.

By script and a few function words; nothing is learned. When a conversation changes its language is bot/turns' to say.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Any

LOCALES = ("en", "zh")

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
# Brand names and sizes are Latin letters in both languages: a Han character weighs as much as a Latin word.
_LATIN_WORD = re.compile(r"(?<![A-Za-z\d\u00c0-\u024f])[A-Za-z\u00c0-\u024f]{2,}(?:['’][A-Za-z\u00c0-\u024f]+)?")
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
_OTHER_LETTER = re.compile(  # Greek, Cyrillic, Hebrew, Arabic, Indic to Thai, Hangul
    r"[\u0370-\u03ff\u0400-\u052f\u0590-\u05ff\u0600-\u06ff\u0900-\u0eff\u1100-\u11ff\uac00-\ud7af]"
)
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}+@[\w.-]{1,255}|https?://[!-~]+|www\.[!-~]+|<[^<>]{1,200}>", re.ASCII)
KANA_SHARE = 6  # Han characters a kana from which on a text is Chinese with a name in it

# Function words that English does not have; two different ones of a language make a text that language.
_SPANISH = """
con comprar cuando cuándo cómo del devolver donde dónde el está esta hacer hay hola la las llegado los mi mis
muy necesito para pedido pero por puedo que quiero qué su tengo tienda una unas unos usted ustedes
"""
_FRENCH = """
au aux avec bonjour c'est colis commande dans des du est j'ai je le les ma merci mes mon n'est nous où pas
pour puis quand que qui quoi sont suis une voudrais votre vous
"""
_GERMAN = """
auf bestellung bitte das dem den der ein eine es für habe haben ich ist kann mein meine meinen mit möchte
nicht noch paket sie und von wann wie wir wo zu zurück
"""
_PORTUGUESE = """
com como da devolver do está estou meu minha não olá onde os para pedido por posso quando que quero uma você
"""
_ITALIAN = """
che ciao come con del della dove gli ho il lo mia mio non ordine per posso quando sono una uno vorrei è
"""
_ENGLISH = """
and are can did do does for has have how i in is it my not of on or order please that the this to was what
when where will with you
"""
_OTHERS = [frozenset(words.split()) for words in (_SPANISH, _FRENCH, _GERMAN, _PORTUGUESE, _ITALIAN)]
_OURS = frozenset(_ENGLISH.split())
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def detect(text: str, fallback: str = "en") -> str:
    """Return "zh" where there are no fewer Han characters than Latin words, else "en"; without either, fallback.

    "我的 Ridgeline 2P 帐篷" is Chinese, "what does 棠山 mean" is English, "12345" is whatever the conversation was,
    and so is Japanese or Russian. Addresses of mail and pages are no words.
    """
    text = _ADDRESS.sub(" ", unicodedata.normalize("NFKC", text))
    if _in_other_script(text):
        return normalise_locale(fallback)
    han, latin = len(_HAN.findall(text)), len(_LATIN_WORD.findall(text))
    if not han and not latin:
        return normalise_locale(fallback)
    return "zh" if han >= latin else "en"


def language_of_answer(question: str, current: str) -> str:
    """The language to answer in: a Chinese conversation stays Chinese where a message holds Chinese words at all,
    however long the English address or names beside them."""
    return "zh" if normalise_locale(current) == "zh" and _HAN.search(question) else detect(question, current)


def is_other(text: str) -> bool:
    """Whether a text is in a language that is not shipped: one of another script, Spanish, French, German …"""
    text = _ADDRESS.sub(" ", unicodedata.normalize("NFKC", text))
    if _in_other_script(text):
        return True
    if _HAN.search(text):
        return False
    words = {word.lower() for word in _WORD.findall(text)}
    return max(len(words & known) for known in _OTHERS) >= max(2, len(words & _OURS) + 1)


def _in_other_script(text: str) -> bool:
    kana, han, latin = len(_KANA.findall(text)), len(_HAN.findall(text)), len(_LATIN_WORD.findall(text))
    if kana and kana * KANA_SHARE >= han and kana >= latin:
        return True
    return len(_OTHER_LETTER.findall(text)) > han + latin


def simplified(text: str) -> str:
    """Traditional Chinese in Simplified characters, which is what examples and articles are written in."""
    if not _HAN.search(text):
        return text
    once = str(_converter().convert(text))
    return once if once == text else str(_converter().convert(once))  # 薴 becomes 苧, and that 苎


@lru_cache(maxsize=1)
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def normalise_locale(locale: str | None, fallback: str = "en") -> str:
    """Return the shipped language behind a locale: "zh-CN", "zh_Hans" → "zh"; unknown or none → fallback."""
    language = re.split(r"[-_.]", (locale or "").strip().lower(), maxsplit=1)[0]
    return language if language in LOCALES else fallback
