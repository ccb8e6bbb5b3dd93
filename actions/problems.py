"""What is wrong with a parcel, by the words that say it: it never came, or something in it is broken."""

from __future__ import annotations

import re

MISSING, DAMAGED = "missing", "damaged"
_MISSING = re.compile(
    r"\bmissing\b|\bnever (?:came|arrived|got|received|showed)\b|\b(?:did(?:n'?t| not)|have(?:n'?t| not)|has(?:n'?t"
    r"| not)|not) (?:yet )?(?:arrived?|come|received?|got|get|show)"
    r"|\bdon'?t have it\b|\bnothing (?:is )?(?:here|there|at my|arrived)|\blost\b|\bstolen\b|\bnot (?:here|there"
    r"|in the (?:box|parcel|package))\b|\bwasn'?t in\b|\bi have nothing\b|\bsays (?:it was |it's )?delivered\b"
    r"|\bempty\b|\bno (?:package|parcel|box|delivery)\b|\bnobody came\b|\bnot to me\b|\bwrong house\b"
    r"|(?:送达|送到|签收|妥投|投递|delivered|放(?:在)?(?:门|前|车|后|公)|取货|取走).*(?:没(?!有?\W*$)|空|不在|影)"
    r"|[没未][有]?收到|没[有]?到|未(?:送?达|到)|丢[了件失]|少[了发寄]|漏[了发寄]|不见|没在|失踪|被偷|显示.{0,4}签收",
    re.I,
)
_MISSING_IN_A_REPORT = re.compile(  # who asks when it is delivered may say all of this, who reports something means it
    r"\b(?:delivered|left|signed|handed|picked up|at (?:my|the) (?:\w+ )?door|on (?:my|the) (?:porch|steps))\b.*"
    r"(?:\bno(?:t|body|body's|thing|ne)?\b|n'?t\b|\bnever\b|\bwhere\b|\beverywhere\b|\bbare\b|\bonly one\b)"
    r"|\b(?:came|turned up|arrived) (?:with no|without)\b|\bonly (?:one|had|got)\b|\bshort (?:one|a)\b|\bgone\b"
    r"|\b(?:is|are)n'?t in (?:it|there)\b|\bweren'?t in\b|\bhalf of (?:it|my order)\b"
    r"|(?:送达|送到|签收|妥投|投递|delivered|放(?:在)?(?:门|前|车|后|公)|取货|取走).*(?:不是|哪|只)"
    r"|缺|少一|只有[一1]|没有放|没人来|里面没有|空盒|空的",
    re.I,
)
_DAMAGED = re.compile(
    r"\b(?:broken?|broke|damaged?|crack(?:ed|s)?|smashed|shattered|torn|ripped|dented|crushed|leak(?:s|ed|ing)?"
    r"|chipped|defect(?:ive)?|faulty|scratched"
    r"|not working|doesn'?t (?:work|switch on)|won'?t (?:hold|lock|close|open|switch)|snapped|bent|jammed"
    r"|peel(?:s|ed|ing)|puncture[ds]?|holes?|rip|tear|stain(?:ed|s)?|mould\w*|mold\w*|wet|soaked|dead|came off"
    r"|coming apart|undone|popped|in pieces)\b"
    r"|坏|破|碎|裂|损|压扁|漏(?![了发寄])|划|凹|瑕疵|断|洞|脱胶|开线|瘪|霉|污渍|湿透|掉(?:了|色)|不亮|没反应|打不着"
    r"|生锈|弯|变形|起毛|钻毛|卡死",
    re.I,
)
_NOT_AS_ORDERED = re.compile(
    r"\b(?:sent|got|gave|received?|came|arrived|delivered|shipped|box|parcel|package|packet|bag)\b.*"
    r"\b(?:wrong|mislabell?ed|duplicate|two left|instead of|doesn'?t match)\b"
    r"|\bwrong\b.*\b(?:sent|received?|came|arrived|delivered|shipped|box|parcel|package|packet)\b"
    r"|^\W*wrong (?:item|product|thing|size|colou?r|one)s?\W*$|\bsome(?:body|one) else'?s\b"
    r"|\b(?:not|isn'?t) what i (?:ordered|bought|asked)\b"
    r"|发错|货不对|错货|别人的|不是我(?:订|买|要)的|(?:来|寄|发)的是|wrong item|型号都?不|童款|男款.*女款|女款.*男款",
    re.I,
)
_HOLDS = re.compile(
    r"\b(?:came|arrived|got here|was delivered|turned up) (?:just |only )?"
    r"(?:today|yesterday|this morning|now|already|to me)\b"
    r"|\bjust (?:came|arrived|got (?:it|here)|received)\b"
    r"|\b(?:i|we)(?:'ve| have)? (?:only |just |already )*(?:got|received|opened|unpacked) "
    r"(?:it|(?:the|a|one|only|half|part|my)\b(?! (?:e-?mail|message|text|notif|notice|confirm|tracking|number|link"
    r"|refund|money|invoice)))"
    r"|\bin my hands?\b|\binside (?:is|was|there)\b"
    r"|(?<![没未])(?<!没有)(?:收到|拿到|签收)了(?!.{0,4}[没吗么嘛])(?!.{0,3}(?:短信|邮件|通知))"
    r"|(?:刚刚?|已经|今天|昨天)(?:刚刚?)?(?:收到|拿到|到的|到货)(?!.{0,3}[没吗么])|(?:里面|打开|拆开).{0,4}(?:是|装)",
    re.I,
)


def holds_it(text: str) -> bool:
    """Whether somebody says that a parcel, or a part of it, is in their hands."""
    return bool(_HOLDS.search(text))


def is_broken(text: str) -> bool:
    """Whether it says that a thing is broken, and not only that it is another than was ordered."""
    return bool(_DAMAGED.search(text))


def is_missing(text: str) -> bool:
    """Whether a question about an order says that it never came."""
    return not is_broken(text) and bool(_MISSING.search(text))


def problem_in(text: str) -> str:
    """What a report is about: "missing", "damaged" (or not what was ordered), or "" where it says neither.

    A broken thing is more than a parcel that is late.
    """
    if is_broken(text) or _NOT_AS_ORDERED.search(text):
        return DAMAGED
    return MISSING if _MISSING.search(text) or _MISSING_IN_A_REPORT.search(text) else ""
