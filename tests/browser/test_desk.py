"""A shopper asks for a person, and gets one: widget and desk beside each other, live."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.chat import PATIENCE, open_chat, own, replies, say, settled

AGENT, PASSWORD = "mei", "aisle-demo"  # of the demo's agents, who can sign in on loopback only
NAME = re.compile(AGENT, re.IGNORECASE)


def sign_in(desk: Page, address: str) -> None:
    desk.goto(f"{address}/desk")
    desk.locator("#name").fill(AGENT)
    desk.locator("#password").fill(PASSWORD)
    desk.get_by_role("button", name="Sign in").click()
    expect(desk.locator("#me")).to_have_text(NAME, timeout=PATIENCE)


def test_an_agent_takes_answers_and_gives_back(page: Page, live_server: str) -> None:
    assert page.context.browser is not None
    elsewhere = page.context.browser.new_context()
    desk = elsewhere.new_page()
    try:
        open_chat(page, live_server)
        sign_in(desk, live_server)

        say(page, "i want to talk to a human")
        expect(page.locator("aisle-widget .banner:not(.trouble)")).to_be_visible(timeout=PATIENCE)
        newest = desk.locator("#rows .row").last
        expect(newest).to_be_visible(timeout=PATIENCE)
        expect(newest.locator(".row-why")).to_have_text("Asked for a person")
        expect(newest.locator(".badge")).to_have_text("Guest")
        expect(desk).to_have_title(re.compile(r"^\(\d+\) Desk$"))

        newest.click()
        expect(desk.locator(".said.shopper p").last).to_have_text("i want to talk to a human", timeout=PATIENCE)
        desk.get_by_role("button", name="Take").click()
        expect(page.locator("aisle-widget .banner.with-agent")).to_contain_text(AGENT.capitalize(), timeout=PATIENCE)
        expect(page.locator("aisle-widget .banner button")).to_be_hidden()

        desk.locator("#reply").fill("Hello from a person")
        desk.locator("#reply").press("Enter")
        expect(replies(page).last).to_have_text("Hello from a person", timeout=PATIENCE)
        expect(desk.locator(".said.agent p", has_text="Hello from a person")).to_have_count(1)

        heard = replies(page).count()
        say(page, "how long does standard shipping take")  # while a person is there, the bot is silent
        expect(desk.locator(".said.shopper p").last).to_have_text(own(page).last.inner_text(), timeout=PATIENCE)
        assert replies(page).count() == heard

        desk.get_by_role("button", name="Give back to the bot").click()
        expect(page.locator("aisle-widget .banner.with-agent")).to_be_hidden(timeout=PATIENCE)
        expect(desk.locator(".reason")).to_have_text("Asked for a person")  # still known, though given back
        say(page, "how long does standard shipping take")
        settled(page)
        expect(replies(page).last).to_contain_text("3–5 business days", timeout=PATIENCE)
    finally:
        elsewhere.close()


def test_a_wrong_password_is_refused_kindly(page: Page, live_server: str) -> None:
    page.goto(f"{live_server}/desk")
    page.locator("#name").fill(AGENT)
    page.locator("#password").fill("not the password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("#door-error")).to_have_text("Name and password do not match.")


def test_slash_offers_ready_replies_only_to_whom_the_conversation_belongs(page: Page, live_server: str) -> None:
    assert page.context.browser is not None
    elsewhere = page.context.browser.new_context()
    desk = elsewhere.new_page()
    try:
        open_chat(page, live_server)
        say(page, "i want to talk to a human")
        sign_in(desk, live_server)
        desk.locator("#rows .row").last.click()
        expect(desk.locator("#reply")).to_be_disabled()
        desk.get_by_role("button", name="Take").click()
        expect(desk.locator("#reply")).to_be_enabled(timeout=PATIENCE)
        desk.locator("#reply").fill("/")
        expect(desk.locator("#replies .option")).to_have_count(5)
        desk.locator("#reply").press("ArrowDown")
        desk.locator("#reply").press("Enter")
        expect(desk.locator("#reply")).to_have_value(re.compile("Let me check"))
        desk.set_viewport_size({"width": 390, "height": 760})  # what is known folds away on a phone
        expect(desk.locator(".beside summary")).to_be_visible()
        expect(desk.locator(".about")).to_be_hidden()
        box = desk.locator(".beside").bounding_box()
        assert box is not None
        assert box["height"] < 90  # of 760
        desk.get_by_role("button", name="Resolve").click()
        expect(page.locator("aisle-widget .banner.with-agent")).to_be_hidden(timeout=PATIENCE)
        expect(desk.locator(".note").last).to_contain_text("Resolved", timeout=PATIENCE)
    finally:
        elsewhere.close()


def test_who_waits_can_go_back_to_the_assistant(page: Page, live_server: str) -> None:
    open_chat(page, live_server)
    say(page, "i want to talk to a human")
    button = page.locator("aisle-widget .banner button")
    page.evaluate("window.Aisle.setLocale('zh')")
    expect(button).to_have_text("回到自动助手", timeout=PATIENCE)
    page.evaluate("window.Aisle.setLocale('en')")
    button.click()
    expect(own(page).last).to_have_text("Back to the assistant")
    expect(button).to_be_hidden(timeout=PATIENCE)
    say(page, "how long does standard shipping take")
    expect(replies(page).last).to_contain_text("3–5 business days", timeout=PATIENCE)


def test_a_complaint_is_marked_and_a_verified_shopper_named(page: Page, live_server: str) -> None:
    row = {
        "id": "c1", "owner": "queue", "status": "waiting", "level": "verified", "shopper": "Ada Merritt",
        "reason": "complaint", "summary": "“broken again”", "agent_id": None, "waiting_since": None, "locale": "en",
        "last_text": "broken again", "updated_at": "2026-01-01T10:00:00Z",
    }  # fmt: skip
    rows = {"conversations": [row, {**row, "id": "c2", "reason": "some_new_flow", "level": "guest", "shopper": None}]}
    page.route("**/api/desk/conversations?view=waiting", lambda route: route.fulfill(json=rows))
    sign_in(page, live_server)
    first, second = page.locator("#rows .row").nth(0), page.locator("#rows .row").nth(1)
    expect(first).to_have_class(re.compile("complaint"))
    expect(first.locator("strong")).to_have_text("Ada Merritt")
    expect(first.locator(".badge")).to_have_text("Verified")
    expect(first.locator(".row-why")).to_have_text("Complaint")
    expect(second.locator(".row-why")).to_have_text("Some new flow")
    expect(second).not_to_have_class(re.compile("complaint"))
