"""A shopper at the demo shop, in a real browser: the widget shows what the server said, once, and as text."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.browser.chat import PATIENCE, open_chat, own, replies, said, say, settled, sign_in_as


def test_a_question_gets_an_answer_with_its_source(page: Page, live_server: str) -> None:
    open_chat(page, live_server)
    say(page, "how long does standard shipping take")
    expect(replies(page).last).to_contain_text("3–5 business days")
    expect(page.locator("aisle-widget .chip").last).to_contain_text("Source: ")


def test_a_source_opens_its_article_and_leads_back(page: Page, live_server: str) -> None:
    open_chat(page, live_server)
    for question, words in (
        ("how long does standard shipping take", "3–5 business days"),
        ("标准配送要多久？", "工作日"),
    ):
        say(page, question)
        chip = page.locator("aisle-widget button.chip").last
        chip.focus()
        page.keyboard.press("Enter")
        article = page.locator("aisle-widget .article")
        expect(article.locator(".words")).to_contain_text(words, timeout=PATIENCE)
        expect(article.locator("button")).to_be_focused()
        page.keyboard.press("Escape")
        expect(article).to_be_hidden()
        expect(chip).to_be_focused()
    page.route("**/api/articles/**", lambda route: route.abort())
    page.locator("aisle-widget button.chip").last.click()
    expect(page.locator("aisle-widget .article .words")).to_have_text("This article cannot be shown right now.")
    page.get_by_role("button", name="Back to the chat").click()
    expect(page.locator("aisle-widget .panel")).to_be_visible()


def test_a_reload_keeps_the_conversation(page: Page, live_server: str) -> None:
    open_chat(page, live_server)
    say(page, "how long does standard shipping take")
    before = said(page)
    page.reload()
    page.locator("aisle-widget .launcher").click()
    expect(own(page)).to_have_count(1, timeout=PATIENCE)
    expect(replies(page)).to_have_count(len(before) - 1)
    assert said(page) == before


def test_a_new_conversation_forgets_the_old_one(page: Page, live_server: str) -> None:
    open_chat(page, live_server)
    say(page, "hello")
    page.evaluate("window.Aisle.reset()")
    expect(own(page)).to_have_count(0)
    expect(replies(page).first).to_be_visible(timeout=PATIENCE)


def test_a_signed_in_shopper_sees_their_order_as_a_card(page: Page, live_server: str) -> None:
    page.goto(live_server)
    sign_in_as(page, "Ada Merritt")
    page.locator("aisle-widget .launcher").click()
    say(page, "where is my order 1001")
    card = page.locator("aisle-widget article.order")
    expect(card).to_have_count(1, timeout=PATIENCE)
    expect(card).to_contain_text("1001")


def test_chinese_is_spoken_throughout(page: Page, live_server: str) -> None:
    page.goto(live_server)
    page.locator("#languages [data-locale=zh]").click()
    expect(page.locator("h1")).to_have_text("走进山野，再回到家")
    page.locator("aisle-widget .launcher").click()
    expect(page.locator("aisle-widget textarea")).to_have_attribute("placeholder", "请输入消息…")
    say(page, "标准配送要多久？")
    expect(replies(page).last).to_contain_text("工作日")
    expect(page.locator("aisle-widget .chip").last).to_contain_text("来源：")


def test_markup_is_shown_as_text(page: Page, live_server: str) -> None:
    open_chat(page, live_server)
    attack = "<img src=x onerror=\"document.title='owned'\">"
    say(page, attack)
    expect(own(page).last).to_have_text(attack)
    assert page.locator("aisle-widget .bubble img").count() == 0
    page.reload()
    page.locator("aisle-widget .launcher").click()
    expect(own(page).last).to_have_text(attack, timeout=PATIENCE)
    assert page.title() != "owned"


def test_links_are_made_of_https_and_mail_addresses_alone(page: Page, live_server: str) -> None:
    open_chat(page, live_server)
    say(page, "see https://example.com/a. or ada@example.com, not javascript:alert(1) or http://example.com")
    links = own(page).last.locator("a")
    assert [link.get_attribute("href") for link in links.all()] == ["https://example.com/a", "mailto:ada@example.com"]


def test_a_basket_made_in_the_chat_opens_on_the_shops_page(page: Page, live_server: str) -> None:
    page.goto(live_server)
    sign_in_as(page, "Ada Merritt")
    page.locator("aisle-widget .launcher").click()
    say(page, "reorder order 1003")
    say(page, "yes")
    link = replies(page).last.locator("a").last
    href = link.get_attribute("href") or ""
    assert href.startswith(f"{live_server}/?basket=")
    page.goto(href)
    expect(page.locator("#basket")).to_contain_text("Meadowsweet Candle", timeout=PATIENCE)
    expect(page.locator("#basket")).to_contain_text("before shipping")
    page.goto(f"{live_server}/?basket=nobodys")
    expect(page.locator("#basket")).to_contain_text("not there any more", timeout=PATIENCE)


def test_a_failed_message_is_sent_again_under_the_same_id(page: Page, live_server: str) -> None:
    open_chat(page, live_server)
    sent: list[str] = []

    def fail_once(route: Route) -> None:
        sent.append(json.loads(route.request.post_data or "{}")["client_id"])
        if len(sent) == 1:
            route.abort()
        else:
            route.continue_()

    page.route("**/messages", fail_once)
    page.locator("aisle-widget textarea").fill("hello")
    page.locator("aisle-widget textarea").press("Enter")
    page.locator("aisle-widget .failed button").click()
    settled(page)
    expect(page.locator("aisle-widget .failed")).to_have_count(0)
    expect(own(page)).to_have_count(1)
    assert len(sent) == 2
    assert sent[0] == sent[1]


def test_too_many_messages_are_explained(page: Page, live_server: str) -> None:
    open_chat(page, live_server)
    refusal = {"error": {"code": "too_many", "message": "…"}}
    page.route("**/messages", lambda route: route.fulfill(status=429, json=refusal))
    page.locator("aisle-widget textarea").fill("hello")
    page.locator("aisle-widget textarea").press("Enter")
    expect(page.locator("aisle-widget .failed [role=alert]")).to_contain_text("Please wait a moment")


def test_a_choice_works_once(page: Page, live_server: str) -> None:
    """The choices are put into a real answer, so that what the widget does with them does not hang on one article."""
    open_chat(page, live_server)
    posted: list[dict[str, Any]] = []

    def answer(route: Route) -> None:
        body: dict[str, Any] = json.loads(route.request.post_data or "{}")
        posted.append(body)
        first = 1_000_000 + 10 * len(posted)
        choices = [{"id": "article:shipping", "label": "Shipping"}, {"id": "article:returns", "label": "Returns"}]
        reply = {"id": first, "from": "bot", "text": "Which one?", "cards": [], "sources": [], "generated": False}
        route.fulfill(json={"messages": [{**reply, "choices": [] if "choice" in body else choices}], "owner": "bot"})

    page.route("**/messages", answer)
    say(page, "a question")
    chosen = page.locator("aisle-widget .entry .choice", has_text="Shipping")
    chosen.click()
    expect(own(page).last).to_have_text("Shipping")
    settled(page)
    expect(chosen).to_be_disabled()
    expect(page.locator("aisle-widget .entry .choice", has_text="Returns")).to_be_disabled()
    chosen.dispatch_event("click")
    assert [body.get("choice") for body in posted] == [None, "article:shipping"]


def test_the_keyboard_opens_and_closes_the_chat(page: Page, live_server: str) -> None:
    page.goto(live_server)
    page.evaluate("document.addEventListener('aisle:opened', () => { window.wasOpened = true; })")
    page.locator("aisle-widget .launcher").press("Enter")
    expect(page.locator("aisle-widget textarea")).to_be_focused()
    assert page.evaluate("window.wasOpened")
    page.keyboard.press("Escape")
    expect(page.locator("aisle-widget .panel")).to_be_hidden()
    expect(page.locator("aisle-widget .launcher")).to_be_focused()


def test_the_chat_fills_a_narrow_screen(page: Page, live_server: str) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    open_chat(page, live_server)
    box = page.locator("aisle-widget .panel").bounding_box()
    assert box is not None
    assert (round(box["x"]), round(box["width"]), round(box["height"])) == (0, 360, 640)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_newest_message_stays_in_sight_when_a_banner_takes_room(page: Page, live_server: str) -> None:
    open_chat(page, live_server)
    say(page, "how long does standard shipping take")
    say(page, "do you have tents?")
    say(page, "I want to talk to a human")
    expect(page.locator("aisle-widget .banner").last).to_be_visible()
    settled(page)
    log = page.locator("aisle-widget .log")
    assert log.evaluate("log => log.scrollHeight - log.scrollTop - log.clientHeight") < 20
