"""What a series costs: from an uploaded file to its preview, its windows in memory, and a refresh of live charts."""

import io
import json
import os
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from typing import cast

import numpy as np

from benchmarks.report import Row
from seqcore.data.series.generated import generate
from seqcore.data.series.series import Series
from seqcore.tasks.prices.examples import PriceExamples
from seqcore.tasks.prices.task import Prices

FILE_ROWS, CHART_ROWS, CHART_EPOCHS = 20_000, 5_000, 500


def measure() -> Iterator[Row]:
    """One row for each cost."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["SEQCORE_HOME"] = home
        content = _file()
        _preview(content[: len(content) // 50])  # pandas and Plotly are imported by then, as in a server
        began = time.perf_counter()
        _preview(content)
        what = f"upload to preview, {FILE_ROWS:,} daily rows of 7 columns"
        yield Row(what, time.perf_counter() - began, "s", None, "under 1 s")
    yield Row("peak memory of all windows of an epoch, in their own size", _memory(), "times", None, "under 3 times")
    size = _refresh() / 1000
    yield Row(f"a refresh, {CHART_ROWS:,} points and {CHART_EPOCHS} epochs", size, "kB", None, "under 60 kB")


def _file() -> bytes:
    series = generate("gbm", FILE_ROWS, 1.0, 0.0, 50, 1)
    days = np.datetime64("1950-01-02") + np.arange(FILE_ROWS)
    text = io.StringIO("date,volume,open,high,low,close,adjclose\n")
    text.seek(0, io.SEEK_END)
    for day, price, volume in zip(days.tolist(), series.values, series.columns["volume"], strict=True):
        text.write(f"{day:%m/%d/%Y},{volume:.0f},{price:.4f},{price * 1.01:.4f},{price * 0.99:.4f},{price},{price}\n")
    return text.getvalue().encode()


def _preview(content: bytes) -> None:
    """What the server does when a file was uploaded."""
    from pages.parts.live_chart import pack
    from pages.tasks.prices.price_figure import price_figure
    from seqcore.data.uploads import read_upload, save_upload

    task = Prices(source="file", path=save_upload(content, "prices.csv"))
    series = cast(Series, task.load(read_upload).data)
    examples = cast(PriceExamples, task.examples(series))
    json.dumps(pack(price_figure(series, examples.split, [])))


def _memory() -> float:
    task = Prices(length=FILE_ROWS)
    series = task.load().data
    tracemalloc.start()
    examples = cast(PriceExamples, task.examples(series))
    inputs, _ = examples.batches(1, 0, examples.updates_per_pass(32), 32).pair
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / inputs.nbytes


def _refresh() -> float:
    """Bytes of the three charts that move while a run trains."""
    from pages.parts.curve_figure import curve_figure
    from pages.parts.live_chart import pack
    from pages.tasks.prices.forecast_figure import forecast_figure
    from seqcore.presets import PRESETS
    from seqcore.runs.view import RunView

    experiment = PRESETS["prices-lstm"].experiment
    task = cast(Prices, experiment.task).model_copy(update={"length": CHART_ROWS})
    examples = cast(PriceExamples, task.examples())
    noise = np.random.default_rng(1).random(CHART_EPOCHS)
    view = RunView(experiment, training={"loss": noise.tolist()})
    view.validation = {epoch: {"loss": value, "skill": -value} for epoch, value in enumerate(noise)}
    recorded = examples.prices[examples.drawn + 1][:, np.newaxis]
    figures = [forecast_figure(examples, recorded, CHART_EPOCHS)]
    figures += [curve_figure(view, name, title=name, smoothing=0.9) for name in ("loss", "skill")]
    return float(sum(len(json.dumps(pack(figure))) for figure in figures))
