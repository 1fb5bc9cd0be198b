"""Addition in a browser: train the default preset, ask for 7+8, play a round of the quiz."""

from pathlib import Path

from dashboard import button, expect_status, opened
from playwright.sync_api import Page, expect


def test_train_ask_and_play(page: Page, url: str, tmp_path: Path) -> None:
    opened(page, url, "addition")
    expect(page.get_by_text("Does it add, or does it remember?")).to_be_visible()
    button(page, "train").click()
    expect_status(page, "Finished")
    table = page.locator(".st-key-answers table.answers").first
    expect(table.locator("tbody tr")).to_have_count(25)
    expect(page.get_by_text("Training has seen")).to_contain_text("55 of 55")

    page.locator(".st-key-ask input").fill("7+8")
    page.keyboard.press("Enter")
    answer = page.locator("table.answers", has_text="7+8").last
    expect(answer).to_contain_text("15")
    expect(page.get_by_text("Runner-up")).to_be_attached()

    question = page.get_by_label("=", exact=False).last
    question.fill("1")
    question.press("Enter")
    expect(page.get_by_text("the network:")).to_be_visible()
    button(page, "quiz-next").click()
    expect(page.get_by_text("After 1 round")).to_be_visible()
    page.screenshot(path=tmp_path / "addition.png", full_page=True)

    page.set_viewport_size({"width": 390, "height": 844})
    for place in ("document.documentElement", "document.querySelector('[data-testid=stMain]')"):
        page.wait_for_function(f"() => {place}.scrollWidth <= 390")
