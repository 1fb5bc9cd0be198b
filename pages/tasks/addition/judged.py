"""The answers of a run that has ended to the problems it was judged by, up to 2,500 of each part."""

from dataclasses import dataclass

import numpy as np

from pages.parts.controls import Shown
from seqcore.data.arithmetic.answers import Codes
from seqcore.data.arithmetic.problems import Problems
from seqcore.runs.folder import RunFolder
from seqcore.tasks.addition.encoding import encode_answers
from seqcore.tasks.addition.examples import HELD_OUT, JUDGED, SEEN
from seqcore.tasks.addition.task import Addition

NAMES = {"exact_match": "like training", "exact_match_held_out": "held out"}
"""As the curves call them."""


@dataclass(frozen=True, eq=False)
class Answered:
    """The problems of one part: right answers and the network's, (n, output_length)."""

    part: str
    problems: Problems
    expected: Codes
    predicted: Codes


@dataclass(frozen=True, eq=False)
class Judged:
    """`seen` is how many different problems training has seen; None where they were too many to count."""

    parts: tuple[Answered, ...] = ()
    seen: int | None = None


def judged_of(task: Addition, shown: Shown | None) -> Judged:
    """The answers at the end of a run; none before, or where another version judged it."""
    folder = RunFolder.find(shown.id) if shown and shown.view.finished else None
    arrays = folder.load_judgement() if folder else {}
    parts = []
    for name, held_out in HELD_OUT.items():
        if name in arrays:
            problems = task.examples().problems_of(held_out, JUDGED)
            expected = encode_answers(problems.answers(), task.rules)
            is_code = np.issubdtype(arrays[name].dtype, np.integer)
            if expected.shape == arrays[name].shape and is_code:
                parts.append(Answered(NAMES[name], problems, expected, arrays[name]))
    seen = arrays.get(SEEN)
    is_count = seen is not None and seen.shape == () and np.issubdtype(seen.dtype, np.integer)
    return Judged(tuple(parts), int(seen) if seen is not None and is_count else None)
