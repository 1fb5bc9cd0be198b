"""What hiding inputs at random costs: an update with dropout beside the same one without, in turns in one process."""

import math
import time
from collections.abc import Callable, Iterator

from benchmarks.report import Row
from seqcore.experiment import Experiment, with_values
from seqcore.presets import PRESETS

UPDATES = 64
TURNS = 15
NETWORKS = {"cumsum-lstm": 1, "prices-lstm": 2, "prices-gru": 2, "text-alice": 1}
"""Presets, and how many recurrent layers they have."""


def measure() -> Iterator[Row]:
    """For each network a row without dropout, and one for each place where it may be."""
    for name, layers in NETWORKS.items():
        plain = PRESETS[name].experiment
        ways = {
            "without": _turn(plain),
            "of the inputs": _turn(_with_rates(plain, layers, "dropout")),
            "of the states": _turn(_with_rates(plain, layers, "recurrent_dropout")),
            "before the output": _turn(with_values(plain, ["architecture.dropout=0.3"])),
        }
        times = {way: math.inf for way in ways}
        for _ in range(TURNS):
            for way, turn in ways.items():
                times[way] = min(times[way], turn())
        for way, seconds in times.items():
            ratio, target = times["without"] / seconds, "at most 1.3 times the time without" if way != "without" else ""
            yield Row(f"{name}: an update, dropout {way}", seconds * 1e3, "ms", ratio, target)


def _with_rates(plain: Experiment, layers: int, setting: str) -> Experiment:
    return with_values(plain, [f"architecture.layers.{layer}.{setting}=0.3" for layer in range(layers)])


def _turn(experiment: Experiment) -> Callable[[], float]:
    """Seconds of an update, compiled."""
    from seqcore.training.examples import examples_for
    from seqcore.training.program import Program, build_model

    loaded = experiment.task.load()
    examples = examples_for(experiment, loaded.data if loaded else None)
    program = Program(experiment, examples, build_model(experiment))
    program.compile_fast()
    program.idle(math.inf)
    count = min(UPDATES, program.capacity)
    batches = examples.batches(1, 0, count, experiment.training.batch_size)

    def turn() -> float:
        began = time.perf_counter()
        program.run(batches, fast=True)
        return (time.perf_counter() - began) / count

    return turn
