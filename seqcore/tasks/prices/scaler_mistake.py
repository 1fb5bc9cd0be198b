"""What fitting the scaler on everything changes: measured, because on changes of prices it is next to nothing."""

from typing import TYPE_CHECKING

import numpy as np

from seqcore.data.series.scaling import Scaler

if TYPE_CHECKING:
    from seqcore.tasks.prices.examples import PriceExamples

SMALL = 0.1
"""Numbers that move by less than this share of their scale are nearly the same to a network."""


def scaler_words(examples: "PriceExamples") -> str:
    """How the scaler fitted on everything differs from one fitted on the training part; empty without the mistake."""
    task = examples.task
    if not task.scale_on_everything:
        return ""
    if task.scaling == "none":
        return "Without scaling there is no scaler to fit: the mistake of fitting it on everything does nothing."
    honest = Scaler.fit(task.scaling, examples.changes[: examples.split.training - examples.lost])
    moved = float(np.abs((examples.scaler.offset - honest.offset) / honest.scale).max())
    ratios = examples.scaler.scale / honest.scale
    ratio = float(ratios[np.abs(np.log(ratios)).argmax()])
    if moved == 0 and ratio == 1:
        return "Fitted on everything, the scaler is the very same as on the training part: the mistake has no effect."
    measured = f"its offset moves by {moved:.1%} of its scale, and its scale becomes {ratio:.3g} times what it was"
    if moved < SMALL and abs(ratio - 1) < SMALL:
        return (
            f"Fitted on everything, the scaler is nearly the one of the training part ({measured}): the mistake has "
            "next to no effect here. It has one on raw prices with min-max scaling (preset “Scaler mistake”)."
        )
    return f"Fitted on everything, the scaler tells how far the prices will go: {measured}."
