"""What is asked of a refund, and how its amount came about: the goods, and what was taken off."""

from __future__ import annotations

import re

from actions.base import Reply
from actions.cards import money
from actions.methods import method_name
from actions.transfers import item_words
from shop.order_view import OrderView, Refund, SentBack
from shop.previews import Preview

_AMOUNT = re.compile(
    r"\bwhy\b.*(?:\d|\bless\b|\bamount\b|\bonly\b|\b(?:full|all|whole)\b|\btake[ns]?\b|\bdeduct\w*|\bcharg\w*)"
    r"|\b(?:rest|remaining|remainder|missing|difference|shortfall) (?:of )?(?:it|the money|my (?:money|refund)|\$?\d)"
    r"|\bwhere(?:'s| is) the (?:rest|other|difference)\b|\bthe rest\W*$"
    r"|\b(?:break ?down|made up|add up|calculated?|worked out)\b|\btaken off\b|\bdeduct\w*"
    r"|\b(?:less|short|lower|smaller|not (?:the )?(?:full|whole|all))\b|\bpaid\b.*\d.*\b(?:sent|got|back)\b"
    r"|\bonly (?:got|get|sent|received)\b|少[了退给]|[多才只][退有给]?了?\s*\d|为什么是?\s*\d|怎么[是才只]|扣[了掉]?"
    r"|差[了额]|不是全[额款]|明细|怎么算|运费",
    re.I,
)
_METHOD = re.compile(
    r"\b(?:which|what) (?:card|account|method|payment)\b"
    r"|\bwhere (?:did|does|was|will|has|is) (?:it|(?:the|my) (?:money|refund))\b.{0,12}\b(?:go|gone|sent|paid|land)\b"
    r"|\b(?:on|to|onto|into) (?:my|which|what|the) (?:\w+ )?(?:card|account|pay ?pal|bank)\b|\bback (?:on|to) my\b"
    r"|\bclosed\b.*\b(?:card|account)\b|\b(?:card|account)\b.*\bclosed\b"
    r"|退到?[了哪我]|[哪什].{0,3}(?:卡|账户|账号|帐户)|原路|卡.{0,4}(?:注销|停|销)|余额|信用卡",
    re.I,
)
_TIME = re.compile(
    r"\bhow (?:long|soon|many days|fast)\b|\bwhen (?:do|will|would|does|can|could)\b"
    r"|多久|几天|多长时间|什么时候|啥时候|几个工作日",
    re.I,
)


def asks_about_amount(text: str) -> bool:
    """Whether a text asks why a refund is as much as it is."""
    return bool(_AMOUNT.search(text))


def asks_about_method(text: str) -> bool:
    """Whether a text asks to which card or account the money goes."""
    return bool(_METHOD.search(text))


def asks_about_time(text: str) -> bool:
    """Whether a text asks how long it takes."""
    return bool(_TIME.search(text))


def method_words(reply: Reply, refund: Refund) -> str:
    """Where one refund goes or went, as a sentence."""
    sentence = "utter_refund_went_to" if refund.state == "sent" else "utter_refund_goes_to"
    return reply.word(sentence, total=money(reply, refund.cents), method=method_name(reply, refund.method))


def parts_words(reply: Reply, order: OrderView, refund: Refund) -> str:
    """How one refund came about; "" where the shop's data do not tell."""
    total = money(reply, refund.cents)
    back = next((each for each in order.returns if each.number == refund.reference), None)
    if back is not None and back.goods_cents:
        said = reply.word(
            "utter_refund_parts",
            total=total,
            goods=money(reply, back.goods_cents),
            lines=_lines(reply, order, back),
            less=less_words(reply, back.shipping_cents, back.restocking_cents, "utter_refund_less"),
        )
        if order.shipping_cents and order.state == "returned":
            said += " " if reply.locale == "en" else ""
            said += reply.word("utter_refund_without_shipping", shipping=money(reply, order.shipping_cents))
        return said
    if refund.action == "cancel" and refund.cents == order.total_cents:
        return reply.word("utter_refund_parts_whole", total=total, number=order.number)
    return reply.word("utter_refund_parts_items", total=total) if refund.action == "cancel_items" else ""


def less_words(reply: Reply, shipping_cents: int, restocking_cents: int, sentence: str) -> str:
    """What is taken off, put into `sentence`; "" where nothing is."""
    parts = []
    if shipping_cents:
        parts.append(reply.word("utter_part_return_shipping", fee=money(reply, shipping_cents)))
    if restocking_cents:
        parts.append(reply.word("utter_part_restocking", fee=money(reply, restocking_cents)))
    joint = "、" if reply.locale == "zh" else ", "
    return reply.word(sentence, parts=joint.join(parts)) if parts else ""


def fees_words(reply: Reply, preview: Preview) -> str:
    """What is taken off, as a sentence before which there is a space; "" where nothing is."""
    said = []
    if preview.shipping_cents:
        said.append(reply.word("utter_fee_return_shipping", fee=money(reply, preview.shipping_cents)))
    if preview.restocking_cents:
        said.append(reply.word("utter_fee_restocking", fee=money(reply, preview.restocking_cents)))
    return "".join((" " if reply.locale == "en" else "") + sentence for sentence in said)


def _lines(reply: Reply, order: OrderView, back: SentBack) -> str:
    units = dict(back.items)
    named = [item_words(reply, line, units[line.line]) for line in order.lines if line.line in units]
    return ("；" if reply.locale == "zh" else "; ").join(named)
