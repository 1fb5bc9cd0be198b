"""Limiting how often somebody may guess a code."""

import threading
from collections.abc import Hashable

from cachetools import TTLCache

MOST_WRONG = 10
SECONDS = 60


class Guesses:
    """Wrong guesses of the last minute, by what was guessed and from where."""

    def __init__(self) -> None:
        self._wrong: TTLCache[Hashable, int] = TTLCache(maxsize=10_000, ttl=SECONDS)
        self._lock = threading.Lock()

    def may_go_on(self, about: Hashable) -> bool:
        """Whether another guess is allowed now."""
        with self._lock:
            return self._wrong.get(about, 0) < MOST_WRONG

    def was_wrong(self, about: Hashable) -> None:
        """Count a wrong guess."""
        with self._lock:
            self._wrong[about] = self._wrong.get(about, 0) + 1
