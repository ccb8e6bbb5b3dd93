"""Words that mean the same in every conversation: "the second one", a bare "cancel", a question, a bare value."""

from __future__ import annotations

import re
from typing import Any, Mapping, Sequence

from rapidfuzz import fuzz

LABEL_MATCH = 86  # rapidfuzz ratio from which typed words count as an offered choice
LONGEST_LABEL = 60  # characters
VALUE_SHARE = 8  # characters beside a value that cannot be found in the text, at most

QUESTION = re.compile(
    r"[?？]|^(how|what|when|where|why|which|who|can|could|do|does|is|are|will)\b|[吗呢么]\s*$|^(怎么|什么|多久|为什么|哪)"
)
_ASKED = re.compile(  # beside what `asks` knows; "is too big" and "don't need it" are no questions
    r"[?？]|\b(?:how (?:long|much|many|fast|soon|do|does|can|about)|whats|what's"
    r"|what (?:is|are|about|happens|if|do|does|will)|when (?:will|do|does|is|are|can|would)"
    r"|where (?:is|are|do|does|can|will)|which (?:order|one|item)s? (?:is|do|are|does))\b"
    r"|(?:^|[,.;!]\s*|\b(?:and|but|so|ok|wait|oh|well|also)\s+)"
    r"(?:(?:can|could|will|would|is|are|am|may) (?:you|i|it|that|this|there|we|they|the|my)"
    r"|(?:do|does) (?:you|i|we|they|the|my))\b"
    r"|会不会|能不能|可不可以|可以不|行不|是不是|有没有|要不要|包邮不|多久|几天|什么时候|啥时候|为什么|怎么[办样回]"
    r"|哪[个张一](?:订?单|地址)|[吗呢么]\s*$|[能会行有用][不没]\s*$",
    re.IGNORECASE,
)
_TELLS = re.compile(r"^\W*(?:because|since|cos|cuz|i|it|the|my|we|they|not|too|was)\b|^\W*(?:因为|太)", re.IGNORECASE)
_STOPS = re.compile(
    r"(?:不|别|先不|不用|不想|不要)(?:再)?(?:改|取消|办|寄|弄|退|换)(?!到|成|为|去|给)(?:址|地址)?(?:了|啦|吧|嘛|啊|$)|算了|停下"
    r"|^\W*(?:(?:no|ok|okay|oh|actually|please|sorry|wait)\W+)*(?:never ?mind|forget (?:it|that|about it)"
    r"|stop(?: it| that)?|don'?t (?:cancel|change|bother)\b.{0,20}|leave it(?: as it is)?"
    r"|keep (?:it|the order|everything))\W*$",
    re.IGNORECASE,
)
_WAITS = re.compile(
    r"(?:(?:wait|hold on|hang on|hm+|u[hm]+|oh|ah|ok|one (?:sec(?:ond)?|moment)|just a (?:sec(?:ond)?|moment))\b"
    r"|等[等下]|等一[等下]|慢着|稍等|[哦嗯啊呃额]|[\s,.!…，。！])+",
    re.IGNORECASE,
)
REQUEST = re.compile(
    r"^(?:please |pls |and |also |first |kindly )*(?:can|could|i wish to|i(?:'d| would) like|i want to|i need|show|find"
    r"|give|tell|send"
    r"|let me|get|see|recommend|suggest|track|check|look up|take|put)\b"
    r"|帮我|给我|请|我要|我想(?!要)|查一?下|查询|看看|推荐",
)
METHOD = re.compile(
    r"\b(?:gift ?card|pay ?pal|visa|master ?card|amex|credit card|debit card|my card)\b|礼品卡|信用卡|银行卡|贝宝", re.I
)
WANTS_TO_KNOW = re.compile(r"\b(?:balance|left|how much|check|show|code)\b|余额|还有|剩|多少|查", re.I)
_BARE_CANCEL = re.compile(r"(cancel|取消|算了)(吧|了)?( please| pls)?")
_AROUND = r"^(?:no,? |yes,? |i mean |i meant |i want |i'd like |it's |the )*"
_BEHIND = r"(?: one| option| order| item| please| pls| thanks)*$"
_ORDINALS = ["first|1st", "second|2nd", "third|3rd", "fourth|4th", "fifth|5th"]
_CHINESE = "一二三四五"
_CHINESE_UNIT = r"[个件单条项款种]?"
_FILLER = re.compile(
    r"\b(?:it'?s|it is|that'?s|is|its|my|the|this|here|orders?|numbers?|no|nr|email|e-mail|mail|address|phone|code|and"
    r"|yes|sure|please|pls|thanks)\b|订单|单号|编号|号码|邮箱|邮件|地址|电话|手机|验证码|号|是|的|我|这|和|吧|您好|你好|谢谢",
    re.IGNORECASE,
)


def plain(text: str) -> str:
    """Lower case, without the signs around it."""
    return text.strip(" \t.!,;。！，；…~").lower()


def asks(text: str) -> bool:
    """Whether the text is put as a question."""
    return QUESTION.search(text.strip().lower()) is not None


def is_question(text: str) -> bool:
    """Whether something is asked anywhere in a text, so that it is no value: 会不会影响到货, "when will it come"."""
    said = text.strip().lower()
    if _TELLS.search(said) and not re.search(r"[?？吗呢]\s*$", said):
        return False
    return _ASKED.search(said) is not None


def only_waits(text: str) -> bool:
    """ "Hold on", 等等: neither a yes nor a no."""
    return _WAITS.fullmatch(text.strip()) is not None


def begins_with_wait(text: str) -> bool:
    """ "Wait, how long does that take?" """
    found = _WAITS.match(text.strip())
    return found is not None and re.search(r"wait|hold|hang|moment|sec|[等慢稍]", found[0], re.IGNORECASE) is not None


def says_stop(text: str) -> bool:
    """Whether what is under way is not wanted any more: 不改了不改了, "never mind"."""
    return _STOPS.search(text.strip()) is not None


def requests(text: str) -> bool:
    """Whether the text is put as a question or as something to be done; "wrong colour" is neither."""
    return asks(text) or REQUEST.search(text.strip().lower()) is not None


def names_method(text: str) -> bool:
    """Whether a short message says how to pay, and asks nothing: "my gift card", "use paypal", 用礼品卡."""
    return METHOD.search(text) is not None and not asks(text) and WANTS_TO_KNOW.search(text) is None


def is_bare_cancel(text: str) -> bool:
    """ "cancel" and nothing else: with something under way that is meant, not an order."""
    return _BARE_CANCEL.fullmatch(plain(text)) is not None


def is_bare_value(text: str, value: Any) -> bool:
    """Whether the message is no more than the value ("order 1001", "邮箱是 a@b.c"), whatever it was classified as."""
    lowered, sought = text.lower(), str(value).lower()
    if sought not in lowered:
        return len(text) - len(sought) <= VALUE_SHARE
    rest = _FILLER.sub(" ", lowered.replace(sought, " ", 1))
    return re.sub(r"[\W\d_]", "", rest) == ""


def spoken_choice(text: str, offered: Sequence[Mapping[str, str]], exact: bool = False) -> str | None:
    """The payload of an offered button that was typed instead of pressed: its label, or "the second one".

    `exact` for a yes or no: there only the very label counts.
    """
    typed = plain(text)
    if not offered or not typed or len(typed) > LONGEST_LABEL:
        return None
    if exact:
        return next((button["payload"] for button in offered if plain(button["title"]) == typed), None)
    at = _place(typed, len(offered))
    if at is not None:
        return offered[at]["payload"]
    scores = [_likeness(typed, plain(button["title"]), button["payload"]) for button in offered]
    best = max(scores)
    return offered[scores.index(best)]["payload"] if best >= LABEL_MATCH else None


def _likeness(typed: str, label: str, payload: str) -> float:
    """0 to 100. A button that only starts a request is meant by its very words: "where is my order 1001" says more."""
    bare_start = payload.startswith("start:") and "|" not in payload
    numbers = set(re.findall(r"\d+", typed)) - set(re.findall(r"\d+", label))
    if numbers or (bare_start and typed != label.rstrip("?？")):
        return 100.0 if typed == label else 0.0
    return fuzz.ratio(typed, label)


def _place(typed: str, count: int) -> int | None:
    """Which of `count` choices "the second one", "2", "第二个", "the last one" mean; None where it is not just that."""
    if re.search(_AROUND + r"last" + _BEHIND, typed) or re.fullmatch(rf"最后一?{_CHINESE_UNIT}吧?", typed):
        return count - 1
    for at in range(min(count, len(_ORDINALS))):
        words = rf"(?:{_ORDINALS[at]}|(?:number |option |no\.? ?|#)?{at + 1})"
        chinese = rf"(?:我要|我选|选|要|是)?第[{_CHINESE[at]}{at + 1}]{_CHINESE_UNIT}(?:吧|的|谢谢)?"
        if re.search(_AROUND + words + _BEHIND, typed) or re.fullmatch(chinese, typed):
            return at
    return None
