"""The first use after a start: seconds from the start of `streamlit run app.py` to the first trained epoch.

Train is clicked as soon as it is there, as somebody does who cannot wait.
"""

import contextlib
import os
import re
import tempfile
import time
from collections.abc import Iterator
from typing import Any

from benchmarks.dashboard import BROWSER_ARGUMENTS, server
from benchmarks.report import Row

TRIES = 3
TRAINED = re.compile(r"epoch [1-9][\d,]* of")


def measure() -> Iterator[Row]:
    """One row for each thing waited for, the best of some tries: others at work on the machine only make it slower."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=BROWSER_ARGUMENTS)
        chromium.new_page().goto("about:blank")
        tries = [_one_try(chromium) for _ in range(TRIES)]
    targets = {"the server answers": "", "Train is visible": "", "first trained epoch": "under 9 s"}
    for place, (what, target) in enumerate(targets.items()):
        seconds = [one[place] for one in tries]
        heard = ", ".join(f"{one:.1f}" for one in seconds)
        yield Row(f"start of the process to: {what} (of {heard})", min(seconds), "s", None, target)


def _one_try(chromium: Any) -> tuple[float, float, float]:
    from playwright.sync_api import TimeoutError

    with tempfile.TemporaryDirectory() as home:
        os.environ["SEQCORE_HOME"] = home
        with server() as (url, _, began):
            answers = time.perf_counter() - began
            page = chromium.new_page()
            page.goto(f"{url}/cumulative_sum")
            train = page.locator(".st-key-train button:visible").first
            train.wait_for()
            visible = time.perf_counter() - began
            while "run=" not in page.url:  # a page that is still being drawn may not hear the first click
                with contextlib.suppress(TimeoutError):
                    train.click(timeout=10_000)
                    page.wait_for_url(re.compile("run="), timeout=1500)
            page.get_by_text(TRAINED).first.wait_for(timeout=120_000)
            trained = time.perf_counter() - began
            page.close()
    return answers, visible, trained
