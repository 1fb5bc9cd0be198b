"""Values that are expensive to make, by what they depend on: the ones used last are kept."""

import threading
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from cachetools import LRUCache, cachedmethod

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """At most `most` values, shared by threads; of two threads that make the same value at once, one throws it away."""

    def __init__(self, most: int) -> None:
        self._values: LRUCache[Hashable, Value] = LRUCache(most)
        self._lock = threading.Lock()

    @cachedmethod(lambda self: self._values, key=lambda self, key, make: key, lock=lambda self: self._lock)
    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value for `key`, made now if it is not there. Raises what `make` raises, and keeps nothing then."""
        return make()
