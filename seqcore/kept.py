"""Values that are expensive to make, by what they depend on: the ones used last are kept, as far as memory allows."""

import threading
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

from cachetools import LRUCache

from seqcore.num_bytes import num_bytes

Value = TypeVar("Value")

MOST_BYTES = 256_000_000
SMALLEST = 500
"""Bytes that anything kept counts at least."""


class Memory:
    """Room of `most_bytes` for values of several kinds, shared by threads: what was used last stays."""

    def __init__(self, most_bytes: float = MOST_BYTES) -> None:
        self.lock = threading.Lock()
        self.values: LRUCache[Hashable, tuple[Any, int]] = LRUCache(most_bytes, getsizeof=lambda kept: kept[1])

    @property
    def num_bytes(self) -> float:
        """The bytes that are taken."""
        return self.values.currsize


class Kept(Generic[Value]):
    """Values of one kind in a memory; of two threads that make the same value at once, one throws it away."""

    def __init__(self, memory: Memory | None = None, size: Callable[[Value], int] = num_bytes) -> None:
        self._memory = memory or Memory()
        self._size = size

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value for `key`, made now if it is not there. Raises what `make` raises, and keeps nothing then."""
        with self._memory.lock:
            if found := self._memory.values.get((self, key)):
                return found[0]  # type: ignore[no-any-return]
        return self.put(key, make())

    def find(self, key: Hashable) -> Value | None:
        """The value for `key`; None when it is not kept."""
        with self._memory.lock:
            found = self._memory.values.get((self, key))
        return found[0] if found else None

    def put(self, key: Hashable, value: Value) -> Value:
        """Keep a value, in place of an older one; returns it. One that fills the memory alone takes all of it."""
        size = min(max(self._size(value), SMALLEST), self._memory.values.maxsize)
        with self._memory.lock:
            self._memory.values[self, key] = value, int(size)
        return value

    def pop(self, key: Hashable) -> Value | None:
        """Take a value out; None when it is not kept."""
        with self._memory.lock:
            found = self._memory.values.pop((self, key), None)
        return found[0] if found else None
