"""An e-mail when something that is sold out is there again."""

from __future__ import annotations

from actions.base import OK, Reply, Request, ShopAction
from actions.cards import product_card
from actions.choosing import ASK, UNREAD
from actions.pointing import products_meant
from actions.swapping import MOST_VARIANTS
from actions.transfers import named
from actions.variants import is_said, parts_of
from actions.yes import ask_yes
from shop.catalogue import Product
from shop.identity import Level
from shop.products import Variant


class FindSoldOut(ShopAction):
    """Which product, and which variant of it is sold out: by words, a button, or ask.

    `there` where nothing of it is sold out, `product` where it is not known which product.
    """

    called = "action_find_sold_out"
    level = Level.VERIFIED

    def act(self, request: Request, reply: Reply) -> str:
        product = self._product(request, reply)
        if product is None:
            return "product"
        reply.set("product_id", product.id)
        gone = [variant for variant in product.variants if variant.stock <= 0]
        said = str(request["sku"] or "")
        if said in [variant.sku for variant in gone]:
            return OK
        text = said or request.text
        if not gone or self._named_is_there(product, text):
            reply.say("utter_there_already", cards=[product_card(reply, product)], product=product.name[reply.locale])
            return "there"
        meant = _meant(gone, text)
        if len(gone) == 1 or len(meant) == 1:
            reply.set("sku", (meant or gone)[0].sku)
            return OK
        reply.set("sku", None)
        return UNREAD if said else ASK

    def _product(self, request: Request, reply: Reply) -> Product | None:
        own = [each for each in self.services.catalogue.all() if request["sku"] in [v.sku for v in each.variants]]
        if own and not request["product_id"]:
            return own[0]
        if request["product_id"]:
            return self.services.catalogue.product(str(request["product_id"]))
        found = products_meant(self.services, request, reply.locale)
        return found[0] if len(found) == 1 else None

    def _named_is_there(self, product: Product, text: str) -> bool:
        """Whether the very variant that is named is in stock."""
        most = max((_score(variant, text) for variant in product.variants), default=0)
        named_ones = [variant for variant in product.variants if most and _score(variant, text) == most]
        return bool(named_ones) and all(variant.stock > 0 for variant in named_ones)


class AskSoldOutProduct(ShopAction):
    """Ask which product, among those that the words could mean."""

    called = "action_ask_sold_out_product"
    level = Level.VERIFIED

    def act(self, request: Request, reply: Reply) -> str:
        meant = products_meant(self.services, request, reply.locale)
        choices = [(product.name[reply.locale], f"set:product_id={product.id}") for product in meant[:MOST_VARIANTS]]
        reply.say("utter_which_sold_out_product", choices=choices)
        return OK


class ReadSoldOutProduct(ShopAction):
    """A product in own words."""

    called = "action_read_sold_out_product"
    level = Level.VERIFIED

    def act(self, request: Request, reply: Reply) -> str:
        said = str(request["product_id"])
        known = [product.id for product in self.services.catalogue.all()]
        if said in known:
            return OK
        again = Request(request.asker, {**request.slots, "product": said}, said, request.entry, request.flow, None)
        found = products_meant(self.services, again, reply.locale)
        reply.set("product_id", found[0].id if len(found) == 1 else None)
        return OK if len(found) == 1 else UNREAD


class AskSoldOutVariant(ShopAction):
    """Ask which of the variants that are sold out."""

    called = "action_ask_sold_out_variant"
    level = Level.VERIFIED

    def act(self, request: Request, reply: Reply) -> str:
        product = self.services.catalogue.product(str(request["product_id"]))
        gone = [variant for variant in product.variants if variant.stock <= 0]
        wanted = _meant(gone, request.text) or gone  # "back in L": every colour of that size, and no other
        choices = [(_words(each)[reply.locale], f"set:sku={each.sku}") for each in wanted[:MOST_VARIANTS]]
        reply.say("utter_which_sold_out_variant", choices=choices, product=product.name[reply.locale])
        return OK


class PreviewNotice(ShopAction):
    """What will be noted, and where the e-mail goes."""

    called = "action_preview_notice"
    level = Level.VERIFIED

    def act(self, request: Request, reply: Reply) -> str:
        notice = self.services.back_in_stock.preview(request.asker, str(request["sku"]))
        item = named(reply, notice.name, notice.variant)
        if not notice.new:
            reply.say("utter_notice_known", item=item, email=notice.email)
            return "known"
        reply.set("notice_item", item)
        reply.set("notice_email", notice.email)
        return OK


class ConfirmNotice(ShopAction):
    """The question before it is noted."""

    called = "action_confirm_notice"
    level = Level.VERIFIED

    def act(self, request: Request, reply: Reply) -> str:
        item, email = request["notice_item"], request["notice_email"]
        ask_yes(reply, request, "utter_confirm_notice", item=item, email=email)
        return OK


class NoteRestock(ShopAction):
    """The write: asking again changes nothing."""

    called = "action_note_restock"
    level = Level.VERIFIED
    writes = True

    def act(self, request: Request, reply: Reply) -> str:
        notice = self.services.back_in_stock.ask(request.asker, str(request["sku"]))
        reply.say("utter_notice_noted", item=named(reply, notice.name, notice.variant), email=notice.email)
        return OK


def _words(variant: Variant) -> dict[str, str]:
    colour = variant.colour or {}
    joint = {"en": ", ", "zh": "，"}
    return {
        locale: joint[locale].join(part for part in (colour.get(locale, ""), variant.size or "") if part)
        for locale in joint
    }


def _score(variant: Variant, text: str) -> int:
    return sum(is_said(part, text) for part in parts_of(_words(variant)))


def _meant(variants: list[Variant], text: str) -> list[Variant]:
    most = max((_score(variant, text) for variant in variants), default=0)
    return [variant for variant in variants if most and _score(variant, text) == most]


ACTIONS: tuple[type[ShopAction], ...] = (
    FindSoldOut, AskSoldOutProduct, ReadSoldOutProduct, AskSoldOutVariant, PreviewNotice, ConfirmNotice, NoteRestock,
)  # fmt: skip
