"""Which runs belong to a comparison."""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass

from seqcore.comparisons.stored import comparison_ids, find
from seqcore.invalid import InvalidInput


@dataclass(frozen=True)
class Together:
    """A comparison in the list of runs, with those of its runs that are listed."""

    id: str
    title: str
    variants: int
    runs: tuple[str, ...]


def together(run_ids: Collection[str]) -> dict[str, Together]:
    """The comparison of each of these runs that belongs to one; damaged comparisons have none."""
    listed, found = set(run_ids), dict[str, Together]()
    for comparison_id in comparison_ids():
        with suppress(InvalidInput):
            if (stored := find(comparison_id)) and (runs := tuple(run for run in stored.runs if run in listed)):
                group = Together(comparison_id, stored.title, len(stored.variants), runs)
                found |= dict.fromkeys(runs, group)
    return found
