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
        expect(desk).to_have_title(re.compile(r"^\(\d+\) Desk$"))

        newest.click()
        expect(desk.locator(".said.shopper p").last).to_have_text("i want to talk to a human", timeout=PATIENCE)
        desk.get_by_role("button", name="Take").click()
        expect(page.locator("aisle-widget .banner.with-agent")).to_contain_text(NAME, timeout=PATIENCE)

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
        desk.get_by_role("button", name="Resolve").click()
        expect(page.locator("aisle-widget .banner.with-agent")).to_be_hidden(timeout=PATIENCE)
    finally:
        elsewhere.close()
