"""Findings in a browser: from the home page to the claims, and one click trains what a claim is about."""

from dashboard import expect_status
from playwright.sync_api import Page, expect

from seqcore.findings.rows import rows

PLACE = next(place for place, row in enumerate(rows()) if row.subject.name == "addition-mlp")


def test_a_claim_is_repeated_by_one_click(page: Page, url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(url)
    page.get_by_role("link", name="What the tutorials say").click()
    card = page.locator(f".st-key-finding-{PLACE}")
    expect(card.get_by_text("RMSE 0.00")).to_be_visible()
    expect(page.get_by_text("claims that a number can check")).to_be_visible()
    assert page.get_by_test_id("stMain").evaluate("node => node.scrollWidth <= node.clientWidth")
    card.get_by_role("button", name="Repeat it").click()
    expect(page.get_by_role("heading", name="Sums as numbers", level=1)).to_be_visible()
    expect_status(page, "Finished")
