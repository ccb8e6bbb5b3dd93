"""What can be asked of a product and of an order, by the words that ask it; two languages."""

from __future__ import annotations

import re

OF_A_PRODUCT = {  # what a question is plainly about; the first that fits
    "buy": re.compile(
        r"\b(?:where|how) (?:do|can|could|would|to) ?(?:i|we|you)? ?(?:buy|order|purchase|get|checkout|check out)"
        r" (?:it|this|that|one|them|these|those)\b(?! again)"
        r"|\b(?:put|add|throw|stick) (?:it|this|that|one|them|these|those|the \w+)?\s?(?:in|into|to)"
        r" (?:my|the) (?:cart|basket|bag)\b"
        r"|\bi(?:'ll| will) (?:take|buy|have) (?:it|this|that|one)\b|\bbuy it now\b"
        r"|(?:怎么|在?哪里?|哪儿|如何|怎样)(?:下单|购?买)|(?:加|放)[进入到]?购物车|就要?[买这]?这[个款件]了|我要了|直接下单",
        re.I,
    ),
    "weight": re.compile(r"\b(?:weight|weighs?|heavy)\b|多重|重量|多沉|重吗", re.I),
    "price": re.compile(r"\bhow much (?:is|are|for)\b|\bprices?\b|\bcosts?\b|多少钱|价格|售价|价钱|[咋怎么]+卖", re.I),
    "stock": re.compile(r"\bin stock\b|\bsold out\b|\bavailable\b|有货|现货|缺货|库存", re.I),
    "colours": re.compile(r"\bcolou?rs?\b|颜色|什么色", re.I),
    "sizes": re.compile(
        r"\bsizes?\b|\bsizing\b|\bfits?\b|尺码|尺寸|偏大|偏小|[穿买选要拿][多什么几]+[大码号]|[什啥]么?码|码数", re.I
    ),
    "waterproof": re.compile(r"\bwater\s?-?proof\b|防水|防雨|漏水|[不会]漏", re.I),
    "care": re.compile(r"\bwash(?:ed|able|ing)?\b|\bclean(?:ed|ing)?\b|\btumble|怎么洗|机洗|水洗|清洗|保养", re.I),
    "stars": re.compile(
        r"\breviews?\b|\bratings?\b|\brated\b|\bany good\b|\bgood quality\b|\bhow good\b"
        r"|\bwhat (?:do|did) (?:other )?(?:people|others|customers|shoppers|buyers) (?:say|think)\b"
        r"|评价|评分|好评|差评|口碑|质量(?:好|怎么样|如何|行)|好用吗",
        re.I,
    ),
    "all": re.compile(r"\btell me (?:more )?about\b|\bdescribe\b|\bwhat kind of\b|介绍|说说|详细", re.I),
}  # fmt: skip
OF_AN_ORDER = {
    "contents": re.compile(
        r"\bwhat(?:'s| is| was| were)? (?:else )?in (?:it|there|that|the (?:order|parcel|box|package)|order)\b"
        r"|\bwhat(?: all)? (?:did|have) (?:i|we) (?:order|buy|bought|get)|\b(?:contents?|which items?)\b"
        r"|买了?(?:些|点|过)?(?:啥|什么)|[有装](?:些|点)?(?:啥|什么|哪些)|哪些东西|里面",
        re.I,
    ),
    "total": re.compile(
        r"\bhow much (?:did|do|was|have|were)\b|\btotal\b|\bamount\b|多少钱|一共|总共|总价|金额|花了多少|付了多少", re.I
    ),
    "way": re.compile(
        r"\b(?:carrier|courier|ups|usps|fedex|dhl|tracking)\b|\bbring(?:s|ing)?\b|哪家快递|什么快递|快递公司|物流", re.I
    ),
    "time": re.compile(
        r"\barriv|\bget here\b|\bhere (?:yet|by)\b|\bdeliver|\beta\b|[啥什么几]+时候|几号到|哪天到|多久到", re.I
    ),
    "state": re.compile(r"\bstill on\b|\bpaid\b|\bstatus\b|\bshipped\b|\bsent\b|付款|发货|寄出|发出", re.I),
}  # fmt: skip


def aspect_of_product(text: str) -> str:
    """The name of what is asked of a product; "" where that is not plain."""
    return next((name for name, pattern in OF_A_PRODUCT.items() if pattern.search(text)), "")


def aspect_of_order(text: str) -> str:
    """The name of what is asked of an order; "" where that is not plain."""
    return next((name for name, pattern in OF_AN_ORDER.items() if pattern.search(text)), "")
