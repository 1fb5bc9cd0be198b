"""What a run is about, on its way to workers: each gets it once, and from then on only its fingerprint."""

from dataclasses import dataclass, field

from seqcore.data.base import Data
from seqcore.kept import Kept, Memory

_DELIVERED: Kept[Data] = Kept(Memory(64e6))
"""In a worker: data by fingerprint."""


class NotDelivered(LookupError):
    """The worker has not kept what it once got; it is to be sent again."""


@dataclass(frozen=True)
class Delivery:
    """Data with its fingerprint, or the fingerprint alone for a worker that has the data."""

    fingerprint: str
    data: Data | None

    def unpack(self) -> Data:
        """The data, in the worker. Raises NotDelivered."""
        if self.data is not None:
            return _DELIVERED.put(self.fingerprint, self.data)
        known = _DELIVERED.pop(self.fingerprint)
        if known is None:
            raise NotDelivered(self.fingerprint)
        return _DELIVERED.put(self.fingerprint, known)


@dataclass
class Deliveries:
    """In the server: the data of one run, and which workers (by address) it was sent to."""

    data: Data | None
    _sent_to: set[str] = field(default_factory=set)

    def to(self, worker: str) -> Delivery | None:
        """What a worker is to be sent now; None for a run that is about no data."""
        if self.data is None:
            return None
        is_known = worker in self._sent_to
        self._sent_to.add(worker)
        return Delivery(self.data.fingerprint, None if is_known else self.data)

    def again(self, worker: str) -> None:
        """Next time this worker is sent all of it."""
        self._sent_to.discard(worker)
