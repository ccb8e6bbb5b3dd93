"""What a shopper would like done about something missing or broken: the same once more, the money, or a person."""

from __future__ import annotations

import re

SEND_AGAIN, REFUND, PERSON = "send_again", "refund", "person"
_NEVER = r"(?:\bno|\bnot|\w+n['’]t|\b(?:do|does|did|wo|is)nt|\bnever|\bwithout|\brather than|\binstead of)"
_BETWEEN = (  # what may stand between a "not" and what is not wanted
    r"(?:\s+(?:want|need|like|ask(?:ing)?|look(?:ing)?|for|wish|mean|interested|in|after|open(?:ing)?|get(?:ting)?|have"
    r"|having|going|be|a|an|the|any|my|your|to|do|take|request(?:ing)?|just|really|another|full))*\s+"
)
_NOT_ZH = r"(?<![么啥])(?:不(?:是|想|要|用|需|必|打算)?(?:[想要])?|别|无需|没想)(?:给我|申请|再|走)?"
_NO_REFUND = re.compile(
    rf"{_NEVER}{_BETWEEN}(?:refund(?:s|ed)?(?! (?:it|me|them|this|that)\b)|money(?: back)?|cash)\b"
    rf"|{_NOT_ZH}(?:退款|退钱|退货|钱|退)",
    re.I,
)
_NOT_AGAIN = re.compile(
    rf"{_NEVER}{_BETWEEN}(?:(?:re)?send\b(?: it| me| another| them)*(?: again)?|replacement|new one|exchange)\b"
    rf"|{_NOT_ZH}(?:补发|重发|换货|[换再](?:发|寄|新|一个))",
    re.I,
)
_AGAIN = re.compile(
    r"\b(?:again|replace(?:ment)?|(?:new|fresh|intact) (?:one|ones|pair|copy)|another|resend"
    r"|send (?:it|me|them|(?:a|the) (?:new|other|right))|reship)\b"
    r"|补发|补寄|补一[个件份]|重[发寄新]|换[新一个]|再[发寄]|新的",
    re.I,
)
_THE_RIGHT_ONE = re.compile(  # asked what we should do; in the report itself it says what is wrong
    r"\b(?:exchange|swap|switch|(?:right|correct|proper) (?:one|size|colou?r|item|thing|model)s?"
    r"|(?:what|the (?:one|thing|size|colou?r)s?) i(?:'d| had)? (?:ordered|bought|paid for|wanted))\b|换|对的|正确的",
    re.I,
)
_REFUND = re.compile(r"\b(?:refund\w*|money|cash)\b|退款|退钱|钱", re.I)
_PERSON = re.compile(
    r"\b(?:human|person|people|someone|somebody|anyone|anybody|agent|colleague|staff|manager|representative)\b"
    r"|\b(?:chase|check|ask|call|ring|contact|trace|find out|look into|investigate|follow (?:it |this )?up|locate"
    r"|track (?:it|them) down|where (?:it|they|my \w+) (?:is|are))\b"
    r"|人工|客服|真人|找人|让人|你们?去?(?:问|查|催|联系)|查一?下|问一?[下问]|催|核实|联系(?:一下)?快递",
    re.I,
)
_TO_KNOW = re.compile(r"\b(?:how|when|what|why|where|which)\b|多久|几天|什么|怎么|为什么|哪", re.I)


def remedy_in(text: str, asked: bool = True) -> str:
    """SEND_AGAIN, REFUND, PERSON or ""; what a text refuses is none. `asked`: it answers the question for it.

    A person counts only as an answer, and only where nothing else is wanted.
    """
    said = _NOT_AGAIN.sub(" ", _NO_REFUND.sub(" ", text))
    refund = _REFUND.search(said)
    again = _AGAIN.search(said) or (asked and _THE_RIGHT_ONE.search(said))
    if refund or again:
        return "" if refund and again else REFUND if refund else SEND_AGAIN
    return PERSON if asked and _PERSON.search(said) else ""


def wants_it_again(text: str) -> bool:
    """Whether, where money was offered, the thing itself is wanted: "I want a new one", 我要补发 不要退款."""
    return remedy_in(text, asked=False) == SEND_AGAIN


def asks_for_it_again(text: str) -> bool:
    """Whether that is asked for, in a question perhaps, and nothing is to be known: "can you send a new one?"."""
    return wants_it_again(text) and not _TO_KNOW.search(text)
