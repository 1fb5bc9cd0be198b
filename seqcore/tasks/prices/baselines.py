"""The baselines of the price task on its validation data: what the curves of a training have to get beyond."""

from typing import TYPE_CHECKING

import numpy as np

from seqcore.data.series.differences import changes_after
from seqcore.data.series.windows import Rows, rows_before
from seqcore.evaluation.baselines import BASELINES, title_of
from seqcore.evaluation.baselines import baselines as baseline_forecasts
from seqcore.evaluation.forecast_losses import LOSSES_OF_ERRORS, Array64
from seqcore.tasks.base.evaluation import Scores
from seqcore.tasks.base.task import Baseline

if TYPE_CHECKING:
    from seqcore.tasks.prices.examples import PriceExamples


def baselines_of(examples: "PriceExamples") -> dict[str, Baseline]:
    """Each baseline scored as a look scores the network: loss and metric of scaled changes, scores of prices."""
    task, scored, looked_at = examples.task, examples.validation_origins, examples.looked_at
    answers = baseline_forecasts(
        examples.prices, scored, task.signature().output.features, task.window, examples.season
    )
    forecasts = examples.baseline_forecasts(looked_at)
    return {
        name: Baseline(
            title_of(name, examples.season),
            BASELINES[name].explanation,
            _losses(examples, scored, answers[name]) | examples.scores(looked_at, forecasts[name]),
        )
        for name in answers
        if name in forecasts
    }


def _losses(examples: "PriceExamples", origins: Rows, prices: Array64) -> Scores:
    """The loss and the metric; none where a price cannot be told as a change."""
    before = rows_before(examples.prices, origins, max(1, examples.lost))
    changes = changes_after(prices, before, examples.task.difference, examples.task.order)
    errors = (changes - examples.scaler.offset[0]) / examples.scaler.scale[0] - examples.targets(origins)
    if not np.isfinite(errors).all():
        return {}
    return {
        "loss": float(LOSSES_OF_ERRORS[examples.task.loss](errors).mean()),
        "absolute_error": float(np.abs(errors).mean()),
    }
