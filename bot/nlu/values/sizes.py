"""Sizes: letters, words, shoe numbers, 大号 and 42码."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.nlu.values.found import Found

_WORDS = {
    "extra small": "XS", "x small": "XS", "small": "S", "medium": "M", "large": "L", "extra large": "XL", "x large": "XL",
    "xlarge": "XL", "double xl": "XXL", "extra extra large": "XXL", "triple xl": "XXXL", "one size": "ONE SIZE",
}  # fmt: skip
_HAN = {
    "加小": "XS", "特小": "XS", "小": "S", "中": "M", "大": "L", "加大": "XL", "特大": "XXL", "加加大": "XXL", "超大": "XXL",
    "均": "ONE SIZE",
}  # fmt: skip
_MANY = "(?:xxxs|xxs|xs|xs/s|s/m|m/l|l/xl|xl|xxl|xxxl|[2-5]xl)"  # letters that are nothing but a size
_LETTERS = f"(?:{_MANY}|[sml])"
_WORD = "(?:(?:extra |x[ -]?)*(?:small|large)|medium|(?:double|triple) xl)"
_NUMBER = r"\d{1,2}(?:\.5|½| 1/2)?"
_SHOE = r"(?:(?:3[4-9]|4\d|50)(?:\.5)?)"  # European numbers: what stands alone can hardly be anything else
_HALF = r"(?:(?:[4-9]|1[0-5])\.5)"
_BEHIND = (
    r"(?=$|[.,!?;)\"]| (?:right|please|pls|to|or|and|instead|boots?|shoes?|is|was|fits?|would|too|in|for|then|thanks|wide|if"
    r"|but|not|one|ones|rather|also|though|than|as|size|left|available|by|on|vs|from)\b)"
)
_PATTERNS = tuple(
    re.compile(pattern, re.I | re.A)
    for pattern in (
        rf"(?<![a-z])(?:sizes?(?![a-z])|sz(?![a-z])|尺[码寸]|鞋?码数?)(?: ?(?:is|was|of|to|:|：|a|an|是|为|要|选|改成|换成|用))? ?(?:(?:us|uk|eu) ?)?"
        rf"({_LETTERS}|{_WORD}|{_NUMBER})(?![\w/%$]|\.\d)",
        rf"(?<![a-z])(?:us|uk|eu|eur|(?:wo)?men'?s)(?: size)? ({_NUMBER}|{_LETTERS})(?![\w%$]|\.\d)",
        rf"(?<![a-z])(?:us|uk|eu)({_NUMBER})(?![\w%$]|\.\d)",
        rf"(?<![\w.])({_NUMBER}) ?(?:us|uk|eu)(?![a-z])",
        rf"(?<![\w'’&/.-])({_MANY})(?![\w'’&/-])",
        rf"(?<![\w.])({_LETTERS}|{_NUMBER})码|(?<![\w.])({_LETTERS}|{_SHOE})号(?=$|[^0-9线楼院店])",
        r"(?<![最更太很较多])(加加大|加大|特大|超大|特小|加小|大|中|小|均)[码号](?!线)",
        r"(?:^|(?<=[ ,，。!、]))(加加大|加大|特大|超大|特小|加小)(?=$|[ ,，。!、的])",
        rf"(?:^|(?<=[.,;!?(] )|\b(?:an?|in|into|to|for|from|the|than|not|no|my|either|or|women's|men's|or|and|vs|need|want|wear|between) )({_WORD}){_BEHIND}",
        rf"\b(?:in|an?|to|for|from|the|than|not|or|and|vs|need|want|wear|between) ([sml])(?![\w'’&/-]){_BEHIND}",
        rf"(?:^|(?<=[.,;!?] )|\b(?:an?|in|into|to|from|than|not|or|and|so|wear|take|go|need|want|the) )({_SHOE}|{_HALF})(?![\w%$:/])(?!\.\d){_BEHIND}",
        rf"\b(?:in an?|wear an?|take an?) ({_NUMBER})(?![\w%$:/])(?!\.\d){_BEHIND}",
        rf"(?:(?<=[穿拍要换成选买码鞋到是或])|(?<=[穿拍买]了)|(?<=[穿拍要换成选买码鞋] ))({_SHOE})(?![\w.%])(?=$|[ ,，。!?]|[行的换吧呢吗码合可能会])",
        rf"(?<![\w.$¥])({_SHOE})(?=的)",
        r"^([sml])(?= (?:or|and|vs|to|please|pls)\b)",
        rf"(?<![\w.])({_SHOE})(?=[换改]成?{_SHOE}(?![\w.%]))",
        r"(?<=[穿拍要换成选买有是])([sml])(?![\w'’&/.-])",
        r"(?<![\w.])([sml])(?=[的码号]|还有)",
    )
)
_ALONE = re.compile(rf"(?:size )?({_LETTERS}|{_WORD})(?: (?:please|pls|size|one))?[.!?]?", re.I)
_ONE_SIZE = re.compile(r"(?<![a-z])one[ -]size(?! (?:up|down|smaller|larger|bigger))", re.I)
_CAPITAL = re.compile(r"(?<![\w'’&/.-])(?<!\d )([SML])(?![\w'’&/-]|\.\w)", re.A)


_WORN = re.compile(r"\b(?:sizes?|boots?|shoes?|sandals?|slides|slippers|sneakers|feet|foot|fits?)\b", re.I)
_NEEDED = re.compile(  # "boots too small need 11", "ordered 9 got 11"
    rf"\b(?:need|needs|want|got|get|ordered|received|wear|have|swap for|exchange for|for|to|in) (?:an? |my )?"
    rf"((?:[4-9]|1[0-6]|{_SHOE})(?:\.5)?)(?![\w%$:/])(?!\.\d)(?! (?:of|pairs?|more|days?|weeks?|months?|people|dollars|bucks|x|other|boots|shoes|times|and))",
    re.I | re.A,
)
_SHOUTED = re.compile(r"[A-Z]{4}")  # in capitals throughout, a lone letter says little


def find_sizes(text: str) -> Iterator[Found]:
    """Letters in capitals (small is S, 大号 L); shoe sizes as digits with a point."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            group = match.lastindex or 0
            yield "size", size_of(match[group]), *match.span(group)
    if _WORN.search(text):
        for match in _NEEDED.finditer(text):
            yield "size", size_of(match[1]), *match.span(1)
    for match in _ONE_SIZE.finditer(text):
        yield "size", "ONE SIZE", *match.span()
    alone = _ALONE.fullmatch(text)
    if alone:
        yield "size", size_of(alone[1]), *alone.span(1)
    elif not _SHOUTED.search(text):
        for match in _CAPITAL.finditer(text):
            yield "size", match[1], *match.span()


def size_of(said: str) -> str:
    """ "extra large" is XL, "2xl" XXL, 大 L, "9½" 9.5."""
    said = said.lower().replace("½", ".5").replace(" 1/2", ".5").replace("-", " ").strip()
    if said in _WORDS or said in _HAN:
        return _WORDS.get(said) or _HAN[said]
    repeated = re.fullmatch(r"([2-5])xl", said)
    return "X" * int(repeated[1]) + "L" if repeated else said.upper()
