"""Comparing in a browser: started with one click, followed, reloaded, read, opened and put side by side by hand."""

import re

from dashboard import expect_status
from playwright.sync_api import Page, expect

from seqcore.experiment import with_values
from seqcore.presets import PRESETS

QUICK = with_values(PRESETS["cumsum-bilstm"].experiment, ["training.epochs=40", "architecture.layers.0.units=4"])
LEGENDS_ARE_CLEAR = """() => [...document.querySelectorAll(".live-chart-plot")].every((chart) => {
  const box = (selector) => chart.querySelector(selector).getBoundingClientRect();
  const rows = [...chart.querySelectorAll(".legend .traces")].map((row) => row.getBoundingClientRect());
  const [top, bottom] = [Math.min(...rows.map((row) => row.top)), Math.max(...rows.map((row) => row.bottom))];
  const isLong = chart.querySelector(".legend .scrollbar")?.getBoundingClientRect().height > 0;
  return rows.length && box(".gtitle").bottom <= top + 2 && (isLong || bottom <= box(".nsewdrag").top + 8);
})"""
"""They lie neither on the title nor on the lines; a long one is scrolled, and reaches further down unseen."""


def test_merge_modes_with_two_seeds(page: Page, url: str) -> None:
    page.goto(f"{url}/compare")
    card = page.locator(".st-key-ready-compare-merge-modes")
    seeds = card.get_by_role("slider", name="Seeds")
    seeds.focus()
    for _ in range(8):
        seeds.press("ArrowLeft")
    expect(card.get_by_text("= 8 runs")).to_be_visible()
    card.get_by_role("radio", name="sum", exact=True).click()
    card.get_by_role("button", name="Compare").click()
    expect(page).to_have_url(re.compile("comparison="))
    expect(page.get_by_text(re.compile("of 8 runs"))).to_be_visible()
    assert page.get_by_test_id("stMain").evaluate("node => node.scrollTop") == 0
    lines = page.locator(".st-key-compare-charts .scatterlayer .trace")
    expect(lines.nth(11)).to_be_attached()  # four lines, each with the two edges of its band
    page.reload()
    expect(page.get_by_text("Finished")).to_be_visible()
    expect(page.get_by_text(re.compile("2 seeds"))).to_be_visible()
    expect(page.get_by_text(re.compile("was expected to win"))).to_be_visible()
    for width in (1280, 390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        expect(lines.nth(11)).to_be_attached()
        page.wait_for_function(LEGENDS_ARE_CLEAR)
    page.get_by_test_id("stDataFrame").first.click(position={"x": 15, "y": 87})  # the box of the second row
    expect(page.locator(".st-key-compare-runs-of input")).to_have_value("mul")
    comparison = page.url
    page.get_by_role("button", name="Seed 2").click()
    expect(page.get_by_role("heading", name="Cumulative sum", level=1)).to_be_visible()
    expect_status(page, "Finished")
    page.go_back()
    expect(page).to_have_url(comparison)
    expect(page.get_by_role("table", name="The variants")).to_be_attached()


def test_from_a_lesson_to_its_own_comparison_and_two_runs_side_by_side(page: Page, url: str) -> None:
    page.goto(f"{url}/cumulative_sum?experiment={QUICK.to_link()}")
    expect(page.get_by_text("Getting ready to train")).to_be_hidden()
    page.locator(".st-key-controls").get_by_role("button", name="Compare").click()
    expect(page.get_by_text("= 9 runs").first).to_be_visible()
    page.locator(".st-key-own-compare").get_by_role("button").click()
    expect(page.get_by_text("Finished")).to_be_visible()
    page.goto(f"{url}/runs")
    unfold = page.locator("[class*='st-key-unfold-']").first
    unfold.locator("label").click()
    boxes = page.locator("[class*='st-key-pick-'] label")
    for place in (0, 1):
        boxes.nth(place).click()
        expect(page.get_by_text(f"{place + 1} selected")).to_be_visible()
    page.locator(".st-key-picked-compare").get_by_role("button").click()
    expect(page.get_by_role("heading", name="Runs side by side")).to_be_visible()
    expect(page.get_by_role("table", name="The variants")).to_be_attached()
