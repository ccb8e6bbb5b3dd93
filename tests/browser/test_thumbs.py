"""A shopper says that an answer did not help; the desk shows it, and the lead finds its question."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chat import PATIENCE, open_chat, say
from tests.browser.test_unclear import LEAD, sign_in

QUESTION = "how long do I have to return something"


def test_a_thumb_is_pressed_changed_and_remembered(page: Page, live_server: str) -> None:
    open_chat(page, live_server)
    expect(page.locator("aisle-widget .thumbs")).to_have_count(0)  # a greeting is no answer
    say(page, QUESTION)
    thumbs = page.locator("aisle-widget").get_by_role("group", name="Did this answer help?")
    up, down = (
        thumbs.get_by_role("button", name="Yes, it helped"),
        thumbs.get_by_role("button", name="No, it did not help"),
    )
    up.click()
    expect(up).to_have_attribute("aria-pressed", "true")
    down.focus()
    with page.expect_response("**/thumb"):
        page.keyboard.press("Enter")
    expect(down).to_have_attribute("aria-pressed", "true")
    expect(up).to_have_attribute("aria-pressed", "false")
    page.reload()
    page.locator("aisle-widget .launcher").click()
    expect(down).to_have_attribute("aria-pressed", "true", timeout=PATIENCE)

    desk = page.context.new_page()
    sign_in(desk, live_server, LEAD)
    desk.get_by_role("button", name="Unanswered questions").click()
    desk.locator("#gaps-rows .row", has_text=QUESTION).click()
    expect(desk.locator("#gaps-pane")).to_contain_text("Thumb down")
    expect(desk.locator("#gaps-pane")).to_contain_text("return-window")
    desk.get_by_role("button", name="The newest").click()
    expect(desk.locator("#pane .transcript")).to_contain_text("Did not help")


def test_a_thumb_that_does_not_arrive_is_not_shown(page: Page, live_server: str) -> None:
    open_chat(page, live_server)
    say(page, QUESTION)
    page.route("**/thumb", lambda route: route.abort())
    down = page.locator("aisle-widget").get_by_role("button", name="No, it did not help")
    down.click()
    expect(down).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("width", [1280, 390])
def test_thumbs_are_named_in_chinese_and_fit(page: Page, live_server: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 780})
    open_chat(page, live_server)
    say(page, "退货期限是几天")
    names = ("这个回答有帮助吗？", "Did this answer help?")
    group = page.locator("aisle-widget .thumbs").last
    expect(group).to_be_visible()
    assert group.get_attribute("aria-label") in names
    assert page.evaluate("document.documentElement.scrollWidth") <= width
