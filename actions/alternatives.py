"""Where nothing is what was asked for: that is said, and what comes nearest is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from actions.base import OK, Reply
from actions.cards import money
from actions.matching import by_meaning, failures, fitting, nearest
from actions.services import Services
from actions.showing import SHOWN, show
from actions.wishes import Wish
from shop.catalogue import Product

MOST_QUOTED = 3  # words; more are a story, not the name of a thing
NEAR = 0.44  # score from which a product is shown for a word that names none


def say_unknown(services: Services, wish: Wish, reply: Reply) -> str:
    """No product is what was asked for; what is near in meaning is shown as no more than that."""
    near = by_meaning(services, wish.unknown, reply.locale, SHOWN, NEAR) if reply.locale == "en" else []
    if near:
        title = reply.word("utter_products_unknown_near", words=wish.unknown)
        show(reply, title, [(product, "") for product in near[:SHOWN]])
    elif len(wish.unknown.split()) > MOST_QUOTED:
        reply.say("utter_products_none")
    else:
        reply.say("utter_products_unknown", words=wish.unknown)
    return OK


def say_nearest(reply: Reply, wish: Wish, products: Sequence[Product]) -> str:
    """Say which limits nothing keeps to, and show what comes nearest; a trait that no data says is not denied."""
    if wish.traits:
        loose = fitting(replace(wish, traits=()), products)
        if loose:
            words = ", ".join(wish.traits)
            title = reply.word("utter_products_unsaid", kind=wish.label, words=words)
            show(reply, title, [(product, "") for product in loose[:SHOWN]])
            return OK
    near = nearest(wish, products, SHOWN) if wish.ids is not None or (wish.limited and not wish.purpose) else []
    if not near:
        reply.say("utter_products_none")
        return OK
    limits = _limits(reply, wish)
    if limits:
        title = reply.word("utter_products_nearest", limits=limits)
        if wish.size and all("size" in failures(wish, product) for product in near):
            sizes = dict.fromkeys(size for product in near for size in product.sizes)
            title = reply.word("utter_products_sizes", sizes=_joined(reply, sizes)) + "\n" + title
    else:
        title = reply.word("utter_products_found")
    show(reply, title, [(product, "") for product in near])
    return OK


def _limits(reply: Reply, wish: Wish) -> str:
    """ "tent, up to $200.00, in red" """
    said = [wish.label] if wish.label else []
    if wish.people is not None:
        said.append(reply.word("utter_limit_people", people=wish.people))
    if wish.least is not None:
        said.append(reply.word("utter_limit_least", price=money(reply, wish.least)))
    if wish.most is not None:
        said.append(reply.word("utter_limit_most", price=money(reply, wish.most)))
    if wish.colour:
        said.append(reply.word("utter_limit_colour", colour=wish.colour))
    if wish.size:
        said.append(reply.word("utter_limit_size", size=wish.size))
    said += [reply.word("utter_limit_without", words=word) for word in wish.without]
    said += [measure.words for measure in wish.measures]
    said += list(wish.traits)
    return _joined(reply, said)


def _joined(reply: Reply, words: Iterable[str]) -> str:
    return ("、" if reply.locale == "zh" else ", ").join(words)
