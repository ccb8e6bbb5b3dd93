"""A wish to change an order, before it is known what: a variant, something out of it, the payment, the address."""

from __future__ import annotations

import re

from actions.base import OK, Reply, Request, ShopAction
from actions.choosing import ASK, UNREAD
from actions.orders import MOST_LOOKED
from actions.remembering import orders_named
from shop.identity import Level

KINDS = ("items", "exchange", "remove", "payment", "address", "other")
_COUNT = r"(\d{1,2}|one|two|three|four|five|six)"
_COUNTS = {word: number for number, word in enumerate(["zero", "one", "two", "three", "four", "five", "six"])}
_FROM_TO = re.compile(rf"\b{_COUNT}\b[^.,;]{{0,24}}?\b(?:not|instead of|rather than)\s+(?:just\s+)?{_COUNT}\b", re.I)
_PAYMENT = re.compile(
    r"\bpay(?:ment|ing)?\b|\bpay ?pal\b|\b(?:another|different|other|credit|debit) card\b|\bcharge\b.*\bcard\b"
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


class ReadOrderChange(ShopAction):
    """What is to change, by the words that say it; `ask` where they do not."""

    called = "action_read_order_change"

    def act(self, request: Request, reply: Reply) -> str:
        said = str(request["order_change"] or "")
        if said in KINDS:
            return OK
        kind = kind_of_change(said or request.text)
        if kind == "items" and self._has_come(request):
            kind = "exchange"
        reply.set("order_change", kind or None)
        return OK if kind else UNREAD if said else ASK

    def _has_come(self, request: Request) -> bool:
        """Whether the order is delivered already, and its items can be exchanged."""
        if request.asker.level < Level.VERIFIED:
            return False
        number, orders = request["order_number"], self.services.orders
        if not number:
            named = orders_named(self.services, request, orders.latest(request.asker, MOST_LOOKED))
            number = named[0].number if len(named) == 1 else None
        return bool(number and orders.options(request.asker, number, "exchange").open)


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
