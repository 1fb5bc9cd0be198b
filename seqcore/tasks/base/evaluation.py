"""What is known of a network at some epoch, or at its end."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy.typing as npt

from seqcore.evaluation.verdict import Verdict

Scores = dict[str, float]

NETWORK = "network"
VALIDATION, TEST, HARDER = "validation", "test", "harder"
"""Parts of the data: held out and looked at while training, held out to the end, and outside of what is trained on."""
PREDICTIONS = "predictions"
"""The array that screens show."""


@dataclass(frozen=True)
class Evaluation:
    """Scores by part and by who, "network" or the name of a baseline; arrays to show and to keep; the verdict.

    The engine adds loss and metrics on the validation part. A score by the same name is on the same data as in the
    curves: at the end they are measured once more. Baselines stand in the part that the verdict is about.
    """

    scores: Mapping[str, Mapping[str, Scores]] = field(default_factory=dict)
    arrays: Mapping[str, npt.NDArray[Any]] = field(default_factory=dict)
    verdict: Verdict | None = None

    @classmethod
    def of_epoch(cls, predictions: npt.NDArray[Any], scores: Scores | None = None) -> "Evaluation":
        """While training: further scores on the validation part, and the predictions to be shown."""
        return cls({VALIDATION: {NETWORK: scores or {}}}, {PREDICTIONS: predictions})

    def own(self, part: str = VALIDATION) -> Scores:
        """The network's scores."""
        return self.scores.get(part, {}).get(NETWORK, {})

    @property
    def baselines(self) -> dict[str, Scores]:
        """The scores of the baselines, on the part that the verdict is about."""
        part = self.scores.get(TEST) or self.scores.get(VALIDATION) or {}
        return {who: scores for who, scores in part.items() if who != NETWORK}
