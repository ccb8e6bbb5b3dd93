"""Parts of Chinese postal addresses: 省, 市, then district, road and door as one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.nlu.values.addresses import parts
from bot.nlu.values.found import Found
from bot.nlu.values.places import CITIES, PROVINCES

_HAN = "[一-鿿]"
_ROAD = "路|大道|大街|街|道|巷|胡同|弄|里|村|园|苑|小区|大厦|广场|中心|花园|公寓|号"
_DOOR = "号楼|号院|号|楼|室|栋|幢|座|层|单元|弄|户|院"
_STREET = (
    f"(?P<street>(?:{_HAN}{{1,5}}?(?:新区|开发区|区|县|旗))?(?:{_HAN}{{1,6}}?(?:镇|乡|街道))?[一-鿿0-9]{{1,12}}?(?:{_ROAD})"
    f"(?:{_HAN}{{0,8}}?[A-Za-z0-9一二三四五六七八九十-]{{1,6}}(?:{_DOOR}))*(?:[A-Za-z]?\\d{{2,5}}室?)?)"
)
_FULL = re.compile(
    f"(?:(?P<region>{PROVINCES})[ ,，]?)?(?P<city>(?:{CITIES})市?(?![路街大])|(?<=[省区 ,，到往是为成：:]){_HAN}{{2,4}}?市|^(?![寄送发到改换]){_HAN}{{2,3}}市)"
    f"[ ,，]?{_STREET}"
)
_ALONE = re.compile(
    f"(?:(?:街道|门牌|地址|路名)[^，。,0-9]{{0,4}}?[是为成到：:]|[寄送发]到|[寄送]往) ?{_STREET}(?=$|[^一-鿿\\d]|[谢吧其别哈了])"
)
_PLACE = re.compile(
    f"(?P<region>{PROVINCES})(?<=[省区])(?P<city>{_HAN}{{2,4}}?市)?"
    f"|(?:[寄送发]到|[寄送]往|住在|人在|我在)(?P<city2>(?:{CITIES})市?)(?![路街大])"
)
_POSTCODE = re.compile(r"(?<![\d#$¥.+-])[0-8]\d{5}(?![\d.-])")
_BEHIND = 12  # characters behind the door in which the postcode follows
_NUMBERED = re.compile(r"[0-9一二三四五六七八九十]")


def find_chinese_addresses(text: str) -> Iterator[Found]:
    """Region and city with 省 and 市 as typed; the rest up to the door is the street; six digits behind it the postcode."""
    for pattern in (_FULL, _ALONE):
        for match in pattern.finditer(text):
            if _NUMBERED.search(match["street"]):
                yield from parts(match)
                for code in _POSTCODE.finditer(text, match.end(), match.end() + _BEHIND):
                    yield "postcode", code[0], code.start(), code.end()
    for match in _PLACE.finditer(text):
        yield from parts(match)
