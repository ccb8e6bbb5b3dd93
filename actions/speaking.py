"""Which sentences of a product's data speak of what is asked: they hold one of its words, in whatever form."""

from __future__ import annotations

from collections.abc import Sequence

from actions.talk import is_talk, without_talk
from actions.words import HAN, STOP, WORD, alike, plain
from shop.catalogue import Product

_MADE_OF = ("料", "羊毛", "棉", "尼龙", "聚酯", "皮", "钢", "铝", "钛")
MEANT_ZH = {  # what is asked in other words than the data's
    "缩水": ("缩", "机洗"), "续航": ("续航", "小时", "电池"), "材质": _MADE_OF, "材料": _MADE_OF, "面料": _MADE_OF,
    "零下": ("°C",), "多少度": ("°C",), "几度": ("°C",), "温度": ("°C",),
    "充电": ("充电", "USB"), "电池": ("电池", "充电"),
    "多亮": ("流明",), "亮度": ("流明",), "容量": ("升", "毫升"), "多大": ("厘米", "升"), "几个人": ("人",),
    "年龄": ("岁",),
}  # fmt: skip


def asked_words(question: str, product: Product, texts: Sequence[str]) -> list[str]:
    """The words of a question that are neither talk nor the product's name."""
    question = plain(question)
    names = [name.lower() for name in product.name.values()]
    own = {word for name in names for word in WORD.findall(name)[:1]}
    english = [word for word in WORD.findall(question) if len(word) > 2 and word not in own]
    english = [word for word in english if word not in STOP and not is_talk(word)]
    runs = without_talk(
        "".join(f" {run} " for run in HAN.findall(question)).replace(product.name["zh"][:2], " ")
    ).split()
    chinese = [other for said, others in MEANT_ZH.items() if said in question for other in others]
    pairs = [run[at : at + 2] for run in runs for at in range(len(run) - 1)]
    chinese += [pair for pair in pairs if pair not in product.name["zh"]]
    return [word for word in dict.fromkeys([*english, *chinese]) if any(speaks_of(text, [word]) for text in texts)]


def speaks_of(sentence: str, words: Sequence[str]) -> bool:
    """Whether a sentence holds one of the words, in whatever form."""
    said = WORD.findall(plain(sentence))
    return any(
        word in sentence if HAN.search(word) or not word.isalpha() else any(alike(word, each) for each in said)
        for word in words
    )
