"""What was recorded while a run went on, by epoch: in memory, or read when somebody looks at it."""

from collections.abc import Callable, Iterator, Mapping

import numpy as np
import numpy.typing as npt

Snapshot = npt.NDArray[np.float64]


class Snapshots(Mapping[int, Snapshot]):
    """Recorded predictions (sequences, …) by epoch. `load` reads those that are not in memory, and may raise."""

    def __init__(self, load: Callable[[int], Snapshot] | None = None) -> None:
        self._load = load
        self._known: dict[int, Snapshot | None] = {}

    def __getitem__(self, epoch: int) -> Snapshot:
        known = self._known[epoch]
        if known is None:
            if self._load is None:
                raise KeyError(epoch)
            return self._load(epoch)
        return known

    def __contains__(self, epoch: object) -> bool:
        return epoch in self._known

    def __iter__(self) -> Iterator[int]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    @property
    def nbytes(self) -> int:
        """Of those in memory."""
        return sum(known.nbytes for known in self._known.values() if known is not None)

    def add(self, epoch: int, snapshot: Snapshot | None = None) -> None:
        """Note that there is one, in a file unless it is given."""
        if snapshot is not None or epoch not in self._known:
            self._known[epoch] = snapshot

    def until(self, epoch: float) -> "Snapshots":
        """Those up to an epoch."""
        found = Snapshots(self._load)
        found._known = {at: known for at, known in self._known.items() if at <= epoch}
        return found
