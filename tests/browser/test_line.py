"""The line goes down and comes back: what was written is sent, once, and stands where it was taken up."""

from __future__ import annotations

import json

from playwright.sync_api import Page, Route, expect

from tests.browser.chat import PATIENCE, open_chat, own, replies, say, settled


def test_what_was_written_offline_is_sent_once_when_the_line_is_back(page: Page, live_server: str) -> None:
    open_chat(page, live_server)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or "") if "/messages" in request.url else None)
    page.context.set_offline(True)
    page.locator("aisle-widget textarea").fill("how long does standard shipping take")
    page.locator("aisle-widget textarea").press("Enter")
    expect(page.locator("aisle-widget .failed")).to_have_count(1)
    page.context.set_offline(False)
    expect(page.locator("aisle-widget .failed")).to_have_count(0, timeout=PATIENCE)
    settled(page)
    expect(own(page)).to_have_count(1)
    expect(replies(page).last).to_contain_text("3–5 business days", timeout=PATIENCE)
    assert len({json.loads(body)["client_id"] for body in sent}) == 1
    say(page, "thanks")
    expect(own(page).last).to_have_text("thanks")


def test_a_message_sent_late_stands_where_it_was_taken_up(page: Page, live_server: str) -> None:
    open_chat(page, live_server)

    def fail(route: Route) -> None:
        route.abort()

    page.route("**/messages", fail)
    page.locator("aisle-widget textarea").fill("first")
    page.locator("aisle-widget textarea").press("Enter")
    expect(page.locator("aisle-widget .failed")).to_have_count(1)
    page.unroute("**/messages", fail)
    page.locator("aisle-widget textarea").fill("second")
    page.locator("aisle-widget textarea").press("Enter")
    expect(page.locator("aisle-widget .pending")).to_have_count(0, timeout=PATIENCE)
    expect(own(page)).to_have_text(["second", "first"])  # not sent: last
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("aisle-widget .failed")).to_have_count(0, timeout=PATIENCE)
    settled(page)
    say(page, "third")
    expect(own(page)).to_have_text(["second", "first", "third"])


def test_what_went_wrong_is_said_in_the_language_chosen_since(page: Page, live_server: str) -> None:
    open_chat(page, live_server)
    page.route("**/messages", lambda route: route.abort())
    page.locator("aisle-widget textarea").fill("hello")
    page.locator("aisle-widget textarea").press("Enter")
    expect(page.locator("aisle-widget .failed .state")).to_have_text("Not sent.Try again")
    page.evaluate("window.Aisle.setLocale('zh')")
    expect(page.locator("aisle-widget .failed .state")).to_have_text("未发送。重试")
