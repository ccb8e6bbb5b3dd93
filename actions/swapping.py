"""Another variant of the same product, before an order is packed or after it has come: what both flows ask."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from actions.base import OK, Reply, Request, ShopAction
from actions.cards import money
from actions.choosing import UNREAD, ChooseItems
from actions.item_parts import parts_about
from actions.lines import Named, quantity_in
from actions.methods import methods_meant
from actions.selection import read_picks, read_swaps, write_picks, write_swaps
from actions.transfers import named
from actions.variants import parts_of, says_this, variants_meant
from shop.changes import Change, Pick, Swap
from shop.errors import Refused
from shop.identity import Level
from shop.options import Options, VariantOption
from shop.order_view import OrderLine, OrderView

CHOSEN = "chosen"  # in the slot `variant` where every item has one, in `method` where none needs to be named
MORE, NONE = "more", "none"
MOST_VARIANTS = 8  # that are offered as buttons
_INTO = re.compile(
    r"\b(?:for|to|into|instead|rather|in|as)\b|[-=]+>|→|:"
    r"|\b(?:should|supposed|make it|i(?:'?d| would) (?:like|prefer|want))\b|[换改]成|[换改]为",
    re.I,
)
_COLOUR = re.compile(r"\bcolou?rs?\b|\bshade\b|颜色|换个?色", re.I)
_SIZE = re.compile(r"\bsizes?\b|尺[码寸]|大小", re.I)


@dataclass(frozen=True)
class Chosen:
    """What was chosen so far: the order, its items, their variants, and how a difference is paid."""

    order: OrderView
    picks: tuple[Pick, ...]
    swaps: tuple[Swap, ...]
    method: str | None

    def line(self, name: str) -> OrderLine:
        """A line of the order."""
        return next(line for line in self.order.lines if line.line == name)


def chosen(action: ShopAction, request: Request) -> Chosen:
    """As the slots say it; variants of items that are no longer chosen are left out."""
    order = action.services.orders.find(request.asker, request["order_number"])
    picks = read_picks(request["items"], order.number)
    wanted = {pick.line: pick.quantity for pick in picks}
    swaps = [swap for swap in read_swaps(request["swaps"], order.number) if swap.line in wanted]
    method = str(request["method"] or "")
    own = None if method in ("", CHOSEN) else method
    return Chosen(order, picks, tuple(Swap(each.line, wanted[each.line], each.sku) for each in swaps), own)


class ChooseSwapped(ChooseItems):
    """Which items are to become another variant. Words about the variant do not say which item it is."""

    by_colour = False
    divides = False

    def picks_in(
        self, text: str, request: Request, reply: Reply, options: Options, before: Sequence[Pick] = ()
    ) -> tuple[Pick, ...]:
        """What stands before "for", "to", 换成 says which; where nothing does, the whole text may.

        Where it is said of several what they become, those are meant.
        """
        about = self._about(text, request, [each.line for each in options.open])
        by_line = {each.line.line: each for each in options.lines}
        named = Named([(by_line[line].line, quantity_in(words)) for line, words in about.items()])
        if len(about) > 1:
            return self._counted(named, None, reply, options)
        first, *_ = _INTO.split(text)
        picks = super().picks_in(first, request, reply, options, before) if first.strip() else ()
        picks = picks or super().picks_in(text, request, reply, options, before)
        if not about or reply.slots.get("near") == list(about):
            return picks
        reply.set("near", None)
        own = tuple(pick for pick in picks if pick.line in about)
        return own or self._counted(named, None, reply, options)

    def changed(self, said: str, request: Request, reply: Reply, options: Options) -> str:
        """Another method, another variant, or other items."""
        now = chosen(self, request)
        methods = methods_meant(said, self.services.shoppers.methods(request.asker))
        if len(methods) == 1:
            reply.set("method", methods[0].id)
            return OK
        swaps = {swap.line: swap for swap in now.swaps}
        about = self._about(said, request, [each.line for each in options.open])
        picks = self._with(now.picks, about, options)
        for pick in picks:
            words = about.get(pick.line, "" if about else said)
            meant = variants_meant(words, self._variants(request, pick.line), self._as_chosen(now, request, pick))
            there = [option for option in meant if option.stock >= pick.quantity and not option.is_this]
            if len(meant) == 1 and (pick in now.picks or there):
                swaps[pick.line] = Swap(pick.line, pick.quantity, meant[0].sku)
            elif meant:
                swaps.pop(pick.line, None)
        if list(swaps.values()) != list(now.swaps) or picks != now.picks:
            reply.set("items", write_picks(now.order.number, picks))
            reply.set("swaps", write_swaps(now.order.number, list(swaps.values())) if swaps else None)
            reply.set("variant", CHOSEN if len(swaps) == len(picks) else None)
            reply.set("method", None)
            return OK
        return super().changed(said, request, reply, options)

    def _with(self, before: Sequence[Pick], about: Mapping[str, str], options: Options) -> tuple[Pick, ...]:
        """ "And the bookshelf in black": one more item, beside those that were chosen."""
        known = {pick.line for pick in before}
        left = {each.line.line: each.left for each in options.open}
        more = [Pick(line, quantity_in(words) or left[line]) for line, words in about.items() if line not in known]
        return (*before, *(Pick(each.line, min(each.quantity, left[each.line])) for each in more))

    def _about(self, text: str, request: Request, lines: Sequence[OrderLine]) -> dict[str, str]:
        number = str(request["order_number"])
        return parts_about(self.services, text, lines, lambda line: self._variants(request, line), number)

    def _variants(self, request: Request, line: str) -> Sequence[VariantOption]:
        return self.services.orders.variants(request.asker, request["order_number"], line)

    def _as_chosen(self, now: Chosen, request: Request, pick: Pick) -> dict[str, str]:
        """What is not said stays as it was chosen a moment ago, else as it was ordered."""
        sku = next((swap.sku for swap in now.swaps if swap.line == pick.line), "")
        options = self._variants(request, pick.line)
        return next((each.variant for each in options if each.sku == sku), now.line(pick.line).variant)


class FindVariants(ShopAction):
    """What each item becomes, by words or a button; `more` while one is not known, `unread` for words that say none."""

    level = Level.VERIFIED
    change: Callable[[Request, Chosen, str | None], Change]

    def act(self, request: Request, reply: Reply) -> str:
        now = chosen(self, request)
        swaps = {swap.line: swap for swap in now.swaps}
        answer = str(request["variant"] or "")
        answer = "" if answer == CHOSEN else answer
        missing = [pick for pick in now.picks if pick.line not in swaps]
        for pick in missing:
            if not _there(self, request, pick):
                line = now.line(pick.line)
                reply.say("utter_no_other_variant", item=named(reply, line.name, line.variant))
                return NONE
        sold_out: list[VariantOption] = []
        same: list[Pick] = []
        about = self._about(answer or request.text, request, missing if answer else now.picks, now)
        for at, pick in enumerate(missing):
            options = self.services.orders.variants(request.asker, now.order.number, pick.line)
            line, text = now.line(pick.line), about.get(pick.line, "")
            whole = "" if about or (answer and at) else answer or request.text
            meant = _meant(text or whole, options, line)
            if not meant and says_this(text or (whole if answer else ""), options, line.variant):
                meant = [option for option in options if option.is_this and self._may_stay(request, now, pick, option)]
                same += [] if meant else [pick]
            there = [option for option in meant if option.stock >= pick.quantity]
            sold_out += [option for option in meant if option not in there][:1] if not there else []
            if len(there) == 1:
                swaps[pick.line] = Swap(pick.line, pick.quantity, there[0].sku)
        kept = [swaps[pick.line] for pick in now.picks if pick.line in swaps]
        reply.set("swaps", write_swaps(now.order.number, kept) if kept else None)
        if len(kept) == len(now.picks):
            reply.set("variant", CHOSEN)
            return OK
        reply.set("variant", None)
        if sold_out:
            variant = sold_out[0].variant.get(reply.locale, "")
            reply.say("utter_variant_sold_out", variant=variant)
        elif same:
            line = now.line(same[0].line)
            reply.say("utter_variant_is_this", item=named(reply, line.name, line.variant))
        told = bool(sold_out or same)
        return UNREAD if answer and len(kept) == len(now.swaps) and not told else MORE

    def _about(self, text: str, request: Request, picks: Sequence[Pick], now: Chosen) -> dict[str, str]:
        """What a text says of each item that it names; see `parts_about`."""
        orders, number = self.services.orders, now.order.number
        lines = [now.line(pick.line) for pick in picks]
        return parts_about(
            self.services, text, lines, lambda line: orders.variants(request.asker, number, line), number
        )

    def _may_stay(self, request: Request, now: Chosen, pick: Pick, option: VariantOption) -> bool:
        """Whether the shop's rules let an item become what it is."""
        alone = Chosen(now.order, (pick,), (Swap(pick.line, pick.quantity, option.sku),), None)
        try:
            self.services.orders.preview(request.asker, now.order.number, type(self).change(request, alone, None))
        except Refused as refused:
            return refused.ruling.code != "same_variant"
        return True


class AskVariant(ShopAction):
    """Ask what the next item is to become: what is in stock, with the price difference."""

    level = Level.VERIFIED

    def act(self, request: Request, reply: Reply) -> str:
        now = chosen(self, request)
        known = {swap.line for swap in now.swaps}
        pick = next(pick for pick in now.picks if pick.line not in known)
        line = now.line(pick.line)
        there, item = _there(self, request, pick), named(reply, line.name, line.variant)
        asked = self._asked(request, line)
        near = sorted(there, key=lambda option: _apart(option, line, asked))[:MOST_VARIANTS]
        choices = [(self._label(option, reply), f"set:variant={option.sku}") for option in near]
        if len(there) <= MOST_VARIANTS:
            reply.say("utter_which_variant", choices=choices, item=item)
        else:
            reply.say("utter_which_variant_of_many", choices=choices, item=item, values=_values(there, reply))
        return OK

    def _asked(self, request: Request, line: OrderLine) -> frozenset[str]:
        """The values of what is to be different, where it is said: every colour, every size; in English."""
        product = next((each for each in self.services.catalogue.all() if each.id == line.product_id), None)
        if product is None:
            return frozenset()
        colours = {colour["en"] for colour in product.colours} if _COLOUR.search(request.text) else set()
        return frozenset(colours | (set(product.sizes) if _SIZE.search(request.text) else set()))

    def _label(self, option: VariantOption, reply: Reply) -> str:
        variant = option.variant.get(reply.locale, "")
        if not option.difference_cents:
            return variant
        sentence = "utter_variant_dearer" if option.difference_cents > 0 else "utter_variant_cheaper"
        return reply.word(sentence, variant=variant, difference=money(reply, abs(option.difference_cents)))


def _there(action: ShopAction, request: Request, pick: Pick) -> list[VariantOption]:
    """The other variants of which there are enough."""
    options = action.services.orders.variants(request.asker, request["order_number"], pick.line)
    return [option for option in options if option.stock >= pick.quantity and not option.is_this]


def _meant(text: str, options: Sequence[VariantOption], line: OrderLine) -> list[VariantOption]:
    """By sku, as a button says it, or by words."""
    pressed = [option for option in options if option.sku == text]
    others = [option for option in options if not option.is_this]
    only = [option for option in others if option.stock > 0]
    if not text:
        return []
    said = [option for option in variants_meant(text, options, line.variant) if not option.is_this]
    return pressed or said or (only if len(only) == 1 and len(others) == 1 and not _SIZE.search(text) else [])


def _apart(option: VariantOption, line: OrderLine, asked: frozenset[str]) -> tuple[int, int]:
    """How far a variant is from what was ordered: first in what was not to change, then in the rest."""
    own, parts = [part["en"] for part in parts_of(line.variant)], [part["en"] for part in parts_of(option.variant)]
    kept = [each for each in own if each not in asked]
    same = [each for each in own if each in asked and each in parts]
    return -sum(each in parts for each in kept), len(same) if asked else 0


def _values(options: Sequence[VariantOption], reply: Reply) -> str:
    """Every colour, every size that there is: "moss, slate · 38, 39, 40"."""
    columns: list[dict[str, None]] = []
    for option in options:
        for at, part in enumerate(parts_of(option.variant)):
            while len(columns) <= at:
                columns.append({})
            columns[at].setdefault(part[reply.locale])
    joint = "、" if reply.locale == "zh" else ", "
    return " · ".join(joint.join(column) for column in columns)
