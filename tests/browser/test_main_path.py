"""The way through the product: choose, train, watch, pause, come back, stop, find the run again, delete it."""

from pathlib import Path

import pytest
from dashboard import (
    APP,
    RANGES,
    VISIBLE,
    button,
    curve,
    enter,
    epoch,
    expect_growth,
    expect_status,
    opened,
    progress,
    refreshes_a_second,
    wait_for_refreshes,
    zoom,
)
from playwright.sync_api import Page, expect


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def url(serve, home) -> str:
    return serve(APP, {"SEQCORE_HOME": str(home), "SEQCORE_WORKERS": "1"})


def test_the_whole_path(page: Page, url: str, tmp_path: Path) -> None:
    train_a_long_bilstm(opened(page, url))

    drawn = wait_for_refreshes(page)
    assert drawn == sorted(set(drawn))
    assert any(refreshes_a_second(page) >= 1.5 for _ in range(3))  # the machine may be busy with something else
    page.screenshot(path=tmp_path / "training.png", full_page=True)

    zoom_and_legend_survive(page)
    pause_and_resume(page)
    come_back(page)
    page.screenshot(path=tmp_path / "again.png", full_page=True)

    button(page, "stop").click()
    expect_status(page, "Stopped")
    find_and_delete(page, tmp_path)


def train_a_long_bilstm(page: Page) -> None:
    button(page, "form-preset-cumsum-bilstm").click()
    expect(page.get_by_text("BiLSTM 20 (concat)").first).to_be_visible()
    enter(page, "architecture-layers-0-units", 24)
    enter(page, "training-epochs", 60_000)
    enter(page, "training-updates_per_epoch", 10)
    expect(page.get_by_text("60,000 epochs")).to_be_visible()
    expect(page.get_by_text("BiLSTM 24 (concat)").first).to_be_visible()
    button(page, "train").click()
    expect_status(page, "Training")
    assert "?run=" in page.url


def zoom_and_legend_survive(page: Page) -> None:
    zoom(page)
    curve(page).locator(".legendtoggle").last.click()
    page.wait_for_function(f"node => ({VISIBLE})(node).validation === 'legendonly'", arg=curve(page).element_handle())
    zoomed = curve(page).evaluate(RANGES)
    wait_for_refreshes(page)
    assert curve(page).evaluate(RANGES) == zoomed
    visible = curve(page).evaluate(VISIBLE)
    assert (visible["training"], visible["validation"]) == (True, "legendonly")


def pause_and_resume(page: Page) -> None:
    button(page, "pause").click()
    expect(button(page, "resume")).to_be_enabled()
    expect_status(page, "Paused")
    paused = epoch(page)
    button(page, "step").click()
    expect(progress(page)).to_contain_text(f"Paused · epoch {paused + 1:,} of")
    button(page, "resume").click()
    expect(button(page, "pause")).to_be_enabled()
    expect_growth(page, paused + 1)


def come_back(page: Page) -> None:
    """After a reload, in a second tab, and from another page: the run goes on, and this browser controls it."""
    before, address = epoch(page), page.url
    page.reload()
    expect(button(page, "stop")).to_be_enabled(timeout=30_000)
    expect_growth(page, before)
    assert page.url == address

    second = page.context.new_page()
    second.goto(address)
    expect(button(second, "stop")).to_be_enabled(timeout=30_000)
    expect_growth(second, before)
    second.close()

    page.get_by_role("link", name="Runs").click()
    expect(page.get_by_text("Training · epoch")).to_be_visible()
    before = epoch_in_list = page.get_by_text("Training · epoch").inner_text()
    expect(page.get_by_text("Training · epoch")).not_to_have_text(epoch_in_list)
    page.get_by_role("link", name="Cumulative sum").click()
    expect(button(page, "stop")).to_be_enabled()
    wait_for_refreshes(page)
    assert page.url == address


def find_and_delete(page: Page, pictures: Path) -> None:
    stopped = epoch(page)
    page.get_by_role("link", name="Runs").click()
    expect(page.get_by_text(f"Stopped · epoch {stopped:,} of 60,000")).to_be_visible()
    page.screenshot(path=pictures / "runs.png", full_page=True)
    page.get_by_role("button", name="Open").click()
    expect_status(page, "Stopped")
    assert epoch(page) == stopped
    expect(page.locator(".st-key-form-architecture-layers-0-units input")).to_have_value("24")
    page.get_by_role("link", name="Runs").click()
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Delete for good").click()
    expect(page.get_by_text("No run yet")).to_be_visible()


def test_a_double_click_starts_one_run(page: Page, url: str, home: Path) -> None:
    before = len(list(home.glob("runs/*")))
    button(opened(page, url), "train").dblclick()
    expect(page.get_by_text("1,000 of 1,000")).to_be_visible(timeout=60_000)
    assert len(list(home.glob("runs/*"))) == before + 1


def test_on_a_phone_in_the_dark(page: Page, url: str, tmp_path: Path) -> None:
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, url)
    button(page, "train").click()
    expect_status(page, "Finished")
    page.screenshot(path=tmp_path / "phone.png")
    for place in ("document.documentElement", "document.querySelector('[data-testid=stMain]')"):
        assert page.evaluate(f"{place}.scrollWidth") <= 390
