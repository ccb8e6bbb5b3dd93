"""A lead asks as a shopper would, and sees the answer with its reasons."""

from __future__ import annotations

from playwright.sync_api import Dialog, Page, expect

from tests.browser.chat import PATIENCE
from tests.browser.test_unclear import AGENT, HOSTILE, LEAD, sign_in


def ask(desk: Page, question: str) -> None:
    """Type it on the page "Ask"."""
    desk.get_by_role("button", name="Ask", exact=True).first.click()
    desk.locator("#ask-question").fill(question)
    desk.locator("#ask-question").press("Enter")


def test_a_lead_sees_what_a_shopper_would_get(page: Page, live_server: str) -> None:
    sign_in(page, live_server, LEAD)
    ask(page, "how long do I have to return something")
    expect(page.locator("#ask-said")).to_contain_text("30 days from delivery", timeout=PATIENCE)
    expect(page.locator("#ask-told")).to_contain_text("return-window")
    expect(page.locator("#ask-told")).to_contain_text("sent unasked from")
    expect(page.locator(".passages tbody tr")).not_to_have_count(0)
    ask(page, "where is my order 1001")
    expect(page.locator("#ask-told .about")).to_contain_text("In a chat this is taken for", timeout=PATIENCE)
    ask(page, "退货期限是几天")
    expect(page.locator("#ask-said")).to_contain_text("30 天", timeout=PATIENCE)


def test_hostile_words_are_shown_as_words(page: Page, live_server: str) -> None:
    asked: list[str] = []

    def answered(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    passage = {"article": HOSTILE, "title": HOSTILE, "number": 1, "text": HOSTILE, "score": 1, "dense": 1, "lexical": 1}
    told = {
        "asked": HOSTILE, "said": HOSTILE, "band": HOSTILE, "locale": "en", "confidence": 0.5, "answerable": 0.5,
        "thresholds": {"sure": 0.8, "clarify": 0.2}, "generated": True, "sources": [{"id": HOSTILE, "title": HOSTILE}],
        "choices": [{"id": HOSTILE, "label": HOSTILE}], "passages": [passage], "index": HOSTILE,
        "understood": [{"intent": HOSTILE, "share": 0.9}],
    }  # fmt: skip
    page.route("**/api/desk/ask", lambda route: route.fulfill(json=told))
    page.on("dialog", answered)
    sign_in(page, live_server, LEAD)
    ask(page, "<img src=x onerror=alert(3)>")
    expect(page.locator("#ask-said")).to_have_text(HOSTILE)
    expect(page.locator(".passages")).to_contain_text(HOSTILE)
    assert page.locator("#ask img, #ask script, #ask b").count() == 0
    assert asked == []


def test_it_fits_a_phone_and_is_for_leads_alone(page: Page, live_server: str) -> None:
    page.set_viewport_size({"width": 390, "height": 780})
    sign_in(page, live_server, LEAD)
    ask(page, "how much is express shipping")
    expect(page.locator("#ask-said")).to_contain_text("$14.95", timeout=PATIENCE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, live_server, AGENT)
    expect(page.locator("#modes")).to_be_hidden()
