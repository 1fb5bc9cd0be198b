"""A disk that is full, as far as this process can tell."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

Room = Callable[[int], None]


@contextmanager
def limited_room() -> Iterator[Room]:
    """Lets no file of this process grow beyond some bytes: what is beyond is cut off, as by a disk that is full."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        yield lambda num_bytes: resource.setrlimit(resource.RLIMIT_FSIZE, (num_bytes, hard))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
