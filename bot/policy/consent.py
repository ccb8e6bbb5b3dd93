"""What counts as an explicit yes to a change: words that say so, whatever a classifier makes of the message."""

from __future__ import annotations

import re

AGREES = re.compile(
    r"\b(?:y|ya|ye|yh|yes+|yse|yea+h*|yeh|yah|yep+|yeppers|yup+|yas+|yess?ir|aye|si|oui|ja|uh ?huh|mhm+|ok+|oki|okay"
    r"|okey|kk?|sure+|surely|certainly|absolut\w*|def[io]n\w*|deffo|totally|indeed|precisely|correctt?|right|exactly"
    r"|fine|perfect|great|good|deal|agree[ds]?|affirmative|confirm(?:ed|ing)?|approved?|accept(?:ed)?|proceed|continue"
    r"|carry on|go (?:ahead|for it|on)|do (?:it|that|this|so)|make it so|works?|by all means|why not|no problem"
    r"|no worries|you got it|you bet|bet|roger|10-4|true|al+right|alrighty|cool|lovely|gladly|of ?course|please do"
    r"|i do|go|that'?s (?:it|the one|mine|me|fine|right|correct|good|ok|okay))\b|100 ?%"
    r"|成交|准确|正是如此|那就(?=取消|退|换|改)|是|对|好|号的|豪的|行|可以|阔以|确认|确定|肯定|正确|嗯|恩|没错|[没么]问题"
    r"|没意见|没毛病|同意|愿意|接受|要|中|成|妥|继续|接着|下一步|提交|开始|来吧|当然|必须|听你的|按你说的|欧[克了]|哦[克了]"
    r"|准了?|不错|似的|正是|赞成|执行|收到|了解|可(?!是)|得|办|弄|搞|整|就[这那它按选]|选[这它]",
    re.IGNORECASE,
)
_DOUBT = re.compile(
    r"\b(?:no(?! problem)|(?<!why )not|nope|nah|don'?t|never|wait|hold on|hang on|hm+|uhm*|um+|think|thinking|maybe"
    r"|perhaps|guess|unsure|later|moment|sec|second|but|instead|actually|except|unless|if|stop|leave|forget"
    r"|wrong)\b(?! huh)|[?？]"
    r"|不(?!错|用[想等]|用考虑)|别|没(?!错|问题|毛病|事|关系|意见)|等|想想|考虑|想一下|先(?!这样)|但|可是|如果|算了"
    r"|吗|再说|犹豫|也许|可能",
    re.IGNORECASE,
)


def says_yes(text: str) -> bool:
    """Whether a message agrees in words and has no doubt in it: "hmm let me think" and "ok wait" do not."""
    return AGREES.search(text) is not None and _DOUBT.search(text) is None


def wavers(text: str) -> bool:
    """Whether a message agrees and doubts at once: "yes but only if it is there tomorrow"."""
    return AGREES.search(text) is not None and _DOUBT.search(text) is not None


_NO = re.compile(
    r"\b(?:no+|nope|nah|not?|don'?t|thanks?|thank you|thx|please|pls|ok(?:ay)?|sorry|wait|actually|hm+|oh"
    r"|that'?s wrong)\b"
    r"|不用了?|不要了?|不是|不对|不了|不行|不|别|算了|谢谢|等等|等一下|[^\w\s.'’-]",
    re.IGNORECASE,
)


def without_no(text: str) -> str:
    """What a refusal says beside refusing: "no thanks, the blue one" is "the blue one"."""
    return " ".join(_NO.sub(" ", text).split()).strip(" .-'")
