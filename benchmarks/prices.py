"""`prices-lstm` in our engine, in one Keras `fit` call, and in PyTorch's ordinary way.

All of them train LSTM 64 → LSTM 32 → 1 with Adam on the same windows of 50 steps in batches of 32, with one compute
thread. They take turns, so that a busy computer does not favour one of them. PyTorch does so in a process of its own:
its CUDA build and TensorFlow abort each other.
"""

import math
import multiprocessing
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from multiprocessing.connection import Connection
from typing import Any

import numpy as np

from benchmarks.report import Row
from seqcore.experiment import Experiment
from seqcore.presets import PRESETS
from seqcore.tasks.base.batch import Array, Batch, Inputs

UPDATES = 64
ROUNDS = 9

Turn = Callable[[], float]
"""Runs `UPDATES` updates; returns the seconds of one."""
Build = Callable[[Inputs, Inputs], Callable[[], object]]
"""Makes what trains on batches (count, batch, …) of inputs and targets."""


def measure() -> Iterator[Row]:
    """One row for each way, with the ratio to Keras' `fit`."""
    experiment = PRESETS["prices-lstm"].experiment
    batches = experiment.task.examples().batches(1, 0, UPDATES, experiment.training.batch_size).pair
    with ExitStack() as resources:
        turns = {"fit": timed(_fit(experiment, *batches)), "ours": timed(_ours(experiment, *batches))}
        if find_spec("torch"):
            turns["PyTorch"] = resources.enter_context(elsewhere(_pytorch, *batches))
        seconds = in_turns(turns)
    fit, ours = seconds["fit"], seconds["ours"]
    yield Row("an update: one Keras `fit` call for all of them", fit * 1e3, "ms", 1.0, "")
    if "PyTorch" in seconds:
        yield Row("an update: PyTorch, eager", seconds["PyTorch"] * 1e3, "ms", fit / seconds["PyTorch"], "")
    else:
        yield Row("an update: PyTorch, left out (`pip install torch`)", math.nan, "ms", None, "")
    target = "at least 2.5 times `fit`, and not below PyTorch"
    yield Row("an update: Sequence Lab, steady state", ours * 1e3, "ms", fit / ours, target)


def in_turns(turns: dict[str, Turn]) -> dict[str, float]:
    """Seconds of an update for each way: the median over some rounds, after one to warm up."""
    rounds = [{name: turn() for name, turn in turns.items()} for _ in range(1 + ROUNDS)][1:]
    return {name: float(np.median([seconds[name] for seconds in rounds])) for name in turns}


def timed(train: Callable[[], object]) -> Turn:
    """A turn that trains `UPDATES` updates."""

    def turn() -> float:
        began = time.perf_counter()
        train()
        return (time.perf_counter() - began) / UPDATES

    return turn


def _fit(experiment: Experiment, inputs: Array, targets: Array) -> Callable[[], object]:
    from seqcore.training.program import build_model

    model = build_model(experiment)
    model.compile(loss="mean_squared_error", optimizer="adam")
    windows, answers = (part.reshape(-1, *part.shape[2:]) for part in (inputs, targets))
    return lambda: model.fit(windows, answers, batch_size=inputs.shape[1], verbose=0)


def _ours(experiment: Experiment, inputs: Array, targets: Array) -> Callable[[], object]:
    from seqcore.training.programs import program_for

    program = program_for(experiment, experiment.task.examples())
    program.compile_fast()
    program.idle(math.inf)
    return lambda: program.run(Batch.of(inputs, targets), fast=True)


@contextmanager
def elsewhere(build: Build, inputs: Inputs, targets: Inputs) -> Iterator[Turn]:
    """Turns of PyTorch, taken in another process; it waits while the others have theirs."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_answer, args=(theirs, build, inputs, targets), daemon=True)
    process.start()
    theirs.close()  # so that a process that dies is heard of

    def turn() -> float:
        ours.send("turn")
        return float(ours.recv())

    try:
        yield turn
    finally:
        ours.close()
        process.join()


def _answer(connection: Connection, build: Build, inputs: Inputs, targets: Inputs) -> None:
    turn = timed(build(inputs, targets))
    try:
        while connection.recv():
            connection.send(turn())
    except EOFError:
        pass


def _pytorch(inputs: Array, targets: Array) -> Callable[[], object]:
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
