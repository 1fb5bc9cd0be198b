"""What was recorded at the epoch that is looked at."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pages.parts.run_words import epoch_words
from seqcore.runs.view import RunView
from seqcore.tasks.entity_tags.examples import EntityTagsExamples
from seqcore.tasks.entity_tags.recorded import unpacked


@dataclass(frozen=True, eq=False)
class LookedAt:
    """The tags of the held-out sentences (sentences, steps), how sure they are, and a CRF's transitions."""

    tags: npt.NDArray[np.int64]
    sure: npt.NDArray[np.float64]
    transitions: npt.NDArray[np.floating] | None
    when: str


def looked_at(examples: EntityTagsExamples, view: RunView, epoch: int | None) -> LookedAt | None:
    """After `epoch`, or after the newest one; None before there is one."""
    if not view.snapshots:
        return None
    at = epoch if epoch is not None and epoch in view.snapshots else max(view.snapshots)
    there = examples.there
    recorded = unpacked(view.snapshots[at], int(there.sum()), examples.task.num_tags)
    tags, sure = np.zeros(there.shape, np.int64), np.zeros(there.shape)
    tags[there], sure[there] = recorded.tags, recorded.sure
    return LookedAt(tags, sure, recorded.transitions, f"after epoch {epoch_words(at)}")
