"""`cumsum-lstm` in our engine, in the tutorial's loop of one `fit` call per fresh sequence, and in Keras' better ways.

All of them train the same Keras model on sequences drawn the same way, in this process, with one compute thread.
"""

import time
from collections.abc import Iterator
from typing import Any

import numpy as np

from benchmarks.report import Row
from seqcore.experiment import Experiment, with_values
from seqcore.presets import PRESETS

LOOP_UPDATES = 60
ENGINE_UPDATES = 20_000


def measure() -> Iterator[Row]:
    """One row for each way, with the ratio to the loop."""
    # Warm, as a server's workers are: TensorFlow is imported, and some other architecture has been compiled before.
    _whole_run(with_values(PRESETS["cumsum-simplernn"].experiment, ["training.epochs=50"]))
    experiment = PRESETS["cumsum-lstm"].experiment
    first_run = _whole_run(experiment)
    second_run = _whole_run(with_values(experiment, ["training.seed=2"]))
    loop = _fit_for_each_update(experiment)
    yield Row("an update: one `fit` call for each sequence (the loop)", loop * 1e3, "ms", 1.0, "")
    dataset = _fit_on_dataset(experiment)
    yield Row("an update: one `fit` call on a dataset", dataset * 1e3, "ms", loop / dataset, "")
    ours = _engine_update(experiment)
    yield Row("an update: Sequence Lab, steady state", ours * 1e3, "ms", loop / ours, "at least 300 times the loop")
    yield Row("1,000 epochs: the loop (1,000 of its updates)", 1000 * loop, "s", 1.0, "")
    whole = "1,000 epochs: Sequence Lab, with validation and records"
    yield Row(f"{whole}, first run", first_run, "s", 1000 * loop / first_run, "at least 15 times the loop")
    yield Row(f"{whole}, second run", second_run, "s", 1000 * loop / second_run, "at least 100 times the loop")


def _compiled(experiment: Experiment) -> Any:
    from seqcore.training.program import build_model

    model = build_model(experiment)
    model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
    return model


def _fit_for_each_update(experiment: Experiment) -> float:
    """Seconds of an update in the loop; the first calls, which compile, are left out."""
    model = _compiled(experiment)
    batches = experiment.task.examples().batches(1, 0, LOOP_UPDATES + 5, 1).pair
    seconds = []
    for inputs, targets in zip(*batches, strict=True):
        began = time.perf_counter()
        model.fit(inputs, targets, epochs=1, batch_size=1, verbose=0)
        seconds.append(time.perf_counter() - began)
    return float(np.median(seconds[5:]))


def _fit_on_dataset(experiment: Experiment) -> float:
    import tensorflow as tf

    model = _compiled(experiment)
    data = tf.data.Dataset.from_tensor_slices(experiment.task.examples().batches(1, 0, 1000, 1).pair)
    model.fit(data, epochs=1, verbose=0)
    began = time.perf_counter()
    model.fit(data, epochs=1, verbose=0)
    return (time.perf_counter() - began) / 1000


def _engine_update(experiment: Experiment) -> float:
    """Seconds of an update between validations, over many slices."""
    from seqcore.training.advance import advance, start

    changes = [f"training.epochs={3 * ENGINE_UPDATES}", f"training.validate_every={3 * ENGINE_UPDATES}"]
    long = with_values(experiment, changes)
    state = start(long)
    while state.update < 1000:
        state, _ = advance(long, state)
    before, began = state.update, time.perf_counter()
    while state.update < before + ENGINE_UPDATES:
        state, _ = advance(long, state)
    return (time.perf_counter() - began) / (state.update - before)


def _whole_run(experiment: Experiment) -> float:
    """Seconds from the call of train to the finished event, as the command line does it."""
    import tempfile
    from pathlib import Path

    from seqcore.command_line.train_here import train_here
    from seqcore.runs.folder import RunFolder
    from seqcore.runs.recorder import Recorder

    with tempfile.TemporaryDirectory() as folder:
        recorder = Recorder(RunFolder.create(experiment, path=Path(folder) / "run"))
        began = time.perf_counter()
        for event in train_here(experiment, recorder):
            if event.event == "finished":
                break
        return time.perf_counter() - began
