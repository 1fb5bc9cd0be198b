"""What a worker is asked to do. The server submits these functions by name; TensorFlow is imported where they run."""

import contextlib
import os
import sys
import threading
import time
from dataclasses import dataclass
from functools import cache
from typing import Any

import psutil

from seqcore.data.base import Data
from seqcore.experiment import from_json
from seqcore.jobs.delivery import Delivery
from seqcore.jobs.held import Held, hold, let_go
from seqcore.jobs.parcel import pack, unpack
from seqcore.tasks.base.evaluation import Evaluation
from seqcore.tasks.image_patches.reshape_rows import ReshapeRow
from seqcore.tasks.variable_length.mask_rows import MaskRow
from seqcore.training.events import Happened
from seqcore.training.state import Controls, State, Variables

MOST_RESIDENT_BYTES = 1.4e9
"""TensorFlow's libraries take 0.7 GB of it, and each compiled program 20 to 40 MB that stay when it is thrown away."""
MOST_MEMORY_SHARE = 0.4
POLITENESS = 10

ANSWER_FIRST, KEEP_LAST = 10, -10
"""Dask's priorities for what somebody waits for, and for files that are written for later; slices have 0."""
SECONDS_FOR_A_RESULT = 30
"""How long a result that is there may take on its way from the worker."""

# Programs are shared by all runs of a worker: one at a time, also on a worker that was started with more threads.
ONE_AT_A_TIME = threading.Lock()
_WARMED: list[State] = []
"""How far this worker's warm-up is: one state, or none before it."""


@dataclass(frozen=True)
class SliceDone:
    """The result of one slice."""

    state: State
    """The state reached; without its arrays where these stay with the worker."""
    happened: list[Happened]
    seconds: float
    """What it took here."""
    crowded: bool
    """Whether the worker's process has grown so large that it should be replaced: TensorFlow gives back little."""


def run_slice(
    run_id: str,
    experiment: str,
    delivery: Delivery | None,
    parcel: Any,
    controls: Controls,
    budget_seconds: float,
    brings_state: bool,
) -> Any:
    """Advance a run (given as JSON) from a state, or from its beginning, for about `budget_seconds`.

    `parcel` is the state or the Held one, packed, and what is returned is a packed SliceDone, with a large state only
    if `brings_state` or the run comes to rest. Raises NotDelivered when the data that it is about has to be sent again,
    and NotHeld when the state has.
    """
    with ONE_AT_A_TIME:
        from seqcore.training.advance import advance, start

        began = time.perf_counter()
        what, data = from_json(experiment), _unpacked(delivery)
        known: State | Held | None = unpack(parcel)
        before = known.state() if isinstance(known, Held) else known or start(what, data)
        state, happened = advance(what, before, controls, budget_seconds, data)
        if state.update:
            _be_polite()
        most = min(MOST_RESIDENT_BYTES, MOST_MEMORY_SHARE * psutil.virtual_memory().total)
        crowded = psutil.Process(os.getpid()).memory_info().rss > most
        rests = bool(state.finished or (controls.until_epoch and state.epoch >= controls.until_epoch))
        stays = hold(run_id, state) and not (brings_state or crowded or rests)
        kept = state.without_arrays() if stays else state
        return pack(SliceDone(kept, happened, time.perf_counter() - began, crowded))


def bring_state(held: Held) -> Any:
    """The state that stayed here, packed. Raises NotHeld."""
    with ONE_AT_A_TIME:
        return pack(held.state())


def warm_up(budget_seconds: float) -> bool:
    """Train the first preset a little further, for nobody; whether the compiled program has been used at last.

    The first run after that starts at once, and others have less to load.
    """
    with ONE_AT_A_TIME:
        from seqcore.presets import PRESETS
        from seqcore.training.advance import advance, start
        from seqcore.training.program import QUICK_UPDATES

        experiment = next(iter(PRESETS.values())).experiment
        state = _WARMED.pop() if _WARMED else start(experiment)
        state, _ = advance(experiment, state, budget_seconds=budget_seconds)
        _WARMED.append(state)
        if state.update:
            _be_polite()
        return state.update > QUICK_UPDATES


@cache
def _be_polite() -> None:
    """The pages stay quick while all cores train. Not before the first point: that one is waited for."""
    if sys.platform == "linux":  # where threads have priorities of their own
        for thread in psutil.Process().threads():
            with contextlib.suppress(OSError):  # it has ended
                before = os.getpriority(os.PRIO_PROCESS, thread.id)
                os.setpriority(os.PRIO_PROCESS, thread.id, before + POLITENESS)
    elif hasattr(os, "nice"):
        os.nice(POLITENESS)


def judge(run_id: str, experiment: str, delivery: Delivery | None, state: State) -> Evaluation | None:
    """The judgement at the end of a run. Raises NotDelivered."""
    with ONE_AT_A_TIME:
        from seqcore.training import advance

        let_go(run_id)
        return advance.judge(from_json(experiment), state, _unpacked(delivery))


def _unpacked(delivery: Delivery | None) -> Data | None:
    return None if delivery is None else delivery.unpack()


def keras_file(experiment: str, variables: Variables) -> bytes:
    """The .keras file of a trained model."""
    with ONE_AT_A_TIME:
        from seqcore.training import use

        return use.keras_file(from_json(experiment), variables)


def what_keeps_a_mask() -> tuple[MaskRow, ...]:
    """What plain Keras does with a mask; takes some seconds."""
    with ONE_AT_A_TIME:
        from seqcore.training.masks import mask_rows

        return mask_rows()


def what_an_lstm_takes() -> tuple[ReshapeRow, ...]:
    """What plain Keras says to ways of putting convolutions before an LSTM; takes a second."""
    with ONE_AT_A_TIME:
        from seqcore.training.reshaping import reshape_rows

        return reshape_rows()
