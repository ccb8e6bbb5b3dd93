"""The best of a kind, a word that picks, what is bought or worn: on the demo shop's catalogue with the real encoder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from actions.base import Reply, Request
from actions.before import kind_before
from actions.comparing import follow_up
from actions.facts import answering
from actions.pointing import products_meant, told_apart
from actions.seeking import seeks
from actions.sentences import Sentences
from actions.sizing import asks_size_for_body, tell_sizes
from shop.asker import Asker
from shop.identity import Level

pytestmark = pytest.mark.models
ASKER = Asker("conversation", Level.GUEST)
DOMAIN = Path(__file__).parent.parent.parent / "bot" / "domain"
BAGS = ["fernbed-synthetic-bag", "dormouse-down-bag", "bearhollow-winter-bag"]


class Said:
    """What an action says, in place of Rasa's dispatcher."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    def utter_message(self, **message: Any) -> None:
        self.messages.append(message)


@pytest.fixture
def reply(shelves: Any) -> Callable[[str], tuple[Reply, Said]]:
    services = SimpleNamespace(**vars(shelves), sentences=Sentences.read(DOMAIN), shop=SimpleNamespace(currency="USD"))

    def made(locale: str) -> tuple[Reply, Said]:
        said = Said()
        return Reply(cast(Any, services), cast(Any, said), locale, {}), said

    return made


def request(text: str, shown: Sequence[str] = (), **more: Any) -> Request:
    talked = shown[0] if len(shown) == 1 else None
    memory = {"topic": "product", "products": list(shown), "product": talked, "text": more.pop("before", "")}
    return replace(Request(ASKER, {}, text, 1, "", None), memory=memory if shown else {}, **more)


@pytest.mark.parametrize(
    ("text", "locale", "first", "figure"),
    [
        ("which of your sleeping bags is the lightest", "en", "dormouse-down-bag", "980 g"),
        ("what is your warmest sleeping bag", "en", "bearhollow-winter-bag", "-16 °C"),
        ("the warmest sleeping pad", "en", "cloudrest-air-pad", "4.2"),
        ("which tent is the biggest", "en", "granary-6-tent", "6 people"),
        ("brightest headlamp", "en", "marten-headlamp", "400 lumens"),
        ("cheapest tent", "en", "kestrel-2-tent", ""),
        ("哪个睡袋最暖和", "zh", "bearhollow-winter-bag", "-16 °C"),
        ("最轻的背包是哪个", "zh", "leveret-18-daypack", "290 g"),
    ],
)
def test_the_best_of_a_kind_comes_first_with_its_figure(
    shelves: Any, reply: Any, text: str, locale: str, first: str, figure: str
) -> None:
    to, said = reply(locale)
    assert follow_up(to.services, request(text), to)
    cards = said.messages[0]["json_message"]["cards"]
    assert (cards[0]["id"], cards[0]["reason"]) == (first, figure)


def test_after_a_list_the_whole_kind_of_it_is_ranked(reply: Any) -> None:
    to, said = reply("en")
    assert follow_up(to.services, request("which one is the lightest", BAGS, before="sleeping bags"), to)
    assert said.messages[0]["json_message"]["cards"][0]["id"] == "dormouse-down-bag"


def test_two_that_were_shown_are_compared_once_a_message(reply: Any) -> None:
    to, said = reply("en")
    assert follow_up(to.services, request("which is warmer", BAGS[1:]), to)
    assert "side by side" in said.messages[0]["text"]
    to, said = reply("en")
    assert follow_up(to.services, request("what's the difference", BAGS[1:], again=True), to)
    assert said.messages == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("which is better for snow", "What the data says of “snow”"),
        ("which is better for my aunt", "doesn't say which"),
    ],
)
def test_which_is_better_says_what_the_data_says(reply: Any, text: str, says: str) -> None:
    to, said = reply("en")
    assert follow_up(to.services, request(text, BAGS[1:]), to)
    assert says in said.messages[0]["text"]


@pytest.mark.parametrize(
    ("text", "shown", "ids"),
    [
        ("the pocket stove, is it safe", ["bracken-twin-stove", "ember-pocket-stove"], ["ember-pocket-stove"]),
        ("can I use it inside my tent", ["ember-pocket-stove"], ["ember-pocket-stove"]),
        ("does it come with gas", ["ember-pocket-stove"], ["ember-pocket-stove"]),
        ("what mat would go with it", ["dormouse-down-bag"], ["dormouse-down-bag"]),
        ("the second one", BAGS, [BAGS[1]]),
    ],
)
def test_what_is_pointed_at(shelves: Any, text: str, shown: list[str], ids: list[str]) -> None:
    assert [product.id for product in products_meant(shelves, request(text, shown), "en")] == ids


def test_a_word_tells_them_apart(shelves: Any) -> None:
    known = {product.id: product for product in shelves.catalogue.all()}
    jackets = [known["fogbank-softshell-jacket"], known["sheepfold-fleece-jacket"], known["cragfast-shell-jacket"]]
    assert told_apart(jackets, "the softshell one")[0].id == "fogbank-softshell-jacket"
    assert told_apart(jackets, "硬壳那件")[0].id == "cragfast-shell-jacket"
    assert told_apart(jackets, "how does the sizing run") == jackets


@pytest.mark.parametrize(
    ("product", "question", "locale", "says"),
    [
        ("stormpetrel-3-tent", "海燕那个防水多少", "zh", "防水5000毫米"),
        ("dockside-22-rolltop", "码头那款防水吗", "zh", "防水"),
        ("sandpiper-merino-tee", "矶鹬短袖会缩水吗", "zh", "机洗"),
        ("fernbed-synthetic-bag", "is the fernbed synthetic", "en", "Synthetic"),
        ("ember-pocket-stove", "does it come with gas", "en", "gas canister"),
        ("ember-pocket-stove", "is it safe in a tent", "en", None),
        ("tarnwater-rain-jacket", "who designed it", "en", None),
        ("tarnwater-rain-jacket", "put it in my cart", "en", "open it with the card below"),
        ("tarnwater-rain-jacket", "怎么买", "zh", "加入购物车"),
    ],
)
def test_a_sentence_that_speaks_of_it_answers_or_none(
    shelves: Any, reply: Any, product: str, question: str, locale: str, says: str | None
) -> None:
    known = {each.id: each for each in shelves.catalogue.all()}
    fact = answering(question, known[product], reply(locale)[0])
    assert says in fact if says is not None and fact is not None else fact is says


def test_a_size_is_not_guessed_from_a_body(shelves: Any, reply: Any) -> None:
    known = {product.id: product for product in shelves.catalogue.all()}
    to, said = reply("en")
    assert asks_size_for_body("what size for 6ft2 95kg")
    assert asks_size_for_body("180 160斤穿多大码")
    assert not asks_size_for_body("is size L in stock")
    assert tell_sizes(to, [known["fogbank-softshell-jacket"]])
    assert "Sizes in stock: XS" in said.messages[0]["text"]
    assert not tell_sizes(to, [known["ember-pocket-stove"]])


def test_the_kind_before_is_what_was_asked_for_or_shown(shelves: Any) -> None:
    before = kind_before(shelves, request("in white?", ["clover-cotton-sheets"], before="bed sheets linen"), "en")
    assert before is not None
    assert (before.ids, before.traits) == (frozenset(("clover-cotton-sheets",)), ())
    shown = kind_before(shelves, request("under $60?", ["burnet-wool-throw"], before="what colours"), "en")
    assert shown is not None
    assert shown.ids == frozenset(("burnet-wool-throw",))
    assert kind_before(shelves, request("in white?"), "en") is None


@pytest.mark.parametrize(
    ("text", "sought"),
    [
        ("sleeping pads please", True),
        ("有T恤吗", True),
        ("do you have rain jackets", True),
        ("how heavy is the Kestrel 2 Tent", False),
        ("is the tent waterproof", False),
        ("does it have a hood", False),
    ],
)
def test_a_kind_alone_is_sought(shelves: Any, text: str, sought: bool) -> None:
    assert seeks(shelves, request(text), "en") is sought
