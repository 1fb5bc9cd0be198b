"""What the runs of a comparison came to: each measure over the seeds, and the verdict on one of them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import BaseModel

from seqcore.comparisons.noise import Noise, compared
from seqcore.evaluation.measure import Measure
from seqcore.tasks.base.evaluation import Scores

LOSS = "loss"


class Spread(BaseModel):
    """A measure over the seeds; `std` is missing for a single one."""

    mean: float | None
    std: float | None
    values: list[float | None]

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        known = [value for value in values if math.isfinite(value)]
        std = float(np.std(known, ddof=1)) if len(known) > 1 else None
        told = [value if math.isfinite(value) else None for value in values]
        return cls(mean=float(np.mean(known)) if known else None, std=std, values=told)


@dataclass(frozen=True)
class Result:
    """What one run came to, on held-out data."""

    validation: Scores
    test: Scores


Results = Mapping[str, Sequence[Result | None]]
"""For each variant, by its title, the results of its seeds; None for a run that has not ended."""


def spreads(found: Sequence[Scores]) -> dict[str, Spread]:
    """Each measure over the seeds, by name."""
    names = dict.fromkeys(name for scores in found for name in scores)
    return {name: Spread.of([scores.get(name, math.nan) for scores in found]) for name in names}


def verdict(results: Results, measure: str, known: Measure) -> Noise:
    """What is more than noise in a measure: on the test part where it is measured there, else on the validation part.

    Only seeds count whose runs have ended in every variant.
    """
    ended = [result for row in results.values() for result in row if result is not None]
    is_tested = bool(ended) and all(measure in result.test for result in ended)
    values = {title: [_value(result, measure, is_tested) for result in row] for title, row in results.items()}
    title = "loss" if measure == LOSS else known.title.partition(",")[0]
    words = title if title[:2].isupper() else title[0].lower() + title[1:]
    return compared(values, f"{'test' if is_tested else 'validation'} {words}", higher_is_better=known.rises)


def _value(result: Result | None, measure: str, is_tested: bool) -> float:
    if result is None:
        return math.nan
    return (result.test if is_tested else result.validation).get(measure, math.nan)
