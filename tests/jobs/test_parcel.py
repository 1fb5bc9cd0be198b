"""What goes to a worker in one piece: small things as bytes, large ones as they are, and all come out as they were."""

import numpy as np
import pytest

from seqcore.jobs.parcel import MOST_BYTES, pack, unpack
from seqcore.training.state import Checkpoint


@pytest.mark.parametrize("count", [0, 1, 300])
def test_many_small_arrays_are_one_piece(count: int) -> None:
    things = [Checkpoint.of(epoch, (np.full((3, 2), epoch, np.float32), np.array(epoch))) for epoch in range(count)]
    parcel = pack(things)
    assert isinstance(parcel, bytes)
    for before, after in zip(things, unpack(parcel), strict=True):
        assert after.epoch == before.epoch
        for one, other in zip(before.variables, after.variables, strict=True):
            assert one.dtype == other.dtype
            np.testing.assert_array_equal(one, other)


def test_a_large_thing_is_not_copied() -> None:
    large = Checkpoint.of(1, (np.zeros(MOST_BYTES // 4 + 1, np.float32),))
    assert pack(large) is large
    assert unpack(large) is large


def test_nothing_is_nothing() -> None:
    assert unpack(pack(None)) is None
