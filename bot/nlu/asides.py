"""What of a message asks for nothing: asides, values alone, what is told; and which pieces ask for one and the same."""

from __future__ import annotations

import re

from bot.nlu.clues import ABOUT_ORDERS, ANSWERS, CONDITION, DEPENDS, QUESTIONS, REFERS, Form, Part

MOODS = frozenset(("complaint", "feedback", "bot_challenge", "stop", "out_of_scope"))  # heard in many an aside
LONG = 12.0  # words; a question of more is put as one
SURELY_ASIDE, HARDLY_ASIDE = 0.45, 0.8  # below this probability a piece is none; moods and conditions below the second
_BESIDE_VALUES = re.compile(
    r"\b(?:my|our|the|an?|is|it'?s|to|in|on|for|e-?mail|mail|phone|telephone|number|no|address|order|here|and|with|under|new|"
    r"too|also|please|pls|as well|sorry|no)\b|我的?|邮箱|邮件|电话|手机|地址|号码|订单|单号|[是为号单在也的]",
    re.IGNORECASE,
)
_LONG_AGO = re.compile(
    r"\b(?:last (?:year|month|spring|summer|autumn|fall|winter)|(?:years?|months?) ago|used to|grew up)\b"
    r"|去年|前年|以前|上个月",
    re.IGNORECASE,
)  # where somebody lived or moved to then is told, not asked
_ALTERS = re.compile(r"\b(?:change|update|correct|save|set|send|use|new)\b|改|换|更新|寄", re.IGNORECASE)
_PAYS = re.compile(
    r"\bpay(?:ing|ment)?\b|\bpay ?pal\b|\b(?:charge|debit|bill|settle)\b|\bgift card\b|\b(?:visa|mastercard|amex)\b"
    r"|付|礼品卡|信用卡",
    re.IGNORECASE,
)
_BARE_QUESTION = re.compile(
    r"^(?:and |or )?(?:how (?:much|long|far|often)|when|where|why|which one|since when|until when)"
    r"(?: (?:is|does|will|do) (?:it|that|they)(?: cost| take| last)?)?[?]*$"
    r"|^(?:大概|一般|那|要|得|是)*(?:(?:多少钱?|几[天点]|多久|多长时间|什么时候|怎么[一-鿿]{1,2}|贵不贵|收费吗|在哪里?)[到能开关]*)+[吗呢啊呀]*[?]*$",
    re.IGNORECASE,
)  # a question that names nothing: it asks on


def is_aside(part: Part) -> bool:
    """Whether a piece that was told apart asks for nothing: not surely read, a "no" within a sentence, a condition."""
    form = Form.of(part.text)
    if _only_values(part) or _was_long_ago(part):
        return True
    if part.numbers():
        return False
    if not form.formed and (part.intent == "out_of_scope" or (part.intent in QUESTIONS and form.words > LONG)):
        return True
    least = HARDLY_ASIDE if part.intent in MOODS or CONDITION.search(part.text) else SURELY_ASIDE
    return part.share < least or part.intent in ANSWERS


def _was_long_ago(part: Part) -> bool:
    """ "I moved to … last year": an address that nobody is asked to save."""
    about = part.intent in ("change_profile", "change_address")
    return about and _LONG_AGO.search(part.text) is not None and _ALTERS.search(part.text) is None


def _only_values(part: Part) -> bool:
    """ "My e-mail is …", "order 1001": values for the request beside it."""
    rest = part.text
    for _, _, start, end in sorted(part.entities, key=lambda value: -value[2]):
        rest = rest[:start] + " " + rest[end:] if end - start < len(part.text) else rest
    return bool(part.entities) and not re.sub(r"[\W\d_]", "", _BESIDE_VALUES.sub(" ", rest))


def same_request(left: Part, right: Part) -> bool:
    """Whether two pieces that were told apart ask for one and the same."""
    if left.intent != right.intent:
        return False
    if left.intent == "change_order" and pays(left) != pays(right):
        return pays(right) and not right.numbers()  # how a difference is paid; else the payment is a request of its own
    if left.intent in ABOUT_ORDERS:
        return not left.numbers() or not right.numbers() or set(right.numbers()) <= set(left.numbers())
    if left.intent == "product_question":
        return _BARE_QUESTION.search(right.text) is not None
    if left.intent == "shop_question":
        return any(pattern.search(right.text) for pattern in (REFERS, CONDITION, DEPENDS, _BARE_QUESTION))
    return left.intent not in QUESTIONS


def pays(part: Part) -> bool:
    """Whether a piece is about how an order is paid."""
    return _PAYS.search(part.text) is not None
