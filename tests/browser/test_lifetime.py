"""How long things live: a run outlives strangers, its tab and its server, and no process outlives the server."""

from pathlib import Path

import psutil
import pytest
from dashboard import APP, button, enter, epoch, expect_growth, expect_status, opened
from playwright.sync_api import Page
from stranger import fills_memory, tries_everything
from waiting import view_of, wait_for_epoch, wait_until

from pages.parts.upload_room import MOST_FILES

MOST_BYTES = 250e6


@pytest.fixture
def settings(runs_home: Path) -> dict[str, str]:
    return {"SEQCORE_HOME": str(runs_home), "SEQCORE_WORKERS": "1"}


NOT_FOR_STRANGERS = {"git_info_changed", "backend_operation_response", "file_urls_response"}


def test_a_run_outlives_strangers_its_tab_and_its_server_but_no_process_does(page: Page, serve, settings) -> None:
    url = serve(APP, settings)
    server = process_of(url)
    opened(page, url)
    assert server.memory_info().rss < MOST_BYTES
    address = train_for_long(page)
    run = address.rpartition("=")[2]
    assert not [mapped.path for mapped in server.memory_maps() if "tensorflow" in mapped.path]

    before = server.children(recursive=True)
    assert not NOT_FOR_STRANGERS & set(tries_everything(url).answers)
    assert fills_memory(url, MOST_FILES + 1) == [204] * MOST_FILES + [413]
    button(page, "pause").click()
    expect_status(page, "Paused")
    button(page, "resume").click()
    expect_growth(page, epoch(page))
    assert server.children(recursive=True) == before

    context = page.context
    page.close()
    wait_for_epoch(run, view_of(run).epochs + 3000)

    processes = server.children(recursive=True)
    assert len(processes) >= 2
    server.kill()
    wait_until(lambda: not any(map(psutil.Process.is_running, processes)), "the killed server's processes to end")
    reached = view_of(run).epochs
    assert view_of(run).finished is None

    page = context.new_page()
    page.goto(address.replace(url, serve(APP, settings)))
    expect_growth(page, reached)  # nobody has to press anything
    button(page, "stop").click()
    expect_status(page, "Stopped")


def train_for_long(page: Page) -> str:
    """Start a run that goes on for longer than this test; the address of the page."""
    enter(page, "training-epochs", 60_000)
    enter(page, "training-updates_per_epoch", 20)
    button(page, "train").click()
    expect_growth(page, 0)
    assert "?run=" in page.url
    return page.url


def process_of(url: str) -> psutil.Process:
    """The server behind an address."""
    port = url.rpartition(":")[2]
    (found,) = [child for child in psutil.Process().children() if port in child.cmdline()]
    return found
