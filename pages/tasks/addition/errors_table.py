"""Every wrong answer of a run that has ended, of both parts."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from pages.tasks.addition.answer_table import visible
from pages.tasks.addition.judged import Answered
from seqcore.data.arithmetic.problems import Rules
from seqcore.tasks.addition.anatomy import distances, exact
from seqcore.tasks.addition.encoding import as_text, to_text

if TYPE_CHECKING:
    import pandas as pd


def errors_table(parts: Sequence[Answered], rules: Rules) -> "pd.DataFrame":
    """One row for each; where the answer is no number it has no distance from the right one."""
    import pandas as pd

    tables = []
    for part in parts:
        wrong = np.flatnonzero(~exact(part.expected, part.predicted))
        expected, predicted = part.expected[wrong], part.predicted[wrong]
        tables.append(
            pd.DataFrame(
                {
                    "Problem": as_text(part.problems[wrong], rules) if len(wrong) else [],
                    "Expected": [text.strip() for text in to_text(expected, rules).tolist()],
                    "Predicted": [visible(text.lstrip() or text) for text in to_text(predicted, rules).tolist()],
                    "Off by": pd.array(distances(expected, predicted, rules), dtype="Int64"),
                    "Part": part.part,
                }
            )
        )
    return pd.concat(tables, ignore_index=True)
