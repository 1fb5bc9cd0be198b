"""The screen of the price task: forecasts on the price chart, a verdict, and everything behind it."""

from typing import cast

import streamlit as st

from pages.parts.examples import examples_of
from pages.parts.loading import Prepared
from pages.parts.panel import Draw, Subject
from pages.parts.screen import experiment_screen
from pages.parts.series.file_panel import file_panel
from pages.parts.series.widgets import SERIES_WIDGETS
from pages.tasks.prices.ahead_panel import ahead_panel
from pages.tasks.prices.chart_panel import chosen_step, price_chart
from pages.tasks.prices.judged import judged_of
from pages.tasks.prices.results_panel import errors_panel, forecasts_table
from pages.tasks.prices.series_panel import offer_remedy, series_panel
from pages.tasks.prices.verdict_panel import beside_panel, verdict_panel
from seqcore.data.series.series import Series
from seqcore.tasks.prices.examples import PriceExamples


def forecasts(subject: Subject) -> Draw | None:
    """The price chart, once there is a series."""
    examples = examples_of(subject, PriceExamples, "series")
    return price_chart(examples, subject.shown) if examples else None


def results(subject: Subject) -> None:
    """After training the verdict, every forecast, the errors and a look ahead; then the series of the form."""
    examples, shown = examples_of(subject, PriceExamples, "series"), subject.shown
    judged = judged_of(shown, examples) if examples else None
    if judged is None:
        st.caption(
            "When training ends, the verdict stands here: the scores on the test part beside those of baselines."
        )
    else:
        verdict_panel(judged)
    beside_panel(shown, examples)
    if judged is not None:
        step = chosen_step(judged.examples)
        ahead_panel(judged)
        forecasts_table(judged, step)
        with st.expander("Where it errs", key="prices-errors"):
            errors_panel(judged, step)
    st.header("The series", anchor=False)
    another = examples is not None and _is_another(examples, subject.prepared)
    series_panel(subject.prepared, with_chart=another)


def _is_another(examples: PriceExamples, prepared: Prepared) -> bool:
    """Whether the form asks for another series than the one of the run that is shown."""
    if prepared.data is None:
        return False
    asked, shown = cast(Series, prepared.data).only(()), examples.series.only(())
    return asked.first(len(shown)).fingerprint != shown.fingerprint


experiment_screen(
    "prices", results, widgets=SERIES_WIDGETS, remedy=offer_remedy, chart=forecasts, source=file_panel, has_scores=False
)
