"""Comparisons: forty runs through a warm server in a real browser, what watching them costs it, and a race without it."""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from typing import Any

import psutil

from benchmarks.dashboard import BROWSER_ARGUMENTS, ROOT, server
from benchmarks.report import Row
from seqcore.comparisons.presets import COMPARISONS
from seqcore.experiment import with_values
from seqcore.presets import PRESETS

RACE = "compare-optimizers-line"
MODES = "compare-merge-modes"
LONG, SEEDS = "training.epochs=1000", 10
SECONDS_WATCHED = 20
PATIENCE = 600_000
"""Milliseconds."""


def measure() -> Iterator[Row]:
    """The merge modes twice, a long comparison of theirs being watched, and the optimizers on the command line."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        os.environ["SEQCORE_HOME"] = home
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=BROWSER_ARGUMENTS)
        with server() as (url, process, _):
            page = chromium.new_page()
            page.set_default_timeout(PATIENCE)
            page.goto(f"{url}/cumulative_sum?experiment={PRESETS['cumsum-lstm'].experiment.to_link()}")
            page.locator(".st-key-train button:visible").first.click()
            page.get_by_text("Finished").first.wait_for()  # the workers are warm
            for what, target in (("first use", "at most 12 s"), ("again", "at most 5 s")):
                yield Row(f"{MODES}, 40 runs, {what}", _merge_modes(page, url), "s", None, target)
            share = _watching(page, url, psutil.Process(process.pid))
            what = "the server's process while 4 × 10 runs of 1,000 epochs are watched, of one core"
            yield Row(what, 100 * share, "%", None, "under 30 %")
        chromium.close()
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "seqcore", "compare", RACE], cwd=ROOT, capture_output=True, check=True)
        runs = len(COMPARISONS[RACE].variants) * COMPARISONS[RACE].seeds
        yield Row(f"{RACE} on the command line, {runs} runs", time.perf_counter() - began, "s", None, "at most 60 s")


def _merge_modes(page: Any, url: str) -> float:
    """Seconds from the click to the end of all runs."""
    page.goto(f"{url}/compare")
    button = page.locator(f".st-key-compare-{MODES} button:visible").first
    button.wait_for()
    page.locator("[data-test-script-state=notRunning]").wait_for()
    clicked = time.perf_counter()
    button.click()
    page.wait_for_url(re.compile("comparison="))
    page.get_by_text("Finished").first.wait_for()
    return time.perf_counter() - clicked


def _watching(page: Any, url: str, process: psutil.Process) -> float:
    """The part of a core that the server uses while a long comparison goes on before somebody's eyes."""
    base = with_values(PRESETS[COMPARISONS[MODES].of].experiment, [LONG])
    page.goto(f"{url}/compare?experiment={base.to_link()}")
    setting = page.locator(".st-key-own-first").get_by_role("combobox").first
    setting.fill("Merge mode")
    setting.press("Enter")
    seeds = page.locator(".st-key-own-seeds").get_by_role("slider")
    for key in ["ArrowRight"] * (SEEDS - 3):
        seeds.press(key)
    page.get_by_text(f"{4 * SEEDS} runs").first.wait_for()
    page.locator(".st-key-own-compare button").click()
    page.get_by_text(re.compile(f"of {4 * SEEDS} runs")).first.wait_for()
    page.wait_for_timeout(10_000)  # until all have begun
    began, before = time.perf_counter(), process.cpu_times()
    page.wait_for_timeout(1000 * SECONDS_WATCHED)
    after, seconds = process.cpu_times(), time.perf_counter() - began
    page.get_by_role("button", name="Stop").first.click()
    page.get_by_text("Finished").first.wait_for()
    return (after.user + after.system - before.user - before.system) / seconds
