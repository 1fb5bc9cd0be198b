"""The forecasts of the test part one by one, where they err, and what comes after the end of the data."""

import streamlit as st

from pages.parts.live_chart import live_chart
from pages.prices.forecast_table import forecast_table
from pages.prices.judged import Judged
from pages.prices.residual_figures import (
    error_by_horizon_figure,
    residual_autocorrelation,
    residual_histogram,
    residuals_over_time,
)
from pages.prices.time_axis import future_index
from seqcore.evaluation.forecast_scores import error_by_horizon
from seqcore.evaluation.residuals import interval_from_residuals

CHART_HEIGHT = 300


def forecasts_table(judged: Judged, step: int) -> None:
    """Every forecast of the test part, to sort and to download."""
    table = forecast_table(judged.examples.series, judged.test_origins, judged.test, step)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        st.markdown(f"**Every forecast of the test part** ({len(table):,} rows)", width="content")
        st.download_button(
            "Download as CSV",
            lambda: table.to_csv(index=False).encode(),
            file_name="forecasts.csv",
            mime="text/csv",
            key="prices-download",
            icon=":material/download:",
            on_click="ignore",
        )
    numbers = {name: st.column_config.NumberColumn(format="%.6g") for name in table.columns[1:-1]}
    st.dataframe(table, hide_index=True, height=320, width="stretch", placeholder="", column_config=numbers)


def errors_panel(judged: Judged, step: int) -> None:
    """Residuals over time, as a histogram and against themselves; with a longer horizon also by step."""
    examples, errors = judged.examples, judged.errors(step)
    figures = {
        "over-time": (residuals_over_time(examples.series, judged.test_origins + 1 + step, errors), "Errors over time"),
        "histogram": (residual_histogram(errors), "How often which error"),
        "autocorrelation": (residual_autocorrelation(errors), "Errors against earlier errors"),
    }
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
    st.caption(
        "Errors are actual minus forecast. Good ones scatter around zero and do not resemble the ones before: "
        "bars outside of the band mean that something predictable is left."
    )


def ahead_panel(judged: Judged) -> None:
    """The forecasts after the last row, with an interval from the errors of the validation part."""
    import pandas as pd

    examples = judged.examples
    horizon = examples.task.horizon
    low, high = interval_from_residuals(judged.validation_residuals, 0.8)
    index = future_index(examples.series.index, horizon)
    when = index.astype("datetime64[D]").astype(str) if examples.series.has_dates else index
    table = pd.DataFrame(
        {
            "Date" if examples.series.has_dates else "Row": when,
            "Forecast": judged.ahead,
            "Low (80 %)": judged.ahead + low,
            "High (80 %)": judged.ahead + high,
            "Change from the last value": judged.ahead - examples.prices[-1],
        }
    )
    st.markdown(f"**Forecast ahead**: the next {'value' if horizon == 1 else f'{horizon} values'} after the data")
    numbers = {name: st.column_config.NumberColumn(format="%.6g") for name in table.columns[1:]}
    st.dataframe(table, hide_index=True, width="stretch", placeholder="", column_config=numbers)
    count = len(judged.validation_origins)
    st.caption(
        f"80 % of the {count:,} errors on the validation part would have fallen into this interval. That says how far "
        "off it was lately, not what will happen: the network knows nothing of news, and this is no advice to trade."
    )
