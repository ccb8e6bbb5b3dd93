"""Text that speaks to a machine instead of a shopper. It is taken as data, for a person to look at."""

import re

_SPEAKS_TO_MACHINES = (
    r"\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instructions?|rules|prompts?|guidelines|polic(?:y|ies)|above)\b",
    r"\b(?:system|developer) prompt\b",
    r"\byou are (?:now|no longer)\b",
    r"\b(?:act|behave|respond) as (?:an?|if|the)\b.{0,40}\b(?:ai|assistant|admin|model|bot)\b",
    r"\bas an? (?:ai|language model)\b",
    r"\b(?:give|grant|issue|approve|promise)\b.{0,30}\b(?:refunds?|discounts?|coupons?)\b.{0,30}"
    r"\b(?:to )?(?:everyone|everybody|anyone|all|whoever|without)\b",
    r"\b(?:do not|don't|never) (?:tell|mention|reveal|inform)\b.{0,40}\b(?:users?|customers?|shoppers?)\b",
    r"<\|[a-z_]+\|>|\[/?INST\]|^\s*(?:system|assistant)\s*:",
    r"(?:忽略|无视|忘记|不要理会).{0,12}(?:指令|指示|提示|规则|要求)",
    r"系统提示词?|你现在是|你不再是|扮演.{0,10}(?:助手|机器人|管理员)",
    r"(?:给|为).{0,6}(?:所有人|任何人|所有顾客).{0,6}(?:退款|打折|优惠)",
)
_PATTERN = re.compile("|".join(f"(?:{each})" for each in _SPEAKS_TO_MACHINES), re.I | re.M)
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\U000e0000-\U000e007f]")


def suspicious(text: str) -> str:
    """Return the words that look like orders to a language model; "" where there are none."""
    found = _PATTERN.search(_INVISIBLE.sub("", text))
    return " ".join(found.group().split())[:80] if found else ""


def visible(text: str) -> str:
    """Return a text without characters that nobody sees: zero-width ones, direction marks, tags."""
    return _INVISIBLE.sub("", text)
