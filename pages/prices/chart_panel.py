"""The price chart: actual, forecast while it trains, baselines, and what comes after the end of the data."""

import streamlit as st

from pages.parts.controls import Shown
from pages.parts.live_chart import Packed, live_chart, pack
from pages.parts.live_panel import DrawChart
from pages.parts.replay import epoch_slider
from pages.parts.server import server
from pages.prices.companions import companions_of
from pages.prices.forecast_figure import ahead_words, forecast_figure
from pages.prices.judged import judged_of
from seqcore.runs.view import RunView
from seqcore.tasks.price_examples import PriceExamples

STEP_KEY = "prices-step"
CHART_HEIGHT = 430


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
            return pack(
                forecast_figure(
                    examples,
                    recorded,
                    at,
                    step=step,
                    judged=judged if epoch in (None, at) else None,
                    companions=beside,
                    revision=shown.id if shown else examples.series.fingerprint,
                )
            )

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


def _whose_values(examples: PriceExamples, step: int) -> str:
    """Whose values feed the window."""
    if examples.task.is_recursive and step:
        return (
            f"Recursive: a forecast {ahead_words(step)} is made from real values up to {step + 1} rows before and then "
            f"from {step} of the network's own forecasts in their place."
        )
    return "Every window holds real past values only: each forecast starts anew from what had happened by then."
