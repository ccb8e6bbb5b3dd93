"""A lead finds what nobody could be answered, writes its article, and the next shopper is answered."""

from __future__ import annotations

import re

from playwright.sync_api import Dialog, Page, expect

from tests.browser.chat import PATIENCE, open_chat, replies, say
from tests.browser.test_unclear import AGENT, HOSTILE, LEAD, sign_in

QUESTION = "may I borrow a canoe for my hamster"
LIVE = "Yes, canoes are lent to hamsters for $8 a day."


def ask_in_vain(page: Page, address: str, text: str) -> None:
    """A shopper asks what no article answers, and is told so."""
    open_chat(page, address)
    say(page, text)
    expect(replies(page).last).to_contain_text(re.compile("don't know|do you mean|Which of these", re.IGNORECASE))


def unanswered(desk: Page, text: str) -> None:
    """Open the questions without an answer at this one."""
    desk.get_by_role("button", name="Unanswered questions").click()
    row = desk.locator("#gaps-rows .row", has_text=text)
    expect(row).to_have_count(1, timeout=PATIENCE)
    row.click()
    expect(desk.locator("#gaps-pane h2")).to_have_text(text)


def test_an_unanswered_question_becomes_an_article_that_answers(page: Page, live_server: str) -> None:
    ask_in_vain(page, live_server, QUESTION)
    desk = page.context.new_page()
    sign_in(desk, live_server, LEAD)
    unanswered(desk, QUESTION)
    expect(desk.locator("#gaps-pane .phrasings")).to_contain_text(f"{QUESTION} 1 shopper")
    desk.get_by_role("button", name="The newest").click()
    expect(desk.locator("#pane .transcript")).to_contain_text(QUESTION)

    unanswered(desk, QUESTION)
    desk.get_by_role("button", name="Draft an article").click()
    english, chinese = desk.locator(".language").nth(0), desk.locator(".language").nth(1)
    expect(english.get_by_label("Title, as a question")).to_have_value("May I borrow a canoe for my hamster?")
    expect(english.get_by_label("How shoppers ask it, one a line")).to_have_value(QUESTION)
    english.get_by_label("Answer").fill(LIVE)
    chinese.get_by_label("Title, as a question").fill("可以给仓鼠借独木舟吗？")
    chinese.get_by_label("Answer").fill("可以，每天 8 美元。")
    desk.get_by_label("Topic").fill("canoes")
    desk.get_by_label("Id, the file’s name").fill("../canoe")
    desk.get_by_role("button", name="Publish").click()
    expect(desk.locator(".draft .error")).to_contain_text("small letters, digits and hyphens")
    desk.get_by_label("Id, the file’s name").fill("canoe-hamster")
    desk.get_by_role("button", name="Publish").click()
    expect(desk.locator(".told")).to_contain_text("“canoe-hamster” is live.", timeout=PATIENCE)
    expect(desk.locator(".told")).to_contain_text("1 question is answered by it now.")
    expect(desk.locator("#gaps-rows .row", has_text="canoe")).to_have_count(0)

    say(page, QUESTION)
    expect(replies(page).last).to_contain_text(LIVE)


def test_what_needs_no_article_leaves_the_list(page: Page, live_server: str) -> None:
    ask_in_vain(page, live_server, "which zodiac sign fits a kayak")
    desk = page.context.new_page()
    sign_in(desk, live_server, LEAD)
    unanswered(desk, "which zodiac sign fits a kayak")
    desk.get_by_role("button", name="Needs no article").click()
    expect(desk.locator("#gaps-rows .row", has_text="zodiac")).to_have_count(0, timeout=PATIENCE)


def test_hostile_words_are_shown_as_words(page: Page, live_server: str) -> None:
    """Whatever the server holds: here every text that it sends is hostile."""
    asked: list[str] = []

    def answered(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    nearest = {"id": HOSTILE, "title": HOSTILE, "confidence": 0.4}
    group = {
        "id": 1, "title": HOSTILE, "locale": "en", "phrasings": [{"text": HOSTILE, "shoppers": 2}] * 2, "shoppers": 2,
        "times": 3, "bands": {HOSTILE: 1, "abstain": 2}, "first_at": "2026-01-01T10:00:00Z",
        "last_at": "2026-01-01T10:00:00Z", "conversations": [HOSTILE], "nearest": nearest, "ids": [1, 2],
    }  # fmt: skip
    reply = {"text": HOSTILE, "conversation_id": HOSTILE, "at": "2026-01-01T10:00:00Z"}
    draft = {
        "id": HOSTILE, "locale": "en", "title": HOSTILE, "topic": HOSTILE, "questions": [HOSTILE], "body": HOSTILE,
        "body_from": "agent", "replies": [reply], "valid_from": "2026-01-01",
    }  # fmt: skip
    done = {"id": HOSTILE, "languages": ["en"], "version": "1", "live": False, "trouble": HOSTILE, "closed": 0}
    page.route("**/api/desk/gaps?*", lambda route: route.fulfill(json={"days": 30, "groups": [group]}))
    page.route("**/api/desk/gaps/draft", lambda route: route.fulfill(json=draft))
    page.route("**/api/desk/articles", lambda route: route.fulfill(status=201, json=done | {"left": [HOSTILE]}))
    page.on("dialog", answered)

    sign_in(page, live_server, LEAD)
    unanswered(page, HOSTILE)
    expect(page.locator("#gaps-pane .phrasings li").first).to_contain_text(HOSTILE)
    page.get_by_role("button", name="Draft an article").click()
    expect(page.locator(".language").first.get_by_label("Answer")).to_have_value(HOSTILE)
    page.get_by_text("What agents answered (1)").click()
    expect(page.locator(".reply-used")).to_contain_text(HOSTILE)
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".told")).to_contain_text(HOSTILE)
    assert page.locator("#gaps img, #gaps script, #gaps b, #toast img").count() == 0
    assert asked == []


def test_an_agent_who_does_not_lead_is_offered_none_of_it(page: Page, live_server: str) -> None:
    sign_in(page, live_server, AGENT)
    expect(page.locator("#rows")).to_be_visible()
    expect(page.get_by_role("button", name="Unanswered questions")).to_be_hidden()


def test_it_can_be_worked_on_a_phone(page: Page, live_server: str) -> None:
    ask_in_vain(page, live_server, "which zodiac sign fits a kayak")
    desk = page.context.new_page()
    desk.set_viewport_size({"width": 390, "height": 780})
    sign_in(desk, live_server, LEAD)
    unanswered(desk, "which zodiac sign fits a kayak")
    expect(desk.locator("#gaps-rows")).to_be_hidden()
    assert desk.evaluate("document.documentElement.scrollWidth") <= 390
    desk.get_by_role("button", name="Draft an article").click()
    expect(desk.get_by_role("button", name="Publish")).to_be_attached()
    assert desk.evaluate("document.documentElement.scrollWidth") <= 390
    desk.get_by_role("button", name="Cancel").click()
    desk.get_by_role("button", name="List").click()
    expect(desk.locator("#gaps-rows")).to_be_visible()
