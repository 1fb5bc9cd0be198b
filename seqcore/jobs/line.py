"""The line of runs that wait for a worker: who is next, and who may stand behind a slice that is under way."""

from collections.abc import Mapping, Sequence

from seqcore.jobs.turn import SLICE_SECONDS, Turn

SHORT_SECONDS = 2 * SLICE_SECONDS


def whose_turn(ready: Sequence[Turn], worker: str, homes: Mapping[str, set[str]]) -> Turn:
    """The first in line of those whose program this worker has compiled, or no worker has.

    `homes` are the workers by program. Where all are at home elsewhere, the first: no worker waits while there is work.
    A state that another worker holds is the last to be moved. Who is new comes before the others in line: a first slice
    is short, and somebody waits for the first point.
    """
    here = [turn for turn in ready if turn.holder in (None, worker)] or ready
    at_home = [turn for turn in here if worker in homes.get(turn.program, {worker})] or here
    return next((turn for turn in at_home if turn.is_new), at_home[0])


def may_follow(ready: Sequence[Turn], worker: str, under_way: Sequence[Turn]) -> list[Turn]:
    """Which of those in line may be given to a worker while it still has a slice `under_way`.

    With one more at hand it does not wait for the server between two slices. Only behind a slice that will be short:
    the other workers may be free before. And not while a run is in line that has lost a worker: it is to be alone with
    the next one, so that it shows whose fault that was.
    """
    if len(under_way) != 1 or not 0 < under_way[0].last_seconds <= SHORT_SECONDS or under_way[0].lost:
        return []
    return [] if any(turn.lost for turn in ready) else [turn for turn in ready if turn.holder in (None, worker)]
