"""About how long runs will take, told before anything is trained: from the size of the network and the settings.

Against presets measured on a core of a small server it is off by a factor of two or so; see the test.
"""

import math
from collections.abc import Iterable

from seqcore.architectures.acting import idle_weights
from seqcore.experiment import Experiment

SECONDS_AN_UPDATE = 5e-5
SECONDS_A_PRODUCT = 1.2e-10
"""For each number that goes through a weight, forwards and back, on one core."""
SECONDS_A_RUN = 0.5
"""For its held-out evaluations and for being handed to and fro."""
SECONDS_A_PROGRAM = 4.0
"""For compiling what no run before has needed."""


def seconds_of(experiment: Experiment, updates_per_epoch: int) -> float:
    """Of one run, on one core."""
    training, steps = experiment.training, max(spec.steps for spec in experiment.task.signature().inputs.values())
    updates = training.epochs * updates_per_epoch
    products = _products(experiment, steps) * steps * training.batch_size
    return SECONDS_A_RUN + updates * (SECONDS_AN_UPDATE + SECONDS_A_PRODUCT * products)


def _products(experiment: Experiment, steps: int) -> int:
    """With how many weights a step of an example is multiplied.

    A convolution's count at every place of an image; on a single step some of a recurrent layer's do not.
    """
    layers = experiment.architecture.network(experiment.task.signature())
    idle = sum(map(idle_weights, layers)) if steps == 1 else 0
    return sum(layer.parameters * math.prod(layer.shape[1:-1]) for layer in layers) - idle


def seconds_of_all(experiments: Iterable[Experiment], updates_per_epoch: int, seeds: int, cores: int) -> float:
    """Of every experiment with so many seeds, side by side on so many cores; each is compiled once."""
    all_in_all = sum(SECONDS_A_PROGRAM + seeds * seconds_of(one, updates_per_epoch) for one in experiments)
    return all_in_all / max(1, cores)
