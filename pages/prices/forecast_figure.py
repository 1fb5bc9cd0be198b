"""The figure of a run's forecasts: a pure function from what is known to a Plotly figure."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from pages.parts.figure_style import FIRST, SECOND
from pages.prices.companions import Companion
from pages.prices.judged import Judged
from pages.prices.price_colors import BASELINE_COLORS
from pages.prices.price_figure import Band, Line, price_figure
from seqcore.evaluation.baselines import BASELINES
from seqcore.evaluation.intervals import SHARES
from seqcore.series.series import Array64
from seqcore.series.windows import Rows, spread
from seqcore.tasks.price_examples import PriceExamples

MOST_BASELINE_POINTS = 150
COMPANION_COLORS = ("var(--st-green-color)", *(["var(--st-gray-color)"] * 9))


def forecast_figure(
    examples: PriceExamples,
    recorded: Array64 | None,
    epoch: int | None,
    *,
    step: int = 0,
    judged: Judged | None = None,
    companions: Sequence[Companion] = (),
    revision: str = "",
) -> go.Figure:
    """The chart of a series, with the forecasts `recorded` (drawn origins, horizon) after `epoch` and what followed."""
    lines, bands = [], []
    if recorded is not None:
        lines.append(Line("Forecast", "forecast", examples.drawn + 1 + step, recorded[:, step], SECOND))
    lines += [line for one, color in zip(companions, COMPANION_COLORS, strict=False) if (line := _line_of(one, color))]
    lines += _baseline_lines(examples, step)
    if judged is not None:
        ahead, rows = judged.ahead, len(examples.prices) + np.arange(examples.task.horizon)
        lines.append(Line("Ahead", "ahead", rows, ahead, SECOND, width=3))
        for share in reversed(SHARES):
            low, high = judged.interval_ahead(share)
            known = np.isfinite(low)
            if known.any():
                bands.append(Band(rows[known], low[known], high[known], SECOND, f"{share:.0%} interval"))
    title = "The series and its parts" if epoch is None else f"Forecasts {ahead_words(step)}, after epoch {epoch:,}"
    return price_figure(examples.series, examples.split, lines, title=title, bands=bands, revision=revision)


def _line_of(companion: Companion, color: str) -> Line | None:
    """The newest forecasts of a run beside this one, one row ahead; those of earlier folds wait in the legend."""
    snapshots, examples = companion.view.snapshots, companion.examples
    if not snapshots:
        return None
    values, is_fold = snapshots[max(snapshots)][:, 0], companion.name.startswith("fold")
    return Line(companion.title, companion.name, examples.drawn + 1, values, color, visible=not is_fold)


def _baseline_lines(examples: PriceExamples, step: int) -> list[Line]:
    """The baselines over validation and test part; only the legend brings them out."""
    held_out: Rows = np.sort(np.concatenate([examples.judged.validation, examples.judged.test]))
    origins = spread(held_out, MOST_BASELINE_POINTS)
    return [
        Line(
            BASELINES[name].title,
            name,
            origins + 1 + step,
            forecasts[:, step],
            BASELINE_COLORS.get(name, FIRST),
            visible=False,
            dash="dot",
        )
        for name, forecasts in examples.baseline_forecasts(origins).items()
    ]


def ahead_words(step: int) -> str:
    """Step 0 is the row right after the last known one."""
    return f"{step + 1} row{'s' if step else ''} ahead"
