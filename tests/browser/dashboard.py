"""The dashboard in a browser, used as a person would."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from pages.parts.navigation import menus
from seqcore.tasks import TASKS

APP = Path(__file__).parents[2] / "app.py"
REFRESHES = 8
PATIENCE_SECONDS = 180
"""For whatever is waited for: a busy machine is no reason to fail, and what comes at once is not waited for."""

LATE = """
const listen = WebSocket.prototype.addEventListener;
WebSocket.prototype.addEventListener = function (type, hear, ...more) {
  const later = (event) => (window.late ? setTimeout(() => hear(event), window.late) : hear(event));
  return listen.call(this, type, type === "message" ? later : hear, ...more);
};"""
"""What the server says is heard `window.late` milliseconds later."""

LAST_EPOCH = """node => Math.max(0, ...node.calcdata
    .filter(([first]) => ["training", "validation"].includes(first.trace.uid))
    .flat().map((point) => point.x ?? 0))"""
RANGES = "node => [node.layout.xaxis.range, node.layout.yaxis.range]"
VISIBLE = "node => Object.fromEntries(node._fullData.map(trace => [trace.uid, trace.visible]))"


def opened(page: Page, url: str, address: str = "cumulative_sum") -> Page:
    """The screen of a task, drawn to its end, with workers that are ready."""
    page.goto(f"{url}/{address}")
    expect(page.get_by_text("to begin")).to_be_visible()
    expect(page.get_by_text("Getting ready to train")).to_be_hidden()
    expect(curve(page)).to_be_visible()
    expect(page.get_by_role("table", name="Layers")).to_be_attached()
    page.evaluate("document.fonts.ready")
    return page


def follow(page: Page, title: str) -> None:
    """Go to a page by the navigation, through its menu where it stands in one."""
    for menu, kinds in menus().items():
        if menu and title in [TASKS[kind].title for kind in kinds]:
            page.get_by_role("button", name=menu, exact=True).click()
            page.get_by_role("menuitem", name=title, exact=True).click()
            return
    page.get_by_role("link", name=title, exact=True).click()


def button(page: Page, key: str) -> Locator:
    # Streamlit writes a button with a tooltip twice; which of the two is visible depends on the width.
    return page.locator(f".st-key-{key} button:visible")


def enter(page: Page, key: str, value: object) -> None:
    """Type into a field of the form, as a person who then clicks somewhere else."""
    field = page.locator(f".st-key-form-{key} input")
    field.fill(str(value))
    field.blur()


def progress(page: Page) -> Locator:
    return page.get_by_test_id("stProgress")


def epoch(page: Page) -> int:
    """The epoch above the progress bar."""
    found = re.search(r"epoch ([\d,]+) of", progress(page).inner_text())
    return int(found[1].replace(",", "")) if found else 0


def expect_status(page: Page, status: str) -> None:
    expect(progress(page)).to_contain_text(re.compile(rf"\b{status} · (epoch|before)"))


def expect_growth(page: Page, since: int) -> None:
    """Wait until the run has got further than the epoch `since`."""
    page.wait_for_function(
        """since => {
            const found = document.querySelector("[data-testid=stProgress]")?.innerText.match(/epoch ([\\d,]+) of/);
            return found && Number(found[1].replaceAll(",", "")) > since;
        }""",
        arg=since,
    )


def curve(page: Page) -> Locator:
    """The loss curve."""
    return page.get_by_role("figure", name="over the epochs").first


def wait_for_refreshes(page: Page, count: int = 3) -> list[float]:
    """Let the curve grow some times; the last epoch drawn, each time."""
    node = curve(page).element_handle()
    drawn = [node.evaluate(LAST_EPOCH)]
    for _ in range(count):
        page.wait_for_function(f"([node, last]) => ({LAST_EPOCH})(node) > last", arg=[node, drawn[-1]])
        drawn.append(node.evaluate(LAST_EPOCH))
    return drawn


def refreshes_a_second(page: Page) -> float:
    """How often the progress line changes, measured over some changes or at most half a minute."""
    changes, seconds = page.evaluate(
        """([most, patience]) => new Promise((resolve) => {
            const line = () => document.querySelector("[data-testid=stProgress]")?.innerText;
            const began = performance.now();
            let last = line(), changes = 0;
            const look = () => {
                const now = line(), seconds = (performance.now() - began) / 1000;
                if (now !== last) { last = now; changes += 1; }
                changes < most && seconds < patience ? requestAnimationFrame(look) : resolve([changes, seconds]);
            };
            look();
        })""",
        [REFRESHES, 30],
    )
    return changes / seconds


def zoom(page: Page) -> None:
    """Draw a rectangle over a part of the loss curve."""
    box = curve(page).locator(".nsewdrag").first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 0.2 * box["width"], box["y"] + 0.2 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.6 * box["width"], box["y"] + 0.9 * box["height"], steps=5)
    page.mouse.up()
    page.wait_for_function("node => node.layout.xaxis.range[0] > 0", arg=curve(page).element_handle())
