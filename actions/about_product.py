"""Questions about one product, answered from its own data."""

from __future__ import annotations

from actions.alternatives import say_unknown
from actions.aspects import aspect_of_product
from actions.base import OK, Reply, Request, ShopAction
from actions.before import kind_before
from actions.colours import colour_in
from actions.comparing import follow_up
from actions.ellipsis import is_fragment, only_points, without_places
from actions.facts import answering, described, nameless
from actions.pointing import asks_of_none, named_strangely, products_meant, products_shown
from actions.products import FindProducts
from actions.seeking import seeks
from actions.sizes import size_in
from actions.sizing import asks_size_for_body, tell_sizes
from actions.telling import tell_about
from shop.catalogue import Product


class AnswerAboutProduct(ShopAction):
    """A sentence of the product's own data that answers, or the plain words that it does not say."""

    called = "action_answer_about_product"

    def act(self, request: Request, reply: Reply) -> str:
        if follow_up(self.services, request, reply):
            return OK
        if seeks(self.services, request, reply.locale):
            return FindProducts(self.services).act(request, reply)
        found = products_meant(self.services, request, reply.locale)
        if not found and named_strangely(self.services, request, reply.locale):
            reply.say("utter_product_not_found")
            return OK
        if asks_size_for_body(request.text) and tell_sizes(reply, found):
            return OK
        if len(found) != 1:
            return "several" if found or asks_of_none(self.services, request, reply.locale) else "unknown"
        product = found[0]
        question = question_of(request, product)
        if question == request.follows:  # what it was asked of before is not what is asked
            for other in products_shown(self.services, request):
                question = nameless(question, other.name[reply.locale]) if other.id != product.id else question
        fact = answering(question, product, reply)
        if fact is None and only_points(request.text):
            fact = described(product, reply)
        if fact is None and request.follows and not aspect_of_product(question) and not _names(request.text, product):
            return "unknown"
        tell_about(reply, product, question, fact)
        return OK


class AskWhichProduct(ShopAction):
    """A product question that fits several products, or none: which one?"""

    called = "action_ask_which_product"

    def act(self, request: Request, reply: Reply) -> str:
        meant = products_meant(self.services, request, reply.locale) or products_shown(self.services, request)
        before = None if meant else kind_before(self.services, request, reply.locale)
        if before is not None and before.unknown:
            return say_unknown(self.services, before, reply)
        names = [product.name[reply.locale] for product in meant]
        choices = [(name, f"start:product_question|product={p.id}") for name, p in zip(names, meant, strict=True)]
        reply.asked = request.text
        reply.say("utter_which_product", choices=choices)
        return OK


def _names(text: str, product: Product) -> bool:
    """Whether a text says the product's own name."""
    return product.name["en"].split()[0].lower() in text.lower().split() or product.name["zh"][:2] in text


def question_of(request: Request, product: Product) -> str:
    """What is asked: the message, or the question before it where the message only names another product."""
    if not request.follows or request.text in product.name.values():  # the latter: a button was pressed
        return request.follows or request.text
    text = without_places(request.text)
    for name in product.name.values():
        text = nameless(text, name)
    asks = aspect_of_product(text) or size_in(text, product) or colour_in(text, [product])[0]
    return request.follows if is_fragment(request.text) and not asks else request.text


ACTIONS = (AnswerAboutProduct, AskWhichProduct)
