"""A lead asks as a shopper, and sees what a shopper would get, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from actions.sentences import Sentences
from bot.app import DOMAIN
from bot.care.trying import try_out
from tests.care.small_desk import SmallDesk, open_desk
from tests.server.shop_for_tests import Edge, open_app
from tests.server.talking import Client, sign_in, start

SENTENCES = Sentences.read(DOMAIN)


@pytest.fixture
def desk(edge: Edge, tmp_path: Path) -> SmallDesk:
    (tmp_path / "home").mkdir()
    return open_desk(tmp_path / "home", edge.engine)


@pytest.fixture
def client(edge: Edge, desk: SmallDesk, tmp_path: Path) -> Client:
    """Of a server that answers from the small knowledge base; noor is its lead."""
    edge.agents.set_lead("noor", True)
    edge.answers, edge.sentences = desk.answers, SENTENCES  # type: ignore[assignment, attr-defined]
    app = open_app(edge, tmp_path, care=desk.care)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=("127.0.0.1", 40000))
    return Client(transport=transport, base_url="http://localhost:5005")


async def ask(client: Client, question: str, locale: str = "en") -> dict[str, Any]:
    body = {"question": question, "locale": locale}
    answer = await client.post("/api/desk/ask", json=body, headers=await sign_in(client))
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def test_only_a_lead_comes_in(client: Client) -> None:
    _, shopper = await start(client)
    omar = await sign_in(client, "omar")
    for headers, status in (({}, 401), (shopper, 401), (omar, 403)):
        answer = await client.post("/api/desk/ask", json={"question": "do gift cards expire"}, headers=headers)
        assert answer.status_code == status


async def test_it_shows_the_answer_with_its_reasons(client: Client, desk: SmallDesk) -> None:
    told = await ask(client, "do gift cards expire")
    assert (told["band"], told["said"]) == ("verbatim", "No, gift cards never expire.")
    assert told["sources"] == [{"id": "gift-card-expiry", "title": "Do gift cards expire?"}]
    assert told["thresholds"] == {"sure": 0.8, "clarify": 0.2}
    assert 0.8 <= told["confidence"] <= 1
    assert told["index"] == desk.answers.version
    first = told["passages"][0]
    assert (first["article"], first["number"]) == ("gift-card-expiry", 0)
    assert {"score", "dense", "lexical"} <= first.keys()


@pytest.mark.parametrize(
    ("question", "locale", "band", "sentence"),
    [
        ("do you engrave knives", "en", "abstain", "utter_no_answer"),
        ("能刻字吗", "en", "abstain", "utter_no_answer"),
        ("¿dónde está mi pedido de la tienda?", "en", "other_language", "utter_other_language"),
        ("¿dónde está mi pedido de la tienda?", "zh-CN", "other_language", "utter_other_language"),
    ],
)
async def test_what_is_not_answered_is_said_as_in_a_chat(
    client: Client, question: str, locale: str, band: str, sentence: str
) -> None:
    told = await ask(client, question, locale)
    language = "zh" if locale.startswith("zh") or "刻" in question else "en"
    assert (told["band"], told["said"]) == (band, SENTENCES.text(sentence, language))
    assert told["sources"] == []


async def test_nothing_is_kept_of_it(client: Client, desk: SmallDesk) -> None:
    await ask(client, "do you engrave knives")
    assert desk.gaps.newest() == []


async def test_the_page_and_the_command_show_the_same(client: Client, desk: SmallDesk) -> None:
    question = "I was in Portland last week. How long can I return something?"
    told = await ask(client, question)
    trial = try_out(question, "en", desk.answers, SENTENCES)
    assert trial.answer is not None
    assert (told["asked"], told["said"], told["band"]) == (trial.asked, trial.said, trial.answer.band)
    assert (told["confidence"], told["answerable"]) == (trial.answer.confidence, trial.answer.answerable)


@pytest.mark.parametrize("body", [{"question": ""}, {}, {"question": "x" * 2001}, {"question": "x", "more": 1}])
async def test_what_is_no_question_is_refused(client: Client, body: Any) -> None:
    answer = await client.post("/api/desk/ask", json=body, headers=await sign_in(client))
    assert answer.status_code == 422
