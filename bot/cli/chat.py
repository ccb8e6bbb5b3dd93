"""`aisle chat`: the widget's conversation in a terminal, over the same HTTP doors and the same event stream."""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Optional

import httpx
from rich.console import Console
from rich.markup import escape
from rich.panel import Panel

from bot.cli.common import console, fail

PATIENCE = httpx.Timeout(40.0, connect=5.0)  # a turn ends within 25 s
RETRY = 1.0  # seconds until a dropped line is taken up again
PROMPT = "you › "
Ask = Callable[[], str]  # one line from the shopper; EOFError at the end


class CannotTalk(Exception):
    """The server does not answer, or refuses; the text says what to do."""


@dataclass(frozen=True)
class Event:
    """One server-sent event."""

    name: str
    data: dict[str, Any]
    id: int | None


def chat(url: str, locale: str, token: Optional[str]) -> None:
    """Talk until Ctrl-D or Ctrl-C."""
    try:
        with httpx.Client(base_url=url.rstrip("/"), timeout=PATIENCE) as client:
            talk(client, locale, token, lambda: console.input(f"[bold]{PROMPT}[/]"), console)
    except CannotTalk as error:
        fail(str(error))
    except KeyboardInterrupt:
        console.print("\nGoodbye.")


def talk(client: httpx.Client, locale: str, token: str | None, ask: Ask, out: Console) -> None:
    """Open a conversation, then ask and show by turns until `ask` raises EOFError. Raises CannotTalk."""
    door = Door(client)
    door.open(locale, token)
    screen = Screen(out)
    reader = threading.Thread(target=_follow, args=(door, screen), daemon=True)
    reader.start()
    screen.wait(lambda: screen.last > 0, 3.0)
    out.print("[dim]Type a message, or the number of a choice. Ctrl-D ends.[/]")
    try:
        while True:
            screen.prompting = True
            said = ask().strip()
            screen.prompting = False
            if said:
                _say(door, screen, said)
    except EOFError:
        out.print("\nGoodbye.")
    finally:
        screen.closed = True


class Door:
    """The conversation API as one shopper uses it."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        self._path, self._header = "", {"Authorization": ""}

    def open(self, locale: str, token: str | None) -> None:
        """Start a conversation, as a guest or as whom the token names."""
        opened = self._post("/api/conversations", {"shopper_token": token, "locale": locale})
        self._path = f"/api/conversations/{opened['conversation_id']}"
        self._header = {"Authorization": f"Bearer {opened['token']}"}

    def say(self, text: str | None, choice: str | None) -> dict[str, Any]:
        """Post one message; the reply's {"messages", "owner"}."""
        said = {"text": text} if choice is None else {"choice": choice}
        return self._post(f"{self._path}/messages", {"client_id": secrets.token_hex(8), **said})

    def events(self, after: int) -> Iterator[Event]:
        """Events after that id, until the line drops. Raises httpx.HTTPError."""
        headers = {**self._header, "Last-Event-ID": str(after)}
        quiet = httpx.Timeout(5.0, read=60.0)  # a comment comes every 15 s
        with self._client.stream("GET", f"{self._path}/events", headers=headers, timeout=quiet) as response:
            response.raise_for_status()
            yield from read_events(response.iter_lines())

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        try:
            response = self._client.post(path, json=body, headers=self._header if self._path else None)
        except httpx.TransportError as error:
            where = self._client.base_url
            raise CannotTalk(
                f"No Aisle answers at {where} ({error}). Start it with `make demo`, or name --url."
            ) from None
        try:
            answer: dict[str, Any] = response.json()
            if response.is_success:
                return answer
            reason = answer["error"]["message"]
        except (ValueError, KeyError, TypeError):
            raise CannotTalk(
                f"What answers at {self._client.base_url} is not Aisle. Name its address with --url."
            ) from None
        raise CannotTalk(reason)


def read_events(lines: Iterator[str]) -> Iterator[Event]:
    """Server-sent events out of the lines of a stream; comments are left out."""
    name, data, given = "message", "", None
    for line in lines:
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if line == "":
            if data:
                yield Event(name, json.loads(data), int(given) if given and given.isdigit() else None)
            name, data, given = "message", "", None
        elif field == "event":
            name = value
        elif field == "data":
            data += value
        elif field == "id":
            given = value


class Screen:
    """Shows events as they come, whichever thread brings them; knows what was shown last and what may be pressed."""

    def __init__(self, out: Console) -> None:
        self._out = out
        self._changed = threading.Condition()
        self._streamed: list[str] = []
        self.choices: list[dict[str, str]] = []
        self.last = 0  # id of the last message or owner shown
        self.prompting = False
        self.closed = False

    def show(self, event: Event) -> None:
        """Show one event; what was shown before is not shown again."""
        with self._changed:
            if event.name == "delta":
                self._delta(str(event.data.get("text") or ""))
            elif event.id is not None and event.id > self.last and event.name in ("message", "owner"):
                self.last = event.id
                self._owner(event.data) if event.name == "owner" else self._message(event.data)
            self._changed.notify_all()

    def note(self, text: str) -> None:
        """Show a line of this program's own."""
        with self._changed:
            self._out.print(f"[yellow]{escape(text)}[/]", highlight=False)

    def spoken(self) -> None:
        """The shopper said something: what was offered before cannot be pressed any more."""
        with self._changed:
            self.choices, self._streamed = [], []

    def wait(self, until: Callable[[], bool], seconds: float) -> bool:
        """Wait until something that was shown makes `until` true."""
        with self._changed:
            return self._changed.wait_for(until, seconds)

    def _delta(self, text: str) -> None:
        if not self._streamed:
            self._out.print("[bold cyan]aisle ›[/] ", end="")
        self._out.print(text, end=" ", markup=False, highlight=False)
        self._streamed.append(text)

    def _owner(self, data: dict[str, Any]) -> None:
        banners = {
            "queue": "You are in the queue for a person; what you write, they will read.",
            "agent": f"{data.get('agent') or 'A colleague'} has joined the conversation.",
            "bot": "The assistant answers again.",
        }
        self._fresh_line()
        self._out.rule(f"[yellow]{escape(banners.get(str(data.get('owner')), ''))}[/]", style="yellow")
        self._again()

    def _message(self, data: dict[str, Any]) -> None:
        sender, text = data.get("from"), str(data.get("text") or "")
        if sender == "shopper":
            return
        streamed, self._streamed = " ".join(self._streamed), []
        if streamed:
            self._out.print()
        elif self.prompting:
            self._fresh_line()
        if streamed != text:  # a preview that did not hold is followed by the approved text
            name = {"agent": data.get("agent") or "agent", "system": "·"}.get(str(sender), "aisle")
            self._out.print(f"[bold cyan]{escape(name)} ›[/] {escape(text)}", highlight=False)
        for card in data.get("cards") or []:
            self._out.print(panel(card))
        for source in data.get("sources") or []:
            self._out.print(f"  [dim]source: {escape(source['title'])} ({escape(source['id'])})[/]", highlight=False)
        if data.get("generated"):
            self._out.print("  [dim italic]generated from the sources, and checked against them[/]")
        for choice in data.get("choices") or []:
            self.choices.append(choice)
            self._out.print(f"  [bold]{len(self.choices)}[/] {escape(choice['label'])}", highlight=False)
        self._again()

    def _fresh_line(self) -> None:
        if self._streamed or self.prompting:
            self._out.print()

    def _again(self) -> None:
        if self.prompting:
            self._out.print(f"[bold]{PROMPT}[/]", end="")


def panel(card: dict[str, Any]) -> Panel:
    """An order or a product in a small frame; values come ready to show."""
    if card.get("kind") == "order":
        lines = [
            f"{each.get('quantity')} × {each.get('name')} {each.get('variant') or ''}".rstrip()
            for each in card["lines"]
        ]
        lines += [str(card[key]) for key in ("total", "expected", "tracking_url") if card.get(key)]
        title = f"{card.get('number')} · {card.get('state_label')}"
    else:
        lines = [str(card[key]) for key in ("price", "reason") if card.get(key)]
        title = str(card.get("name") or card.get("kind"))
    return Panel(escape("\n".join(lines)), title=escape(title), title_align="left", expand=False, border_style="dim")


def _say(door: Door, screen: Screen, said: str) -> None:
    pressed = int(said) if said.isascii() and said.isdigit() else 0
    choice = screen.choices[pressed - 1]["id"] if 1 <= pressed <= len(screen.choices) else None
    screen.spoken()
    try:
        replied = door.say(said, choice)
    except CannotTalk as error:
        screen.note(f"Not sent: {error}")
        return
    last = max((message["id"] for message in replied["messages"]), default=0)
    if not screen.wait(lambda: screen.last >= last, 2.0):  # the stream lags or is down: the answer holds it all
        for message in replied["messages"]:
            screen.show(Event("message", message, message["id"]))


def _follow(door: Door, screen: Screen) -> None:
    """Bring events to the screen, resuming where the line dropped, until the screen is closed."""
    while not screen.closed:
        try:
            for event in door.events(screen.last):
                screen.show(event)
        except (httpx.HTTPError, httpx.StreamError, RuntimeError, ValueError):
            pass  # the next post says plainly whether the server is gone
        time.sleep(RETRY)
