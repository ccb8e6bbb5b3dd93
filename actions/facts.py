"""A product's own data as sentences, and the one that answers a question."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from actions.aspects import OF_A_PRODUCT, aspect_of_product
from actions.base import Reply
from actions.cards import money
from actions.colours import colour_in
from actions.fitting import names_any, things_to_fit
from actions.sizes import size_in
from actions.speaking import asked_words, content_words, speaks_of
from shop.catalogue import Product

NUMBERS_OF = frozenset(
    ("price", "stock", "colours", "stars", "plain weight", "plain sizes")
)  # facts that answer only where they are asked for
SIMILAR = 0.32  # cosine from which a sentence counts as an answer (English)
FAR = 0.42  # the same for one that holds none of the question's own words
OVERLAP = 0.22  # share of the question's character pairs from which one does (Chinese)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？；])")
_WEIGHT = re.compile(r"\bweighs?\b|重约?\s?[\d.]+\s?(?:克|公斤|千克)")
_PLAIN_WEIGHT = re.compile(r"[\d.]+ k?g")
_FITTING = re.compile(r"\bruns?\b|\bfits?\b|\btrue to size\b|\bshould i\b|\bnormally\b|偏|选|建议", re.I)


def facts_of(product: Product, reply: Reply) -> list[tuple[str, str]]:
    """Every sentence that the product's data holds, each with what it is about ("": something else)."""
    locale, name = reply.locale, product.name[reply.locale]
    described = [_ended(sentence) for sentence in _SENTENCE.split(product.description[locale]) if sentence.strip()]
    facts = [("weight" if _WEIGHT.search(sentence) else "", sentence) for sentence in described]
    facts += [(topic, text[locale]) for topic, text in (("care", product.care), ("sizes", product.fit)) if text[locale]]
    if locale == "en":
        facts += [
            (key.lower(), f"{key.replace('_', ' ').capitalize()}: {value}.") for key, value in product.specs.items()
        ]
    elif _PLAIN_WEIGHT.fullmatch(str(product.specs.get("weight", ""))):  # more words than that are English
        facts.append(("plain weight", reply.word("utter_fact_weight", product=name, weight=product.specs["weight"])))
    colours = ("、" if locale == "zh" else ", ").join(colour[locale] for colour in product.colours)
    sizes = ("、" if locale == "zh" else ", ").join(product.sizes)
    facts.append(("price", reply.word("utter_fact_price", product=name, price=money(reply, product.price_cents))))
    stock = "utter_fact_in_stock" if product.stock else "utter_fact_out_of_stock"
    facts.append(("stock", reply.word(stock, product=name)))
    if colours:
        facts.append(("colours", reply.word("utter_fact_colours", product=name, colours=colours)))
    if product.rating is not None:
        stars = f"{reply.word('utter_compared_stars')}{'：' if locale == 'zh' else ': '}{product.rating:.1f} / 5"
        facts.append(("stars", f"{stars} ({product.reviews})"))
    if sizes:
        facts.append(("plain sizes", reply.word("utter_fact_sizes", product=name, sizes=sizes)))
    return facts


def answering(question: str, product: Product, reply: Reply) -> str | None:
    """The sentence that answers: on what the question is plainly about, else one that speaks of what is asked; None
    where none does."""
    variant = _of_variant(question, product, reply)
    if variant is not None:
        return variant
    plain = nameless(question, product.name[reply.locale])
    facts, topic = facts_of(product, reply), aspect_of_product(plain)
    if topic == "all":
        return described(product, reply)
    if topic == "buy":
        return reply.word("utter_how_to_buy", product=product.name[reply.locale])
    things = things_to_fit(plain) if topic == "sizes" else []
    if things:  # whether a laptop fits is not what a sentence on torsos says
        return _nearest(plain, [text for _, text in facts if names_any(text, things)], reply)
    own = [text for about, text in facts if about in (topic, f"plain {topic}")]
    if topic and own:
        return own[int(np.argmax(_scores(plain, own, reply)))]
    told = [text for about, text in facts if about not in NUMBERS_OF]
    speaking = [text for text in told if topic and OF_A_PRODUCT[topic].search(text)]
    if topic:
        return speaking[0] if speaking else None
    asked = asked_words(question, product, told)
    holding = [text for text in told if speaks_of(text, asked)]
    if holding:
        near = _nearest(plain, told, reply, FAR) if reply.locale == "en" else None
        holding = [
            *holding,
            *([near] if near is not None else []),
        ]  # "how cold?" is answered by degrees, not "cold air"
        return holding[int(np.argmax(_scores(plain, holding, reply)))]
    tagged = [tag for tag in product.tags if speaks_of(tag, content_words(question, product))]
    if reply.locale == "zh" or tagged:
        return f"{', '.join(product.tags).capitalize()}." if tagged else None
    return _nearest(plain, told, reply, FAR if content_words(question, product) else SIMILAR)


def _nearest(question: str, texts: list[str], reply: Reply, least: float = SIMILAR) -> str | None:
    """The text that is nearest to the question; None where none is near."""
    if not texts:
        return None
    scores = _scores(question, texts, reply)
    best = int(np.argmax(scores))
    return texts[best] if scores[best] >= (OVERLAP if reply.locale == "zh" else least) else None


def described(product: Product, reply: Reply) -> str:
    """What the product is, and what it costs."""
    name, joint = product.name[reply.locale], "" if reply.locale == "zh" else " "
    price = reply.word("utter_fact_price", product=name, price=money(reply, product.price_cents))
    return f"{product.description[reply.locale]}{joint}{price}"


def side_by_side(one: Product, other: Product, reply: Reply) -> list[tuple[str, str, str]]:
    """What two products' data both say, as (what, of the one, of the other), price first."""
    joint = "、" if reply.locale == "zh" else ", "
    rows = [(reply.word("utter_compared_price"), money(reply, one.price_cents), money(reply, other.price_cents))]
    for key in one.specs:
        if key in other.specs and (reply.locale == "en" or key == "weight"):
            what = reply.word("utter_compared_weight") if key == "weight" else key.capitalize()
            rows.append((what, str(one.specs[key]), str(other.specs[key])))
    if one.rating is not None and other.rating is not None:
        rows.append((reply.word("utter_compared_stars"), f"{one.rating:.1f} / 5", f"{other.rating:.1f} / 5"))
    if one.sizes and other.sizes and one.sizes != other.sizes:
        rows.append((reply.word("utter_compared_sizes"), joint.join(one.sizes), joint.join(other.sizes)))
    colours = [joint.join(colour[reply.locale] for colour in product.colours) for product in (one, other)]
    if all(colours):
        rows.append((reply.word("utter_compared_colours"), colours[0], colours[1]))
    stock = [
        reply.word("utter_compared_in_stock" if each.stock else "utter_compared_sold_out") for each in (one, other)
    ]
    rows.append((reply.word("utter_compared_stock"), stock[0], stock[1]))
    return rows


def figures_of(product: Product) -> str:
    """The first specs that are plain figures: "1.45 kg · -16 °C"; they read the same in every language."""
    plain = [
        str(value) for value in product.specs.values() if re.fullmatch(r"[-\d.,+ x]+ ?[a-zA-Z°%]{0,3}", str(value))
    ]
    return " · ".join(plain[:3])


def weight_of(product: Product) -> float | None:
    """Grams, where the data says a weight."""
    found = re.search(r"([\d.]+)\s?(kg|g)\b", str(product.specs.get("weight", "")))
    return float(found[1]) * (1000 if found[2] == "kg" else 1) if found else None


def _of_variant(question: str, product: Product, reply: Reply) -> str | None:
    """What the stock says of a size, a colour or both that a question names; None where it names neither."""
    name, joint = product.name[reply.locale], "、" if reply.locale == "zh" else ", "
    (asked, names), size = colour_in(nameless(question, name), [product]), size_in(question, product)
    if _FITTING.search(question) or (not size and not asked):
        return None
    if size and size not in product.sizes:
        if not product.sizes:
            return None
        return reply.word("utter_fact_no_size", product=name, size=size, sizes=joint.join(product.sizes))
    colours = [colour for colour in product.colours if set(names) & {colour["en"].lower(), *colour["en"].split()}]
    if asked and not colours:
        every = joint.join(colour[reply.locale] for colour in product.colours)
        return reply.word("utter_fact_no_colour", product=name, colour=asked, colours=every) if every else None
    variants = [v for v in product.variants if (not size or v.size == size) and (not colours or v.colour in colours)]
    left = joint.join(dict.fromkeys(v.colour[reply.locale] for v in variants if v.stock > 0 and v.colour))
    kind = "size" if size else "colour"
    if any(v.stock > 0 for v in variants):
        return reply.word(f"utter_fact_{kind}_in_stock", product=name, size=size, colours=left or "-")
    every = joint.join(dict.fromkeys(v.colour[reply.locale] for v in variants if v.colour))
    return reply.word(f"utter_fact_{kind}_out_of_stock", product=name, size=size, colours=every or "-")


def _ended(sentence: str) -> str:
    """A part of a sentence that stands alone ends with a full stop."""
    return re.sub(r"；$", "。", sentence.strip())


def _scores(question: str, texts: list[str], reply: Reply) -> Any:
    """How near each text is to the question, as an array."""
    if reply.locale == "zh":
        return np.array([_overlap(_pairs(question), _pairs(text)) for text in texts])
    vectors = reply.services.encoder.encode([question, *texts])
    return np.asarray(vectors[1:] @ vectors[0])


def nameless(question: str, name: str) -> str:
    """The question without the product's name, which every fact shares."""
    question = question.replace(name, " ")
    words = {word.lower() for word in name.split()}
    return " ".join(word for word in question.split() if word.lower().strip("?,.!'s") not in words) or question


def _pairs(text: str) -> set[str]:
    plain = re.sub(r"\W", "", text)
    return {plain[at : at + 2] for at in range(len(plain) - 1)}


def _overlap(asked: set[str], said: set[str]) -> float:
    return len(asked & said) / len(asked) if asked else 0.0
