"""The leads' door to what nobody could be answered: seen, drafted, published and closed by leads alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from knowledge.articles import load_articles
from shop.database import reading
from shop.gaps import Gaps
from shop.tables import AuditRow
from tests.care.small_desk import SmallDesk, open_desk
from tests.server.shop_for_tests import Edge, open_app
from tests.server.talking import Client, sign_in, start

HOSTILE = "<img src=x onerror=alert(1)> \"'`{{7*7}} wrap"
ARTICLE: dict[str, Any] = {
    "id": "gift-wrap",
    "topic": "gifts",
    "valid_from": "2024-01-01",
    "texts": {
        "en": {
            "title": "Do you gift-wrap presents?",
            "questions": ["do you gift wrap presents"],
            "body": "Yes, for $5.",
        },
        "zh": {"title": "可以包装礼品吗？", "questions": ["能包装吗"], "body": "可以，5 美元。"},
    },
}


@pytest.fixture
def desk(edge: Edge, tmp_path: Path) -> SmallDesk:
    """The small knowledge base, over the shop's own database."""
    (tmp_path / "home").mkdir()
    return open_desk(tmp_path / "home", edge.engine)


@pytest.fixture
def client(edge: Edge, desk: SmallDesk, tmp_path: Path) -> Client:
    """Of a server with articles to care for; noor is its lead."""
    edge.agents.set_lead("noor", True)
    app = open_app(edge, tmp_path, care=desk.care)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=("127.0.0.1", 40000))
    return Client(transport=transport, base_url="http://localhost:5005")


DOORS = [
    ("GET", "/api/desk/gaps", None),
    ("POST", "/api/desk/gaps/draft", {"ids": [1]}),
    ("POST", "/api/desk/gaps/dismiss", {"ids": [1]}),
    ("POST", "/api/desk/articles", ARTICLE | {"gaps": [1]}),
]


@pytest.mark.parametrize(("method", "path", "body"), DOORS)
async def test_only_a_lead_comes_in(client: Client, desk: SmallDesk, method: str, path: str, body: Any) -> None:
    desk.asked("do you gift wrap presents")
    _, shopper = await start(client)
    omar = await sign_in(client, "omar")
    for headers, status, code in (({}, 401, "unauthorized"), (shopper, 401, "signed_out"), (omar, 403, "leads_only")):
        answer = await client.request(method, path, json=body, headers=headers)
        assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert desk.ids() == [1]
    assert not list(desk.folder.rglob("gift-wrap*"))


async def test_from_a_question_without_an_answer_to_its_article(client: Client, desk: SmallDesk, edge: Edge) -> None:
    where, _ = await start(client)
    desk.asked("do you gift wrap presents, I am Ana Silva", where=where)
    desk.asked("gift wrap presents")
    desk.asked("do you engrave knives")
    edge.desk.hand_off(where, "asked", "wants a person")
    edge.desk.take(where, 3)
    edge.log.add_agent(where, 3, "Yes, for $5.")
    noor = await sign_in(client)
    first, second = (await client.get("/api/desk/gaps?days=7", headers=noor)).json()["groups"]
    assert (first["shoppers"], first["bands"], second["title"]) == (2, {"abstain": 2}, "do you engrave knives")
    assert [each["text"] for each in first["phrasings"]] == [
        "gift wrap presents",
        "do you gift wrap presents, I am [name]",
    ]
    assert where in first["conversations"]
    seen = await client.get(f"/api/desk/conversations/{where}", headers=noor)
    assert seen.status_code == 200

    draft = (await client.post("/api/desk/gaps/draft", json={"ids": first["ids"]}, headers=noor)).json()
    assert (draft["title"], draft["body"], draft["body_from"]) == ("Gift wrap presents", "Yes, for $5.", "agent")
    assert draft["replies"][0]["conversation_id"] == where
    assert not list(desk.folder.rglob("gift-wrap*"))

    body = ARTICLE | {"gaps": first["ids"]}
    body["texts"]["en"]["questions"] = draft["questions"]
    made = await client.post("/api/desk/articles", json=body, headers=noor)
    assert made.status_code == 201, made.text
    told = made.json()
    assert (told["live"], told["closed"], told["left"], told["languages"]) == (True, 2, [], ["en", "zh"])
    assert told["version"] == desk.answers.version
    assert desk.answers.ask("gift wrap presents", "en").sources == (
        {"id": "gift-wrap", "title": "Do you gift-wrap presents?"},
    )
    left = (await client.get("/api/desk/gaps", headers=noor)).json()["groups"]
    assert [group["title"] for group in left] == ["do you engrave knives"]
    with reading(edge.sessions) as session:
        row = session.scalars(select(AuditRow).where(AuditRow.action == "publish_article")).one()
        assert (row.subject, row.reason) == ("article gift-wrap", "by noor")


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"id": "../../etc/passwd"}, 422, "unusable"),
        ({"id": "en/gift-wrap"}, 422, "unusable"),
        ({"id": ".."}, 422, "unusable"),
        ({"id": ""}, 422, "unusable"),
        ({"id": "gift-card-expiry"}, 409, "taken"),
        ({"texts": {}}, 422, "unusable"),
        ({"texts": ARTICLE["texts"] | {"../x": ARTICLE["texts"]["en"]}}, 422, "unusable"),
        ({"texts": {"en": {"title": "a", "body": " "}, "zh": ARTICLE["texts"]["zh"]}}, 422, "unusable"),
        ({"valid_until": "2020-01-01"}, 422, "unusable"),
        ({"valid_until": "soon"}, 422, "invalid"),
        ({"file": "/etc/passwd"}, 422, "invalid"),
    ],
)
async def test_what_makes_no_article_is_refused_with_a_reason(
    client: Client, desk: SmallDesk, change: Any, status: int, code: str
) -> None:
    before = sorted(desk.folder.rglob("*"))
    answer = await client.post("/api/desk/articles", json=ARTICLE | change, headers=await sign_in(client))
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert answer.json()["error"]["message"]
    assert sorted(desk.folder.rglob("*")) == before


async def test_hostile_words_travel_as_text_and_are_kept_as_text(client: Client, desk: SmallDesk) -> None:
    desk.asked(HOSTILE)
    noor = await sign_in(client)
    (group,) = (await client.get("/api/desk/gaps", headers=noor)).json()["groups"]
    assert group["title"] == HOSTILE
    draft = (await client.post("/api/desk/gaps/draft", json={"ids": group["ids"]}, headers=noor)).json()
    english = {"title": draft["title"], "questions": draft["questions"], "body": HOSTILE}
    texts = {"en": english, "zh": ARTICLE["texts"]["zh"]}
    made = await client.post("/api/desk/articles", json=ARTICLE | {"texts": texts}, headers=noor)
    assert made.status_code == 201, made.text
    kept = next(each for each in load_articles(desk.folder) if (each.id, each.locale) == ("gift-wrap", "en"))
    assert (kept.body, kept.questions) == (HOSTILE, (HOSTILE,))


async def test_what_wants_no_article_is_dismissed_once(client: Client, desk: SmallDesk) -> None:
    desk.asked("tell me a joke")
    noor = await sign_in(client)
    for times in (1, 0):
        answer = await client.post("/api/desk/gaps/dismiss", json={"ids": [1, 4711]}, headers=noor)
        assert answer.json() == {"dismissed": times}
    assert (await client.get("/api/desk/gaps", headers=noor)).json()["groups"] == []
    answer = await client.post("/api/desk/gaps/draft", json={"ids": [1]}, headers=noor)
    assert answer.status_code == 404


@pytest.mark.parametrize("query", ["days=0", "days=x", "days=99999"])
async def test_a_period_that_is_none_is_refused(client: Client, query: str) -> None:
    answer = await client.get(f"/api/desk/gaps?{query}", headers=await sign_in(client))
    assert answer.status_code == 422


async def test_a_server_without_articles_to_care_for_has_no_such_door(edge: Edge, connect: Any) -> None:
    edge.agents.set_lead("noor", True)
    async with connect() as client:
        answer = await client.get("/api/desk/gaps", headers=await sign_in(client))
    assert answer.status_code == 404
    assert Gaps(edge.sessions).open() == []
