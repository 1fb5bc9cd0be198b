"""The screen of a line: the points and the curve that learns them, and what its many weights are worth."""

from functools import partial
from typing import cast

import streamlit as st

from pages.parts.live_chart import Packed, live_chart, pack
from pages.parts.opening import COMPARE_ICON, compare_page
from pages.parts.panel import Draw, Subject
from pages.parts.plain import plain
from pages.parts.replay import epoch_slider
from pages.parts.run_words import epoch_words
from pages.parts.screen import experiment_screen
from pages.parts.server import server
from pages.tasks.regression_line.acting_panel import HEADING, acting
from pages.tasks.regression_line.fit_figure import MOST_POINTS, Values, fit_figure
from seqcore.runs.view import RunView
from seqcore.tasks.regression_line.examples import RegressionExamples
from seqcore.tasks.regression_line.functions import FUNCTIONS

CHART_HEIGHT = 400


def fit(subject: Subject) -> Draw | None:
    """The points and the curve, live; after training, of an epoch that is chosen."""
    found = server().loading.examples_on_page(subject.run_id, subject.experiment, subject.prepared)
    if found is None:
        return None
    examples, weights = cast(RegressionExamples, found), subject.experiment.parameters()
    epoch = epoch_slider(subject.shown)
    known = examples.baselines()
    # Of outliers' squares the one who follows them has fewer: there the distance from the rule tells who is right.
    measure = "off_the_rule" if examples.task.outliers else "mse"
    two, floor = (known[name].scores[measure] for name in ("least_squares", "noise_floor"))

    def draw(view: RunView) -> None:
        at = epoch if epoch in view.snapshots else max(view.snapshots, default=None)
        curve = None if at is None else view.snapshots[at]
        draw_figure = partial(_packed, examples, curve)
        key = ("fit", subject.run_id, at)
        figure = server().drawn.get(key, draw_figure) if subject.run_id else draw_figure()
        live_chart(figure, key="fit", height=CHART_HEIGHT, label="The points and the curve of the network")
        ours = None if at is None else view.validation.get(at, {}).get(measure)
        st.markdown(_told(weights, ours, at, two, floor, examples))
        if len(examples.x) > MOST_POINTS:
            st.caption(f"Drawn are {MOST_POINTS:,} of {len(examples.x):,} points; all of them count.")

    return draw


def _packed(examples: RegressionExamples, curve: Values | None) -> Packed:
    return pack(fit_figure(examples, curve))


def _told(
    weights: int, ours: float | None, epoch: int | None, two: float, floor: float, examples: RegressionExamples
) -> str:
    """The point of the screen, in words."""
    rule = plain(FUNCTIONS[examples.task.function].in_words(examples.task))
    end = f"The points are y = {rule}, and noise" if examples.task.noise or examples.task.outliers else f"y = {rule}"
    about = "Distance from the rule" if examples.task.outliers else "Mean squared error"
    itself = "" if examples.task.outliers else f"; the rule itself by {floor:.3g}"
    network = (
        f"**{weights:,} weights**: train to see how far off they are"
        if ours is None
        else f"**{weights:,} weights** are off by **{ours:.3g}** after epoch {epoch_words(epoch or 0)}"
    )
    return (
        f"{about} on {len(examples.y) - examples.split:,} test points: {network}; **two numbers** (least "
        f"squares, y = {examples.line.in_words()}) by **{two:.3g}**{itself}. {end}."
    )


def race(subject: Subject) -> None:
    """Where the optimizers and the losses are compared."""
    st.markdown(
        "Seven optimizers on this line, at today's default learning rates and at those of Keras 1, and four losses "
        "with outliers: the **Compare** page has them ready."
    )
    st.page_link(compare_page(), label="Compare optimizers and losses", icon=COMPARE_ICON)


experiment_screen("regression_line", acting, race, chart=fit, heading=HEADING)
