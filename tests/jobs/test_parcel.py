"""What goes to a worker in one piece: small things as bytes, large ones as they are, and all come out as they were."""

import numpy as np
import pytest
from small import small

from seqcore.jobs.parcel import MOST_BYTES, pack, unpack
from seqcore.jobs.turn import Turn
from seqcore.runs.folder import RunFolder
from seqcore.training.state import Checkpoint, State


@pytest.mark.parametrize("count", [0, 1, 300])
def test_many_small_arrays_are_one_piece(count: int) -> None:
    things = [Checkpoint(epoch, (np.full((3, 2), epoch, np.float32), np.array(epoch))) for epoch in range(count)]
    parcel = pack(things)
    assert isinstance(parcel, bytes)
    for before, after in zip(things, unpack(parcel), strict=True):
        assert after.epoch == before.epoch
        for one, other in zip(before.variables, after.variables, strict=True):
            assert one.dtype == other.dtype
            np.testing.assert_array_equal(one, other)


def test_a_large_thing_is_not_copied() -> None:
    large = Checkpoint(1, (np.zeros(MOST_BYTES // 4 + 1, np.float32),))
    assert pack(large) is large
    assert unpack(large) is large


def test_nothing_is_nothing() -> None:
    assert unpack(pack(None)) is None


@pytest.mark.parametrize(
    ("values", "on_the_way", "seconds"),
    [(10, 9.0, 0.3), (2_000_000, 0.01, 0.3), (2_000_000, 0.5, 2.0), (2_000_000, 9.0, 3.0)],
)
def test_a_large_network_computes_longer_at_a_time(values: int, on_the_way: float, seconds: float) -> None:
    """Or most of the time its weights would be on their way. But whoever presses Pause does not wait for long."""
    turn = Turn.take(RunFolder.create(small()))
    assert turn is not None
    assert turn.slice_seconds() == 0.05
    turn.recorder.view.training["loss"] = [1.0]
    turn.recorder.state = State(1, 1, 0.1, (np.zeros(values, np.float32),), np.zeros((0, 2), np.float32))
    turn.on_the_way = on_the_way
    assert turn.slice_seconds() == seconds
    turn.recorder.folder.release()
