"""The widget and the desk as a person works them: what the tests of this folder press and read."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

PATIENCE = 30_000  # milliseconds: the first turns of a cold server are slow


def open_chat(page: Page, address: str) -> None:
    """The shop's page with the widget open and the conversation begun."""
    page.goto(address)
    page.locator("aisle-widget .launcher").click()
    expect(replies(page).first).to_be_visible(timeout=PATIENCE)  # the greeting


def say(page: Page, text: str) -> None:
    """Write and send, and wait until the reply is complete."""
    page.locator("aisle-widget textarea").fill(text)
    page.locator("aisle-widget textarea").press("Enter")
    expect(own(page).last).to_have_text(text)
    settled(page)


def settled(page: Page) -> None:
    """Nothing is being sent or written any more."""
    expect(page.locator("aisle-widget .pending")).to_have_count(0, timeout=PATIENCE)
    expect(page.locator("aisle-widget .typing")).to_be_hidden(timeout=PATIENCE)


def own(page: Page) -> Locator:
    """The shopper's bubbles."""
    return page.locator("aisle-widget .entry.mine .bubble")


def replies(page: Page) -> Locator:
    """What the bot and the agents said."""
    return page.locator("aisle-widget .entry:not(.mine):not(.provisional) .bubble")


def said(page: Page) -> list[str]:
    """Every message's text, in order."""
    return page.locator("aisle-widget .entry .bubble").all_inner_texts()


def sign_in_as(page: Page, name: str) -> None:
    """Choose a demo shopper whose line in the menu begins with `name`."""
    menu = page.locator("#shopper")
    expect(menu).to_be_visible(timeout=PATIENCE)
    shopper = menu.locator("option", has_text=name).first.get_attribute("value")
    with page.expect_response("**/api/demo/shopper-token"):
        menu.select_option(shopper)
