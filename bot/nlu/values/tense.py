"""Whether "on Friday" looks back or ahead, from the words around it."""

from __future__ import annotations

import re

WINDOW = 60  # characters on each side that are looked at
_BY = re.compile(r"\b(?:by|before|until|till|for)(?: the)? $", re.I)
_FROM = re.compile(r"\b(?:from|since) $", re.I)
_CUES = re.compile(
    r"(?P<past>\b(?:(?:was|were) (?:supposed|meant|due|expected|going) to(?: \w+)?|should(?:'ve| have|a)(?: \w+)?|(?:has|have|had|was|were|got|just)(?: \w+)? \w+ed"
    r"|ordered|bought|placed|purchased|arrived|delivered|came|got|received|returned|sent|shipped|paid|dropped|posted|mailed|emailed|called|was|were|did|had|since|went|told|said"
    r"|been|cancelled|canceled|orders?|purchases?|receipts?|history|opened|picked|happened|yesterday|made|started|charged|took)\b)"
    r"|(?P<ahead>\b(?:be(?: \w+)? \w+ed|be|will|won't|can|could|would|need|needs|want|arrive|arrives|arriving|deliver|delivery|come|coming|comes|get|gets|hold|have to|has to|must|should"
    r"|schedule|pick ?up|collect|leave|leaving|fly|flying|travel|trip|starts?|going|gonna|ready|due|expected|next|away|open|ship|send|in time|make it|birthday|wedding)\b)",
    re.I,
)
_BEFORE_ZH = re.compile(r"(?:之前|以前|前)(?!天|面|年)")
_CUES_ZH = re.compile(
    r"(?P<past>下的?单|下单|买|签收|收到(?!吗|不|没)|到的|到货了|寄[回出来了走]|退[了的货回]|付[了款]|取消了|订的|发的|拍的|送来|说|[^没好]了(?!吗)|过了|以来|开始|订单|那单|那次|那会儿)"
    r"|(?P<ahead>能|会(?!儿)|要|得|必须|出发|出门|过生日|生日|想|可以|行吗|送达|送到|到货|到吗|到不|取货|自提|之前|赶|来得及|用|走|搬家|婚礼|回来|开会|开门|开吗|再[送发来寄取]|发货?[吗不]|[送到寄取][吗不]|营业|上班|快乐)"
)


def ahead(text: str, start: int, end: int) -> bool | None:
    """Whether the words around text[start:end] look ahead; None where they do not say."""
    before, after = text[max(0, start - WINDOW) : start], text[end : end + WINDOW]
    if _BY.search(before):
        return True
    if _FROM.search(before):
        return False
    said = list(_CUES.finditer(before))
    cue = said[-1] if said else _CUES.search(after)
    return cue.lastgroup == "ahead" if cue else None


def ahead_zh(text: str, start: int, end: int) -> bool | None:
    """The same in Chinese, where the verb follows the day."""
    before, after = text[max(0, start - WINDOW) : start], text[end : end + WINDOW]
    if _BEFORE_ZH.match(after):
        return True
    said = list(_CUES_ZH.finditer(before))
    cue = _CUES_ZH.search(after) or (said[-1] if said else None)
    return cue.lastgroup == "ahead" if cue else None
