"""Many different short experiments in a row: what becomes of the workers' memory, and whether anybody notices."""

import os
import tempfile
import time
from collections.abc import Iterator

import psutil

from benchmarks.report import Row
from seqcore.experiment import Experiment, with_values
from seqcore.jobs.jobs import Jobs
from seqcore.presets import PRESETS
from seqcore.runs.folder import RunFolder

EXPERIMENTS = 200
AT_ONCE = 4
EPOCHS = 40
"""More than are trained before XLA has compiled."""
SECONDS_BETWEEN_LOOKS = 0.25
SMALLEST_WORKER = 300e6
"""A process of the cluster that is larger has TensorFlow in it."""


def measure() -> Iterator[Row]:
    """Rows for `EXPERIMENTS` networks, each with another number of units."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["SEQCORE_HOME"] = home
        jobs = Jobs()
        try:
            largest, states, endings = _train_all(jobs)
        finally:
            jobs.close()
    yield Row(
        f"the largest worker while {EXPERIMENTS} programs were compiled", largest / 1e6, "MB", None, "under 1,500"
    )
    yield Row("looks that found no worker at all", states["gone"], "", None, "0")
    yield Row("runs that finished", endings, "", None, f"{EXPERIMENTS}")


def _train_all(jobs: Jobs) -> tuple[float, dict[str, int], int]:
    waiting, finished = [*map(_experiment, range(EXPERIMENTS))], 0
    going: list[str] = []
    largest, states = 0.0, {"gone": 0, "starting": 0, "ready": 0}
    was_ready = False
    while waiting or going:
        while waiting and len(going) < AT_ONCE:
            going.append(jobs.start(waiting.pop(), None))
        time.sleep(SECONDS_BETWEEN_LOOKS)
        was_ready = was_ready or jobs.cluster.state == "ready"
        states[jobs.cluster.state] += was_ready
        largest = max(largest, *_worker_sizes(), 0.0)
        ended = [run for run in going if not jobs.is_active(run)]
        finished += sum(_has_finished(run) for run in ended)
        going = [run for run in going if run not in ended]
    return largest, states, finished


def _experiment(number: int) -> Experiment:
    changes = (f"architecture.layers.0.units={5 + number}", f"training.epochs={EPOCHS}")
    return with_values(PRESETS["cumsum-lstm"].experiment, changes)


def _worker_sizes() -> list[float]:
    sizes = []
    for process in psutil.Process().children(recursive=True):
        try:
            sizes.append(float(process.memory_info().rss))
        except psutil.Error:
            continue  # it has ended
    return [size for size in sizes if size > SMALLEST_WORKER]


def _has_finished(run: str) -> bool:
    folder = RunFolder.find(run)
    finished = folder.view().finished if folder else None
    return finished is not None and finished.reason == "completed"
