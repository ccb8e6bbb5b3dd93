"""Product pictures of the demo shop: flat SVG drawings, made from a kind, a colour and a seed.

The shapes are the files of drawings/, in which M, D and L stand for the main, dark and light tone of the product's
colour, W for wood and S for steel. The same three words always give the same picture, and nothing of their text
reaches the SVG.
"""

from __future__ import annotations

import re
import zlib
from functools import cache
from pathlib import Path

DRAWINGS = Path(__file__).with_name("drawings")
FALLBACK = "parcel"
GROUNDS = ("#efe9db", "#e6ece4", "#e5ebee", "#f1e6da", "#ece8ee")
PALE = {"cream", "white", "oat", "natural"}  # these stand on a darker ground
USUAL = ("moss", "slate", "ochre", "rust", "sky", "forest")  # for a colour that has no name here

# colour: its main, dark and light tone
PALETTE = {
    "amber": "#dc9a2e #9a6512 #f4ca82",
    "beige": "#d9c6a3 #a68f67 #efe3cd",
    "berry": "#97466b #662845 #cd8bab",
    "black": "#33373a #1c1f21 #6c7275",
    "blue": "#4a7fb5 #2c5580 #9cc0e2",
    "brown": "#8a6246 #5a3d29 #bd9a80",
    "charcoal": "#4c5154 #2f3335 #8b9194",
    "clay": "#bf7d5e #874f35 #e2b39c",
    "copper": "#bd7446 #834a26 #e3aa84",
    "cream": "#efe3c8 #c4b389 #fbf5e6",
    "forest": "#2f5d50 #1b3d33 #76a495",
    "green": "#5b9263 #39623f #a0c8a6",
    "grey": "#8d9599 #5f676b #c2c8cb",
    "khaki": "#a59a6a #726a43 #cfc69e",
    "moss": "#6f8f57 #4a6538 #a9c192",
    "natural": "#dccdaf #a99775 #f2e9d6",
    "navy": "#34507a #1f3353 #7c96bf",
    "oat": "#dfd1b6 #b09d7a #f3ead8",
    "ochre": "#cf9440 #95651f #ebc384",
    "olive": "#7f8347 #55582b #b2b67f",
    "orange": "#dd7f3b #9c5120 #f3b58a",
    "pine": "#3c6b52 #234435 #81ad95",
    "plum": "#73476f #4a2b47 #ad86a9",
    "red": "#bf4a41 #842d27 #e6938c",
    "rust": "#b9613a #803c1f #e09c7a",
    "sage": "#9cae8f #6b7d5f #c8d5be",
    "sand": "#d6bd8d #a28755 #eddfc1",
    "sky": "#7fb2d1 #4d83a5 #bddbeb",
    "slate": "#6b7f8c #46565f #a7b6bf",
    "steel": "#a3acb1 #6d767b #d3d9dc",
    "stone": "#a8a397 #767166 #d3cfc6",
    "tan": "#bf9a6c #886741 #e0c7a5",
    "teal": "#3f8c8c #24605f #8dc4c3",
    "white": "#f4f3ee #c3c5c1 #ffffff",
    "yellow": "#e6c04a #a58420 #f6e097",
}

# drawing: what else shops call such a thing
ALSO = {
    "backpack": "bag, daypack, duffel, pack, rain cover, rucksack",
    "blanket": "bed linen, duvet, quilt, scarf, shawl, sheet, throw",
    "board": "cutting board, tray",
    "boots": "boot, booties, shoe",
    "bottle": "carafe, care, filter, flask, jar, mill, reservoir, soap, thermos, wash",
    "bowl": "basin, dish, plate",
    "candle": "diffuser",
    "cutlery": "spoon, spork, utensil",
    "dry bag": "cubes, dry bags",
    "food pouch": "food, meal, tea",
    "gas canister": "canister, fuel, gas",
    "gloves": "glove, mitten",
    "hat": "balaclava, beanie, cap, neck",
    "headlamp": "clip light, head torch",
    "jacket": "anorak, coat, fleece, hoodie, parka, poncho, softshell, vest",
    "kettle": "coffee, teapot",
    "knife": "axe, multitool, saw",
    "lamp": "light, table lamp",
    "leggings": "bottom, briefs, tights, trousers, underwear",
    "mug": "cup",
    "pad": "mat, mattress",
    "pan": "griddle, skillet",
    "pegs": "peg, stake",
    "poles": "pole",
    "pot": "casserole, cook set, cookset, dutch oven, saucepan",
    "rope": "cord, guy line",
    "rug": "bath mat, carpet, doormat",
    "sandals": "clog, insole, sandal, slides, slipper",
    "shirt": "base layer, bra, crew, half zip, tee, top",
    "sleeping bag": "bivy, liner",
    "socks": "gaiter, sock",
    "stove": "burner, grill",
    "string lights": "fairy lights, lights",
    "tarp": "awning, footprint, hammock, shelter",
    "tent": "screen shelter",
    "torch": "flashlight",
    "towel": "apron, cloth, curtain, holder, napkin, tablecloth",
}


def picture(kind: str, colour: str, seed: str) -> str:
    """An SVG of 400 × 400 units; an unknown kind becomes a parcel, an unknown colour one that the seed chooses."""
    number = zlib.crc32(seed.encode())
    name = next((word for word in colour.lower().split() if word in PALETTE), USUAL[number % len(USUAL)])
    ground = "#d7dfda" if name in PALE else GROUNDS[number // 7 % len(GROUNDS)]
    sun = f'cx="{90 + number // 101 % 220}" cy="{100 + number // 211 % 40}" r="{46 + number % 24}"'
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" width="400" height="400">'
        f'<rect width="400" height="400" fill="{ground}"/><circle {sun} fill="#fff" opacity=".5"/>'
        f'<path d="M0 {250 + number // 31 % 30}q110-50 210-14t190-26v190H0Z" fill="#fff" opacity=".38"/>'
        '<ellipse cx="200" cy="330" rx="132" ry="15" fill="#1f2b27" opacity=".13"/>'
        f"{_painted(drawing(kind), name)}</svg>"
    )


def drawing(kind: str) -> str:
    """The name of the drawing for a kind as a shop writes it; the longest name that begins a word of it wins."""
    words = " " + re.sub(r"[-_ ]+", " ", kind.lower())
    return next((name for word, name in _names() if f" {word}" in words), FALLBACK)


@cache
def _names() -> list[tuple[str, str]]:
    names = {file.stem.replace("-", " "): file.stem for file in DRAWINGS.glob("*.svg")}
    for name, others in ALSO.items():
        names |= dict.fromkeys(others.split(", "), name.replace(" ", "-"))
    return sorted(names.items(), key=lambda pair: (-len(pair[0]), pair[0]))


@cache
def _painted(name: str, colour: str) -> str:
    tones = dict(zip("MDLWS", [*PALETTE[colour].split(), "#b98a56", "#aab3b6"], strict=True))
    shapes = DRAWINGS.joinpath(f"{name}.svg").read_text("utf-8").partition(">")[2].rpartition("</svg>")[0]
    return re.sub(r'"([MDLWS])"', lambda match: f'"{tones[match[1]]}"', shapes)
