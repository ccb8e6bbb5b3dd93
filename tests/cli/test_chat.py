"""`aisle chat` against a real server over a socket, and its screen event by event."""

from __future__ import annotations

import io
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import typer
from rich.console import Console

from bot.cli.chat import CannotTalk, Event, Screen, chat, read_events, talk
from tests.server.shop_for_tests import Edge, open_app, open_edge, seed
from tests.server.sockets import serving


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    database = tmp_path_factory.mktemp("seeded") / "shop.db"
    seed(database)
    return database


@pytest.fixture
def edge(seeded: Path, tmp_path: Path) -> Iterator[Edge]:
    opened = open_edge(Path(shutil.copy(seeded, tmp_path / "shop.db")))
    yield opened
    opened.engine.dispose()


def paper() -> Console:
    return Console(file=io.StringIO(), width=100, force_terminal=False)


def read(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def typed(*lines: str | Callable[[], None]) -> Callable[[], str]:
    """A shopper who types these lines and then presses Ctrl-D; a function is called instead of a line."""
    left = list(lines)

    def ask() -> str:
        if not left:
            raise EOFError
        line = left.pop(0)
        if isinstance(line, str):
            return line
        line()
        return ""

    return ask


def talked(edge: Edge, folder: Path, *lines: str | Callable[[], None], token: str | None = None) -> str:
    out = paper()
    with serving(open_app(edge, folder)) as address, httpx.Client(base_url=address) as client:
        talk(client, "en", token, typed(*lines), out)
    return read(out)


def message(number: int, text: str, **more: Any) -> Event:
    return Event("message", {"id": number, "from": "bot", "text": text, **more}, number)


def test_what_is_typed_is_answered_once(edge: Edge, tmp_path: Path) -> None:
    shown = talked(edge, tmp_path, "Where is my parcel?")
    assert "Hello!" in shown
    assert shown.count("You said: Where is my parcel?") == 1
    assert shown.rstrip().endswith("Goodbye.")


def test_a_number_presses_the_choice_that_has_it(edge: Edge, tmp_path: Path) -> None:
    shown = talked(edge, tmp_path, "1", "1")
    assert "  1 Help" in shown
    assert shown.count("You said: [help]") == 1  # pressed
    assert shown.count("You said: 1") == 1  # nothing is offered any more: a text


def test_handing_over_shows_who_answers_now(edge: Edge, tmp_path: Path) -> None:
    def agent_answers() -> None:
        conversation = edge.desk.waiting()[0].id
        edge.desk.take(conversation, 1)
        edge.log.add_agent(conversation, 1, "Mia here, let me look.")
        time.sleep(0.5)

    shown = talked(edge, tmp_path, "pass me on", agent_answers)
    assert "in the queue for a person" in shown
    assert "Mia has joined the conversation" in shown
    assert "Mia › Mia here, let me look." in shown


def test_a_signed_token_says_who_is_shopping(edge: Edge, tmp_path: Path) -> None:
    assert "You said: hello" in talked(edge, tmp_path, "hello", token=edge.tokens.sign("1"))


def test_a_token_that_is_not_valid_ends_in_a_sentence(edge: Edge, tmp_path: Path) -> None:
    with pytest.raises(CannotTalk, match="token is not valid"):
        talked(edge, tmp_path, "hello", token="nonsense")


def test_a_server_that_does_not_run_ends_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(typer.Exit) as ended:
        chat(address, "en", None)
    assert ended.value.exit_code == 1
    assert "No Aisle answers at" in " ".join(capsys.readouterr().err.split())


def test_something_else_that_answers_is_not_taken_for_aisle() -> None:
    def page(request: httpx.Request) -> httpx.Response:
        return httpx.Response(404, text="<html>")

    client = httpx.Client(transport=httpx.MockTransport(page), base_url="http://shop.example")
    with client, pytest.raises(CannotTalk, match="is not Aisle"):
        talk(client, "en", None, typed(), paper())


def test_a_line_that_drops_loses_no_message() -> None:
    posted = threading.Event()

    def server(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/events"):
            return httpx.Response(503)
        if request.url.path.endswith("/messages"):
            posted.set()
            return httpx.Response(200, json={"messages": [{"id": 7, "from": "bot", "text": "Here."}], "owner": "bot"})
        return httpx.Response(201, json={"conversation_id": "c", "token": "t"})

    out = paper()
    with httpx.Client(transport=httpx.MockTransport(server), base_url="http://shop.example") as client:
        talk(client, "en", None, typed("hello"), out)
    assert posted.is_set()
    assert "aisle › Here." in read(out)


def test_streamed_sentences_are_not_said_twice() -> None:
    screen = Screen(out := paper())
    for sentence in ("It takes 5 days.", "It is free."):
        screen.show(Event("delta", {"reply_to": 1, "text": sentence}, None))
    sources = [{"id": "shipping", "title": "Shipping"}]
    screen.show(message(2, "It takes 5 days. It is free.", generated=True, sources=sources))
    assert read(out).count("It takes 5 days.") == 1
    assert "source: Shipping (shipping)" in read(out)
    assert "generated from the sources" in read(out)


def test_a_preview_that_did_not_hold_is_followed_by_what_does() -> None:
    screen = Screen(out := paper())
    screen.show(Event("delta", {"reply_to": 1, "text": "It takes 5 days."}, None))
    screen.show(message(2, "It takes 3 days."))
    assert "aisle › It takes 3 days." in read(out)


def test_cards_are_shown_in_frames() -> None:
    screen = Screen(out := paper())
    line = {"name": "Kestrel 2 Tent", "variant": "moss", "quantity": 2, "price": "$249.00", "image": ""}
    order = {"kind": "order", "number": "1001", "state_label": "shipped", "lines": [line], "total": "$498.00"}
    product = {"kind": "product", "name": "Peg [steel]", "price": "$9.00", "reason": "often bought with it"}
    screen.show(message(1, "Here.", cards=[order, product]))
    for shown in ("1001 · shipped", "2 × Kestrel 2 Tent moss", "$498.00", "Peg [steel]", "often bought with it"):
        assert shown in read(out)


def test_the_same_event_again_is_not_shown_again() -> None:
    screen = Screen(out := paper())
    screen.show(message(3, "Once."))
    screen.show(message(3, "Once."))
    assert read(out).count("Once.") == 1


def test_events_are_read_from_lines() -> None:
    lines = [
        ": open",
        "",
        "id: 4",
        "event: message",
        'data: {"text": "a"}',
        "",
        "event: delta",
        'data: {"text": "b"}',
        "",
    ]
    assert list(read_events(iter(lines))) == [Event("message", {"text": "a"}, 4), Event("delta", {"text": "b"}, None)]
