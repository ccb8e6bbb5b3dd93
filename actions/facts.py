"""A product's own data as sentences, and the one that answers a question."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from actions.base import Reply
from actions.cards import money
from shop.catalogue import Product

SIMILAR = 0.32  # cosine from which a sentence counts as an answer (English)
OVERLAP = 0.22  # share of the question's character pairs from which one does (Chinese)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？；])")
_WEIGHT = re.compile(r"\bweighs?\b|重约?\s?[\d.]+\s?(?:克|公斤|千克)")
_PLAIN_WEIGHT = re.compile(r"[\d.]+ k?g")
_ASKED = {  # what a question is plainly about; the first that fits
    "weight": re.compile(r"\b(?:weight|weighs?|heavy)\b|多重|重量|多沉|重吗", re.I),
    "price": re.compile(r"\bhow much (?:is|are|for)\b|\bprices?\b|\bcosts?\b|多少钱|价格|售价|价钱", re.I),
    "stock": re.compile(r"\bin stock\b|\bsold out\b|\bavailable\b|有货|现货|缺货|库存", re.I),
    "colours": re.compile(r"\bcolou?rs?\b|颜色|什么色", re.I),
    "sizes": re.compile(r"\bsizes?\b|\bfits?\b|尺码|尺寸|偏大|偏小", re.I),
    "care": re.compile(r"\bwash(?:ed|able|ing)?\b|\bclean(?:ed|ing)?\b|\btumble|怎么洗|机洗|水洗|清洗|保养", re.I),
}  # fmt: skip


def facts_of(product: Product, reply: Reply) -> list[tuple[str, str]]:
    """Every sentence that the product's data holds, each with what it is about ("": something else)."""
    locale, name = reply.locale, product.name[reply.locale]
    described = [_ended(sentence) for sentence in _SENTENCE.split(product.description[locale]) if sentence.strip()]
    facts = [("weight" if _WEIGHT.search(sentence) else "", sentence) for sentence in described]
    facts += [(topic, text[locale]) for topic, text in (("care", product.care), ("sizes", product.fit)) if text[locale]]
    if locale == "en":
        facts += [(key, f"{key.replace('_', ' ').capitalize()}: {value}.") for key, value in product.specs.items()]
    elif _PLAIN_WEIGHT.fullmatch(str(product.specs.get("weight", ""))):  # more words than that are English
        facts.append(("weight", reply.word("utter_fact_weight", product=name, weight=product.specs["weight"])))
    colours = ("、" if locale == "zh" else ", ").join(colour[locale] for colour in product.colours)
    sizes = ("、" if locale == "zh" else ", ").join(product.sizes)
    facts.append(("price", reply.word("utter_fact_price", product=name, price=money(reply, product.price_cents))))
    stock = "utter_fact_in_stock" if product.stock else "utter_fact_out_of_stock"
    facts.append(("stock", reply.word(stock, product=name)))
    if colours:
        facts.append(("colours", reply.word("utter_fact_colours", product=name, colours=colours)))
    if sizes:
        facts.append(("sizes", reply.word("utter_fact_sizes", product=name, sizes=sizes)))
    return facts


def answering(question: str, product: Product, reply: Reply) -> str | None:
    """The sentence that answers: on what the question is plainly about, else the nearest; None where none is near."""
    plain = _without(question, product.name[reply.locale])
    facts, topic = facts_of(product, reply), _topic(plain)
    own = [text for about, text in facts if about == topic]
    if topic and own:
        return own[int(np.argmax(_scores(plain, own, reply)))]
    texts = [text for _, text in facts]
    scores = _scores(plain, texts, reply)
    best = int(np.argmax(scores))
    return texts[best] if scores[best] >= (OVERLAP if reply.locale == "zh" else SIMILAR) else None


def _ended(sentence: str) -> str:
    """A part of a sentence that stands alone ends with a full stop."""
    return re.sub(r"；$", "。", sentence.strip())


def _topic(question: str) -> str:
    return next((topic for topic, pattern in _ASKED.items() if pattern.search(question)), "")


def _scores(question: str, texts: list[str], reply: Reply) -> Any:
    """How near each text is to the question, as an array."""
    if reply.locale == "zh":
        return np.array([_overlap(_pairs(question), _pairs(text)) for text in texts])
    vectors = reply.services.encoder.encode([question, *texts])
    return np.asarray(vectors[1:] @ vectors[0])


def _without(question: str, name: str) -> str:
    """The question without the product's name, which every fact shares."""
    question = question.replace(name, " ")
    words = {word.lower() for word in name.split()}
    return " ".join(word for word in question.split() if word.lower().strip("?,.!'s") not in words) or question


def _pairs(text: str) -> set[str]:
    plain = re.sub(r"\W", "", text)
    return {plain[at : at + 2] for at in range(len(plain) - 1)}


def _overlap(asked: set[str], said: set[str]) -> float:
    return len(asked & said) / len(asked) if asked else 0.0
