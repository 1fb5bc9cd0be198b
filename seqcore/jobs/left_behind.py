"""Runs that a server was training when it ended: the next one goes on with them."""

import logging
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from seqcore.runs.folder import RunFolder, all_runs
from seqcore.training.events import Finished, StatusChanged, event_from_line

LOG = logging.getLogger(__name__)
LONGEST_SECONDS = 24 * 3600
"""Who comes back later than that presses Resume."""
MOST_STARTS = 3
"""A run that got no further in so many starts may be what ends the server: it waits for Resume."""
TAIL_BYTES = 65_536


@dataclass(frozen=True)
class LeftBehind:
    """A run to go on with, up to an epoch if it was one step."""

    folder: RunFolder
    until_epoch: int | None


def left_behind() -> Iterator[LeftBehind]:
    """Runs without an end that were queued or going on a short time ago, oldest first.

    Not those that were paused, and not those of the command line: whoever ended it did not want them to go on here.
    """
    for folder in reversed(list(all_runs())):
        try:
            found = _left_behind(folder) if _may_go_on(folder.path / "events.jsonl") else None
        except Exception as error:  # whatever a damaged folder may raise: it is not to be in the way of others
            LOG.warning("run %s cannot go on by itself: %s", folder.id, error)
            continue
        if found is not None:
            yield found


def _may_go_on(file: Path) -> bool:
    """Whether the last line is neither an end nor a pause, without reading the others. Raises OSError."""
    if time.time() - file.stat().st_mtime > LONGEST_SECONDS:
        return False
    with file.open("rb") as opened:
        opened.seek(-min(TAIL_BYTES, opened.seek(0, os.SEEK_END)), os.SEEK_END)
        lines = opened.read().splitlines()
    last = event_from_line(lines[-1]) if lines else None
    return not (isinstance(last, Finished) or (isinstance(last, StatusChanged) and last.status == "paused"))


def _left_behind(folder: RunFolder) -> LeftBehind | None:
    events, _ = folder.read()
    queued = [event for event in events if isinstance(event, StatusChanged) and event.status == "queued"]
    if not queued or any(isinstance(event, Finished) for event in events):
        return None
    since = takewhile(lambda event: isinstance(event, StatusChanged), reversed(events))
    starts = sum(isinstance(event, StatusChanged) and event.status == "queued" for event in since)
    return LeftBehind(folder, queued[-1].until_epoch) if starts <= MOST_STARTS else None
