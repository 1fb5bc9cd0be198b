"""The browser's own buttons: one Back is one page, and every address holds a run of its own page or none."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from dashboard import APP, LATE, button, enter, expect_status, follow, opened
from playwright.sync_api import Page, expect
from stranger import says_it_has_all

from seqcore.presets import default_experiment
from seqcore.runs.folder import RunFolder

PAGES = {
    "": "Sequence Lab",
    "cumulative_sum": "Cumulative sum",
    "prices": "Prices",
    "addition": "Addition",
    "runs": "Runs",
}
"""Title of a page by its path."""


def arrived(page: Page, path: str, run: str = "") -> None:
    """Wait for the page and its address."""
    expect(page.get_by_role("heading", name=PAGES[path], level=1, exact=True)).to_be_visible()
    page.wait_for_url(lambda url: urlsplit(url).path == f"/{path}" and run_in(url) == run)


def run_in(url: str) -> str:
    return parse_qs(urlsplit(url).query).get("run", [""])[0]


def run_of(task_kind: str) -> str:
    return RunFolder.create(default_experiment(task_kind)).id


def test_one_back_is_one_page(page: Page, serve, runs_home: Path) -> None:
    url = serve(APP, {"SEQCORE_HOME": str(runs_home), "SEQCORE_WORKERS": "1"})
    sums, added = run_of("cumulative_sum"), run_of("addition")
    page.goto(f"{url}/addition?run={added}")
    arrived(page, "addition", added)
    # Streamlit's “Page not found” would stand here: nobody has asked this server for anything before.
    expect(page.get_by_role("dialog")).to_be_hidden()
    entries = page.evaluate("history.length")
    visited = [("addition", added)]

    def visits(path: str, run: str = "") -> None:
        arrived(page, path, run)
        visited.append((path, run))
        assert page.evaluate("history.length") == entries + len(visited) - 1

    follow(page, "Runs")
    visits("runs")
    page.locator(f".st-key-open-{sums} button").click()
    visits("cumulative_sum", sums)
    follow(page, "Prices")
    visits("prices")
    button(page, "train").click()
    page.wait_for_url("**/prices?run=*")
    visited[-1] = ("prices", run_in(page.url))
    follow(page, "Addition")
    visits("addition", added)
    follow(page, "Prices")
    visits("prices", visited[3][1])

    at = len(visited) - 1
    for step in (-1, -1, -1, 1, 1, -1, -1, -1, -1, 1):
        at += step
        page.go_back() if step < 0 else page.go_forward()
        arrived(page, *visited[at])


def test_a_case_of_the_clinic_and_a_comparison_are_pages_of_their_own(page: Page, url: str) -> None:
    page.goto(f"{url}/clinic")
    page.locator("[class*=st-key-open-] button:visible").nth(1).click()
    expect(page.get_by_role("heading", name="Case 2", exact=True)).to_be_visible()
    entries = page.evaluate("history.length")
    page.go_back()
    expect(page.get_by_text("Open the case").first).to_be_visible()
    page.go_forward()
    expect(page.get_by_role("heading", name="Case 2", exact=True)).to_be_visible()
    follow(page, "Cumulative sum")
    expect(page.get_by_text("to begin")).to_be_visible()
    page.locator(".st-key-controls").get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", name="Your own")).to_be_visible()
    assert page.evaluate("history.length") == entries + 2
    page.go_back()
    expect(page.get_by_role("heading", name="Cumulative sum", level=1)).to_be_visible()
    page.wait_for_url(f"{url}/cumulative_sum")


def test_what_is_heard_too_late_leads_nobody_elsewhere(page: Page, url: str) -> None:
    """Back, before the browser has heard what the page that it leaves was about to show."""
    page.add_init_script(LATE)
    opened(page, url, "addition")
    follow(page, "Cumulative sum")
    expect(page.get_by_text("to begin")).to_be_visible()
    enter(page, "training-epochs", 100_000)
    button(page, "train").click()
    expect_status(page, "Training")
    entries = page.evaluate("history.length")
    page.evaluate("window.late = 1000")
    button(page, "form-preset-cumsum-gru").click()
    page.evaluate("setTimeout(() => history.back(), 300)")
    arrived(page, "addition")
    page.evaluate("window.late = 0")
    assert page.evaluate("history.length") == entries
    page.go_forward()
    expect(page.get_by_role("heading", name="Cumulative sum", level=1)).to_be_visible()
    button(page, "stop").click()
    expect_status(page, "Stopped")


def test_no_message_is_taken_for_known_that_a_browser_may_have_thrown_away(url: str) -> None:
    stranger = says_it_has_all(url)
    assert len(stranger.hashes) > 20
    assert "delta" in stranger.answers
    assert "ref_hash" not in stranger.answers
