"""The line of runs that wait for a worker: who is next, and who may stand behind a slice that is under way."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from seqcore.jobs.turn import SLICE_SECONDS, Turn

SHORT_SECONDS = 2 * SLICE_SECONDS


class Line:
    """Those that are `ready` among all `turns`, in their order, before these workers."""

    def __init__(self, turns: Sequence[Turn], ready: Sequence[Turn], workers: Sequence[str]) -> None:
        self._turns, self._ready, self._workers = turns, list(ready), workers
        self._homes: defaultdict[str, set[str]] = defaultdict(set)
        """The workers by program."""
        for turn in turns:
            if turn.worker is not None and turn.worker in workers:
                self._homes[turn.program].add(turn.worker)

    def calls(self) -> Iterator[tuple[Turn, str]]:
        """Who gets which worker now, one after the other: who is called has a slice before the next one is called."""
        busy = {turn.worker for turn in self._turns if turn.future is not None}
        for worker in self._workers:
            if self._ready and worker not in busy:
                yield self._call(worker, self._ready), worker
        for worker in self._workers:
            if followers := self._may_follow(worker):
                yield self._call(worker, followers), worker

    def _call(self, worker: str, asked: Sequence[Turn]) -> Turn:
        """The first in line of those `asked` whose program this worker has compiled, or no worker has.

        Where all are at home elsewhere, the first: no worker waits while there is work. A state that another worker
        holds is the last to be moved. Who is new comes before the others in line: a first slice is short, and somebody
        waits for the first point.
        """
        here = _without_state_elsewhere(asked, worker) or asked
        at_home = [turn for turn in here if worker in self._homes.get(turn.program, {worker})] or here
        called = next((turn for turn in at_home if turn.is_new), at_home[0])
        self._homes[called.program].add(worker)
        self._ready.remove(called)
        return called

    def _may_follow(self, worker: str) -> list[Turn]:
        """Which of those in line may be given to a worker while it still has a slice under way.

        With one more at hand it does not wait for the server between two slices. Only where there is enough for
        everybody, and behind a slice that will be short: the other workers may be free before. And not while a run is
        in line that has lost a worker: it is to be alone with the next one, so that it shows whose fault that was.
        """
        if len(self._ready) < len(self._workers) or any(turn.lost for turn in self._ready):
            return []
        under_way = [turn for turn in self._turns if turn.future is not None and turn.worker == worker]
        if len(under_way) != 1 or not 0 < under_way[0].last_seconds <= SHORT_SECONDS or under_way[0].lost:
            return []
        return _without_state_elsewhere(self._ready, worker)


def _without_state_elsewhere(turns: Collection[Turn], worker: str) -> list[Turn]:
    return [turn for turn in turns if turn.holder in (None, worker)]
