"""What speaks for and against a piece of a message being a request of its own: how it is put, how surely it is read.

Clues are named numbers; their weights were learned (training/splitting.py) and lie beside this file.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field

from bot.nlu.joints import DANGLES, STARTS, Joint
from bot.nlu.values.found import Found

Clues = dict[str, float]

ABOUT_ORDERS = frozenset(
    (
        "order_status",
        "cancel_order",
        "return_order",
        "exchange_order",
        "refund_status",
        "change_address",
        "change_order",
        "report_problem",
        "reorder",
        "invoice",
    )
)
QUESTIONS = frozenset(("product_question", "shop_question", "product_search"))  # may stand beside another of the same
ANSWERS = frozenset(("affirm", "deny", "other_one"))
SMALL_TALK = frozenset(("greet", "thanks", "goodbye"))
REFERS = re.compile(r"\b(?:it|its|that|this|they|them|these|those|one)\b|[它这那该]", re.IGNORECASE)
_WEAK = ("comma", "bare", "space", "adverb")
_ASKS = re.compile(
    r"[?]$|(?:吗|呢|没有|没|不|么|多少|多久|什么|几点|几天)[?!。.~]*$|有(?:什么|啥|哪)|有没有|能不能|可不可以|是不是"
)
_ASKS_AFTER = re.compile(
    r"[?]|\b(where|when|track|tracking|status|check|eta|update|look up|still waiting)\b"
    r"|查|哪|什么时候|啥时候|多久|吗|催|没有?$|到了没|发了没",
    re.IGNORECASE,
)  # without one of these, a piece about an order only tells the story: "it came today, but…"
DEPENDS = re.compile(
    r"^(?:which|who|whose|because|cause|cos|since|so|if|when|while|as|although|though|but|including|even|or|not|instead|"
    r"for|with|from|to|in|on|by|that|bought|ordered|should be)\b"
    r"|^(?:因为|所以|如果|但|不过|结果|才|都|就|是|已经|说|要不|不然|否则|或者|包括|然后|而且|可是|还是|的|了)",
    re.IGNORECASE,
)
CONDITION = re.compile(
    r"^(?:and |or |but )?(?:if|in case|otherwise|or else)\b|的话|^(?:如果|要是|要不|不然|没有就|有就|否则)",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"^(?:i(?:'ve|'m| am| have| had| was| ordered| bought| got| sent| paid| changed| only| don't| never| live| used|"
    r" already| just)|my|it(?:'s| is| was| came| arrived| has| hasn't)?|the|we|they|he|she|that|there|nothing|nobody|"
    r"just)\b"
    r"|^(?:我(?!想|要|能|可)|他|她|它|这|那|因为|之前|上次|刚|昨天|今天|以前|已经|本来|平时|其他|快递|邻居)|了$|的$",
    re.IGNORECASE,
)
_NUMBER_ALONE = re.compile(
    r"^[\W_]*(?:order|订单|单号|number|no|the|my|and|for|号|是|一?单|nr|is|它|也|too|as|well|both|please|pls|都|那个|this|one|also|s)*"
    r"[\W_]*#?\d{4,7}[\W_]*(?:too|as|well|please|pls|both|也|一样|号|单|also|that|那|一起|的)*[\W_]*$",
    re.IGNORECASE,
)


@dataclass
class Part:
    """A piece of a message with the probabilities of every intent of its language's head, and the values in it."""

    text: str
    ranking: list[tuple[str, float]]
    entities: list[Found] = field(default_factory=list)
    familiar: float = 0.5  # the share of unseen examples that were recognised less clearly, whatever they were

    @property
    def intent(self) -> str:
        return self.ranking[0][0] if self.ranking else ""

    @property
    def share(self) -> float:
        return self.ranking[0][1] if self.ranking else 0.0

    def numbers(self) -> tuple[str, ...]:
        return tuple(value for kind, value, _, _ in self.entities if kind == "order_number")


@dataclass(frozen=True)
class Form:
    """How a piece is put."""

    starts: bool
    asks: bool
    tells: bool
    words: float

    @classmethod
    def of(cls, text: str) -> Form:
        words = len(re.findall(r"[A-Za-z']+|\d+", text)) + len(re.findall(r"[㐀-鿿]", text)) / 1.5
        tells = _TELLS.search(text.rstrip(".!。")) is not None
        return cls(STARTS.search(text) is not None, _ASKS.search(text) is not None, tells, words)

    @property
    def formed(self) -> bool:
        return self.starts or self.asks

    @property
    def only_tells(self) -> bool:
        return self.tells and not self.formed


def of_whole(part: Part) -> Clues:
    """For the message as one request."""
    return {"whole": 1.0, "whole_share": math.log(max(part.share, 0.02)), "whole_familiar": part.familiar}


def of_piece(part: Part, form: Form) -> Clues:
    """For one piece as a request among others."""
    text, intent = part.text, part.intent
    return {
        "share": math.log(max(part.share, 0.02)),
        "familiar": part.familiar,
        "strange": float(part.familiar < 0.05),
        "well_known": float(part.familiar > 0.5),
        "unsure": float(part.share < 0.6),
        "sure": float(part.share > 0.9),
        f"intent:{intent}": 1.0,
        "one_word": float(form.words <= 1.4),
        "two_words": float(1.4 < form.words <= 2.4),
        "three_words": float(2.4 < form.words <= 3.4),
        "short_and_known": float(form.words <= 3.4 and part.familiar > 0.3),
        "number_alone": float(_NUMBER_ALONE.match(text) is not None),
        "dangles": float(DANGLES.search(text) is not None),
        "story": float(intent == "order_status" and _ASKS_AFTER.search(text) is None),
        "formless": float(not form.formed),
        "tells": float(form.only_tells),
        "tells_and_asks": float(form.tells and form.asks),
        "tells_and_starts": float(form.tells and form.starts and not form.asks),
    }


def of_pair(left: Part, right: Part, joint: Joint, forms: tuple[Form, Form]) -> Clues:
    """For two neighbours as two requests, divided at this joint."""
    first, second = forms
    weak = joint.kind in _WEAK
    alone = _NUMBER_ALONE.match(right.text) is not None
    apart = not alone and bool(left.numbers() and right.numbers() and set(left.numbers()) != set(right.numbers()))
    refers = REFERS.search(right.text) is not None
    other = left.intent != right.intent
    surely_other = other and min(left.share, right.share) > 0.9
    orders = {left.intent, right.intent} <= ABOUT_ORDERS and other
    return {
        f"joint:{joint.kind}": 1.0,
        "right_starts": float(second.starts),
        "right_depends": float(DEPENDS.search(right.text) is not None),
        "right_refers": float(refers),
        "right_of_that_order": float(orders and refers and bool(left.numbers()) and second.formed),
        "right_lacks_order": float(right.intent in ABOUT_ORDERS and not right.numbers() and not refers),
        "right_tells": float(second.only_tells),
        "left_tells": float(first.only_tells),
        "left_asks": float(first.asks),
        "condition": float(CONDITION.search(right.text) is not None),
        "other_numbers": float(apart),
        "weak_other_numbers": float(weak and apart),
        "weak_and_formed": float(weak and first.formed and second.formed),
        "weak_and_sure": float(weak and min(left.share, right.share) > 0.85 and other),
        "surely_other": float(surely_other),
        "asked_and_surely_other": float(first.asks and surely_other),
        "both_ask_other": float(first.asks and second.asks and other),
        "stop_and_start": float(joint.kind == "end" and second.starts),
        _alike(left, right, first.formed and second.formed): 1.0,
    }


def _alike(left: Part, right: Part, formed: bool) -> str:
    if left.intent != right.intent:
        return "different"
    if left.numbers() and right.numbers() and set(left.numbers()) != set(right.numbers()):
        return "same_of_another"
    return "same_question" if left.intent in QUESTIONS and formed else "same"
