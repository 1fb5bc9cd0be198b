"""What stays in memory of slices that have ended."""

import contextlib
import gc
import sys

import cloudpickle
from waiting import experiment, wait_for_end, wait_for_workers

from seqcore.jobs.jobs import Jobs

WIDE = ("architecture.layers.0.units=120", "training.epochs=40")
"""0.7 MB of weights and optimizer's state go to a worker for each slice: 0.3 s, or less before it has compiled."""
MB_OF_A_FEW_SLICES = 3.0


def test_states_of_past_slices_stay_neither_here_nor_in_the_scheduler() -> None:
    """Dask would keep the last 1,000 messages of each connection, for developers."""
    with contextlib.closing(Jobs()) as jobs:
        wait_for_workers(jobs)
        before = _megabytes()
        for _ in range(2):
            assert wait_for_end(jobs.start(experiment(*WIDE), None)).finished
        client = jobs._connection._client
        assert client is not None
        assert _megabytes() < before + MB_OF_A_FEW_SLICES
        cloudpickle.register_pickle_by_value(sys.modules[__name__])  # the scheduler knows nothing of these tests
        assert client.run_on_scheduler(_megabytes) < MB_OF_A_FEW_SLICES


def _megabytes() -> float:
    """In buffers that something still refers to."""
    total = 0
    gc.collect()
    for thing in gc.get_objects():
        if type(thing) is memoryview:
            with contextlib.suppress(ValueError):  # it has been given back
                total += thing.nbytes
    return total / 1e6
