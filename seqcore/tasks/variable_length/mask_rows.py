"""What became of a mask, layer by layer: the rows of a table, and what they say in sentences.

How they are computed stands in `seqcore/training/masks.py`, which loads TensorFlow.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

ROUNDING = 1e-4
"""What two errors that are the same may differ by, relative to their size: Keras computes in float32."""

NO_EFFECT, OVER_ALL = "the mask hides nothing", "the error over all steps"

Fate = Literal["kept", "lost", "all true", "hides more", "changed", "none"]
"""The mask of the output beside the true steps: "hides more" hides some of them; "none": there is no Masking."""


@dataclass(frozen=True)
class MaskRow:
    """One model: what it does to a mask, and three errors of it, which are mean absolute ones."""

    after: str
    """What stands after the Masking layer."""
    mask: Fate
    warning: str
    """What Keras warned of, in its words; empty when it did not."""
    printed: float
    """The loss that `evaluate` returns."""
    all_steps: float
    true_steps: float
    true_share: float
    """How many of the output's steps are true steps, from 0 to 1."""

    @property
    def prints(self) -> str:
        """What the printed error is: "true steps", "all steps", "true steps over all", or "neither"."""
        errors = {
            "true steps": self.true_steps,
            "all steps": self.all_steps,
            "true steps over all": self.true_steps * self.true_share,
        }
        alike = (name for name, error in errors.items() if math.isclose(self.printed, error, rel_tol=ROUNDING))
        return next(alike, "neither")


def sentences(rows: Sequence[MaskRow]) -> list[str]:
    """What the rows show, in up to three sentences; nothing that they do not."""
    without_effect = [row for row in rows if row.mask in ("lost", "all true") and row.prints == "all steps"]
    silent = [row.after for row in without_effect if not row.warning]
    warned = [row.after for row in without_effect if row.warning]
    found = []
    if silent:
        found.append(f"After {_listed(silent)}, {NO_EFFECT}: Keras does not say so, and prints {OVER_ALL}.")
    if warned:
        found.append(f"After {_listed(warned)}, {NO_EFFECT}: Keras warns, and prints {OVER_ALL}.")
    if any(row.mask == "none" and row.prints == "true steps over all" for row in rows):
        found.append(
            "With weights of 0 and 1, Keras prints the sum of the errors at true steps, divided by the number of all "
            "steps."
        )
    return found


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
