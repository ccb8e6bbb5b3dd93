"""Why something comes back, by the words that say it; two languages."""

from __future__ import annotations

import re

_REASONS = {  # the first that fits
    "wrong_item": re.compile(
        r"\b(?:sent|got|received|delivered)(?: me)? (?:the |a )?(?:wrong|different)\b|\bwrong (?:item|product|thing"
        r"|article|one)\b"
        r"|\bnot what i (?:ordered|bought)\b|发错|寄错|错发|送错|不是我[买订要]的",
        re.I,
    ),
    "damaged": re.compile(
        r"\b(?:broken?|broke|damaged?|crack(?:ed|s)?|torn|ripped|defect(?:ive|s)?|faulty|scratch(?:ed|es)?|leak(?:s"
        r"|ing|y)?"
        r"|dented|chipped|smashed|shattered|stained|does(?:n'?t| not) work|not working|stopped working|falling apart)\b"
        r"|坏|破|碎|裂|损|瑕疵|质量问题|不能用|用不了|漏|划痕|凹",
        re.I,
    ),
    "not_as_described": re.compile(
        r"\bnot (?:as|like) (?:described|pictured|shown|expected|advertised|the (?:photo|picture))|\blooks? different\b"
        r"|\b(?:poor|bad|cheap) quality\b|\bcolou?r (?:is|looks) (?:off|different)\b|不符|色差|跟图|和图|描述"
        r"|质量[差不]|没有?想象",
        re.I,
    ),
    "does_not_fit": re.compile(
        r"\btoo (?:small|big|large|tight|loose|long|short|wide|narrow)\b|\b(?:does(?:n'?t| not)|do(?:n'?t| not)"
        r"|didn'?t) fit\b"
        r"|\bwrong size\b|\bfits? (?:badly|poorly)\b|\bsize (?:is|was) (?:off|wrong)\b|太[小大紧松长短宽窄]"
        r"|不合[身适脚]|[大小紧松]了|尺[码寸]",
        re.I,
    ),
    "changed_mind": re.compile(
        r"\bchanged? my mind\b|\b(?:don'?t|do not|no longer|didn'?t) (?:want|need|like)\b|\bnot needed\b"
        r"|\bby (?:mistake|accident)\b"
        r"|\b(?:found|got) (?:it|one|something)?.{0,12}(?:cheaper|better|elsewhere)\b|不想要|不喜欢|不需要|用不上"
        r"|后悔|买错|买多|拍错|多买",
        re.I,
    ),
}  # fmt: skip
_USED = re.compile(
    r"\b(?:i(?:'ve| have)?|we(?:'ve| have)?) (?:already )?(?:used|wore|worn|washed|opened)\b|\b(?:worn|washed"
    r"|used|burn(?:ed|t)|lit|cooked|slept|hiked|camped|walked|ran) (?:(?:it|them|in it|in them|with it|on it) ?)?"
    r"(?:it|them|once|twice|a few times|several times)\b|\bi (?:burn(?:ed|t)|lit) (?:it|them|one)\b"
    r"|\bwithout (?:the )?tags?\b|\btags? (?:are |is )?(?:off|removed|cut|gone)\b|[穿用洗点烧戴睡]过"
    r"|拆了?吊牌|剪了?吊牌|没有?吊牌",
    re.I,
)
_GIFT = re.compile(r"\b(?:a|was a|birthday|christmas|xmas) (?:gift|present)\b|\bgifted\b|礼物|别人送|送我的", re.I)


def reason_in(text: str) -> str:
    """The code of the reason that a text gives; "" where it gives none."""
    return next((code for code, pattern in _REASONS.items() if pattern.search(text)), "")


def says_used(text: str) -> bool:
    """Whether something was worn, used, opened, or has lost its tags."""
    return _USED.search(text) is not None


def says_gift(text: str) -> bool:
    """Whether it was a gift."""
    return _GIFT.search(text) is not None
