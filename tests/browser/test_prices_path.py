"""Prices in a browser: upload a file, train, zoom while it trains, read the verdict, download the table."""

import re
from pathlib import Path

import numpy as np
import pytest
from dashboard import button, enter, expect_status, follow, opened
from playwright.sync_api import Locator, Page, expect

RANGE = "node => node.layout.xaxis.range.map(String)"
FORECAST = "node => node._fullData.some(trace => trace.uid === 'forecast')"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Newest first, semicolons, decimal commas, days before months."""
    prices = 50 + np.cumsum(np.random.default_rng(1).normal(size=300))
    days = np.datetime64("2020-01-01") + np.arange(300)
    rows = [f"{day:%d.%m.%Y};{price:.2f}".replace(".", ",") for day, price in zip(days.tolist(), prices, strict=True)]
    rows = [re.sub(r"^(\d+),(\d+),", r"\1.\2.", row) for row in rows]
    path = tmp_path / "kurse.csv"
    path.write_text("\n".join(["Datum;Kurs", *rows[::-1]]), encoding="utf-8")
    return path


def price_chart(page: Page) -> Locator:
    return page.get_by_role("figure", name="Prices, forecasts")


def prices(page: Page, url: str) -> Page:
    opened(page, url)
    follow(page, "Prices")
    expect(price_chart(page)).to_be_visible()
    return page


def choose(page: Page, key: str, option: str) -> None:
    page.locator(f".st-key-form-task-{key}").get_by_role("combobox").click()
    page.get_by_role("option", name=option, exact=True).click()


def zoom(page: Page) -> None:
    price_chart(page).scroll_into_view_if_needed()
    box = price_chart(page).locator(".nsewdrag").first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 0.3 * box["width"], box["y"] + 0.3 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.6 * box["width"], box["y"] + 0.8 * box["height"], steps=5)
    page.mouse.up()


def test_from_a_file_to_a_verdict(page: Page, url: str, file: Path, tmp_path: Path) -> None:
    prices(page, url)
    button(page, "form-preset-prices-simplernn").click()
    expect(page.get_by_text("SimpleRNN 10 → SimpleRNN 5").first).to_be_visible()
    choose(page, "source", "File")
    expect(page.get_by_text("no file yet").first).to_be_visible()
    page.locator(".st-key-form-task-path-upload input[type=file]").set_input_files(file)
    expect(page.get_by_text("File kurse.csv")).to_be_visible()
    expect(page.get_by_text("In use: kurse.csv")).to_be_visible()
    page.screenshot(path=tmp_path / "file.png", full_page=True)
    enter(page, "training-epochs", 5000)
    expect(page.get_by_text("5,000 epochs")).to_be_visible()
    button(page, "train").click()
    expect_status(page, "Training")
    node = price_chart(page).element_handle()
    page.wait_for_function(FORECAST, arg=node)
    show_everything_while_it_trains(page)
    zoom_while_it_trains(page)

    button(page, "stop").click()
    expect_status(page, "Stopped")
    verdict = page.locator(".st-key-verdict")
    expect(verdict).to_contain_text("repeating the last value")
    expect(verdict).to_contain_text("test rows")
    explain_by_keyboard(page, verdict)
    with page.expect_download() as download:
        button(page, "prices-download").click()
    lines = download.value.path().read_text(encoding="utf-8").splitlines()
    assert (
        lines[0] == "Date,Forecast on,Rows ahead,Actual,Predicted,Last value,Error,Error of last value,Direction right"
    )
    assert len(lines) == 1 + 45
    page.screenshot(path=tmp_path / "verdict.png", full_page=True)


def show_everything_while_it_trains(page: Page) -> None:
    """The chart begins at the held-out end: 45 of 300 rows and a little before; what was chosen lasts."""
    node = price_chart(page).element_handle()
    first, last = node.evaluate(RANGE)
    assert (first, last[:10]) == ("2020-08-29", "2020-10-26")
    page.get_by_role("radio", name="Everything").click()
    page.wait_for_function(f"node => ({RANGE})(node)[0] === '2020-01-01'", arg=node)
    next_picture(page)
    assert node.evaluate(RANGE)[0] == "2020-01-01"
    page.get_by_role("radio", name="The held-out end").click()
    page.wait_for_function(f"node => ({RANGE})(node)[0] === '2020-08-29'", arg=node)


def next_picture(page: Page) -> None:
    node = price_chart(page).element_handle()
    title = node.evaluate("node => node.layout.title.text")
    page.wait_for_function("([node, title]) => node.layout.title.text !== title", arg=[node, title])


def explain_by_keyboard(page: Page, verdict: Locator) -> None:
    """A word of the verdict explains itself without a mouse."""
    verdict.get_by_role("button", name="skill").press("Enter")
    expect(page.get_by_text("1 is perfect, 0 just as good as repeating")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("1 is perfect, 0 just as good as repeating")).to_be_hidden()


def zoom_while_it_trains(page: Page) -> None:
    node = price_chart(page).element_handle()
    before = node.evaluate(RANGE)
    zoom(page)
    page.wait_for_function(f"([node, before]) => String(({RANGE})(node)) !== String(before)", arg=[node, before])
    zoomed = node.evaluate(RANGE)
    next_picture(page)
    assert node.evaluate(RANGE) == zoomed


def test_on_a_phone(page: Page, url: str, tmp_path: Path) -> None:
    prices(page, url)
    page.set_viewport_size({"width": 390, "height": 844})
    expect(price_chart(page)).to_be_visible()
    page.screenshot(path=tmp_path / "phone.png")
    for place in ("document.documentElement", "document.querySelector('[data-testid=stMain]')"):
        assert page.evaluate(f"{place}.scrollWidth") <= 390
