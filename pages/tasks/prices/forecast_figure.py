"""The figure of a run's forecasts: a pure function from what is known to a Plotly figure."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from pages.parts.figure_style import FIRST, SECOND
from pages.parts.plain import figure_text
from pages.tasks.prices.beside import Beside
from pages.tasks.prices.judged import Judged
from pages.tasks.prices.price_colors import BASELINE_COLORS
from pages.tasks.prices.price_figure import Band, Line, price_figure
from seqcore.data.series.series import Array64
from seqcore.data.series.windows import Rows, spread
from seqcore.evaluation.baselines import title_of
from seqcore.evaluation.intervals import SHARES
from seqcore.tasks.prices.examples import PriceExamples

MOST_BASELINE_POINTS = 150
COLORS_BESIDE = ("var(--st-green-color)", *(["var(--st-gray-color)"] * 9))


def forecast_figure(
    examples: PriceExamples,
    recorded: Array64 | None,
    epoch: int | None,
    *,
    step: int = 0,
    judged: Judged | None = None,
    beside: Sequence[Beside] = (),
    first_shown: int = 0,
    revision: str = "",
) -> go.Figure:
    """The chart of a series, with the forecasts `recorded` (drawn origins, horizon) after `epoch` and what followed."""
    colored = zip(beside, COLORS_BESIDE, strict=False)
    lines = [line for one, color in colored if (line := _line_of(one, color, step))]
    lines += _baseline_lines(examples, step)
    bands = []
    if recorded is not None:  # drawn last: nothing may cover what the chart is about
        origins, forecasts = (examples.drawn, recorded) if judged is None else _every_row(examples, recorded, judged)
        lines.append(Line("Forecast", "forecast", origins + 1 + step, forecasts[:, step], SECOND, rank=900))
    if judged is not None:
        ahead, rows = judged.ahead, len(examples.prices) + np.arange(examples.task.horizon)
        lines.append(Line("Ahead", "ahead", rows, ahead, SECOND, width=3, rank=900))
        for share in reversed(SHARES):
            low, high = judged.interval_ahead(share)
            known = np.isfinite(low)
            if known.any():
                bands.append(Band(rows[known], low[known], high[known], SECOND, f"{share:.0%} interval"))
    title = "The series and its parts" if epoch is None else f"Forecasts {ahead_words(step)}, after epoch {epoch:,}"
    dealt = {name: rows + 1 + step for name, rows in examples.dealt.items()}
    return price_figure(
        examples.series,
        examples.split,
        lines,
        title=title,
        bands=bands,
        dealt=dealt,
        first_shown=first_shown,
        revision=revision,
    )


def _every_row(examples: PriceExamples, recorded: Array64, judged: Judged) -> tuple[Rows, Array64]:
    """Origins and forecasts: what was recorded of the training part, and of the held-out parts every row."""
    is_training = np.isin(examples.drawn, examples.judged.training)
    origins = np.concatenate([examples.drawn[is_training], judged.validation_origins, judged.test_origins])
    forecasts = np.concatenate([recorded[is_training], judged.validation, judged.test])
    order = np.argsort(origins, kind="stable")
    return origins[order], forecasts[order]


def _line_of(run: Beside, color: str, step: int) -> Line | None:
    """The newest forecasts of a run beside this one, thin; those of earlier folds wait in the legend."""
    snapshots, examples = run.view.snapshots, run.examples
    if not snapshots:
        return None
    values, is_fold = snapshots[max(snapshots)][:, step], run.role == "fold"
    rows = examples.drawn + 1 + step
    return Line(figure_text(run.title), run.uid, rows, values, color, visible=not is_fold, width=1.25)


def _baseline_lines(examples: PriceExamples, step: int) -> list[Line]:
    """The baselines over validation and test part; only the legend brings them out."""
    held_out: Rows = np.sort(np.concatenate([examples.judged.validation, examples.judged.test]))
    origins = spread(held_out, MOST_BASELINE_POINTS)
    return [
        Line(
            title_of(name, examples.season),
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
