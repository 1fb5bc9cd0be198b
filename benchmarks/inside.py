"""Looking inside: how long its questions take, and a move of the slider over the epochs in a real browser."""

import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from benchmarks.dashboard import AT_REST, BROWSER_ARGUMENTS, server
from benchmarks.report import Row
from pages.parts.inside.look import held_out
from pages.parts.inside.timeline_figure import heatmap_figure
from pages.parts.inside.units import num_drawn
from pages.parts.live_chart import pack
from seqcore.experiment import Experiment, with_values
from seqcore.inspection.layers import Reader, readers
from seqcore.jobs.inspecting import Inspect
from seqcore.jobs.jobs import Jobs
from seqcore.jobs.questions import Replay
from seqcore.presets import PRESETS

PRESETS_SEEN = ("cumsum-bilstm", "prices-lstm", "text-alice")
TIMES, MOVES = 5, 8
LONGEST_RUN = 300
NOTE = """() => {
  const plot = document.querySelectorAll(".st-key-inside-timeline .live-chart-plot")[1];
  const row = () => plot._fullData[0].z[0].join(), before = row();
  window.moved = new Promise((done) => addEventListener("keydown", () => {
    const began = performance.now();
    const seconds = () => (performance.now() - began) / 1000;
    const look = () => row() === before && seconds() < 60 ? requestAnimationFrame(look) : done(seconds());
    look();
  }, { once: true, capture: true }));
}"""
"""From the next key on, until the first row of the first heatmap is another one."""


def measure() -> Iterator[Row]:
    """For each preset: one epoch, all epochs, the largest chart, and a move of the slider."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["SEQCORE_HOME"] = home
        runs = {}
        jobs = Jobs()
        try:
            for name in PRESETS_SEEN:
                runs[name] = _trained(jobs, _experiment(name))
                yield from _asked(jobs, name, runs[name])
        finally:
            jobs.close()
        yield from _in_a_browser(runs)


def _experiment(name: str) -> Experiment:
    """As many epochs as the preset has, of two updates each."""
    return with_values(PRESETS[name].experiment, ["training.updates_per_epoch=2"])


def _trained(jobs: Jobs, experiment: Experiment) -> str:
    loaded = experiment.task.load()
    run = jobs.start(experiment, None, data=loaded.data if loaded else None)
    for _ in range(10 * LONGEST_RUN):
        if not jobs.is_active(run):
            return run
        time.sleep(0.1)
    raise RuntimeError(f"{run} has not ended after {LONGEST_RUN} s")


def _asked(jobs: Jobs, name: str, run: str) -> Iterator[Row]:
    """What the timeline asks, of the first layer."""
    experiment = _experiment(name)
    loaded = experiment.task.load()
    signature = experiment.task.signature()
    inputs = held_out(experiment.task.examples(loaded.data if loaded else None), signature.carried)[:1]
    reader = readers(experiment.architecture.network(signature))[0]
    drawn = num_drawn(reader.units, reader.steps)
    some = {"most_active": drawn} if drawn < reader.units else {"units": tuple(range(drawn))}
    question = Inspect(inputs, reader.layer, reader.backward, **some)

    def ask(near: tuple[float, ...] | None) -> Replay:
        return jobs.ask(run, question, near=near).result(timeout=LONGEST_RUN)

    every = ask(None)
    middle = (every.epochs[len(every.epochs) // 2],)
    yield Row(f"{name}: one example at one epoch", _seconds(lambda: ask(middle)), "s", None, "at most 0.3 s")
    what = f"{name}: one example at all {len(every.epochs)} epochs"
    yield Row(what, _seconds(lambda: ask(None)), "s", None, "at most 2 s")
    yield Row(f"{name}: the largest chart", _largest(reader, every) / 1000, "kB", None, "at most 60 kB")


def _seconds(work: Callable[[], object]) -> float:
    """The median of some times, after one that does not count."""
    work()
    found = []
    for _ in range(TIMES):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    return statistics.median(found)


def _largest(reader: Reader, every: Replay) -> int:
    """Bytes of the largest heatmap, as they are sent."""
    values = every.predictions[-1].astype(np.float32)
    units = range(values.shape[-1])
    figures = (heatmap_figure(name, values[row], units, units, 1.0, 0) for row, name in enumerate(reader.cell.activity))
    return max(len(json.dumps(pack(figure))) for figure in figures)


def _in_a_browser(runs: dict[str, str]) -> Iterator[Row]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, server() as (url, _, _):
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=BROWSER_ARGUMENTS)
        for name, run in runs.items():
            page = chromium.new_page()
            page.set_default_timeout(120_000)
            page.goto(f"{url}/{PRESETS[name].experiment.task.kind}?run={run}")
            page.get_by_text("Look inside the network").click()
            page.locator(".st-key-inside-timeline .live-chart-plot").nth(1).wait_for()
            found = [_move(page, key) for key in ("ArrowLeft", "ArrowRight") * (MOVES // 2 + 1)]
            seconds = statistics.median(found[2:])
            yield Row(f"{name}: a move of the slider until it is redrawn", seconds, "s", None, "at most 0.2 s")
            page.close()
        chromium.close()


def _move(page: Any, key: str) -> float:
    """Seconds from the key to the redrawn heatmap."""
    slider = page.locator(".st-key-inside-epochs").get_by_role("slider")
    page.locator("[data-test-script-state=notRunning]").wait_for()
    page.wait_for_timeout(AT_REST)
    slider.focus()
    page.evaluate(NOTE)
    slider.press(key)
    return float(page.evaluate("() => window.moved"))
