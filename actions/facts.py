"""A product's own data as sentences, and the one that answers a question."""

from __future__ import annotations

import re

import numpy as np

from actions.base import Reply
from actions.cards import money
from shop.catalogue import Product

SIMILAR = 0.32  # cosine from which a sentence counts as an answer (English)
OVERLAP = 0.22  # share of the question's character pairs from which one does (Chinese)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？；])")


def facts_of(product: Product, reply: Reply) -> list[str]:
    """Every sentence that the product's data holds, in the reader's language."""
    locale, name = reply.locale, product.name[reply.locale]
    texts = [product.description[locale], product.care[locale], product.fit[locale]]
    facts = [sentence.strip() for text in texts for sentence in _SENTENCE.split(text) if sentence.strip()]
    if locale == "en":
        facts += [f"{key.replace('_', ' ').capitalize()}: {value}." for key, value in product.specs.items()]
    colours = ("、" if locale == "zh" else ", ").join(colour[locale] for colour in product.colours)
    sizes = ("、" if locale == "zh" else ", ").join(product.sizes)
    facts.append(reply.word("utter_fact_price", product=name, price=money(reply, product.price_cents)))
    facts.append(reply.word("utter_fact_in_stock" if product.stock else "utter_fact_out_of_stock", product=name))
    if colours:
        facts.append(reply.word("utter_fact_colours", product=name, colours=colours))
    if sizes:
        facts.append(reply.word("utter_fact_sizes", product=name, sizes=sizes))
    return facts


def answering(question: str, product: Product, reply: Reply) -> str | None:
    """The sentence nearest to the question, or None where none is near enough."""
    facts = facts_of(product, reply)
    if reply.locale == "zh":
        scores = np.array([_overlap(_pairs(question) - _pairs(product.name["zh"]), _pairs(fact)) for fact in facts])
        least = OVERLAP
    else:
        vectors = reply.services.encoder.encode([_without(question, product.name["en"]), *facts])
        scores, least = vectors[1:] @ vectors[0], SIMILAR
    best = int(np.argmax(scores))
    return facts[best] if scores[best] >= least else None


def _without(question: str, name: str) -> str:
    """The question without the product's name, which every fact shares."""
    words = {word.lower() for word in name.split()}
    return " ".join(word for word in question.split() if word.lower().strip("?,.!'s") not in words) or question


def _pairs(text: str) -> set[str]:
    plain = re.sub(r"\W", "", text)
    return {plain[at : at + 2] for at in range(len(plain) - 1)}


def _overlap(asked: set[str], said: set[str]) -> float:
    return len(asked & said) / len(asked) if asked else 0.0
