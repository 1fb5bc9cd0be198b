"""Tables: pure functions from what is known to a DataFrame, one row for each step or layer."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from seqcore.architectures import LayerSummary

if TYPE_CHECKING:  # pandas takes 0.3 s to import, and the form is to be drawn before
    import pandas as pd

Numbers = Sequence[float] | npt.NDArray[Any]

RIGHT, WRONG = "✓", "✗"


def prediction_table(values: Numbers, labels: Numbers, probabilities: Numbers | None = None) -> "pd.DataFrame":
    """One sequence of the cumulative-sum task step by step; a probability of 0.5 predicts 1.

    All sequences have the shape (steps,) or (steps, 1). Before training there are no probabilities: those columns
    are there, and empty.
    """
    import pandas as pd

    shown = np.ravel(values).astype(np.float64)
    expected = (np.ravel(labels) >= 0.5).astype(int)
    probability = np.full(len(shown), np.nan) if probabilities is None else np.ravel(probabilities).astype(np.float64)
    known = ~np.isnan(probability)
    predicted = (probability >= 0.5).astype(int)
    right = np.where(known, np.where(predicted == expected, RIGHT, WRONG), "")
    return pd.DataFrame(
        {
            "Step": np.arange(1, len(shown) + 1),
            "Value": shown,
            "Sum": np.cumsum(shown),
            "Expected": expected,
            "Probability": probability,
            "Predicted": pd.arrays.IntegerArray(predicted, mask=~known),
            "Right": right,
        }
    )


def layers_table(rows: Sequence[LayerSummary]) -> "pd.DataFrame":
    """The layers of a network, with output shapes as Keras prints them: "(batch, 10, 20)"."""
    import pandas as pd

    return pd.DataFrame(
        {
            "Layer": [row.name for row in rows],
            "Kind": [row.kind for row in rows],
            "Output shape": [f"({', '.join(map(str, ('batch', *row.shape)))})" for row in rows],
            "Parameters": [row.parameters for row in rows],
            "Note": [row.note for row in rows],
        }
    )
