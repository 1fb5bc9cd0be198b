"""What goes to another process of ours and comes back in one piece.

To a worker only what is small: Dask sends every array as a frame of its own, and a slice has hundreds of small ones.
"""

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
    return as_bytes(thing)


def as_bytes(thing: Any) -> bytes:
    """A thing as bytes, however large, for `unpack` on the other side."""
    return pickle.dumps(thing, protocol=5)


def unpack(parcel: Any) -> Any:
    """What `pack` or `as_bytes` was given. Both ends are ours: a parcel never comes from anybody else."""
    return pickle.loads(parcel) if isinstance(parcel, bytes) else parcel  # noqa: S301 (between processes of ours)
