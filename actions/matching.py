"""From a shopper's words to products: what kind, which name, and the limits put on it; typos, plurals, two languages.

Kinds, names, sizes and colours are the catalogue's own; the tables below only hold what else shoppers call them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, utils
from rapidfuzz.distance import OSA

from actions.base import Request
from actions.services import Services
from shop.catalogue import Category, Product

NAMED = 82  # rapidfuzz score from which words name a product
SAME = 4  # points within which two products are equally meant
MEANT = 0.30  # score from which a product counts as found by meaning
FAMILIES = {
    "blue": ("navy", "sky"), "green": ("moss", "forest"), "red": ("rust", "berry"), "yellow": ("ochre",),
    "orange": ("rust",), "grey": ("charcoal", "slate"), "gray": ("charcoal", "slate"), "purple": ("berry",),
    "pink": ("berry",), "beige": ("cream",),
}  # fmt: skip
COLOURS_ZH = {
    "红": "red", "蓝": "blue", "绿": "green", "黄": "yellow", "橙": "orange", "橘": "orange", "灰": "grey",
    "紫": "purple", "粉": "pink", "黑": "black", "白": "white", "米": "beige",
}  # fmt: skip
KINDS = {  # what shoppers say → the ends of the kinds that the catalogue knows
    "rucksack": ("backpack",), "pack": ("backpack", "daypack"), "backpack": ("backpack", "daypack"),
    "cup": ("mug",), "thermos": ("flask",), "bottle": ("flask",), "coat": ("jacket", "parka"),
    "raincoat": ("rain jacket", "rain poncho"), "blanket": ("blanket", "throw"), "flashlight": ("torch",),
    "pan": ("skillet",), "burner": ("stove",), "cooker": ("stove",), "hat": ("beanie",), "duvet": ("duvet cover",),
    "mattress": ("mattress", "sleeping pad"), "headlight": ("headlamp",), "charger": ("power bank",),
    "trainer": ("trail running shoe",), "down bag": ("sleeping bag",), "carpet": ("rug",), "tarpaulin": ("tarp",),
    "帐篷": ("tent",), "冲锋衣": ("hardshell jacket", "rain jacket"), "雨衣": ("rain jacket", "rain poncho"),
    "防雨外套": ("rain jacket",), "羽绒服": ("down jacket", "down parka", "down vest"), "外套": ("jacket", "parka"),
    "夹克": ("jacket",), "抓绒": ("fleece jacket", "grid fleece"), "登山鞋": ("hiking boot", "hiking shoe"),
    "徒步鞋": ("hiking boot", "hiking shoe"), "靴子": ("boot",), "靴": ("boot",), "鞋子": ("boot", "shoe"),
    "鞋": ("boot", "shoe"), "跑鞋": ("trail running shoe",), "凉鞋": ("sandal",), "拖鞋": ("slide",), "袜子": ("sock",),
    "睡袋": ("sleeping bag",), "睡垫": ("sleeping pad",), "枕头": ("pillow",), "背包": ("backpack", "daypack"),
    "双肩包": ("backpack", "daypack"), "书包": ("backpack", "daypack"),
    "包": ("backpack", "daypack", "bag", "hip pack"),
    "杯子": ("mug",), "马克杯": ("mug",), "水杯": ("mug", "flask"), "保温杯": ("flask",), "水壶": ("flask",),
    "锅": ("camp pot", "skillet", "dutch oven"), "锅具": ("camp pot", "skillet", "dutch oven"), "炉子": ("stove",),
    "炉具": ("stove",), "炉": ("stove",), "头灯": ("headlamp",), "手电": ("torch",), "灯": ("lantern", "light", "lamp"),
    "蜡烛": ("candle",), "毯子": ("blanket", "throw"), "毛毯": ("blanket", "throw"), "毛巾": ("towel",),
    "手套": ("glove",), "帽子": ("beanie",), "刀": ("knife",), "碗": ("bowl",), "地毯": ("rug",), "被子": ("quilt",),
}  # fmt: skip
_GENERAL = "set care kit cover line base layer zip crew top"  # too general to name a kind alone
NOT_A_KIND = frozenset(_GENERAL.split())
_OPEN = "something anything everything stuff gift gifts present presents gear things thing items item"
OPEN = frozenset(_OPEN.split())
_STOP = """
    a about after all also am an and any anybody anything are around as at available be been best bestseller
    bestsellers better between big bought bucks budget but buy by can carry carrying cary cheap cheaper cheapest
    cool could cute dad decent did do does dollars everything favorite favourite find for from gear get gift gifts
    give go good got great guys had has have he hello help hey hi how i idea ideas if im in is it item items its
    just kind kinda less lighter lightest like likes list look lookin looking lookng love loves max maximum me mom
    more most mum my need new nice now of offer ok on one ones only or our over pair people perfect person please
    pls popular present presents price product products quality recommend recommendation recommendations right
    search searching sell seller selling she shop should show size so some someone something stock store stuff
    suggest than that the their them there these they thing things this those to top trending u under up us very
    wanna want was we what whats which who will with would you your yours
"""
STOP = frozenset(_STOP.split())
_COUNTED = "zero one two three four five six seven eight nine ten"
NUMBERS = {word: number for number, word in enumerate(_COUNTED.split())}
PEOPLE_ZH = {1: "单人|一人|1人", 2: "双人|两人|二人|2人", 3: "三人|3人", 4: "四人|4人", 5: "五人|5人", 6: "六人|6人"}

_PRICE = r"(?:us)?[$€£¥]\s?\d[\d,]*(?:\.\d+)?|\d[\d,]*(?:\.\d+)?\s?(?:[$€£¥]|dollars?|bucks|usd|美元|美金|块钱?|元|刀)"
_MONEY = re.compile(_PRICE, re.I)
_BETWEEN = re.compile(
    r"\b(?:between|from)\s+\D{0,3}(\d+)\D{0,9}\s(?:and|to)\s+\D{0,3}(\d+)|(\d+)\s?(?:到|至|-|~)\s?(\d+)\D*元"
)
_LIMIT = re.compile(
    r"\b(?:under|below|less than|up to|at most|max(?:imum)?|within|cheaper than)\s+(\d+)\b"
    r"(?!\s?(?:kg|g|l|cm|mm|m|litre|people|person|min))|(\d+)\s?(?:以内|以下)"
)
_LEAST = re.compile(r"\b(?:over|above|more than|at least|from)\s*$")
_LEAST_AFTER = re.compile(r"^\s*(?:以上|起)")
_NUMERAL = re.compile(r"[一二两三四五六七八九十百千万]+(?=\s?(?:美元|美金|块|元|刀|以内|以下|以上))")
_SIZE = re.compile(
    r"\bsize\s?(\d{1,2}(?:\.5)?|x{0,3}[sl]|m|small|medium|large)\b|(?:尺码|码数)\s?(\d{2}|x{0,3}[sl]|m)(?![a-z])|"
    r"(?<![a-z])(\d{2}(?:\.5)?|x{0,3}[sl]|m)\s?[码号]|\b(?:in|an?)\s+(x{0,3}[sl]|m)\b(?!')",
    re.I,
)  # fmt: skip
_NOT = re.compile(
    r"\b(?:but\s+)?(?:not|without|no|except|excluding|other than)\s+(?:an?\s|the\s|any\s|in\s)?([a-z][a-z-]+)"
)
_NOT_ZH = re.compile(r"(?:不要|不含|不想要|除了|不带)([一-鿿]{1,4}?)(?:的|以外|之外|(?=[,，。!！?？ ]|$))")
_COUNT = rf"(\d|{'|'.join(NUMBERS)})"
_PEOPLE = re.compile(rf"\b{_COUNT}[ -]?(?:persons?|people|man|men|p)\b|\b(?:family|group) of {_COUNT}\b")
_SEGMENT = re.compile(r"[,.;:!?，。；！？、]|\b(?:with|for|to go|in|that|which|who|from|of|on|under|over|by|because)\b")
_TALK_ZH = re.compile(
    r"请问|你们|您们|店里|这[个款件]|那[个款件]|有没有|有什么|有|没有|吗|呢|吧|啊|的|我|想|要|买|卖|找|看看|看|一下|推荐|"
    r"[几一][款个件]|什么|哪些|礼物|礼品|送人|所有|全部|东西|商品|"
    r"哪[个款]|多少钱|怎么样|热卖|热销|畅销|以下|以内|以上|左右|不超过|最多|便宜点?|最|亲|还|是|能|可以|大家|都|好|求|给|送|适合|用|色|款|美元|元|块"
)
_WORD = re.compile(r"[a-z0-9][a-z0-9'-]*")
_HAN = re.compile(r"[\u4e00-\u9fff]+")


@dataclass
class Wish:
    """What a message asks for. `ids` are the products of the kind or name that it says; None: it says neither."""

    ids: frozenset[str] | None = None
    label: str = ""  # the kind as the shopper says it
    named: bool = False  # a product by name
    unknown: str = ""  # a kind that no product is
    most: int | None = None
    least: int | None = None
    colour: str = ""  # as the shopper says it
    colours: tuple[str, ...] = ()
    size: str = ""
    people: int | None = None
    without: tuple[str, ...] = ()
    traits: tuple[str, ...] = ()  # said before the kind: "waterproof boots"
    purpose: tuple[str, ...] = field(default=())  # said elsewhere: "for a family"

    @property
    def limited(self) -> bool:
        """Whether there is anything that a product of the kind may fail to be."""
        limits = (self.most, self.least, self.colour, self.size, self.people, self.without, self.traits)
        return any(limit for limit in limits)


def wish_of(services: Services, request: Request, locale: str) -> Wish:
    """Read the message of a request."""
    said = str(request["product"] or "").lower()
    text = plain(request.text)
    if said and not any(word in text for word in said.split()):
        text = plain(said)  # an earlier message, or a button
    products = services.catalogue.all()
    wish = Wish()
    text = _take_money(text, wish)
    text = _take_size(text, wish)
    text = _take_without(text, wish)
    named, text = named_in(services, text, products)
    text = _take_colour(text, wish, products)
    text = _take_people(text, wish)
    segment = _take_kind(services, text, wish, products)
    if named:
        of_kind = [p for group in named for p in group if wish.ids is None or p.id in wish.ids]
        if of_kind or wish.ids is None:
            wish.ids, wish.named = frozenset(p.id for p in of_kind), True
    _take_traits(services, segment, text, wish, products)
    return wish


def plain(text: str) -> str:
    """Lower case, full-width forms made plain, curly apostrophes straight."""
    return unicodedata.normalize("NFKC", text).lower().replace("’", "'")


def fitting(wish: Wish, products: Iterable[Product]) -> list[Product]:
    """Those in stock that are what is asked for in every way."""
    return [p for p in products if p.stock > 0 and of_kind(wish, p) and not failures(wish, p)]


def of_kind(wish: Wish, product: Product) -> bool:
    return wish.ids is None or product.id in wish.ids


def failures(wish: Wish, product: Product) -> list[str]:
    """The limits that a product does not keep to: without, people, size, colour, price, traits."""
    failed = []
    if any(_is_made_with(product, word) for word in wish.without):
        failed.append("without")
    if wish.people is not None and not _sleeps(product, wish.people):
        failed.append("people")
    variants = [v for v in product.variants if v.stock > 0]
    if wish.size:
        variants = [v for v in variants if v.size is not None and same_size(v.size, wish.size)]
        if not variants:
            failed.append("size")
    if wish.colours and not any(_is_colour(v.colour, wish.colours) for v in variants or product.variants):
        failed.append("colour")
    if wish.most is not None and product.price_cents > wish.most:
        failed.append("price")
    if wish.least is not None and product.price_cents < wish.least:
        failed.append("price")
    if not all(says(product, trait) for trait in wish.traits):
        failed.append("traits")
    return failed


def nearest(wish: Wish, products: Iterable[Product], limit: int) -> list[Product]:
    """Those of the kind that fail least, then those nearest in price."""
    free = [p for p in products if p.stock > 0 and of_kind(wish, p)]
    free = [p for p in free if "without" not in failures(wish, p)] or free
    aim = wish.most if wish.most is not None else wish.least
    return sorted(
        free, key=lambda p: (len(failures(wish, p)), abs(p.price_cents - aim) if aim is not None else -(p.rating or 0))
    )[:limit]


def ranked(services: Services, wish: Wish, products: Sequence[Product], text: str, locale: str) -> list[Product]:
    """Best first: what it is for, then how near in meaning, then stars."""
    near = dict(services.products.search(text, locale, 60))
    return sorted(
        products,
        key=lambda p: (sum(says(p, word) for word in wish.purpose), near.get(p.id, 0.0), p.rating or 0.0),
        reverse=True,
    )


def by_meaning(services: Services, text: str, locale: str, limit: int, least: float = MEANT) -> list[Product]:
    """Products in stock that the words are near to, where no kind is named."""
    found = [each for each, score in services.products.search(text, locale, limit * 4) if score >= least]
    products = {product.id: product for product in services.catalogue.all()}
    return [products[each] for each in found if each in products and products[each].stock > 0]


def says(product: Product, word: str) -> bool:
    """Whether the product's own data says a word of it, and does not deny it."""
    spec = next((str(value) for key, value in product.specs.items() if key.lower() == word), None)
    if spec is not None:
        return not re.match(r"(?:no|none|not)\b", spec, re.I)
    if _HAN.search(word):
        chinese = (product.name["zh"], product.description["zh"])
        return any(re.search(rf"(?<!不){re.escape(word)}", text) for text in chinese)
    texts = (product.kind, product.category, product.name["en"], *product.tags, product.description["en"])
    denied = re.search(rf"\b(?:not|no|without) {re.escape(word)}", product.description["en"], re.I)
    values = [str(value) for value in product.specs.values() if not re.match(r"(?:no|none|not)\b", str(value), re.I)]
    return not denied and any(_alike(word, each) for text in (*texts, *values) for each in _WORD.findall(text.lower()))


# -- one product, or several that are meant -----------------------------------------------------------------------


def product_of(services: Services, words: str | None, locale: str) -> Product | None:
    """The one product that is meant: by id, or by name where nothing else fits as well; else None."""
    found = candidates(services, words, locale)
    return found[0] if len(found) == 1 else None


def candidates(services: Services, words: str | None, locale: str) -> list[Product]:
    """The products that `words` name about equally well, best first, at most five."""
    if not words:
        return []
    products = services.catalogue.all()
    exact = [product for product in products if words in (product.id, *product.name.values())]
    if exact:
        return exact
    whole = [product for product in products if any(name.lower() in plain(words) for name in product.name.values())]
    if len(whole) == 1:
        return whole
    groups, rest = named_in(services, plain(words), products)
    if groups:
        wish = Wish()
        _take_kind(services, rest, wish, products)
        group = [p for p in groups[0] if of_kind(wish, p)] or groups[0]
        said = [p for p in group if set(re.findall(r"\d+", p.name["en"])) & set(re.findall(r"\d+", rest))]
        return group if len(said) != 1 or wish.ids is None else said
    scored = sorted(((_score(words, product, locale), product) for product in products), key=lambda hit: -hit[0])
    best = scored[0][0] if scored else 0.0
    if best < NAMED:
        return []
    return [product for score, product in scored[:5] if score >= max(NAMED, best - SAME)]


def named_in(services: Services, text: str, products: Sequence[Product]) -> tuple[list[list[Product]], str]:
    """The products whose own name (the word before what they are) is in the text, one group a name, and the rest."""
    kinds = {word for term in _terms(products) for word in term.split()}
    by_name: dict[str, list[Product]] = {}
    for product in products:
        own = _WORD.findall(product.name["en"].lower())[0]
        if own not in kinds:
            by_name.setdefault(own, []).append(product)
        by_name.setdefault(product.name["zh"][:2], []).append(product)
    groups: list[list[Product]] = []
    for word in dict.fromkeys(_WORD.findall(text)):
        name = word.removesuffix("'s")
        own = name if name in by_name else _typo(services, name, [each for each in by_name if each.isascii()])
        if own and own in by_name:
            groups.append(by_name[own])
            text = re.sub(rf"(?<![a-z]){re.escape(word)}(?![a-z])", " ", text)
    for own, found in by_name.items():
        if not own.isascii() and own in text:
            groups.append(found)
            text = text.replace(own, " ")
    return groups, text


def compared(services: Services, text: str, shown: Sequence[str]) -> tuple[Product, Product] | None:
    """The two products that a message sets side by side, by name, else the two that were shown."""
    products = services.catalogue.all()
    groups, _ = named_in(services, plain(text), products)
    different = [group for at, group in enumerate(groups) if group not in groups[:at]]
    if len(different) >= 2:
        pairs = [(one, other) for one in different[0] for other in different[1] if one.id != other.id]
        return max(
            pairs, key=lambda pair: (pair[0].kind == pair[1].kind, pair[0].category == pair[1].category), default=None
        )
    known = {product.id: product for product in products}
    two = [known[each] for each in shown if each in known]
    return (two[0], two[1]) if not groups and len(two) >= 2 else None


def category_of(services: Services, words: str | None) -> Category | None:
    """The shelf that `words` name: by its own name, or where all products of a kind that they name stand."""
    text = plain(words or "")
    categories = {category.id: category for category in services.catalogue.categories()}
    for category in categories.values():
        names = [category.id, *(name.lower() for name in category.name.values())]
        if any(name in text or (name.isascii() and name.rstrip("s") in text) for name in names):
            return category
    wish, products = Wish(), services.catalogue.all()
    _take_kind(services, text, wish, products)
    shelves = {product.category for product in products if wish.ids is not None and product.id in wish.ids}
    return categories[shelves.pop()] if len(shelves) == 1 else None


def same_size(size: str, asked: str) -> bool:
    """ "L/XL" is also L; "Large" is L."""
    asked = {"small": "s", "medium": "m", "large": "l"}.get(asked.lower(), asked.lower())
    return asked in re.split(r"[/ ]", size.lower())


def colours_of(word: str) -> tuple[str, ...]:
    """The catalogue's names that a colour word may mean, itself first."""
    return (word, *FAMILIES.get(word, ()))


def _is_colour(colour: dict[str, str] | None, asked: tuple[str, ...]) -> bool:
    names = [name.lower() for name in (colour or {}).values()]
    return any(each in re.split(r"[ -]", name) or each == name for each in asked for name in names)


# -- taking a message apart ---------------------------------------------------------------------------------------


def _take_money(text: str, wish: Wish) -> str:
    text = _NUMERAL.sub(lambda match: str(_number(match[0])), text)
    between = _BETWEEN.search(text)
    if between:
        low, high = (int(each) for each in between.groups() if each)
        wish.least, wish.most = low * 100, high * 100
        return text.replace(between[0], " ")
    for match in _MONEY.finditer(text):
        cents = round(float(re.sub(r"[^\d.]", "", match[0].replace(",", ""))) * 100)
        if _LEAST.search(text[: match.start()]) or _LEAST_AFTER.search(text[match.end() :]):
            wish.least = cents
        else:
            wish.most = cents
    bare = _LIMIT.search(text)
    if bare and wish.most is None:
        wish.most = int(bare[1] or bare[2]) * 100
        text = text.replace(bare[0], " ")
    return _MONEY.sub(" ", text)


def _number(numeral: str) -> int:
    """三百 is 300, 两百五 is 250, 一千二百 is 1200."""
    digits = {digit: n for n, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
    units = {"十": 10, "百": 100, "千": 1000, "万": 10000}
    total, digit, unit = 0, 0, 1
    for sign in numeral:
        if sign in units:
            total, unit, digit = total + (digit or 1) * units[sign], units[sign], 0
        else:
            digit = digits[sign]
    return total + digit * (unit // 10 if unit > 10 else 1)


def _take_size(text: str, wish: Wish) -> str:
    match = _SIZE.search(text)
    if match is None:
        return text
    wish.size = next(group for group in match.groups() if group).upper()
    return text.replace(match[0], " ", 1)


def size_in(text: str, product: Product) -> str:
    """The size that a question about a product asks for, as the product writes it or as the shopper does; ""."""
    wish = Wish()
    _take_size(plain(text), wish)
    own = [size for size in product.sizes if wish.size and same_size(size, wish.size)]
    bare = [size for size in product.sizes if re.search(rf"(?<![\w/]){re.escape(size)}(?![\w'/])", text)]
    return next(iter(own or bare), wish.size)


def _take_without(text: str, wish: Wish) -> str:
    found = [str(match[1]) for pattern in (_NOT, _NOT_ZH) for match in pattern.finditer(text)]
    wish.without = tuple(word for word in found if word not in STOP)
    return _NOT_ZH.sub(" ", _NOT.sub(" , ", text))


def _take_colour(text: str, wish: Wish, products: Sequence[Product]) -> str:
    own = {name.lower(): colour["en"].lower() for p in products for colour in p.colours for name in colour.values()}
    for word in sorted({*own, *FAMILIES}, key=len, reverse=True):
        found = re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", text) if word.isascii() else None
        if (found or (not word.isascii() and word in text)) and not wish.colour:
            wish.colour, wish.colours = word, colours_of(own.get(word, word))
            text = text.replace(word, " ", 1)
    for sign, word in COLOURS_ZH.items():
        if not wish.colour and re.search(rf"{sign}色|{sign}(?=的)", text):
            wish.colour, wish.colours = f"{sign}色", colours_of(word)
            text = re.sub(rf"{sign}色?", " ", text, count=1)
    return text


def colour_in(text: str, products: Sequence[Product]) -> Wish:
    """A wish with just the colour that a text names."""
    wish = Wish()
    _take_colour(plain(text), wish, products)
    return wish


def _take_people(text: str, wish: Wish) -> str:
    match = _PEOPLE.search(text)
    if match:
        word = match[1] or match[2]
        wish.people = NUMBERS.get(word) or int(word)
        return text.replace(match[0], " ", 1)
    for number, words in PEOPLE_ZH.items():
        found = re.search(words, text)
        if found:
            wish.people = number
            return text.replace(found[0], " ", 1)
    return text


def _take_kind(services: Services, text: str, wish: Wish, products: Sequence[Product]) -> str:
    """Find the kind; returns the segment that it stands in (where none is found, the first that says something)."""
    terms = _terms(products)
    segments = [segment for segment in _SEGMENT.split(text) if segment and segment.strip()]
    for segment in segments:
        found = _kinds_in(services, segment, terms)
        if found:
            wish.ids = frozenset(each for term in found for each in terms[term])
            wish.label = " ".join(found[-1:]) if len(found) == 1 else ", ".join(found)
            wish.label = _as_said(segment, wish.label)
            return segment
    said = [segment for segment in segments if [word for word in _WORD.findall(segment) if word not in STOP]]
    return said[0] if said else text


def _kinds_in(services: Services, segment: str, terms: dict[str, frozenset[str]]) -> list[str]:
    """The terms that a segment's noun is: the last one, or several that "or" and "and" join."""
    han = _HAN.findall(segment)
    if han:
        inside = [term for term in terms if not term.isascii() and any(term in run for run in han)]
        longest = [term for term in inside if not any(term != other and term in other for other in inside)]
        if longest:
            joined = re.search(r"[或和]", segment)
            return longest if joined else [max(longest, key=lambda term: segment.rfind(term))]
    words = [singular(word) for word in _WORD.findall(segment)]
    spoken = [word for term in terms if term.isascii() for word in term.split()]
    words = [word if word in spoken or word in STOP else _typo(services, word, spoken) or word for word in words]
    found: list[tuple[int, int, str]] = []
    at = 0
    while at < len(words):
        length = next((n for n in (3, 2, 1) if " ".join(words[at : at + n]) in terms and at + n <= len(words)), 0)
        if length:
            found.append((at, at + length, " ".join(words[at : at + length])))
        at += length or 1
    last = found[-1:]
    return [hit[2] for hit in found if hit in last or words[hit[1]] in ("or", "and")]


def _terms(products: Sequence[Product]) -> dict[str, frozenset[str]]:
    """Every word for a kind of product, with the products it means: ends of kinds and of names, and `KINDS`."""
    terms: dict[str, set[str]] = {}
    kinds: dict[str, set[str]] = {}
    for product in products:
        words = [singular(word) for word in _WORD.findall(product.kind.lower())]
        for start in range(len(words)):
            term = " ".join(words[start:])
            kinds.setdefault(term, set()).add(product.id)
        last = singular(_WORD.findall(product.name["en"].lower())[-1])
        if last.isalpha() and last not in NOT_A_KIND:
            terms.setdefault(last, set()).add(product.id)
        for length in (2, 3, 4):
            terms.setdefault(product.name["zh"][-length:], set()).add(product.id)
    for term, ids in kinds.items():
        if term not in NOT_A_KIND:
            terms[term] = set(ids)
    for said, meant in KINDS.items():
        ids = {each for kind in meant for each in kinds.get(kind, ())}
        if ids:
            terms[said] = ids
    return {term: frozenset(ids) for term, ids in terms.items()}


def _take_traits(services: Services, segment: str, text: str, wish: Wish, products: Sequence[Product]) -> None:
    """What else is said: in the kind's own segment a trait that counts, elsewhere a purpose that ranks."""
    kind = {singular(word) for term in _terms(products) for word in term.split()} if wish.ids is not None else set()
    traits = list(dict.fromkeys(tag.lower() for p in products for tag in (*p.tags, *p.specs)))
    said = [word for word in _WORD.findall(segment) if word not in STOP and not word.isdigit() and len(word) > 2]
    said = [word for word in said if singular(word) not in kind and not _typo(services, word, sorted(kind))]
    said = [word if word in traits else _typo(services, word, traits) or word for word in said]
    rest = text.replace(segment, " ", 1)
    elsewhere = [word for word in _WORD.findall(rest) if word not in STOP and word not in said and len(word) > 2]
    if re.search(r"\b(?:gifts?|presents?)\b|礼物|礼品|送人", text):
        elsewhere.append("gift")  # as the catalogue tags it
    run = _TALK_ZH.sub(" ", text)
    for word in sorted(KINDS, key=len, reverse=True):
        run = run.replace(word, " ") if not word.isascii() and wish.ids is not None else run
    for tail in sorted({p.name["zh"][-n:] for p in products for n in (2, 3)}, key=len, reverse=True):
        run = run.replace(tail, " ") if wish.ids is not None else run
    chinese = [each for each in _HAN.findall(run) if 2 <= len(each) <= 4]
    wish.purpose = (*elsewhere, *(chinese if wish.ids is None else ()))
    if wish.named:
        return
    if wish.ids is not None:
        wish.traits = (*said, *chinese)
    elif said and not set(_WORD.findall(text)) & OPEN:
        if any(singular(said[-1]) in (p.category, *p.tags, *p.specs) for p in products):
            wish.purpose = (*said, *wish.purpose)
        else:
            wish.unknown = " ".join(said)
    elif said:
        wish.purpose = (*said, *wish.purpose)
    elif chinese and not any(says(product, chinese[-1]) for product in products):
        wish.unknown = chinese[-1]


def singular(word: str) -> str:
    """boots → boot, knives → knife, torches → torch; boss stays."""
    word = word.removesuffix("'s")
    if word.endswith("knives"):
        return word[:-3] + "fe"
    if len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _typo(services: Services, word: str, known: Sequence[str]) -> str:
    """The known word that is meant by one with a slip or two; "" for a word of the language and for none."""
    if len(word) < 4 or word in STOP or services.encoder.has_word(word):
        return ""
    most = 1 if len(word) < 6 else 2
    near = [(OSA.distance(word, other, score_cutoff=most), other) for other in known if len(other) >= 4]
    near = [(distance, other) for distance, other in near if distance <= most and other[0] == word[0]]
    return min(near)[1] if near else ""


def _as_said(segment: str, label: str) -> str:
    """The kind in the shopper's own form: plural where they said so."""
    return next((form for form in (f"{label}s", f"{label}es") if form in segment), label)


def _alike(word: str, said: str) -> bool:
    word, said = singular(word), singular(said)
    return word == said or (min(len(word), len(said)) >= 5 and (said.startswith(word) or word.startswith(said)))


def _is_made_with(product: Product, word: str) -> bool:
    if _HAN.search(word):
        return word in product.name["zh"] or word in product.description["zh"]
    made = [str(value) for key, value in product.specs.items() if key in ("material", "fill", "filling", "insulation")]
    texts = (product.kind, product.name["en"], *product.tags, *made)
    colours = [colour["en"].lower() for colour in product.colours]
    only = bool(colours) and all(each in colours_of(word) for each in colours)
    return only or any(_alike(word, each) for text in texts for each in _WORD.findall(text.lower()))


def _sleeps(product: Product, people: int) -> bool:
    word = next(word for word, number in NUMBERS.items() if number == people) if people <= 10 else str(people)
    texts = " ".join((product.description["en"], *(f"{key} {value}" for key, value in product.specs.items()))).lower()
    count = rf"(?:{people}|{word})"
    pattern = rf"\b{count}[ -](?:persons?|people|man)\b|\b(?:sleeps|for|persons?|people|capacity) {count}\b"
    return bool(re.search(pattern, texts) or re.search(PEOPLE_ZH.get(people, "$^"), product.name["zh"]))


def _score(words: str, product: Product, locale: str) -> float:
    name = product.name[locale]
    if locale == "zh":
        return fuzz.partial_ratio(words, name) if len(words) >= 2 else 0.0
    words, name = utils.default_process(words), utils.default_process(name)
    return 0.85 * fuzz.token_set_ratio(words, name) + 0.15 * fuzz.ratio(words, name)
