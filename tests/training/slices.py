"""Training in slices of every kind, and what to compare afterwards."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import repeat

import numpy as np

from seqcore.experiment import Experiment
from seqcore.runs.view import RunView
from seqcore.training.advance import advance, start
from seqcore.training.state import Checkpoint, Controls, State

LONG, SHORT = 60.0, 0.0
"""Seconds: enough for any of these runs; enough for a single update."""


@dataclass
class Trained:
    """A run, or a part of one: where it got, what it recorded, what was kept for replays."""

    state: State
    view: RunView
    checkpoints: list[Checkpoint]


def begin(experiment: Experiment, state: State | None = None) -> Trained:
    """Nothing trained yet, from `state` or from the start."""
    return Trained(state or start(experiment), RunView(experiment), [])


def train(
    experiment: Experiment,
    state: State | None = None,
    *,
    budgets: Iterable[float] = repeat(LONG),
    until_epoch: int | None = None,
    learning_rate: float | None = None,
) -> Trained:
    """Train from `state`, or from the start, to `until_epoch` or the end, in one slice for each of `budgets`."""
    controls = Controls(learning_rate, until_epoch)
    trained = begin(experiment, state)
    last = trained.state.updates_per_epoch * (until_epoch or experiment.training.epochs)
    seconds = iter(budgets)
    while not trained.state.finished and trained.state.update < last:
        take_slice(experiment, trained, controls, next(seconds))
    return trained


def take_slice(experiment: Experiment, trained: Trained, controls: Controls, budget: float) -> None:
    """Advance `trained` by one slice."""
    trained.state, happened = advance(experiment, trained.state, controls, budget)
    trained.checkpoints += [thing for thing in happened if isinstance(thing, Checkpoint)]
    trained.view.fold(happened)


def arrays(trained: Trained) -> Iterator[np.ndarray]:
    """Every array that a run ends with or leaves behind."""
    yield from trained.state.variables
    yield trained.state.pending
    yield from trained.view.snapshots.values()
    for checkpoint in trained.checkpoints:
        yield from checkpoint.variables


def assert_same(one: Trained, other: Trained) -> None:
    """Bit by bit: losses, metrics, validations, predictions, weights, slots, random states, checkpoints."""
    assert one.view.training == other.view.training
    assert one.view.validation == other.view.validation
    assert (one.view.gradients, one.view.changes) == (other.view.gradients, other.view.changes)
    assert one.view.not_finite == other.view.not_finite
    assert [kept.epoch for kept in one.checkpoints] == [kept.epoch for kept in other.checkpoints]
    assert all(np.array_equal(mine, yours) for mine, yours in zip(arrays(one), arrays(other), strict=True))
    for name in ("update", "learning_rate", "validated_epoch", "best_loss", "best_epoch", "finished"):
        assert getattr(one.state, name) == getattr(other.state, name), name
