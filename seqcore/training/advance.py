"""The engine's contract: `start` gives the state before update 1, `advance` carries a state further.

The numbers depend on experiment, state and controls only, never on the budget, on the worker, or on what ran there
before; `budget_seconds` decides only how far one call gets. Tests cut runs at odd places and compare bit by bit.
"""

import math
import time
from dataclasses import replace

import numpy as np

from seqcore.data.base import Data
from seqcore.experiment import Experiment
from seqcore.tasks.base.evaluation import NETWORK, VALIDATION, Evaluation
from seqcore.tasks.base.task import Trained
from seqcore.training.events import Happened
from seqcore.training.examples import examples_for
from seqcore.training.look import look
from seqcore.training.network import owned
from seqcore.training.program import build_model
from seqcore.training.programs import program_for
from seqcore.training.progress import Progress
from seqcore.training.state import Controls, State

NO_CONTROLS = Controls()


def start(experiment: Experiment, data: Data | None = None) -> State:
    """The state before the first update: weights, optimizer slots, random state, all decided by the seed."""
    began = time.perf_counter()
    examples, training = examples_for(experiment, data), experiment.training
    model = build_model(experiment)
    for layer, values in examples.first_weights().items():
        model.get_layer(layer).weights[0].assign(values)
    weights = tuple(owned(variable) for variable in model.variables)
    program = program_for(experiment, examples, model)
    return State(
        update=0,
        updates_per_epoch=training.updates_per_epoch or examples.updates_per_pass(training.batch_size),
        learning_rate=training.first_learning_rate(),
        variables=weights + program.first_slots,
        pending=np.zeros((0, len(program.measures)), np.float32),
        seconds=time.perf_counter() - began,
    )


def advance(
    experiment: Experiment,
    state: State,
    controls: Controls = NO_CONTROLS,
    budget_seconds: float = 0.5,
    data: Data | None = None,
) -> tuple[State, list[Happened]]:
    """Train on from `state` for about `budget_seconds`, or until the run or `controls.until_epoch` ends.

    `data` is what the task is about, for tasks that are about one.
    Returns the state reached and what happened on the way; the same state and no events while XLA needs the time.
    Raises only what TensorFlow raises (out of memory, for example).
    """
    began = time.perf_counter()
    progress = Progress(experiment, state, data)
    if progress.program.idle(budget_seconds):
        progress.load(controls)
        progress.train(controls, began + budget_seconds)
    seconds = state.seconds + time.perf_counter() - began
    return progress.result(seconds)


def judge(experiment: Experiment, state: State, data: Data | None = None) -> Evaluation | None:
    """The final evaluation of the network in this `state`, with a last look, for tasks that end with one."""
    examples, training = examples_for(experiment, data), experiment.training
    program = program_for(experiment, examples)
    program.idle(math.inf)
    program.write(state.variables)
    final = examples.judge(program.network, Trained(training.seed, state.update, training.batch_size))
    if final is None:
        return None
    scores, _, _ = look(experiment, examples, program)
    # One name means one set of data: what was measured for the curves is measured on the same data at the end.
    last = scores if math.isfinite(scores["loss"]) else {}
    validation = {**final.scores.get(VALIDATION, {}), NETWORK: {**final.own(), **last}}
    return replace(final, scores={**final.scores, VALIDATION: validation})
