"""The way through the product: choose, train, watch, pause, come back, stop, find the run again, delete it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from dashboard import (
    APP,
    PATIENCE_SECONDS,
    RANGES,
    VISIBLE,
    button,
    curve,
    enter,
    epoch,
    expect_growth,
    expect_status,
    follow,
    opened,
    progress,
    refreshes_a_second,
    wait_for_refreshes,
    zoom,
)
from playwright.sync_api import Browser, Page, expect
from test_accessibility import grave_faults

from seqcore.experiment import from_values, with_values
from seqcore.presets import default_experiment
from seqcore.tasks import TASKS

SHORT_PRICES = from_values(
    {
        "task": {"kind": "prices", "length": 300, "window": 5},
        "architecture": {"kind": "recurrent_stack", "layers": [{"units": 2}]},
        "training": {"epochs": 2},
    }
)
SHORT = {kind: with_values(default_experiment(kind), ["training.epochs=2"]) for kind in TASKS} | {
    "prices": SHORT_PRICES,
    "image_patches": with_values(
        default_experiment("image_patches"), ["training.epochs=2", "training.updates_per_epoch=5"]
    ),
    "entity_tags": with_values(
        default_experiment("entity_tags"),
        ["training.epochs=2", "training.updates_per_epoch=3", "training.batch_size=8", "task.steps=12"],
    ),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def url(serve, home, tmp_path_factory) -> Iterator[str]:
    """A server that must have logged nothing at the end, whatever was clicked (TensorFlow's lines have no date)."""
    yield serve(APP, {"SEQCORE_HOME": str(home), "SEQCORE_WORKERS": "1"})
    log = max(tmp_path_factory.getbasetemp().glob("server*/log"), key=lambda path: path.stat().st_mtime)
    lines = log.read_text(errors="replace").splitlines()
    assert [line for line in lines if re.match(r"\d{4}-\d\d-\d\d |Traceback", line)] == []


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
    enter(page, "training-updates_per_epoch", 30)
    expect(page.get_by_text("60,000 epochs")).to_be_visible()
    expect(page.get_by_text("BiLSTM 24 (concat)").first).to_be_visible()
    button(page, "train").click()
    expect_status(page, "Training")
    assert "?run=" in page.url


def zoom_and_legend_survive(page: Page) -> None:
    zoom(page)
    curve(page).locator(".traces", has_text="Validation").locator(".legendtoggle").click()
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
    expect(button(page, "stop")).to_be_enabled()
    expect_growth(page, before)
    assert page.url == address

    second = page.context.new_page()
    second.goto(address)
    expect(button(second, "stop")).to_be_enabled()
    expect_growth(second, before)
    second.close()

    follow(page, "Runs")
    expect(page.get_by_text("Training · epoch")).to_be_visible()
    before = epoch_in_list = page.get_by_text("Training · epoch").inner_text()
    expect(page.get_by_text("Training · epoch")).not_to_have_text(epoch_in_list)
    follow(page, "Cumulative sum")
    expect(button(page, "stop")).to_be_enabled()
    wait_for_refreshes(page)
    assert page.url == address


def find_and_delete(page: Page, pictures: Path) -> None:
    stopped = epoch(page)
    follow(page, "Runs")
    expect(page.get_by_text(f"Stopped · epoch {stopped:,} of 60,000")).to_be_visible()
    page.screenshot(path=pictures / "runs.png", full_page=True)
    page.locator("[class*=st-key-open-]").get_by_role("button").click()
    expect_status(page, "Stopped")
    assert epoch(page) == stopped
    expect(page.locator(".st-key-form-architecture-layers-0-units input")).to_have_value("24")
    follow(page, "Runs")
    page.get_by_role("button", name="More").click()
    page.locator("[class*=st-key-delete-]").get_by_role("button").click()
    expect(page.get_by_text("No run yet")).to_be_visible()


def test_a_double_click_starts_one_run(page: Page, url: str, home: Path) -> None:
    before = len(list(home.glob("runs/*")))
    button(opened(page, url), "train").dblclick()
    expect(page.get_by_text("1,000 of 1,000")).to_be_visible()
    assert len(list(home.glob("runs/*"))) == before + 1


WATCH = """() => {
    window.calm = { shift: 0, opacity: 1, moved: [] };
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
        calm.shift += entry.value;
        const words = ({ node, previousRect: from, currentRect: to }) =>
            `${String(node?.innerText).slice(0, 60)}: ${from.y} to ${to.y}, ${from.height} to ${to.height} high`;
        calm.moved.push([entry.value, ...entry.sources.map(words)]);
    })).observe({ type: "layout-shift" });
    const look = () => {
        for (const stale of document.querySelectorAll("[data-stale=true]"))
            calm.opacity = Math.min(calm.opacity, getComputedStyle(stale).opacity);
        requestAnimationFrame(look);
    };
    look();
}"""


def expect_calm(page: Page) -> None:
    """Hardly anything moved, and nothing faded, since `WATCH`; also not right after a click."""
    calm = page.evaluate("calm")
    assert calm["shift"] < 0.02, calm["moved"]
    assert calm["opacity"] == 1


def test_nothing_moves_from_train_to_the_end_and_after_reset(page: Page, url: str) -> None:
    opened(page, url)
    page.evaluate(WATCH)
    button(page, "train").click()
    expect_status(page, "Finished")
    expect(page.get_by_role("slider", name="Replay")).to_be_enabled()
    bar = page.get_by_role("progressbar", name="Progress of the run")
    expect(bar).to_have_attribute("aria-valuetext", re.compile("^Finished · epoch 1,000 of 1,000"))
    expect(page.get_by_role("group", name=re.compile(r"^Loss: 0\.\d+ on validation data"))).to_be_visible()
    expect_calm(page)
    button(page, "reset").click()
    expect(page.get_by_text("to begin")).to_be_visible()
    expect_calm(page)


def test_the_price_chart_is_of_the_data_shown_also_after_a_finished_run(page: Page, url: str) -> None:
    opened(page, url, f"prices?experiment={SHORT_PRICES.to_link()}")
    chart = page.get_by_role("figure", name="Prices, forecasts")
    expect(chart).to_be_visible()
    page.evaluate(WATCH)
    button(page, "train").click()
    expect_status(page, "Finished")
    expect(chart).to_have_attribute("aria-label", re.compile("interval"))
    expect_calm(page)
    button(page, "reset").click()
    expect(page.get_by_text("to begin")).to_be_visible()
    first = "node => node._fullData.find((trace) => trace.uid === 'actual').y[50]"
    before = chart.evaluate(first)  # of the other seed: once that is entered, the chart may show it at any moment
    enter(page, "task-series_seed", 7)
    button(page, "train").click()
    expect_status(page, "Finished")
    page.wait_for_function(f"([node, before]) => ({first})(node) !== before", arg=[chart.element_handle(), before])
    expect(page.get_by_text("The chart could not be")).to_be_hidden()


def test_every_screen_is_clicked_through(page: Page, url: str) -> None:
    """And the log stays empty: see `url`."""
    opened(page, url)
    follow(page, "Addition")
    expect(page.get_by_role("figure", name="over the epochs").first).to_be_visible()
    button(page, "train").click()
    expect_status(page, "Training")
    page.locator(".st-key-errors-only label").click()
    button(page, "stop").click()
    expect_status(page, "Stopped")
    button(page, "reset").click()
    follow(page, "Sums as numbers")
    expect(page.get_by_text("Shuffle the terms")).to_be_visible()
    button(page, "train").click()
    page.locator(".st-key-shuffle-terms label").click()
    expect_status(page, "Finished")
    follow(page, "Runs")
    expect(page.locator("[class*=st-key-open-]").get_by_role("button").first).to_be_visible()
    follow(page, "Cumulative sum")
    expect(page.get_by_text("to begin")).to_be_visible()


CUT_OFF = """() => [...document.querySelectorAll("input[placeholder]")].filter((input) => {
    const style = getComputedStyle(input), pen = document.createElement("canvas").getContext("2d");
    pen.font = style.font;
    const room = input.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    return input.clientWidth && pen.measureText(input.placeholder).width > room;
}).map((input) => `${input.getAttribute("aria-label")}: ${input.placeholder}`)"""


def test_on_a_phone_in_the_dark(browser: Browser, url: str, tmp_path: Path) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, color_scheme="dark", has_touch=True, is_mobile=True
    )
    context.set_default_timeout(PATIENCE_SECONDS * 1000)
    page = context.new_page()
    for kind, experiment in SHORT.items():
        opened(page, url, f"{kind}?experiment={experiment.to_link()}")
        page.evaluate(WATCH)
        button(page, "train").click()
        expect_status(page, "Finished")
        expect(page.get_by_text("When the run ends")).to_be_hidden()
        page.screenshot(path=tmp_path / f"{kind}.png")
        curves = page.get_by_role("figure", name="over the epochs")
        for number in range(min(2, curves.count())):
            box = curves.nth(number).bounding_box()
            assert box is not None
            assert box["y"] + box["height"] <= 844, f"{kind}: the curves are on the first screen"
        expect_calm(page)
        for place in ("document.documentElement", "document.querySelector('[data-testid=stMain]')"):
            assert page.evaluate(f"{place}.scrollWidth") <= 390, kind
        expect(page.get_by_role("table").first).to_be_visible()
        assert not grave_faults(page), kind
    expect(page.locator("kbd").first).to_be_hidden()  # there is no key to press
    page.get_by_test_id("stExpandSidebarButton").click()
    expect(page.get_by_role("spinbutton", name="Epochs")).to_be_visible()
    page.wait_for_function(f"() => ({CUT_OFF})().length === 0")
    context.close()
