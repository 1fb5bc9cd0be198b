"""Giving memory back to the system: C's allocator keeps what was freed, some tens of MB after a class has left."""

import contextlib
import ctypes
import time

SECONDS_BETWEEN = 60.0


class GiveBack:
    """Gives back what is free, once in a while."""

    def __init__(self) -> None:
        self._next = time.monotonic() + SECONDS_BETWEEN

    def now_and_then(self) -> None:
        """To be called when there is nothing else to do; takes some milliseconds once a minute."""
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + SECONDS_BETWEEN
            with contextlib.suppress(AttributeError, OSError, TypeError):  # only GNU's C library has it
                ctypes.CDLL(None).malloc_trim(0)
