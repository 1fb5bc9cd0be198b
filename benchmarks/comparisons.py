"""Comparisons: forty runs on a warm server, what it costs to watch a long one, and a race on the command line.

Who watches speaks over websockets, as in `load`: a browser on the same two cores would take a quarter of them.
"""

import asyncio
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

import psutil

from benchmarks.dashboard import BROWSER_ARGUMENTS, ROOT, server
from benchmarks.load import PATIENCE, Visitor
from benchmarks.report import Row
from seqcore.comparisons.presets import COMPARISONS
from seqcore.experiment import with_values
from seqcore.presets import PRESETS

MODES, RACE = "compare-merge-modes", "compare-optimizers-line"
TARGETS = {"first use": "at most 12 s", "again": "at most 5 s"}
LONG, SEEDS, SEEDS_OFFERED = "training.epochs=1000", 10, 3
SECONDS_UNTIL_ALL_HAVE_BEGUN, SECONDS_WATCHED = 15, 20


def measure() -> Iterator[Row]:
    """The merge modes twice, a long comparison of theirs being watched, and the optimizers on the command line."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["SEQCORE_HOME"] = home
        with server() as (url, process, _):
            asyncio.run(_pressed(Visitor(url), "train"))  # by the end of it the workers are ready
            for what, target in TARGETS.items():
                seconds = asyncio.run(_pressed(Visitor(url, name="compare"), f"compare-{MODES}"))
                yield Row(f"{MODES}, 40 runs, {what}", seconds, "s", None, target)
            address = _long_comparison(url)
            share = asyncio.run(_watched(Visitor(url, address, "compare"), psutil.Process(process.pid)))
            what = "the server's process while 4 × 10 runs of 1,000 epochs are watched, of one core"
            yield Row(what, 100 * share, "%", None, "under 30 %")
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "seqcore", "compare", RACE], cwd=ROOT, capture_output=True, check=True)
        runs = len(COMPARISONS[RACE].variants) * COMPARISONS[RACE].seeds
        yield Row(f"{RACE} on the command line, {runs} runs", time.perf_counter() - began, "s", None, "at most 60 s")


async def _pressed(visitor: Visitor, button: str) -> float:
    """Press a button, and stay until all is done: the seconds that takes."""
    visit = asyncio.create_task(visitor.visit())
    await asyncio.wait_for(visitor.ready.wait(), PATIENCE)
    await visitor.press(button)
    await asyncio.wait_for(visitor.done.wait(), PATIENCE)
    await visitor.leave()
    await asyncio.gather(visit, return_exceptions=True)
    return visitor.ended


def _long_comparison(url: str) -> str:
    """Start one in the form for one's own; what its address asks for."""
    from playwright.sync_api import sync_playwright

    base = with_values(PRESETS[COMPARISONS[MODES].of].experiment, [LONG])
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=BROWSER_ARGUMENTS)
        page = chromium.new_page()
        page.goto(f"{url}/compare?experiment={base.to_link()}")
        setting = page.locator(".st-key-own-first").get_by_role("combobox").first
        setting.fill("Merge mode")
        setting.press("Enter")
        seeds = page.locator(".st-key-own-seeds").get_by_role("slider")
        for _ in range(SEEDS - SEEDS_OFFERED):
            seeds.press("ArrowRight")
        page.get_by_text(f"= {4 * SEEDS} runs").first.wait_for()
        page.locator(".st-key-own-compare button").click()
        page.wait_for_url(re.compile("comparison="))
        address: str = page.url.partition("?")[2]
        chromium.close()
    return address


async def _watched(visitor: Visitor, process: psutil.Process) -> float:
    """The part of a core that the server uses while somebody watches a long comparison."""
    visit = asyncio.create_task(visitor.visit())
    await asyncio.sleep(SECONDS_UNTIL_ALL_HAVE_BEGUN)
    began, before = time.perf_counter(), process.cpu_times()
    await asyncio.sleep(SECONDS_WATCHED)
    after, seconds = process.cpu_times(), time.perf_counter() - began
    await visitor.leave()
    await asyncio.gather(visit, return_exceptions=True)
    return (after.user + after.system - before.user - before.system) / seconds
