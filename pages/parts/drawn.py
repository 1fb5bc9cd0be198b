"""Figures that were drawn already: many tabs watch the same run, and most ticks bring nothing new."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

from pages.parts.live_chart import Packed

MOST_KEPT = 256


class Drawn:
    """Packed figures by what they depend on; the ones used last are kept."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, Packed] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, known: Hashable, draw: Callable[[], Packed]) -> Packed:
        """The figure for `known`, drawn now if it is not there."""
        with self._lock:
            kept = self._kept.pop(known, None)
        kept = draw() if kept is None else kept
        with self._lock:
            self._kept[known] = kept
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return kept
