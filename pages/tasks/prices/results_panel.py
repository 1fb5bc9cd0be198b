"""The forecasts of the test part one by one, and where they err."""

import numpy as np
import streamlit as st

from pages.parts.live_chart import live_chart
from pages.parts.readable_table import in_four_digits, readable_table
from pages.tasks.prices.forecast_figure import ahead_words
from pages.tasks.prices.forecast_table import forecast_table
from pages.tasks.prices.judged import Judged
from pages.tasks.prices.residual_figures import (
    error_by_horizon_figure,
    residual_autocorrelation,
    residual_histogram,
    residuals_over_time,
)
from seqcore.data.series.series import Array64
from seqcore.evaluation.forecast_scores import error_by_horizon

CHART_HEIGHT = 300
MOST_ROWS = 20_000
"""In the table: a browser gets slow with more."""


def forecasts_table(judged: Judged, step: int) -> None:
    """Every forecast of the test part, to sort: of the chosen step or of all. The file to download has all."""
    series, origins = judged.examples.series, judged.test_origins
    every = range(judged.test.shape[1])
    steps = {"one": [step], "all": every}
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        st.markdown(f"**Every forecast of the test part**: {_how_many(len(origins), len(every))}", width="content")
        shown = "one"
        if len(every) > 1:
            shown = st.segmented_control(
                "Steps in the table",
                list(steps),
                default="one",
                required=True,
                format_func=lambda name: ahead_words(step) if name == "one" else f"All {len(every)} steps",
                key="prices-table-steps",
                label_visibility="collapsed",
            )
        st.download_button(
            "Download as CSV",
            lambda: forecast_table(series, origins, judged.test, every).to_csv(index=False).encode(),
            file_name="forecasts.csv",
            mime="text/csv",
            key="prices-download",
            icon=":material/download:",
            on_click="ignore",
        )
    chosen = steps[shown]
    most = MOST_ROWS // len(chosen)
    table = forecast_table(series, origins[:most], judged.test[:most], chosen)
    numbers = in_four_digits(table, table.columns[3:-1])
    readable_table(table, label="Every forecast of the test part", height=320, column_config=numbers)
    if len(table) < len(origins) * len(chosen):
        st.caption(f"The first {len(table):,} of {len(origins) * len(chosen):,} forecasts; the file has all of them.")


def _how_many(rows: int, steps: int) -> str:
    return f"{rows:,} forecasts" + (f" of {steps} steps each" if steps > 1 else "")


def errors_panel(judged: Judged, step: int) -> None:
    """Residuals over time, as a histogram and against themselves; with a longer horizon also by step."""
    examples, errors = judged.examples, judged.errors(step)
    figures = {
        "over-time": (residuals_over_time(examples.series, judged.test_origins + 1 + step, errors), "Errors over time"),
        "histogram": (residual_histogram(errors), "How often which error"),
    }
    follow_one_another = bool((np.diff(judged.test_origins) == 1).all())
    if follow_one_another:
        earlier = residual_autocorrelation(errors, _errors_of_last_value(judged, step), step + 1)
        figures["autocorrelation"] = earlier, "Errors against earlier errors"
    if examples.task.horizon > 1:
        found = examples.baseline_forecasts(judged.test_origins)
        by_step = {
            name: error_by_horizon(examples.prices, judged.test_origins, forecasts) for name, forecasts in found.items()
        }
        own = error_by_horizon(examples.prices, judged.test_origins, judged.test)
        figures["by-horizon"] = error_by_horizon_figure(own, by_step), "Error by steps ahead"
    with st.grid(2, min_column_width=340):
        for name, (figure, label) in figures.items():
            live_chart(figure, key=f"prices-errors-{name}", height=CHART_HEIGHT, label=label)
    st.caption(" ".join(["Errors are actual minus forecast.", *_about_patterns(step + 1, follow_one_another)]))


def _errors_of_last_value(judged: Judged, step: int) -> Array64:
    prices, origins = judged.examples.prices, judged.test_origins
    return np.asarray(prices[origins + 1 + step] - prices[origins])


def _about_patterns(ahead: int, follow_one_another: bool) -> list[str]:
    """What bars outside of the band mean, and what they do not."""
    if not follow_one_another:
        return ["The rows were shuffled: which error came before which cannot be shown."]
    outside = (
        "Of errors by pure chance about one bar in twenty lies outside of the band; many of them, or one far out, mean "
        "that something predictable is left."
    )
    if ahead == 1:
        return [outside, "The dots are the errors of repeating the last value."]
    return [
        f"Forecasts {ahead} rows ahead share rows with those up to {ahead - 1} "
        f"row{'s' if ahead > 2 else ''} later, so such neighbours err alike even where nothing can be foreseen, as the "
        "last value does (dots): there is no band there.",
        outside,
    ]
