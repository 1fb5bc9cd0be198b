"""What a person at the dashboard waits for, in a real browser: the first page, the first point, a whole run."""

import contextlib
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil

from benchmarks.report import Row
from seqcore.runs.folder import RunFolder

ROOT = Path(__file__).parents[1]
BROWSER_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
LONG_EPOCHS = 100_000
AT_REST = 1500
"""Milliseconds after which the page shows what was set in the form, so that only the click is measured."""
HAS_POINTS = """(word) => {
  const chart = document.querySelector(".st-key-curve-loss .live-chart-plot");
  const place = chart?._fullData?.findIndex((trace) => trace.name === word) ?? -1;
  return place >= 0 && chart.calcdata[place].at(-1).x >= 0;
}"""
"""Whether the chart of the loss has a point: held-out before training (epoch 0), or of the first epochs."""


def measure() -> Iterator[Row]:
    """One row for each wait, the server's memory, and a run through the dashboard against the command line."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        os.environ["SEQCORE_HOME"] = home
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=BROWSER_ARGUMENTS)
        chromium.new_page().goto("about:blank")
        with server() as (url, process, began):
            page = chromium.new_page()
            page.goto(f"{url}/cumulative_sum")
            page.locator(".st-key-train button:visible").first.wait_for()
            yield Row(
                "first page after a cold start of the server", time.perf_counter() - began, "s", None, "under 2 s"
            )
            memory = psutil.Process(process.pid).memory_info().rss / 1e6
            yield Row("memory of the server's process", memory, "MB", None, "under 250 MB")
            page.get_by_text("getting ready").wait_for()
            page.get_by_text("getting ready").wait_for(state="detached", timeout=60_000)
            for preset in ("cumsum-gru", "cumsum-bilstm"):
                for seen, target in (("not seen before", "at most 1.5 s"), ("seen before", "at most 0.4 s")):
                    first, trained = _click_to_first_points(page, preset)
                    yield Row(f"click to first point (epoch 0), {preset}, {seen}", first, "s", None, target)
                    yield Row(f"click to first trained epoch, {preset}, {seen}", trained, "s", None, target)
            dashboard = _long_run_seconds(page)
        command_line = _command_line_seconds()
        what = f"{LONG_EPOCHS:,} epochs of cumsum-lstm through the dashboard, watched"
        target = "at most 10 % slower than the command line"
        yield Row(what, dashboard, "s", command_line / dashboard, target)
        yield Row("the same with `python -m seqcore train`", command_line, "s", 1.0, "")


@contextlib.contextmanager
def server() -> Iterator[tuple[str, "subprocess.Popen[bytes]", float]]:
    """A server that answers: its address, its process, and when that was started."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
    options = ["--server.port", str(port), "--server.headless", "true", "--server.address", "127.0.0.1"]
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", *options],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        while not _answers(f"{url}/_stcore/health"):
            time.sleep(0.01)
        yield url, process, began
    finally:
        process.terminate()
        process.wait(timeout=30)


def _answers(url: str) -> bool:
    with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=1):
        return True
    return False


def _click_to_first_points(page: Any, preset: str) -> tuple[float, float]:
    """Choose a preset, press Train; seconds until the chart of the loss has its first point, and a trained one."""
    page.locator(f".st-key-form-preset-{preset} button:visible").first.click()
    page.wait_for_timeout(AT_REST)
    _set_epochs(page)
    clicked = time.perf_counter()
    page.locator(".st-key-train button:visible").first.click()
    seconds = []
    for word in ("Validation", "Training"):
        page.wait_for_function(HAS_POINTS, arg=word)
        seconds.append(time.perf_counter() - clicked)
    page.locator(".st-key-stop button:visible").first.click()
    page.get_by_text("Stopped").first.wait_for(timeout=60_000)
    page.locator(".st-key-reset button:visible").first.click()
    page.get_by_text("to begin").first.wait_for()
    return seconds[0], seconds[1]


def _set_epochs(page: Any) -> None:
    epochs = page.locator(".st-key-form-training-epochs input")
    epochs.fill(str(LONG_EPOCHS))
    epochs.press("Enter")
    page.wait_for_timeout(AT_REST)


def _long_run_seconds(page: Any) -> float:
    """Seconds from the first slice to the end of a long run that this page watches."""
    page.locator(".st-key-form-preset-cumsum-lstm button:visible").first.click()
    page.wait_for_timeout(AT_REST)
    _set_epochs(page)
    before = page.url
    page.locator(".st-key-train button:visible").first.click()
    page.wait_for_url(lambda url: url != before and "run=" in url)
    page.get_by_text("Finished").first.wait_for(timeout=300_000)
    found = re.search("run=([0-9a-f]+)", page.url)
    folder = RunFolder.find(found[1]) if found else None
    if folder is None:
        raise RuntimeError(f"no run in {page.url}")
    view = folder.view()
    running = next(status.at for status in view.statuses if status.status == "running")
    return view.finished.at - running if view.finished else float("nan")


def _command_line_seconds() -> float:
    command = [sys.executable, "-m", "seqcore", "train", "cumsum-lstm", "--jsonl"]
    done = subprocess.run(
        [*command, "--set", f"training.epochs={LONG_EPOCHS}"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    found = re.search('"event":"finished".*?"seconds":([0-9.]+)', done.stdout)
    return float(found[1]) if found else float("nan")
