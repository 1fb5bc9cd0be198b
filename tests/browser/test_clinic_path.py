"""The clinic in a browser: from the navigation to a healed case, at the width of a phone."""

import re

from playwright.sync_api import Page, expect

NAME = "rate-too-low"


def test_a_case_is_healed_on_a_phone(page: Page, url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{url}/clinic")
    page.locator(f".st-key-open-{NAME} button").first.click()
    expect(page).to_have_url(re.compile(f"case={NAME}"))
    page.locator(".st-key-train button").first.click()
    expect(page.get_by_text("Finished").first).to_be_visible()
    page.locator(f".st-key-diagnosis-{NAME} label").filter(has_text="too low").click()
    expect(page.get_by_text("Yes.")).to_be_visible()
    page.locator(f".st-key-change-{NAME} label").filter(has_text="0.01 instead").click()
    page.locator(".st-key-train-again button").click()
    expect(page.get_by_text("Healed", exact=True)).to_be_visible()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
    page.locator(".st-key-all-cases button").click()
    expect(page.get_by_text(re.compile("1 of 10"))).to_be_visible()
