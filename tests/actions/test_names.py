"""Products by the names that shoppers type: partial, in two words, with slips, in Chinese; made-up names are none."""

from __future__ import annotations

from typing import Any

import pytest

from actions.base import Request
from actions.pointing import products_meant
from shop.asker import Asker
from shop.identity import Level

pytestmark = pytest.mark.models
ASKER = Asker("conversation", Level.GUEST)
SAID = [
    ("kestral tnet", "en", "kestrel-2-tent"),
    ("kestrel tent", "en", "kestrel-2-tent"),
    ("kestrl 2", "en", "kestrel-2-tent kestrel-2-footprint"),
    ("kesterl 2 tent", "en", "kestrel-2-tent"),
    ("the kestral footprint", "en", "kestrel-2-footprint"),
    ("heronwod 4 tent", "en", "heronwood-4-tent"),
    ("heron wood tent", "en", "heronwood-4-tent"),
    ("stormpetral", "en", "stormpetrel-3-tent"),
    ("storm petrel 3", "en", "stormpetrel-3-tent"),
    ("granery tent", "en", "granary-6-tent"),
    ("wrenlite tent", "en", "wrenlight-1-tent"),
    ("wren light 1", "en", "wrenlight-1-tent"),
    ("ridgeback pack", "en", "ridgeback-55-pack"),
    ("rigdeback 55", "en", "ridgeback-55-pack"),
    ("ridge back backpack", "en", "ridgeback-55-pack"),
    ("ptarmagan 40", "en", "ptarmigan-40-pack"),
    ("tarmigan pack", "en", "ptarmigan-40-pack"),
    ("cairn way 65", "en", "cairnway-65-pack"),
    ("badger duffle", "en", "badger-duffel-60"),
    ("magpie hippack", "en", "magpie-hip-pack"),
    ("plover crew", "en", "plover-merino-crew"),
    ("plovr merino leggins", "en", "plover-merino-leggings"),
    ("sandpiper tshirt", "en", "sandpiper-merino-tee"),
    ("sand piper tee", "en", "sandpiper-merino-tee"),
    ("snow finch tights", "en", "snowfinch-thermal-tights"),
    ("ember stove", "en", "ember-pocket-stove"),
    ("embre pocket stov", "en", "ember-pocket-stove"),
    ("heron pot", "en", "heron-camp-pot"),
    ("burow mug", "en", "burrow-camp-mug"),
    ("thrush mugs", "en", "thrush-stoneware-mug"),
    ("screewalker boots", "en", "screewalker-mid-boots"),
    ("screwalker boots", "en", "screewalker-mid-boots"),
    ("scree walkers", "en", "screewalker-mid-boots"),
    ("ramsfel leather boot", "en", "ramsfell-leather-boots"),
    ("bramble gate shoes", "en", "bramblegate-hiking-shoes"),
    ("fleetmoors", "en", "fleetmoor-trail-runners"),
    ("fleet moor trail runner", "en", "fleetmoor-trail-runners"),
    ("frost hollow boots", "en", "frosthollow-winter-boots"),
    ("tarnwater", "en", "tarnwater-rain-jacket"),
    ("tarn water rain jaket", "en", "tarnwater-rain-jacket"),
    ("tarnwatr jackt", "en", "tarnwater-rain-jacket"),
    ("eiderline puffer", "en", "eiderline-down-jacket"),
    ("eider line down jacket", "en", "eiderline-down-jacket"),
    ("hihgmoor parka", "en", "highmoor-down-parka"),
    ("high moor parka", "en", "highmoor-down-parka"),
    ("sheepfold fleese", "en", "sheepfold-fleece-jacket"),
    ("dry stone waxed jacket", "en", "drystone-waxed-jacket"),
    ("marten head lamp", "en", "marten-headlamp"),
    ("martin headlamp", "en", "marten-headlamp"),
    ("sunhare powerbank", "en", "sunhare-power-bank"),
    ("sun hare power bank", "en", "sunhare-power-bank"),
    ("dormouse bag", "en", "dormouse-down-bag"),
    ("dormous sleeping bag", "en", "dormouse-down-bag"),
    ("door mouse sleeping bag", "en", "dormouse-down-bag"),
    ("cloud rest pad", "en", "cloudrest-air-pad"),
    ("millpond matress", "en", "millpond-camp-mattress"),
    ("drizzle wing tarp", "en", "drizzlewing-tarp"),
    ("glowworm lights", "en", "glow-worm-string-lights"),
    ("alder skillet", "en", "alder-iron-skillet"),
    ("sycamore chopping board", "en", "sycamore-cutting-board"),
    ("jackdaw knives", "en", "jackdaw-chef-knife jackdaw-paring-knife"),
    ("jack daw paring knife", "en", "jackdaw-paring-knife"),
    ("burnet wool throw", "en", "burnet-wool-throw"),
    ("burnett throw", "en", "burnet-wool-throw"),
    ("heather rug", "en", "heather-hearth-rug"),
    ("KESTREL TENT", "en", "kestrel-2-tent"),
    ("trailspun sox", "en", "trailspun-merino-socks"),
    ("nestling kids sleepingbag", "en", "nestling-kids-bag"),
    ("zephyr tent", "en", ""),
    ("borealis jacket", "en", ""),
    ("红隼帐篷", "zh", "kestrel-2-tent"),
    ("红隼", "zh", "kestrel-2-tent kestrel-2-footprint"),
    ("红隼地布", "zh", "kestrel-2-footprint"),
    ("鹭林帐篷", "zh", "heronwood-4-tent"),
    ("海燕四季帐", "zh", "stormpetrel-3-tent"),
    ("脊背55", "zh", "ridgeback-55-pack"),
    ("脊背徒步包", "zh", "ridgeback-55-pack"),
    ("雷鸟轻量包", "zh", "ptarmigan-40-pack"),
    ("山湖外套", "zh", "tarnwater-rain-jacket"),
    ("山湖雨衣", "zh", "tarnwater-rain-jacket"),
    ("绒鸭羽绒服", "zh", "eiderline-down-jacket"),
    ("高原羽绒大衣", "zh", "highmoor-down-parka"),
    ("碎石徒步靴", "zh", "screewalker-mid-boots"),
    ("疾原跑鞋", "zh", "fleetmoor-trail-runners"),
    ("矶鹬短袖", "zh", "sandpiper-merino-tee"),
    ("鸻鸟圆领", "zh", "plover-merino-crew"),
    ("云憩睡垫", "zh", "cloudrest-air-pad"),
    ("睡鼠睡袋", "zh", "dormouse-down-bag"),
    ("貂影头灯", "zh", "marten-headlamp"),
    ("余烬炉", "zh", "ember-pocket-stove"),
    ("Kestrel帐篷", "zh", "kestrel-2-tent"),
    ("kestrel 2 tent", "zh", "kestrel-2-tent"),
    ("Tarnwater那件", "zh", "tarnwater-rain-jacket"),
    ("kestral帐篷", "zh", "kestrel-2-tent"),
    ("红隼 tent", "en", "kestrel-2-tent"),
    ("平底锅", "zh", "alder-iron-skillet fallow-camp-skillet"),
]


@pytest.mark.parametrize(("said", "locale", "meant"), SAID)
def test_a_product_is_known_by_what_is_typed_for_its_name(said: str, locale: str, meant: str, shelves: Any) -> None:
    text = f"tell me about the {said}" if locale == "en" else f"{said}怎么样"
    found = {each.id for each in products_meant(shelves, Request(ASKER, {"product": said}, text, 1, "", None), locale)}
    assert found <= set(meant.split())
    assert bool(found) == bool(meant)


@pytest.mark.parametrize(
    "said",
    ["close my acount", "hi tarn and thistle team", "good mornin", "any lanterns with dimmer", "what fits this burner"],
)
def test_no_product_is_read_into_other_words(said: str, shelves: Any) -> None:
    found = products_meant(shelves, Request(ASKER, {"product": None}, said, 1, "", None), "en")
    assert not {each.id for each in found} & {
        "acorn-kids-pack", "tern-soft-cooler", "merlin-bivy-sack", "dipper-travel-towel", "burnet-wool-throw"
    }  # fmt: skip
