"""What goes to a worker and comes back in one piece: Dask sends every array as a frame of its own, and a slice has
hundreds of small ones."""

import pickle
from typing import Any

MOST_BYTES = 4_000_000
"""Larger things go as they are: Dask does not copy their arrays."""


def pack(thing: Any) -> Any:
    """A small thing as bytes, for `unpack` on the other side; a large one as it is."""
    if thing is None:
        return None
    arrays: list[pickle.PickleBuffer] = []
    pickle.dumps(thing, protocol=5, buffer_callback=arrays.append)
    if sum(array.raw().nbytes for array in arrays) > MOST_BYTES:
        return thing
    return pickle.dumps(thing, protocol=5)


def unpack(parcel: Any) -> Any:
    """What `pack` was given. Both ends are ours: a parcel never comes from anybody else."""
    return pickle.loads(parcel) if isinstance(parcel, bytes) else parcel  # noqa: S301 (between server and workers)
