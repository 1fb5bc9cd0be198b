"""States that stay with the worker between two slices: large ones would be on their way for longer than they train.

The server has a copy that is some seconds old. With a lost worker only what came after it is lost, and trained again.
"""

from dataclasses import dataclass

from seqcore.jobs.parcel import MOST_BYTES
from seqcore.kept import Kept, Memory
from seqcore.training.state import State

_HELD: Kept[State] = Kept(Memory(300e6), size=lambda state: state.num_bytes)
"""In a worker: the last states of large networks by run."""


class NotHeld(LookupError):
    """The worker does not have this state, or no longer."""


@dataclass(frozen=True)
class Held:
    """Stands for a run's state after so many updates, in the worker (by address) that reached it."""

    run_id: str
    update: int
    worker: str | None

    def state(self) -> State:
        """The state, in that worker. Raises NotHeld."""
        known = _HELD.find(self.run_id)
        if known is None or known.update != self.update:
            raise NotHeld(f"{self.run_id} after {self.update} updates")
        return known


def hold(run_id: str, state: State) -> bool:
    """Keep a state for the run's next slice here, if it is large; returns whether it is."""
    if state.num_bytes <= MOST_BYTES:
        return False
    _HELD.put(run_id, state)
    return True


def let_go(run_id: str) -> None:
    """The run has ended: its state is needed no longer."""
    _HELD.pop(run_id)
