"""`prices-lstm` in our engine, in one Keras `fit` call, and in PyTorch's ordinary way.

All of them train LSTM 64 → LSTM 32 → 1 with Adam on the same windows of 50 steps in batches of 32, in this process,
with one compute thread. They take turns, so that a busy computer does not favour one of them.
"""

import math
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import Any

import numpy as np

from benchmarks.report import Row
from seqcore.experiment import Experiment
from seqcore.presets import PRESETS
from seqcore.tasks.base import Array

UPDATES = 64
ROUNDS = 9
PYTORCH = "an update: PyTorch, eager"

Train = Callable[[], object]
"""Runs `UPDATES` updates."""


def measure() -> Iterator[Row]:
    """One row for each way, with the ratio to Keras' `fit`."""
    experiment = PRESETS["prices-lstm"].experiment
    batches = experiment.task.examples().batches(1, 0, UPDATES, experiment.training.batch_size)
    fit, ours = _fit(experiment, *batches), _ours(experiment, *batches)
    pytorch = _pytorch(*batches) if find_spec("torch") else None
    seconds = _in_turns([fit, ours, *([pytorch] if pytorch else [])])
    yield Row("an update: one Keras `fit` call for all of them", seconds[0] * 1e3, "ms", 1.0, "")
    if pytorch:
        yield Row(PYTORCH, seconds[2] * 1e3, "ms", seconds[0] / seconds[2], "")
    else:
        yield Row(f"{PYTORCH} (left out: `pip install torch`)", math.nan, "ms", None, "")
    target = "at least 2.5 times `fit`, and PyTorch"
    yield Row("an update: Sequence Lab, steady state", seconds[1] * 1e3, "ms", seconds[0] / seconds[1], target)


def _in_turns(ways: list[Train]) -> list[float]:
    """Seconds of an update for each of the ways: medians over rounds in which each has its turn."""
    for train in ways:
        train()
    seconds = np.zeros((ROUNDS, len(ways)))
    for turn in seconds:
        for index, train in enumerate(ways):
            began = time.perf_counter()
            train()
            turn[index] = (time.perf_counter() - began) / UPDATES
    return [float(value) for value in np.median(seconds, axis=0)]


def _fit(experiment: Experiment, inputs: Array, targets: Array) -> Train:
    from seqcore.training.program import build_model

    model = build_model(experiment)
    model.compile(loss="mean_squared_error", optimizer="adam")
    windows, answers = (part.reshape(-1, *part.shape[2:]) for part in (inputs, targets))
    return lambda: model.fit(windows, answers, batch_size=inputs.shape[1], verbose=0)


def _ours(experiment: Experiment, inputs: Array, targets: Array) -> Train:
    from seqcore.training.program import program_for

    program = program_for(experiment, experiment.task.examples())
    program.compile_fast()
    program.idle(math.inf)
    return lambda: program.run(inputs, targets, fast=True)


def _pytorch(inputs: Array, targets: Array) -> Train:
    import torch

    torch.set_num_threads(1)

    class Network(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.first = torch.nn.LSTM(inputs.shape[-1], 64, batch_first=True)
            self.second = torch.nn.LSTM(64, 32, batch_first=True)
            self.output = torch.nn.Linear(32, targets.shape[-1])

        def forward(self, values: Any) -> Any:
            return self.output(self.second(self.first(values)[0])[0][:, -1])

    network = Network()
    optimizer = torch.optim.Adam(network.parameters())
    batches = list(zip(torch.from_numpy(inputs), torch.from_numpy(targets), strict=True))

    def train() -> None:
        for windows, answers in batches:
            optimizer.zero_grad()
            torch.nn.functional.mse_loss(network(windows), answers).backward()
            optimizer.step()

    return train
