"""Product pictures of the demo shop: flat SVG drawings, made from a kind, a colour and a seed.

The same three words always give the same picture, so nothing is stored. Nothing of the caller's text reaches the SVG.
"""

from __future__ import annotations

import zlib

# name: (main, dark, light)
PALETTE: dict[str, tuple[str, str, str]] = {
    "moss": ("#6f8f57", "#4a6538", "#a9c192"),
    "slate": ("#6b7f8c", "#46565f", "#a7b6bf"),
    "ochre": ("#cf9440", "#95651f", "#ebc384"),
    "navy": ("#34507a", "#1f3353", "#7c96bf"),
    "charcoal": ("#4c5154", "#2f3335", "#8b9194"),
    "cream": ("#efe3c8", "#c4b389", "#fbf5e6"),
    "rust": ("#b9613a", "#803c1f", "#e09c7a"),
    "sky": ("#7fb2d1", "#4d83a5", "#bddbeb"),
    "black": ("#33373a", "#1c1f21", "#6c7275"),
    "white": ("#f4f3ee", "#c3c5c1", "#ffffff"),
    "forest": ("#2f5d50", "#1b3d33", "#76a495"),
    "berry": ("#97466b", "#662845", "#cd8bab"),
}
FALLBACK = ("moss", "slate", "ochre", "rust", "sky", "forest")
GROUNDS = ("#efe9db", "#e6ece4", "#e5ebee", "#f1e6da", "#ece8ee")

# Drawings on 400 × 400; M, D and L stand for the main, dark and light colour, W for wood, S for steel.
DRAWINGS: dict[str, str] = {
    "tent": '<path d="M60 300 200 110l140 190Z" fill="M"/><path d="M200 110 150 300h100Z" fill="D"/><path d="M200 110v190h-50Z" fill="L"/>'
    '<path d="M60 300h280M200 110l-6-16M200 110l6-16M60 300l-18 12M340 300l18 12" stroke="D" stroke-width="6" stroke-linecap="round"/>',
    "sleeping bag": '<path d="M140 96q60-46 120 0l28 190q2 40-40 40h-96q-42 0-40-40Z" fill="M"/><path d="M154 112q46-34 92 0l4 44q-50 26-100 0Z" fill="L"/>'
    '<path d="M200 168v158" stroke="D" stroke-width="6"/><path d="M131 196q69 22 138 0M122 240q78 24 156 0M114 284q86 26 172 0" stroke="D" stroke-width="4" fill="none" opacity=".6"/>',
    "pad": '<rect x="112" y="84" width="176" height="240" rx="26" fill="M"/><path d="M124 124h152M124 164h152M124 204h152M124 244h152M124 284h152" stroke="D" stroke-width="5" opacity=".55"/>'
    '<rect x="112" y="84" width="176" height="34" rx="17" fill="L"/><circle cx="272" cy="306" r="9" fill="D"/>',
    "pillow": '<path d="M84 150q116-30 232 0 22 60 0 120-116 30-232 0-22-60 0-120Z" fill="M"/><path d="M104 168q96-20 192 0" stroke="L" stroke-width="10" fill="none" stroke-linecap="round"/>'
    '<path d="M92 262q108 24 216 0" stroke="D" stroke-width="5" fill="none"/><path d="M84 150l26 22M316 150l-26 22M84 270l26-20M316 270l-26-20" stroke="D" stroke-width="5"/>',
    "backpack": '<path d="M160 104q0-38 40-38t40 38" stroke="D" stroke-width="12" fill="none"/><rect x="118" y="96" width="164" height="228" rx="44" fill="M"/><path d="M118 150q0-54 54-54h56q54 0 54 54v14H118Z" fill="D"/>'
    '<rect x="142" y="214" width="116" height="84" rx="18" fill="L"/><path d="M142 238h116" stroke="D" stroke-width="5"/><rect x="190" y="150" width="20" height="40" rx="6" fill="L"/><path d="M118 210q-26 10-22 66M282 210q26 10 22 66" stroke="D" stroke-width="12" fill="none" stroke-linecap="round"/>',
    "boots": '<path d="M122 92h86l6 108 74 32q28 12 28 46v14H108q-4-60 4-110Z" fill="M"/><path d="M104 292h214v14q0 14-14 14H118q-14 0-14-14Z" fill="D"/><path d="M122 92h86l1 26h-88Z" fill="L"/>'
    '<path d="M150 142h60M152 168h62M158 194h66M186 214l52 20" stroke="L" stroke-width="7" stroke-linecap="round"/>',
    "sandals": '<path d="M72 268q44-32 132-22 84 10 126 4 16 34-12 44H92q-32 0-20-26Z" fill="M"/><path d="M74 288h256v8q0 14-16 14H90q-16 0-16-14Z" fill="D"/>'
    '<path d="M110 258q18-78 66-58 8 28 20 48M230 250q10-54 46-52 22 20 22 52" stroke="D" stroke-width="18" fill="none"/><path d="M116 222q70-26 142 6" stroke="L" stroke-width="14" fill="none"/>',
    "socks": '<path d="M112 84h72v132l-50 74q-22 30-52 10t-6-52l36-54Z" fill="M"/><path d="M216 84h72v146l30 34q22 28-4 50t-52-8l-46-60Z" fill="M"/>'
    '<path d="M112 84h72v28h-72ZM216 84h72v28h-72Z" fill="D"/><path d="M112 132h72M112 150h72M216 132h72M216 150h72" stroke="L" stroke-width="8"/><path d="M82 300q-22-22-2-50l54 40q-22 30-52 10ZM318 264q22 28-4 50t-52-8Z" fill="L"/>',
    "jacket": '<path d="M152 92 96 128 70 286l44 10 22-96v124h128V200l22 96 44-10-26-158-56-36q-48 30-96 0Z" fill="M"/><path d="M152 92q48 60 96 0l-10-18h-76Z" fill="D"/>'
    '<path d="M200 124v200" stroke="L" stroke-width="6"/><path d="M152 252l30-14M248 252l-30-14" stroke="D" stroke-width="6" stroke-linecap="round"/><path d="M136 170q64 20 128 0" stroke="D" stroke-width="4" fill="none" opacity=".6"/>',
    "shirt": '<path d="M150 96 84 136l26 66 28-14v136h124V188l28 14 26-66-66-40q-50 34-100 0Z" fill="M"/><path d="M150 96q50 48 100 0l-10-6q-40 26-80 0Z" fill="D"/><path d="M138 310h124M92 150l26 52" stroke="D" stroke-width="5" opacity=".6"/><path d="M308 150l-26 52" stroke="D" stroke-width="5" opacity=".6"/>',
    "leggings": '<path d="M136 84h128l14 240h-56l-22-160-22 160h-56Z" fill="M"/><path d="M136 84h128l2 30H134Z" fill="D"/><path d="M122 306h58M220 306h58" stroke="L" stroke-width="8"/>',
    "hat": '<path d="M104 236q0-130 96-130t96 130Z" fill="M"/><rect x="92" y="226" width="216" height="58" rx="18" fill="D"/><circle cx="200" cy="98" r="24" fill="L"/><path d="M130 232v46M160 232v46M200 232v46M240 232v46M270 232v46" stroke="M" stroke-width="5"/>',
    "gloves": '<path d="M126 310V214l-38-34q-14-18 4-30 12-6 24 4l16 16-4-78q4-22 26-18 6-20 28-12 20-4 22 20 24-2 24 22v112l-12 94Z" fill="M"/><path d="M120 290h100v30q0 10-10 10h-80q-10 0-10-10Z" fill="D"/><path d="M154 92v70M182 88v74M206 108v54" stroke="D" stroke-width="4" opacity=".6"/>',
    "stove": '<rect x="160" y="210" width="80" height="104" rx="14" fill="M"/><rect x="160" y="238" width="80" height="40" fill="L"/><path d="M188 210v-26h24v26" fill="S"/><path d="M150 184h100l-14 16h-72Z" fill="D"/><path d="M104 150h44l14 34M296 150h-44l-14 34" stroke="S" stroke-width="9" fill="none"/>'
    '<path d="M200 92q42 44 20 82h-40q-22-38 20-82Z" fill="#e9a13c"/><path d="M200 126q20 26 8 48h-16q-12-22 8-48Z" fill="#5d9ccc"/>',
    "mug": '<path d="M112 126h150v150q0 40-40 40h-70q-40 0-40-40Z" fill="M"/><path d="M262 156h20q34 0 34 44t-34 44h-20" stroke="M" stroke-width="18" fill="none"/><ellipse cx="187" cy="126" rx="75" ry="17" fill="D"/><path d="M130 170v100" stroke="L" stroke-width="11" stroke-linecap="round"/><path d="M164 92q-12-16 0-32M196 92q-12-16 0-32" stroke="S" stroke-width="6" fill="none" stroke-linecap="round"/>',
    "bottle": '<rect x="150" y="128" width="100" height="202" rx="24" fill="M"/><path d="M150 170q0-42 26-46V98h48v26q26 4 26 46Z" fill="M"/><rect x="170" y="70" width="60" height="36" rx="9" fill="D"/><path d="M168 178v118" stroke="L" stroke-width="11" stroke-linecap="round"/><path d="M150 250h100" stroke="D" stroke-width="6"/>',
    "pan": '<path d="M244 214l118-46q14 0 10 18l-108 52Z" fill="W"/><ellipse cx="166" cy="232" rx="116" ry="56" fill="D"/><ellipse cx="166" cy="222" rx="116" ry="54" fill="M"/><ellipse cx="166" cy="222" rx="88" ry="38" fill="L" opacity=".7"/>',
    "pot": '<path d="M96 168h208v104q0 46-46 46H142q-46 0-46-46Z" fill="M"/><ellipse cx="200" cy="168" rx="104" ry="22" fill="D"/><path d="M96 158q104-52 208 0" fill="L"/><circle cx="200" cy="124" r="13" fill="W"/><path d="M96 204H66M304 204h30" stroke="W" stroke-width="18" stroke-linecap="round"/>',
    "kettle": '<path d="M120 186q80-60 160 0l14 84q4 46-42 46H148q-46 0-42-46Z" fill="M"/><path d="M280 226q44-8 50-56l18 8q-8 76-62 84Z" fill="D"/><path d="M134 176q-6-104 66-104t66 104" stroke="W" stroke-width="13" fill="none"/><ellipse cx="200" cy="166" rx="48" ry="13" fill="D"/><circle cx="200" cy="150" r="10" fill="W"/><path d="M134 220q-8 34 0 66" stroke="L" stroke-width="11" fill="none" stroke-linecap="round"/>',
    "knife": '<path d="M196 214 322 88q20 60-60 142Z" fill="S"/><path d="M196 214 322 88" stroke="#fff" stroke-width="4"/><path d="M204 214 104 314q-22 16-34-4t6-30l94-94Z" fill="M"/><circle cx="108" cy="286" r="8" fill="L"/><circle cx="152" cy="242" r="8" fill="L"/><path d="M170 186l34 32" stroke="D" stroke-width="9"/>',
    "board": '<path d="M116 126h168q18 0 18 18v154q0 18-18 18H116q-18 0-18-18V144q0-18 18-18Z" fill="W"/><path d="M176 126V86q0-18 24-18t24 18v40" fill="W"/><circle cx="200" cy="92" r="10" fill="#efe9db"/><path d="M122 170q80 12 156-6M122 214q70-12 156 6M122 262q90 12 156-4" stroke="#8a6238" stroke-width="4" fill="none" opacity=".5"/>',
    "cutlery": '<path d="M150 70v70q0 26-20 26v154M130 70v96M110 70v70q0 26 20 26" stroke="S" stroke-width="12" fill="none" stroke-linecap="round"/><ellipse cx="206" cy="112" rx="28" ry="44" fill="S"/><path d="M206 150v170" stroke="M" stroke-width="14" stroke-linecap="round"/><path d="M276 320V72q34 40 24 122h-24" fill="S"/><path d="M280 196v124" stroke="M" stroke-width="14" stroke-linecap="round"/>',
    "lantern": '<path d="M150 118q0-58 50-58t50 58" stroke="S" stroke-width="8" fill="none"/><path d="M146 118h108l12 32H134Z" fill="M"/><path d="M146 150h108v120H146Z" fill="#fbe7b0"/><path d="M200 180q30 36 12 64h-24q-18-28 12-64Z" fill="#eda63a"/><path d="M146 150v120M254 150v120" stroke="D" stroke-width="8"/><path d="M132 270h136v34q0 16-16 16H148q-16 0-16-16Z" fill="M"/><circle cx="200" cy="295" r="10" fill="L"/>',
    "headlamp": '<path d="M70 226q0-110 130-110t130 110q0 50-20 70M70 226q0 50 20 70" stroke="M" stroke-width="28" fill="none" stroke-linecap="round"/><rect x="146" y="82" width="108" height="92" rx="26" fill="D"/><circle cx="200" cy="128" r="32" fill="#fdf0bf"/><circle cx="200" cy="128" r="17" fill="#f3c659"/><path d="M200 58V36M258 76l18-18M142 76l-18-18" stroke="#e3aa38" stroke-width="8" stroke-linecap="round"/>',
    "candle": '<path d="M132 178h136v118q0 22-22 22h-92q-22 0-22-22Z" fill="M"/><ellipse cx="200" cy="178" rx="68" ry="17" fill="L"/><path d="M200 176v-30" stroke="D" stroke-width="6"/><path d="M200 76q34 40 0 70-34-30 0-70Z" fill="#eda63a"/><rect x="154" y="222" width="92" height="56" rx="8" fill="#fffaf0"/><path d="M170 242h60M170 258h38" stroke="D" stroke-width="5"/>',
    "string lights": '<path d="M36 126q82 108 164 62t164-60" stroke="D" stroke-width="7" fill="none"/><g fill="#f0b84c" stroke="D" stroke-width="5"><circle cx="84" cy="206" r="20"/><circle cx="144" cy="234" r="20"/><circle cx="206" cy="216" r="20"/><circle cx="268" cy="190" r="20"/><circle cx="326" cy="170" r="20"/></g><path d="M36 250q82 96 164 54t164-54" stroke="M" stroke-width="7" fill="none"/><g fill="L"><circle cx="96" cy="322" r="15"/><circle cx="166" cy="334" r="15"/><circle cx="240" cy="312" r="15"/><circle cx="310" cy="290" r="15"/></g>',
    "blanket": '<path d="M96 132q104-34 208 0v158q-104 34-208 0Z" fill="M"/><path d="M96 176q104-34 208 0M96 250q104 34 208 0" stroke="L" stroke-width="14" fill="none"/><path d="M160 118v184M240 118v184" stroke="D" stroke-width="9" opacity=".45"/><path d="M104 294v28M128 300v28M152 304v28M176 307v28M200 308v28M224 307v28M248 304v28M272 300v28M296 294v28" stroke="D" stroke-width="6" stroke-linecap="round"/>',
    "towel": '<rect x="72" y="88" width="256" height="13" rx="6" fill="W"/><path d="M124 94h152v226H124Z" fill="M"/><path d="M124 250h152M124 270h152" stroke="L" stroke-width="9"/><path d="M124 94h152v24H124Z" fill="D"/><path d="M132 320v14M156 320v14M180 320v14M204 320v14M228 320v14M252 320v14M268 320v14" stroke="M" stroke-width="6"/>',
    "cushion": '<path d="M92 102q108 24 216 0-22 108 0 216-108-24-216 0 22-108 0-216Z" fill="M"/><path d="M134 144q66 14 132 0-14 66 0 132-66-14-132 0 14-66 0-132Z" fill="L"/><path d="M200 160l44 50-44 50-44-50Z" fill="D"/>',
    "rug": '<rect x="92" y="120" width="216" height="180" rx="6" fill="M"/><rect x="116" y="144" width="168" height="132" fill="L"/><path d="M200 156l64 54-64 54-64-54Z" fill="D"/><path d="M200 180l36 30-36 30-36-30Z" fill="L"/><path d="M84 128v164M316 128v164" stroke="D" stroke-width="9" stroke-dasharray="5 8"/>',
    "bowl": '<path d="M84 190h232q0 110-92 118h-48q-92-8-92-118Z" fill="M"/><ellipse cx="200" cy="190" rx="116" ry="26" fill="L"/><path d="M118 232q18 40 52 54" stroke="L" stroke-width="10" fill="none" stroke-linecap="round"/><path d="M162 308h76v16h-76Z" fill="D"/>',
    "food pouch": '<path d="M118 92h164l10 234H108Z" fill="M"/><path d="M118 92h164l2 34H116Z" fill="D"/><circle cx="200" cy="214" r="52" fill="#fffaf0"/><path d="M164 214h72q0 34-36 34t-36-34Z" fill="D"/><path d="M184 196q-8-12 0-22M206 196q-8-12 0-22" stroke="D" stroke-width="5" fill="none"/><path d="M130 296h140" stroke="L" stroke-width="9"/>',
    "gas canister": '<path d="M112 168q0-42 48-46h80q48 4 48 46v124q0 28-28 28H140q-28 0-28-28Z" fill="M"/><path d="M180 122v-30h40v30" fill="S"/><rect x="172" y="78" width="56" height="18" rx="6" fill="D"/><path d="M112 196h176v74H112Z" fill="L"/><path d="M200 204q24 28 10 56h-20q-14-28 10-56Z" fill="#d9702c"/>',
    "pegs": '<g stroke="M" stroke-width="15" fill="none" stroke-linecap="round"><path d="M116 320V120q0-22 22-22"/><path d="M176 320V120q0-22 22-22"/></g><g stroke="D" stroke-width="15" fill="none" stroke-linecap="round"><path d="M236 320V120q0-22 22-22"/><path d="M296 320V120q0-22 22-22"/></g><path d="M92 260q116-40 228-10" stroke="L" stroke-width="7" fill="none"/>',
    "poles": '<path d="M120 332 176 90M280 332 224 90" stroke="S" stroke-width="10" stroke-linecap="round"/><path d="M166 132l12-52M234 132l-12-52" stroke="M" stroke-width="24" stroke-linecap="round"/><path d="M108 302l38 8M254 310l38-8" stroke="D" stroke-width="10" stroke-linecap="round"/><path d="M178 84q26 12 20 46M222 84q-26 12-20 46" stroke="D" stroke-width="6" fill="none"/>',
    "tarp": '<path d="M56 168 200 100l144 68-40 46H96Z" fill="M"/><path d="M200 100 96 214h208Z" fill="L" opacity=".55"/><path d="M96 214v106M304 214v106" stroke="W" stroke-width="9"/><path d="M56 168 30 310M344 168l26 142" stroke="D" stroke-width="4"/>',
    "lamp": '<path d="M138 96h124l40 112H98Z" fill="M"/><path d="M98 208h204l4 14H94Z" fill="L"/><path d="M200 222v80" stroke="W" stroke-width="14"/><path d="M144 302h112q10 0 10 18H134q0-18 10-18Z" fill="D"/>',
    "parcel": '<path d="M92 152 200 106l108 46v120l-108 52-108-52Z" fill="M"/><path d="M200 198v126l108-52V152Z" fill="D"/><path d="M92 152l108 46 108-46-108-46Z" fill="L"/><path d="M146 129l108 46v40" stroke="D" stroke-width="12" fill="none" opacity=".6"/>',
}

# What shops say, by the drawing that stands for it. A longer name is looked for first ("camp pillow" before "camp").
ALSO: dict[str, str] = {
    "throw": "blanket", "quilt": "blanket", "duvet": "blanket", "shawl": "blanket", "scarf": "blanket", "bed linen": "blanket", "sheet": "blanket",
    "mat": "pad", "mattress": "pad", "rucksack": "backpack", "daypack": "backpack", "pack": "backpack", "bag": "backpack", "duffel": "backpack",
    "shoe": "boots", "boot": "boots", "slipper": "sandals", "sandal": "sandals", "clog": "sandals", "sock": "socks", "gaiter": "socks", "insole": "sandals",
    "base layer": "shirt", "tee": "shirt", "top": "shirt", "crew": "shirt", "half zip": "shirt", "hoodie": "jacket", "parka": "jacket", "vest": "jacket", "fleece": "jacket", "anorak": "jacket", "poncho": "jacket",
    "bottom": "leggings", "tights": "leggings", "trousers": "leggings", "briefs": "leggings", "beanie": "hat", "cap": "hat", "balaclava": "hat", "neck": "hat", "mitten": "gloves", "glove": "gloves",
    "cup": "mug", "flask": "bottle", "thermos": "bottle", "carafe": "bottle", "jar": "bottle", "mill": "bottle", "skillet": "pan", "griddle": "pan", "saucepan": "pot", "dutch oven": "pot", "casserole": "pot", "cookset": "pot", "cook set": "pot",
    "teapot": "kettle", "coffee": "kettle", "spork": "cutlery", "spoon": "cutlery", "utensil": "cutlery", "axe": "knife", "saw": "knife", "multitool": "knife", "cutting board": "board", "tray": "board", "burner": "stove", "grill": "stove",
    "head torch": "headlamp", "torch": "headlamp", "flashlight": "headlamp", "fairy lights": "string lights", "lights": "string lights", "diffuser": "candle", "table lamp": "lamp", "light": "lamp",
    "plate": "bowl", "dish": "bowl", "basin": "bowl", "food": "food pouch", "meal": "food pouch", "tea": "food pouch", "gas": "gas canister", "fuel": "gas canister", "canister": "gas canister",
    "peg": "pegs", "stake": "pegs", "pole": "poles", "footprint": "tarp", "shelter": "tarp", "awning": "tarp", "hammock": "tarp", "liner": "sleeping bag", "doormat": "rug", "carpet": "rug", "curtain": "towel", "apron": "towel", "tablecloth": "towel", "napkin": "towel", "cloth": "towel",
}  # fmt: skip
NAMES = sorted({**{name: name for name in DRAWINGS}, **ALSO}.items(), key=lambda pair: (-len(pair[0]), pair[0]))


def drawing(kind: str) -> str:
    """The name of the drawing for a kind as a shop writes it; "parcel" where none fits."""
    words = kind.lower().replace("_", " ").replace("-", " ")
    return next((name for word, name in NAMES if word in words), "parcel")


def picture(kind: str, colour: str, seed: str) -> str:
    """An SVG of 400 × 400 units; unknown kinds become a parcel, unknown colours one chosen by the seed."""
    number = zlib.crc32(seed.encode())
    words = colour.lower().split()
    name = next((word for word in words if word in PALETTE), FALLBACK[number % len(FALLBACK)])
    main, dark, light = PALETTE[name]
    ground = GROUNDS[number // 7 % len(GROUNDS)]
    if name in {"cream", "white"}:
        ground = "#d7dfda"
    hill = 250 + number // 31 % 30
    shape = DRAWINGS[drawing(kind)]
    for letter, tone in {"M": main, "D": dark, "L": light, "W": "#b98a56", "S": "#aab3b6"}.items():
        shape = shape.replace(f'"{letter}"', f'"{tone}"')
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" width="400" height="400">'
        f'<rect width="400" height="400" fill="{ground}"/>'
        f'<circle cx="{90 + number // 101 % 220}" cy="{100 + number // 211 % 40}" r="{46 + number % 24}" fill="#fff" opacity=".5"/>'
        f'<path d="M0 {hill}q110-50 210-14t190-26v190H0Z" fill="#fff" opacity=".38"/>'
        f'<ellipse cx="200" cy="330" rx="132" ry="15" fill="#1f2b27" opacity=".13"/>{shape}</svg>'
    )
