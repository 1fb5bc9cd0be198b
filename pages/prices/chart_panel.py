"""The price chart: actual, forecast while it trains, baselines, and what comes after the end of the data."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from pages.parts.controls import Shown
from pages.parts.figure_style import FIRST, SECOND
from pages.parts.live_chart import Packed, live_chart, pack
from pages.parts.live_panel import DrawChart
from pages.parts.replay import epoch_slider
from pages.parts.server import server
from pages.prices.companions import Companion, companions_of
from pages.prices.judged import Judged, judged_of
from pages.prices.price_colors import BASELINE_COLORS
from pages.prices.price_figure import Band, Line, price_figure
from seqcore.evaluation.baselines import BASELINES
from seqcore.evaluation.residuals import interval_from_residuals
from seqcore.runs.view import RunView
from seqcore.series.series import Array64
from seqcore.series.windows import Rows, spread
from seqcore.tasks.price_examples import PriceExamples

STEP_KEY = "prices-step"
CHART_HEIGHT = 430
MOST_BASELINE_POINTS = 150
SHARES = (0.95, 0.8)
COMPANION_COLORS = ("var(--st-green-color)", *(["var(--st-gray-color)"] * 9))


def price_chart(examples: PriceExamples, shown: Shown | None) -> DrawChart:
    """Draw the inputs of the price chart; returns what draws the chart of a run, or of a series before training."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        if examples.task.horizon > 1:
            st.slider("Forecast made … rows ahead", 1, examples.task.horizon, key=STEP_KEY)
        epoch = epoch_slider(shown)
    step = chosen_step(examples)
    judged = judged_of(shown, examples)

    def draw_chart(view: RunView) -> None:
        at = epoch if epoch in view.snapshots else max(view.snapshots, default=None)
        recorded = view.snapshots[at] if at is not None else None
        beside = companions_of(shown)

        def draw() -> Packed:
            return pack(_figure(examples, recorded, at, judged if epoch in (None, at) else None, step, shown, beside))

        about = shown.id if shown else (examples.series.fingerprint, repr(examples.task))
        known = ("prices", about, at, step, judged is None, tuple(max(one.view.snapshots, default=0) for one in beside))
        live_chart(
            server().drawn.get(known, draw),
            key="prices-chart",
            height=CHART_HEIGHT,
            label="Prices, forecasts and the parts of the series",
        )
        st.caption(_whose_values(examples, step))

    return draw_chart


def chosen_step(examples: PriceExamples) -> int:
    """How many rows ahead the forecasts are that the screen shows, from 0."""
    chosen = int(st.session_state.get(STEP_KEY, 1)) if examples.task.horizon > 1 else 1
    return min(chosen, examples.task.horizon) - 1


def _figure(
    examples: PriceExamples,
    recorded: Array64 | None,
    epoch: int | None,
    judged: Judged | None,
    step: int,
    shown: Shown | None,
    companions: Sequence[Companion],
) -> go.Figure:
    lines, bands = [], []
    if recorded is not None:
        lines.append(Line("Forecast", "forecast", examples.drawn + 1 + step, recorded[:, step], SECOND))
    lines += [line for one, color in zip(companions, COMPANION_COLORS, strict=False) if (line := _line_of(one, color))]
    lines += _baseline_lines(examples, step)
    if judged is not None:
        ahead, rows = judged.ahead, len(examples.prices) + np.arange(examples.task.horizon)
        lines.append(Line("Ahead", "ahead", rows, ahead, SECOND, width=3))
        for share in SHARES:
            low, high = interval_from_residuals(judged.validation_residuals, share)
            bands.append(Band(rows, ahead + low, ahead + high, SECOND, f"{share:.0%} interval"))
    title = "The series and its parts" if epoch is None else f"Forecasts {_ahead(step)}, after epoch {epoch:,}"
    revision = shown.id if shown else examples.series.fingerprint
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
        for name, forecasts in examples.baselines(origins).items()
    ]


def _ahead(step: int) -> str:
    return f"{step + 1} row{'s' if step else ''} ahead"


def _whose_values(examples: PriceExamples, step: int) -> str:
    """Whose values feed the window."""
    if examples.task.is_recursive and step:
        return (
            f"Recursive: a forecast {_ahead(step)} is made from real values up to {step + 1} rows before, and then "
            f"from {step} of the network's own forecasts in their place."
        )
    return "Every window holds real past values only: each forecast starts anew from what had happened by then."
