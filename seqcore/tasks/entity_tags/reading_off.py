"""How tags are read off what a network says: the best path through them, with or without the rule."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seqcore.evaluation.tag_paths import best_paths, chain_of, probabilities_of, ruled
from seqcore.tasks.base.batch import Array


@dataclass(frozen=True, eq=False)
class ReadOff:
    """`tags` (sentences, steps), 0 after the ends; `probabilities` (sentences, steps, tags) of each tag by itself."""

    tags: npt.NDArray[np.int64]
    probabilities: npt.NDArray[np.float64]

    @property
    def sure(self) -> npt.NDArray[np.float64]:
        """The probability of the tag that is said (sentences, steps)."""
        return np.take_along_axis(self.probabilities, self.tags[..., np.newaxis], axis=-1)[..., 0]


def read_off(predictions: Array, lengths: npt.NDArray[np.integer], *, rule: bool) -> ReadOff:
    """Tags for probabilities (sentences, steps, tags) or for a chain; the rule does not change the probabilities."""
    chain = chain_of(predictions)
    return ReadOff(best_paths(ruled(chain) if rule else chain, lengths), probabilities_of(chain))
