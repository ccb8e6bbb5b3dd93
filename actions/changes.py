"""A wish to change an order, before it is known what: a variant, something out of it, the payment, the address."""

from __future__ import annotations

import re

from actions.base import OK, Reply, Request, ShopAction
from actions.choosing import ASK, UNREAD
from actions.item_parts import parts_about
from actions.lines import lines_named
from actions.orders import MOST_LOOKED
from actions.remembering import orders_named
from shop.errors import IdentityNeeded
from shop.identity import Level

_PAYMENT_TOO = re.compile(  # a change of how the whole order is paid, beside a change of its items
    r"\b(?:change|switch|update|modify|move)\b.{0,24}\b(?:pay(?:ment)?|charge)\b|\bpay(?:ing)? for\b"
    r"|\b(?:settle|charge|bill)\b.{0,16}\b(?:order|#?w?\d{4})|\bwrong card\b|付款方式|支付方式",
    re.I,
)
_ONE_MORE = re.compile(
    r"\badd(?:ing)? (?:in )?(?:one|two|three|an?|another|some|more)\b|\b(?:one|two|a couple|some) more\b"
    r"|\banother (?:one )?of (?:the|those|these)\b|\bextra (?:one|pair|unit)\b"
    r"|[再多][加来要买][一二两三几个双件点]|加[一二两三几]?[个件双]",
    re.I,
)
KINDS = ("items", "exchange", "remove", "return", "payment", "both", "address", "other")
COME = {"items": "exchange", "both": "exchange", "remove": "return"}  # what is meant of an order that was delivered
_COUNT = r"(\d{1,2}|one|two|three|four|five|six)"
_COUNTS = {word: number for number, word in enumerate(["zero", "one", "two", "three", "four", "five", "six"])}
_FROM_TO = re.compile(rf"\b{_COUNT}\b[^.,;]{{0,24}}?\b(?:not|instead of|rather than)\s+(?:just\s+)?{_COUNT}\b", re.I)
_PAYMENT = re.compile(
    r"\bpay(?:ment|ing)?\b|\bpay ?pal\b|\b(?:another|different|other|credit|debit|wrong) card\b|\bcharge\b.*\bcard\b"
    r"|\b(?:visa|mastercard|amex)\b|\b(?:on|with|by|use|from|to|onto)(?: to)? (?:my |the |a )?gift ?card\b"
    r"|付款|支付|换[一张]*卡|信用卡|礼品卡付",
    re.I,
)
_ADDRESS = re.compile(r"\baddress\b|\bship (?:it |this )?to\b|\bsend (?:it |this )?to\b|地址|寄到|送到", re.I)
_OTHER = re.compile(
    r"(?<!don't )(?<!not )\badd(?:ing)?\b|\bone more\b|\banother (?!size|colou?r|one|address|card|method|street"
    r"|city)\w+|\bextra\b(?! (?:large|small))"
    r"|\b(?:express|faster|standard) (?:shipping|delivery)\b|\bupgrade\b.*\b(?:shipping|express)\b|\bto express\b"
    r"|\bexpress pls\b"
    r"|\bgift[ -]?(?:wrap|message|card)|\bcard with\b|\bcombine\b|\bmerge\b|\bsplit\b|\bput (?:a|an|one|some|two"
    r"|my two)\b|\bthrow (?:a|in)\b"
    r"|\bforgot\b|\btogether\b|\bone (?:box|parcel)\b|\bhold\b|\bdelay\b|\bsend the .* first\b|\buntil\b"
    r"|[再多]加|加[一个件双点]|添|加进|加单|多[来要买]|再[来要买]|合并|合单|拆[单开]|加急|包装|贺卡|推迟|晚点发"
    r"|先发|一起发|升级",
    re.I,
)
_REMOVE = re.compile(
    r"\b(?:remove|drop|delete|leave out|take (?:\w+ ){1,4}(?:out|off)|without|fewer|less)\b|\bcancel\b"
    r"|\b(?:don'?t|do not|no longer) (?:want|need|send)\b|\b(?:only|just) (?:want |need )?(?:one|1|two|2)\b"
    r"|\breduce\b|\bone less\b"
    r"|去掉|拿掉|删|不要|少[要买发寄一]|减|只[要留]|取消|退掉",
    re.I,
)
_ITEMS = re.compile(
    r"\b(?:size|colou?r|swap|switch|replace|instead|variant|bigger|smaller|larger|wider|longer)\b|\b(?:a|the|in"
    r"|to)\s(?:small|medium|large)\b"
    r"|\bwrong (?:size|colou?r|one|item)\b|\bin place of\b|\binto\b"
    r"|\b(?:should|ought to|meant to|supposed to) (?:be|have been)\b|[-=]>|→"
    r"|尺[码寸]|码|颜色|色|换成|改成|换[一个大小]|大一"
    r"|小一|款式",
    re.I,
)


_MAY_BE_ITEMS = re.compile(
    r"\b(?:change|swap|switch|replace|instead|rather|different|should|prefer|want|need|like)\b|[-=]>|→|[换改要]", re.I
)


def wants_one_more(text: str) -> bool:
    """ "Add one more of the coolers": more units of something, which no change of an order can do."""
    return _ONE_MORE.search(text) is not None


class ReadOrderChange(ShopAction):
    """What is to change, by the words that say it; `ask` where they do not."""

    called = "action_read_order_change"

    def act(self, request: Request, reply: Reply) -> str:
        said = str(request["order_change"] or "")
        pressed = said in KINDS
        kind = said if pressed else kind_of_change(said or request.text)
        number = self._number(request, kind)
        if number and not pressed and (not kind or _MAY_BE_ITEMS.search(said or request.text) or kind == "address"):
            kind = "items" if self._is_swap(said or request.text, number, request) else kind
        if kind == "items" and _PAYMENT_TOO.search(said or request.text):
            kind = "both"
        if number and kind in COME and self.services.orders.options(request.asker, number, COME[kind]).open:
            kind = COME[kind]
        if said and not pressed and number and kind in ("items", "exchange", "remove", "return"):
            self._carry(said, number, request, reply)
        reply.set("order_change", kind or None)
        return OK if kind else UNREAD if said else ASK

    def _number(self, request: Request, kind: str) -> str:
        """The order that is meant, where it is known and this shopper may see what is in it; "" else."""
        number, orders = str(request["order_number"] or ""), self.services.orders
        if request.asker.level < Level.VERIFIED:
            if number and (not kind or kind in COME):
                raise IdentityNeeded(Level.VERIFIED)  # what is in the order, and its state, will tell
            return ""
        if not number:
            named = orders_named(self.services, request, orders.latest(request.asker, MOST_LOOKED))
            number = named[0].number if len(named) == 1 else ""
        return number

    def _is_swap(self, text: str, number: str, request: Request) -> bool:
        """Whether it is said of an item in the order which other variant it is to be."""
        orders = self.services.orders
        lines = orders.find(request.asker, number).lines
        return bool(
            parts_about(self.services, text, lines, lambda line: orders.variants(request.asker, number, line), number)
        )

    def _carry(self, said: str, number: str, request: Request, reply: Reply) -> None:
        """What was answered may name the items, and what they become: they are not asked for again."""
        if lines_named(self.services, said, self.services.orders.find(request.asker, number).lines):
            reply.set("items", said)
            reply.set("variant", said)


def kind_of_change(text: str) -> str:
    """One of KINDS, or ""."""
    counts = _FROM_TO.search(text)
    if counts is not None:
        wanted, had = (_COUNTS.get(each.lower()) or int(each) for each in counts.groups())
        if max(wanted, had) < 20:
            return "remove" if wanted < had else "other"
    for kind, pattern in (("payment", _PAYMENT), ("other", _OTHER), ("items", _ITEMS), ("remove", _REMOVE)):
        if pattern.search(text):
            return kind
    return "address" if _ADDRESS.search(text) else ""


ACTIONS = (ReadOrderChange,)
