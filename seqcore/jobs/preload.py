"""Dask preload of a worker: import TensorFlow and train the default experiment for a moment, before the first click.

Use it by hand with ``dask worker tcp://… --preload seqcore.jobs.preload``.
"""

import os
from typing import Any

POLITENESS = 10


def dask_setup(worker: Any) -> None:
    """Called by Dask in the worker's process, before it takes work."""
    if hasattr(os, "nice"):
        os.nice(POLITENESS)  # the pages stay quick while all cores train
    from seqcore.presets import PRESETS
    from seqcore.training.advance import advance, start
    from seqcore.training.program import QUICK_UPDATES

    experiment = next(iter(PRESETS.values())).experiment
    state = start(experiment)
    while state.update <= QUICK_UPDATES:
        state, _ = advance(experiment, state, budget_seconds=0.1)
