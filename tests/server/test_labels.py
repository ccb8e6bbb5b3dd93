"""The leads' door: what was unclear is shown to leads alone, explained, and learned."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.learning.examples import read_examples
from bot.learning.teaching import Teaching
from tests.learning.small_school import School, open_school
from tests.policy.talk import shop_flows
from tests.server.shop_for_tests import Edge, open_app
from tests.server.talking import Client, sign_in, start

HOSTILE = "<img src=x onerror=alert(1)> \"'`{{7*7}}"


@pytest.fixture
def school(edge: Edge, tmp_path: Path) -> School:
    """A school over the shop's own database."""
    (tmp_path / "home").mkdir()
    return open_school(tmp_path / "home", edge.engine)


@pytest.fixture
def client(edge: Edge, school: School, tmp_path: Path) -> Client:
    """Of a server that learns; noor is its lead."""
    from bot.learning.labels import Labels
    from bot.learning.recorder import Recorder

    edge.agents.set_lead("noor", True)
    labels = Labels(school.unclear, [school.data], school.learned, shop_flows(), frozenset, school.encoder)
    recorder = Recorder(school.unclear, edge.log, shop_flows(), lambda text: [])
    app = open_app(edge, tmp_path, teaching=Teaching(school.unclear, labels, school.learning(), recorder))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=("127.0.0.1", 40000))
    return Client(transport=transport, base_url="http://localhost:5005")


DOORS = [
    ("GET", "/api/desk/unclear", None),
    ("GET", "/api/desk/intents", None),
    ("GET", "/api/desk/learning", None),
    ("POST", "/api/desk/learning", {}),
    ("POST", "/api/desk/unclear/1/label", {"intent": "greet"}),
    ("POST", "/api/desk/unclear/1/discard", {}),
    ("POST", "/api/desk/unclear/undo", {}),
]


@pytest.mark.parametrize(("method", "path", "body"), DOORS)
async def test_only_a_lead_comes_in(client: Client, school: School, method: str, path: str, body: Any) -> None:
    school.unclear_message("take it back")
    _, shopper = await start(client)
    omar = await sign_in(client, "omar")
    for headers, status, code in (({}, 401, "unauthorized"), (shopper, 401, "signed_out"), (omar, 403, "leads_only")):
        answer = await client.request(method, path, json=body, headers=headers)
        assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert school.unclear.one(1).state == "open"
    assert school.refits.glance().latest is None


async def test_who_is_no_lead_any_more_stays_outside_from_then_on(client: Client, edge: Edge) -> None:
    noor = await sign_in(client)
    assert (await client.get("/api/desk/unclear", headers=noor)).status_code == 200
    edge.agents.set_lead("noor", False)
    assert (await client.get("/api/desk/unclear", headers=noor)).status_code == 403


async def test_a_page_learns_at_sign_in_whether_its_agent_leads(client: Client) -> None:
    for name, leads in (("noor", True), ("omar", False)):
        body = {"name": name, "password": "correct horse battery staple"}
        answer = await client.post("/api/desk/sign-in", json=body)
        assert answer.json()["agent"]["lead"] is leads


async def test_what_was_unclear_is_listed_with_what_it_may_have_meant(client: Client, school: School) -> None:
    school.unclear_message("take order 1002 back", (("stop", 0.4), ("greet", 0.38), ("thanks", 0.1), ("x", 0.05)))
    noor = await sign_in(client)
    ((one,),) = (await client.get("/api/desk/unclear", headers=noor)).json()["groups"]
    assert (one["text"], one["example"]) == ("take order [order] back", "take order 1042 back")
    assert one["ranking"][0] == {"intent": "stop", "share": 0.4}
    assert len(one["ranking"]) == 3
    assert (one["why"], one["times"], one["suggested"], one["locale"]) == ("unsure", 1, None, "en")
    found = (await client.get("/api/desk/intents", headers=noor)).json()["intents"]
    greet = next(each for each in found if each["name"] == "greet")
    assert (greet["handled"], greet["examples"]) == (True, {"en": 24, "zh": 0})
    assert greet["about"]


async def test_a_message_is_labelled_taken_back_and_discarded(client: Client, school: School) -> None:
    noor, one = await sign_in(client), school.unclear_message("take it back")
    body = {"intent": "return_order", "text": "take it back please"}
    kept = await client.post(f"/api/desk/unclear/{one}/label", json=body, headers=noor)
    assert kept.status_code == 200, kept.text
    assert (kept.json()["written"], kept.json()["text"]) == (True, "take it back please")
    learned = [(each.text, each.intent) for each in read_examples([school.learned.folder])]
    assert learned == [("take it back please", "return_order")]
    assert (await client.get("/api/desk/unclear", headers=noor)).json() == {"groups": []}
    undone = await client.post("/api/desk/unclear/undo", json={}, headers=noor)
    assert undone.json()["message"]["id"] == one
    assert read_examples([school.learned.folder]) == []
    assert (await client.post(f"/api/desk/unclear/{one}/discard", json={}, headers=noor)).json() == {"ok": True}
    assert (await client.get("/api/desk/unclear", headers=noor)).json() == {"groups": []}
    await client.post("/api/desk/unclear/undo", json={}, headers=noor)
    assert (await client.post("/api/desk/unclear/undo", json={}, headers=noor)).json() == {"message": None}


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"intent": "no_such_intent"}, 422, "unknown_intent"),
        ({"intent": "Gift Wrap", "new": True}, 422, "not_written"),
        ({"intent": "../../etc/passwd", "new": True}, 422, "not_written"),
        ({"intent": "stop", "text": "hello there"}, 409, "elsewhere"),
        ({"intent": "greet", "text": "x" * 400}, 422, "not_written"),
        ({"intent": "greet", "text": "   "}, 422, "not_written"),
        ({"intent": "greet", "more": 1}, 422, "invalid"),
        ({"intent": ""}, 422, "invalid"),
        ({}, 422, "invalid"),
    ],
)
async def test_what_cannot_be_kept_is_refused_with_a_reason(
    client: Client, school: School, body: Any, status: int, code: str
) -> None:
    noor, one = await sign_in(client), school.unclear_message("take it back")
    answer = await client.post(f"/api/desk/unclear/{one}/label", json=body, headers=noor)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert answer.json()["error"]["message"]
    assert read_examples([school.learned.folder]) == []
    assert school.unclear.one(one).state == "open"


async def test_the_second_of_two_leads_is_told_and_what_is_not_there_is_not_found(
    client: Client, school: School
) -> None:
    noor, one = await sign_in(client), school.unclear_message("take it back")
    await client.post(f"/api/desk/unclear/{one}/label", json={"intent": "return_order"}, headers=noor)
    for path in (f"/api/desk/unclear/{one}/discard", f"/api/desk/unclear/{one}/label"):
        body = {"intent": "greet"} if path.endswith("label") else {}
        answer = await client.post(path, json=body, headers=noor)
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "settled")
        assert "noor has labelled" in answer.json()["error"]["message"]
    for number in (4711, -1):
        answer = await client.post(f"/api/desk/unclear/{number}/discard", json={}, headers=noor)
        assert answer.status_code == 404


async def test_a_broken_file_of_examples_is_named(client: Client, school: School) -> None:
    noor = await sign_in(client)
    (school.data / "broken.yml").write_text("nlu: [", encoding="utf-8")
    answer = await client.get("/api/desk/intents", headers=noor)
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "broken_examples")
    assert "broken.yml" in answer.json()["error"]["message"]


async def test_hostile_words_travel_as_text_and_are_kept_as_text(client: Client, school: School) -> None:
    noor, one = await sign_in(client), school.unclear_message(HOSTILE)
    answer = await client.get("/api/desk/unclear", headers=noor)
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["groups"][0][0]["text"] == HOSTILE
    kept = await client.post(f"/api/desk/unclear/{one}/label", json={"intent": "greet"}, headers=noor)
    assert kept.json()["text"] == HOSTILE
    assert [each.text for each in read_examples([school.learned.folder])] == [HOSTILE]


async def test_a_lead_has_it_learned_and_sees_how_it_went(client: Client, school: School) -> None:
    noor = await sign_in(client)
    before = (await client.get("/api/desk/learning", headers=noor)).json()
    assert (before["latest"], before["news"]) == (None, False)
    asked = await client.post("/api/desk/learning", json={}, headers=noor)
    assert asked.status_code == 202
    assert (asked.json()["latest"]["state"], asked.json()["latest"]["asked_by"]) == ("asked", "noor")
    again = await client.post("/api/desk/learning", json={}, headers=noor)
    assert again.json()["latest"]["id"] == asked.json()["latest"]["id"]
    school.teach("thanks", "cheerio old chap", "cheerio my friend", "cheerio again", "well cheerio")
    await school.learning().once()
    after = (await client.get("/api/desk/learning", headers=noor)).json()
    assert (after["latest"]["state"], after["version"]) == ("done", after["latest"]["version"])
    assert after["version"] != before["version"]
    assert after["latest"]["report"]["verdicts"][0]["language"] == "en"


async def test_a_server_that_learns_nothing_has_no_such_door(edge: Edge, connect: Any) -> None:
    edge.agents.set_lead("noor", True)
    async with connect() as client:
        answer = await client.get("/api/desk/unclear", headers=await sign_in(client))
    assert answer.status_code == 404
