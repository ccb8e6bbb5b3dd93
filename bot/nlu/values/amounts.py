"""Money and quantities, in digits, English words and Chinese numerals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.nlu.values.found import Found
from bot.nlu.values.numerals import COUNT, HAN, WORD, chinese, english

_NUMBER = r"(?:\d{1,3}(?:,\d{3}){1,3}(?:\.\d{1,2})?|\d{1,9}(?:[.,]\d{1,2})?)"
_SIGN = r"(?:(?:US|CA|AU|C|A|HK)?\$|[€£¥]|\b(?:usd|eur|gbp|cny|rmb|cad)\b)"
_UNIT = r"(?:(?:dollars?|bucks?|usd|us ?d|euros?|eur|quid|gbp|cny|rmb|yuan|cad)\b|[$€£](?!\w))"
_NO_PRICE = (
    r"(?! ?(?:kg|g|l|cm|mm|m|km|lbs?|oz|ml|litres?|liters?|people|persons?|min|mins|minutes|days?|weeks?|months?|years?"
    r"|hours?|hrs?|am|pm|inch(?:es)?|degrees|points?|stars?|items?|pieces?|pairs?|orders?|grams?|lumens?|miles|feet|ft)\b)"
)
_LIMITS = (
    r"under|below|less than|cheaper than|more than|at most|at least|max(?:imum)?(?: of)?|up to|over|above|within"
    r"|budget(?: is| of|:)?|price(?: is| of|:)?"
)
_LIMITS_ZH = "预算|不超过|低于|少于|不到|高于|超过|最多|至少"
_PAID_ZH = "欠我?|付了?|花了?|扣了?|退了?(?:我)?|收了?(?:我)?|应该退|运费|邮费|满|价格|售价|卖|总价|总共|一共|合计|这单|标价|便宜了?|涨到|降到"
_PRICED = tuple(  # with a sign or a unit, which belong to the amount
    re.compile(pattern, re.I | re.A)
    for pattern in (
        rf"{_SIGN} ?({_NUMBER})(?: ?(?:-|–|to|and|or) ?({_NUMBER})(?! ?[\w%]))?(?![\d%])",
        rf"(?<![\w.,-])({_NUMBER}) ?(?:-|–|to|and|or) ?({_NUMBER}) ?{_UNIT}",
        rf"(?<![\w.,-])({_NUMBER}) ?{_UNIT}",
        rf"(?<![\w.-])({WORD}) (?:dollars?|bucks|euros?|quid)\b",
    )
)
_PAID = tuple(
    re.compile(pattern, re.I | re.A)
    for pattern in (
        rf"\bbetween (\d{{2,6}}(?:\.\d\d)?) and (\d{{2,6}}(?:\.\d\d)?)(?![\w%:/-]){_NO_PRICE}",
        r"(?<![\w.,:/-])(\d{1,6}\.\d\d)(?![\w%:]|[.,/-]\d)(?! ?(?:kg|g|l|cm|mm|m|km|lbs?|oz|ml|ghz|inch|折|米|升|克)\b)",
        rf"\b(?:{_LIMITS}) (?:around |about |like )?({_NUMBER})(?![\w%:/-]){_NO_PRICE}",
        rf"\b(?:paid|pay|charged(?: me)?|costs?|refunded(?: me)?|worth|spent|spend) (?:only |about |around |just )?(?!\d\b)({_NUMBER})(?![\w%:/-]|[.,]\d)"
        rf"{_NO_PRICE}(?: (?:instead of|not|rather than) ({_NUMBER})(?![\w%:/-]|[.,]\d))?",
        rf"(?<![\w.])(\d{{1,9}}(?:\.\d{{1,2}})?|[{HAN}]{{1,6}})(?=(?: ?[到至~-] ?)(?:\d{{1,9}}|[{HAN}]{{1,6}}) ?(?:美元|美金|刀|块|元))",
        rf"(?:{_LIMITS_ZH})[在是出花给]{{0,2}}(?:大概|大约|差不多)? ?(\d{{2,7}})(?![\w.:%]|[年月天日个件双条克米升人分])",
        rf"(?:{_PAID_ZH}) ?(\d{{1,3}}|\d{{1,6}}\.\d{{1,2}})(?![\w%:]|\.\d| ?[年月天日号个件双条张套克米升人分折次顶只瓶箱把])",
        rf"(?:{_LIMITS_ZH})[在是出花]{{0,2}}([{HAN}]{{2,6}})(?![个件双条天周月年人米克份只次])",
        rf"(?<![\d.])(\d{{2,7}}|[{HAN}]{{2,6}})(?:以内|以下|以上|左右)(?!的?[人天])",
    )
)
_YUAN = re.compile(
    rf"(?<![\w.几])(\d{{1,9}}(?:\.\d{{1,2}})?|[{HAN}]{{1,9}})[多来几]? ?(?:美元|美金|美刀|人民币|欧元|英镑|刀(?!具|片)|块(?!头|地)钱?|元|圆(?!形))"
    rf"([{HAN}\d])?",
    re.A,
)
_NOT_COUNTED = (  # plural nouns behind a number that are no goods
    "days?|weeks?|months?|years?|hours?|hrs|minutes?|mins|seconds?|times|dollars?|bucks|euros?|pounds|stars?|people|persons?"
    "|points?|orders?|seasons?|nights?|stores?|shops?|emails?|e-mails?|messages?|questions?|things|ways|options?|attempts?"
    "|inch(?:es)?|litres?|liters?|grams?|kilos?|degrees?|percents?|adults?|kids|children|friends|guys|dogs|cats|pets|boys|girls|sons|daughters|men|women|hands|beds|sides|reasons?|problems?"
    "|issues?|addresses|cards|codes|coupons|vouchers|digits|letters|miles|steps|calls|replies|agents|lumens|watts|working"
    "|business|is|was|has|does|less|plus|always|yes|us|this|its|as|his|hers|ours|yours|address|express|across|unless|pls"
    "|thanks|access|process|status|refunds?|returns?|accounts?|packages?|parcels?|deliver(?:y|ies)|sizes|colou?rs|doors"
    "|pockets|windows|zips|zippers|straps|layers|sleeves|burners|levels|modes|settings|rooms|porches|seams|washes|trips"
    "|feet|lbs|kgs|layers|versions|places|parts|cups of|emails|texts|photos|pictures|tickets|clicks|returns|exchanges"
)
_BETWEEN = (
    r"(?:(?!(?:of|is|was|are|the|to|for|in|on|at|and|or|from|by|with|that|but|has|have|day|days|week|weeks|year|month|hour|person"
    r"|thread|man|season|star|l|litre|kg|cm|mm)\b)[a-z-]{2,14} ){0,2}"
)
_GOT = (
    r"only|just(?: the)?|both|got|received|sent(?: me)?|want|need|take|ordered|order|bought|send|keep|return|cancel|add|make it|make that"
    r"|paid for|pay for|charged for|have|counte?d?|do(?: you do)?|exchange|swap"
)
_COUNTS = tuple(
    re.compile(pattern, re.I | re.A)
    for pattern in (
        rf"\b(?:qty|quantity|amount)(?: ?(?:of|is|:|=|to))? ?({COUNT}|\d{{1,3}})\b",
        rf"\b(?:qty|quantity|amount) from ({COUNT}|\d{{1,3}}) to ({COUNT}|\d{{1,3}})\b",
        r"(?<![\w.,$#/-])(\d{1,2}) not (\d{1,2})(?![\w.%:/-])",
        rf"(?<![\w.,$#/-])({COUNT}|\d{{1,2}}) of (?:the|my|our|these|those) ({COUNT}|\d{{1,2}}) (?!{_NOT_COUNTED}\b)[a-z-]{{3,20}}s\b",
        rf"(?<![\w.,$#/-])({COUNT}|\d{{1,2}}) instead of ({COUNT}|\d{{1,2}})(?![\w.%:/-])",
        r"(?<![\w.-])(?<!cm )(?<!mm )(?<!m )(?:x|×|\*) ?(\d{1,3})(?![\w.])(?! ?(?:cm|mm|m|inch|in)\b)",
        rf"(?<![\w-])({COUNT}) (?=(?:[sml]|x+[sl]|small|medium|large)s?\b(?!'))",
        r"(?<![\w.,$#/-])(\d{1,2}) (?=(?:x+[sl]|small|medium|large)s?\b)",
        rf"(?<![\w.,$#/-])({COUNT}|\d{{1,2}}) (?:out )?of ({COUNT}|\d{{1,2}}) (?!{_NOT_COUNTED}\b)[a-z-]{{3,20}}s\b",
        r"(?:^|(?<=[,.;!?(] )|\b(?:and|but|with|only|just|found) )(one|1) (?:(?:is|was|came|arrived|got) )?(?:all )?(?:broken|missing|cracked|damaged|chipped|torn|ripped|short|faulty)\b",
        r"(?<![\w.,$#-])(\d{1,3}) ?(?:x|×|pcs?|pieces?|units?|pairs?|prs|sets?|items?|copies|packs?|boxes)(?!\w)(?! ?[\d$])",
        rf"(?<![\w-])({COUNT}) (?:pieces?|units?|pairs?|sets?|items?|copies|packs?|boxes)\b",
        rf"(?<![\w.,$#-])({COUNT}|\d{{1,2}}) of (?:them|these|those|each|the(?! (?:month|year|week))|my|your|that|this)\b(?! (?:two |three )?(?:orders?|parcels?|packages?|codes?|cards?|emails?|accounts?|gift cards?|colleagues|team|staff|employees|agents)\b)",
        rf"(?<![\w.,$#/-])(?<!the )(?<!these )(?<!those )(?<!both )(?<!top )(?<!best )(?<!first )(?<!last )(?!(?:one|1) )({COUNT}|\d{{1,3}}) (?:more )?{_BETWEEN}(?!(?:{_NOT_COUNTED})\b)[a-z-]{{2,20}}(?<![su])s\b(?!')",
        rf"\b(?:{_GOT})(?: me)? ({COUNT}|\d{{1,2}})(?= ?(?:$|[.,!?;]|of\b|instead|please|pls|more|extra|arrived|came|and|but|not|back))",
        r"\b(?:only|just)(?: the| got| received| need| want| ordered| have| sent me){0,2} (one|1) [a-z]{3,20}\b",
    )
)
_CLASSIFIERS = "个件双条顶只套把张盒包瓶支块副床台袋份对盏罐根串枚本部辆组箱卷"
_COUNTED = re.compile(
    rf"(?<![\w第弟.{HAN}哪满这那])(\d{{1,3}}|[{HAN}俩仨]{{1,3}})多? ?[{_CLASSIFIERS}]"
    "(?!月|分|店|券|星期|礼拜|小时|钟|工作日|人|字|钱|问题|订单|单子|地址|账号|颜色|码|季|包裹|快递|邮|裹|礼拜|优惠)",
    re.A,
)
_MEANT = re.compile(
    r"(?:只[要买拍收到剩有订]*了?|少[了发寄]*|漏[了发寄]*|缺了?|差|多[发了寄]+|退[掉了]?|留|取消|再[来要加]?|其中|里面?)$"
)
_SHORT = re.compile(r"(?<=[了要这那买发退成])([俩仨])(?![人口])")
_APART = re.compile(rf"(?:^|(?<=[ ,，、]))(一)[{_CLASSIFIERS}](?=$|[ ,，、。])")  # "手套 莓红 一双"
_SIGNED = re.compile(rf"数量(?:是|为|改成|改为)?[:：]? ?(\d{{1,3}}|[{HAN}]{{1,3}})(?![\w.])", re.A)


def find_money(text: str) -> Iterator[Found]:
    """Amounts without their currency, in whole units or with two decimals: "50", "49.99"."""
    for match in _YUAN.finditer(text):
        amount = match[1] if match[1][0].isascii() else str(chinese(match[1]))
        tenths = chinese(match[2]) if match[2] else None
        yield "money", amount_of(f"{amount}.{tenths}" if tenths else amount), *match.span()
    for pattern in _PRICED:
        for match in pattern.finditer(text):
            if match.lastindex == 1:
                yield "money", amount_of(match[1]), *match.span()
            else:
                yield "money", amount_of(match[1]), match.start(), match.end(1)
                yield "money", amount_of(match[2]), match.start(2), match.end()
    for pattern in _PAID:
        for match in pattern.finditer(text):
            for group in range(1, (match.lastindex or 0) + 1):
                yield "money", amount_of(match[group]), *match.span(group)


def amount_of(said: str) -> str:
    """ "1,299.00" is 1299, "49,9" 49.90, "fifty" 50, 三百 300."""
    if not said[0].isdigit() or not said.isascii():
        return str(english(said) or chinese(said) or 0)
    if re.fullmatch(r"\d+,\d{1,2}", said):
        said = said.replace(",", ".")
    whole, _, cents = said.replace(",", "").partition(".")
    return f"{int(whole)}.{cents:0<2}" if cents.strip("0") else str(int(whole))


def find_quantities(text: str) -> Iterator[Found]:
    """Counts of goods, in digits."""
    for pattern in _COUNTS:
        for match in pattern.finditer(text):
            for group in range(1, (match.lastindex or 0) + 1):
                if count := english(match[group] or ""):
                    yield "quantity", str(count), *match.span(group)
    for pattern in (_SIGNED, _COUNTED, _SHORT, _APART):
        for match in pattern.finditer(text):
            count = chinese(match[1])
            if count and (
                match[1] != "一" or pattern is _APART or _MEANT.search(text[max(0, match.start() - 6) : match.start()])
            ):
                yield "quantity", str(count), *match.span()
