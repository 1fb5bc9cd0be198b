"""The price chart: actual, forecast while it trains, baselines, and what comes after the end of the data."""

import streamlit as st

from pages.parts.controls import Shown
from pages.parts.live_chart import Packed, live_chart, pack
from pages.parts.panel import Draw
from pages.parts.replay import epoch_slider
from pages.parts.server import server
from pages.tasks.prices.beside import runs_shown_beside
from pages.tasks.prices.forecast_figure import ahead_words, forecast_figure
from pages.tasks.prices.judged import judged_of
from seqcore.data.series.windows import Split
from seqcore.runs.view import RunView
from seqcore.tasks.prices.examples import PriceExamples
from seqcore.tasks.prices.scaler_mistake import scaler_words

STEP_KEY = "prices-step"
SPANS = {"end": "The held-out end", "all": "Everything"}
SPAN_KEY = "prices-span"
BEFORE_TEST = 0.3
"""How much of the validation part is shown first, in lengths of the test part."""
CHART_HEIGHT = 430


def price_chart(examples: PriceExamples, shown: Shown | None) -> Draw:
    """Draw the inputs of the price chart; returns what draws the chart of a run, or of a series before training."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        span = st.segmented_control(
            "Show",
            list(SPANS),
            default="end",
            required=True,
            format_func=SPANS.__getitem__,
            key=SPAN_KEY,
            persist_state="session",
            help="The end of the validation part and the test part, or the whole series. Over years of prices every "
            "forecast covers the line, however useless it is.",
        )
        if examples.task.horizon > 1:
            st.slider("Forecast made … rows ahead", 1, examples.task.horizon, key=STEP_KEY)
        epoch = epoch_slider(shown)
    step = chosen_step(examples)
    judged = judged_of(shown, examples)
    first_shown = 0 if span == "all" else held_out_end(examples.split)

    def draw_chart(view: RunView) -> None:
        at = epoch if epoch in view.snapshots else max(view.snapshots, default=None)
        recorded = view.snapshots[at] if at is not None else None
        beside = runs_shown_beside(shown)

        def draw() -> Packed:
            return pack(
                forecast_figure(
                    examples,
                    recorded,
                    at,
                    step=step,
                    judged=judged if epoch in (None, at) else None,
                    beside=beside,
                    first_shown=first_shown,
                    revision=f"{shown.id if shown else examples.series.fingerprint} {span}",
                )
            )

        about = shown.id if shown else (examples.series.fingerprint, repr(examples.task))
        newest = tuple(max(one.view.snapshots, default=0) for one in beside)
        known = ("prices", about, at, step, span, judged is None, newest)
        live_chart(
            server().drawn.get(known, draw),
            key="prices-chart",
            height=CHART_HEIGHT,
            label="Prices, forecasts and the parts of the series",
        )
        st.caption(" ".join(filter(None, (_whose_values(examples, step), _mistakes(examples)))))

    return draw_chart


def held_out_end(split: Split) -> int:
    """The row at which the chart begins: the test part, and the end of the validation part before it."""
    return max(split.training, split.validation - round(BEFORE_TEST * (split.rows - split.validation)))


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


def _mistakes(examples: PriceExamples) -> str:
    """What the mistakes that are switched on do to this series."""
    dealt = "The strip at the top shows the part that each row was dealt into: test rows lie among training rows."
    return " ".join(filter(None, (scaler_words(examples), dealt if examples.dealt else "")))
