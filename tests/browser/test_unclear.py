"""A lead explains what was not understood, in a page that shows hostile words as words."""

from __future__ import annotations

import re

import httpx
from playwright.sync_api import Dialog, Page, expect

from tests.browser.chat import PATIENCE, open_chat, say

LEAD, AGENT, PASSWORD = "sam", "mei", "aisle-demo"
LEARNING = 180_000  # milliseconds for fitting every example that ships, on a machine that does other things
HOSTILE = "<img src=x onerror=alert(1)> '\"><script>alert(2)</script> <b>wug</b>"


def sign_in(desk: Page, address: str, name: str) -> None:
    """At the desk, as one of the demo's agents."""
    desk.goto(f"{address}/desk")
    desk.locator("#name").fill(name)
    desk.locator("#password").fill(PASSWORD)
    desk.get_by_role("button", name="Sign in").click()
    expect(desk.locator("#me")).to_have_text(re.compile(name, re.IGNORECASE), timeout=PATIENCE)


def unclear(desk: Page, text: str) -> None:
    """Open the unclear messages at the one that has this text."""
    desk.get_by_role("button", name=re.compile("Unclear messages")).click()
    row = desk.locator("#unclear-rows .row", has_text=text)
    expect(row).to_have_count(1, timeout=PATIENCE)
    row.click()
    expect(desk.locator(".asked")).to_have_text(text)


def test_an_unclear_message_is_explained_and_learned(page: Page, live_server: str) -> None:
    open_chat(page, live_server)
    say(page, "zorp the florp of 1002")
    desk = page.context.new_page()
    sign_in(desk, live_server, LEAD)
    unclear(desk, "zorp the florp of [order]")
    expect(desk.locator("#words")).to_have_value("zorp the florp of 1042")
    expect(desk.locator(".offer")).not_to_have_count(0)

    desk.locator("#words").fill("my order wants a florp")
    desk.locator("#search").fill("complain")
    expect(desk.locator("#found [data-intent]").first).to_have_attribute("data-intent", "complaint")
    desk.locator("#search").press("Enter")
    expect(desk.locator("#toast")).to_contain_text("“my order wants a florp” is an example of complaint now.")
    expect(desk.locator("#unclear-rows .row", has_text="florp")).to_have_count(0, timeout=PATIENCE)

    before = httpx.get(f"{live_server}/health").json()["heads"]
    expect(desk.locator("#learned")).to_contain_text("There are labels to learn")
    desk.get_by_role("button", name="Learn now").click()
    expect(desk.locator("#learned")).to_contain_text("the bot goes on answering")
    say(page, "how long does standard shipping take")  # and so it does
    expect(desk.locator("#learned")).to_contain_text("Everything is learned", timeout=LEARNING)
    expect(desk.locator("#learned")).to_contain_text("macro-F1")
    after = httpx.get(f"{live_server}/health").json()["heads"]
    assert after != before
    expect(desk.locator("#learned")).to_contain_text(f"heads {after}")

    desk.get_by_role("button", name="Undo").click()
    expect(desk.locator("#toast")).to_contain_text("waits again")
    expect(desk.locator(".asked")).to_have_text("zorp the florp of [order]")
    desk.keyboard.press("d")
    expect(desk.locator("#toast")).to_contain_text("Discarded")
    expect(desk.locator("#unclear-rows .row", has_text="florp")).to_have_count(0, timeout=PATIENCE)


def test_hostile_words_are_shown_as_words(page: Page, live_server: str) -> None:
    """Whatever the server holds: here every text that it sends is hostile."""
    asked: list[str] = []

    def answered(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    message = {
        "id": 1, "text": HOSTILE, "example": HOSTILE, "locale": "en", "why": HOSTILE, "ended": HOSTILE, "times": 3,
        "ranking": [{"intent": HOSTILE, "share": 0.4}], "suggested": HOSTILE + "2", "last_at": "2026-01-01T10:00:00Z",
        "conversation_id": HOSTILE,
    }  # fmt: skip
    intent = {"name": HOSTILE, "about": HOSTILE, "handled": False, "examples": {"en": 1, "zh": 0}}
    report = {"why": HOSTILE, "left_out": {HOSTILE: HOSTILE}}
    latest = {"state": "failed", "report": report, "asked_by": HOSTILE, "ended_at": "2026-01-01T10:00:00Z"}
    hostile = {"groups": [[message, {**message, "id": 2}]]}
    page.route("**/api/desk/unclear", lambda route: route.fulfill(json=hostile))
    page.route("**/api/desk/intents", lambda route: route.fulfill(json={"intents": [intent]}))
    news = {"version": HOSTILE, "latest": latest, "news": True}
    page.route("**/api/desk/learning", lambda route: route.fulfill(json=news))
    refused = {"error": {"code": "elsewhere", "message": HOSTILE}}
    page.route("**/api/desk/unclear/1/label", lambda route: route.fulfill(json=refused, status=409))
    page.on("dialog", answered)

    sign_in(page, live_server, LEAD)
    unclear(page, HOSTILE)
    expect(page.locator("#words")).to_have_value(HOSTILE)
    expect(page.locator(".alike")).to_contain_text(HOSTILE)
    expect(page.locator("#learned")).to_contain_text(HOSTILE)
    page.locator(".offer").first.click()
    expect(page.locator("#toast")).to_have_text(HOSTILE)
    page.locator("#search").fill("<img src=x onerror=alert(3)>")
    expect(page.locator("#found")).to_contain_text("No intent fits")
    assert page.locator("#unclear img, #unclear script, #unclear b, #toast img").count() == 0
    assert asked == []


def test_a_new_intent_needs_a_second_yes(page: Page, live_server: str) -> None:
    open_chat(page, live_server)
    say(page, "flumph the quonk before tuesday")
    desk = page.context.new_page()
    sign_in(desk, live_server, LEAD)
    unclear(desk, "flumph the quonk before tuesday")
    desk.keyboard.press("/")
    desk.keyboard.type("flumph it")
    desk.keyboard.press("Enter")
    expect(desk.locator(".confirm")).to_contain_text("Create the intent flumph_it?")
    desk.get_by_role("button", name="Back").click()
    expect(desk.locator(".confirm")).to_have_count(0)
    desk.get_by_role("option", name="Create flumph_it").click()
    desk.get_by_role("button", name="Create flumph_it").click()
    expect(desk.locator("#toast")).to_contain_text("start_by: flumph_it")
    desk.keyboard.press("u")
    expect(desk.locator("#toast")).to_contain_text("waits again", timeout=PATIENCE)


def test_an_agent_who_does_not_lead_is_offered_none_of_it(page: Page, live_server: str) -> None:
    sign_in(page, live_server, AGENT)
    expect(page.locator("#rows")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Unclear messages"))).to_be_hidden()


def test_it_can_be_worked_on_a_phone(page: Page, live_server: str) -> None:
    open_chat(page, live_server)
    say(page, "snargle my wibbles please")
    desk = page.context.new_page()
    desk.set_viewport_size({"width": 390, "height": 780})
    sign_in(desk, live_server, LEAD)
    unclear(desk, "snargle my wibbles please")
    expect(desk.locator("#unclear-rows")).to_be_hidden()
    assert desk.evaluate("document.documentElement.scrollWidth") <= 390
    desk.get_by_role("button", name="List").click()
    expect(desk.locator("#unclear-rows")).to_be_visible()
