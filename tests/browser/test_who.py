"""Page and chat agree on who is shopping: what one shopper said is never shown to the next."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.chat import PATIENCE, open_chat, own, replies, say, sign_in_as

ADA, BEN = "Ada Merritt", "Ben"
REFUSED = {"error": {"code": "too_many", "message": "…"}}


def ada_asks(page: Page, address: str) -> None:
    page.goto(address)
    sign_in_as(page, ADA)
    page.locator("aisle-widget .launcher").click()
    say(page, "where is my order 1001")
    expect(page.locator("aisle-widget article.order")).to_have_count(1, timeout=PATIENCE)


def emptied(page: Page) -> None:
    """The chat holds nothing of before, and works."""
    expect(page.locator("aisle-widget article.order")).to_have_count(0, timeout=PATIENCE)
    expect(own(page)).to_have_count(0)
    expect(replies(page).first).to_be_visible(timeout=PATIENCE)


def test_the_page_remembers_who_is_signed_in_as_the_chat_does(page: Page, live_server: str) -> None:
    ada_asks(page, live_server)
    page.close()
    later = page.context.new_page()  # the browser, opened again: what it kept is there, the tab's own storage is not
    later.goto(live_server)
    expect(later.locator("#shopper option:checked")).to_contain_text(ADA, timeout=PATIENCE)
    later.locator("aisle-widget .launcher").click()
    expect(later.locator("aisle-widget article.order")).to_have_count(1, timeout=PATIENCE)
    later.locator("#shopper").select_option("")
    emptied(later)


def test_a_page_of_a_guest_drops_a_shoppers_conversation(page: Page, live_server: str) -> None:
    ada_asks(page, live_server)
    page.evaluate("localStorage.removeItem('shop:shopper')")
    page.reload()
    expect(page.locator("#shopper")).to_have_value("", timeout=PATIENCE)
    page.locator("aisle-widget .launcher").click()
    emptied(page)
    say(page, "hello")
    page.evaluate("window.Aisle.guest()")
    expect(own(page)).to_have_count(1)  # a guest's own conversation goes on


def test_a_script_tag_can_say_that_nobody_is_signed_in(page: Page, live_server: str) -> None:
    ada_asks(page, live_server)
    page.route("**/api/demo/shoppers", lambda route: route.abort())  # the page itself says nothing in time
    page.route(
        f"{live_server}/",
        lambda route: route.fulfill(
            response=(answer := route.fetch()),
            body=answer.text().replace('data-locale="en"', 'data-locale="en" data-shopper="guest"'),
        ),
    )
    page.reload()
    page.locator("aisle-widget .launcher").click()
    emptied(page)


def test_a_guest_who_signs_in_goes_on_with_the_chat_in_every_tab(page: Page, live_server: str) -> None:
    open_chat(page, live_server)
    say(page, "hello")
    other = page.context.new_page()
    open_chat(other, live_server)
    expect(own(other)).to_have_count(1, timeout=PATIENCE)
    sign_in_as(page, ADA)
    page.wait_for_timeout(3000)  # the streams that the old token opened are cut, and opened again
    say(page, "where is my order 1001")
    for tab in (page, other):
        expect(own(tab)).to_have_text(["hello", "where is my order 1001"], timeout=PATIENCE)
        expect(tab.locator("aisle-widget article.order")).to_have_count(1, timeout=PATIENCE)


def test_another_shopper_gets_a_chat_of_their_own(page: Page, live_server: str) -> None:
    ada_asks(page, live_server)
    sign_in_as(page, BEN)
    emptied(page)
    say(page, "hello")
    expect(own(page)).to_have_count(1)


def test_a_shopper_whom_the_server_does_not_confirm_is_a_guest(page: Page, live_server: str) -> None:
    for status in (429, 401, 0):  # 0: no answer at all
        page.unroute_all()
        ada_asks(page, live_server)
        page.route(
            "**/identify",
            lambda route, status=status: route.fulfill(status=status, json=REFUSED) if status else route.abort(),
        )
        # A token that cannot be read: whose it is only the server could say.
        failed = page.evaluate("window.Aisle.identify('opaque').then(() => false, () => true)")
        assert failed, status
        emptied(page)
        expect(page.locator("aisle-widget .trouble")).to_contain_text("could not confirm")
        say(page, "hello")
        expect(page.locator("aisle-widget .trouble")).to_be_hidden()
        page.evaluate("window.Aisle.close()")


def test_the_same_shopper_keeps_the_chat_where_the_server_is_busy(page: Page, live_server: str) -> None:
    ada_asks(page, live_server)
    token = page.evaluate(
        """async () => (await (await fetch("/api/demo/shopper-token", { method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ shopper: document.querySelector("#shopper").value }) })).json()).shopper_token"""
    )
    page.route("**/identify", lambda route: route.fulfill(status=429, json=REFUSED))
    assert page.evaluate("token => window.Aisle.identify(token).then(() => false, () => true)", token)
    expect(page.locator("aisle-widget article.order")).to_have_count(1)
    expect(page.locator("aisle-widget .trouble")).to_be_hidden()
