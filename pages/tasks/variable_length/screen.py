"""The screen of variable length: one padded sequence, and the two errors that tell different stories."""

from typing import cast

import numpy as np
import streamlit as st

from pages.parts.controls import Shown, runs_of
from pages.parts.drawn_or_said import drawn_or_said
from pages.parts.live_chart import live_chart, pack
from pages.parts.loading import Prepared
from pages.parts.readable_table import readable_table
from pages.parts.replay import epoch_slider
from pages.parts.run_words import epoch_words
from pages.parts.screen import experiment_screen
from pages.parts.server import server
from pages.parts.ticking import ticking
from pages.tasks.variable_length.mask_panel import mask_panel
from pages.tasks.variable_length.padded_figure import padded_figure
from seqcore.experiment import Experiment
from seqcore.tasks.variable_length.examples import VariableLengthExamples

TICK_SECONDS = 0.7
CHART_HEIGHT = 320


def show_predictions(experiment: Experiment, shown: Shown | None, prepared: Prepared) -> None:
    """One sequence and its errors; below it what no run is needed for."""
    with st.container():
        _sequence(experiment, shown, prepared)
    mask_panel()


def _sequence(experiment: Experiment, shown: Shown | None, prepared: Prepared) -> None:
    """Choose a sequence and, after training, an epoch."""
    found = server().loading.examples_on_page(shown.id if shown else None, experiment, prepared)
    if found is None:
        return
    examples = cast(VariableLengthExamples, found)
    place = st.session_state.setdefault("padded-place", 0) % examples.recorded()
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        st.button(
            "Another sequence",
            key="padded-next",
            icon=":material/casino:",
            on_click=lambda: st.session_state.update({"padded-place": place + 1}),
        )
    epoch = epoch_slider(shown)

    def panel() -> None:
        view = server().following.view(shown.id) if shown else None
        snapshots = view.snapshots if view else {}
        at = epoch if epoch in snapshots else max(snapshots, default=None)
        said = None if at is None else snapshots[at][place]
        _draw(examples, place, said, at)

    is_going_on = shown is not None and shown.is_going_on
    ticking(drawn_or_said("The sequence")(panel), TICK_SECONDS if is_going_on else None, *runs_of(shown))


def _draw(examples: VariableLengthExamples, place: int, said: np.ndarray | None, epoch: int | None) -> None:
    inputs, targets = examples.held_out.pair
    target, is_true = targets[place, :, 0], examples.true_steps[place]
    when = "train to see what the network says" if epoch is None else f"after epoch {epoch_words(epoch)}"
    st.markdown(
        f"**Sequence {place + 1} of {examples.recorded()}**: {is_true.sum()} true steps, {(~is_true).sum()} of padding "
        f"· {when}"
    )
    figure = padded_figure(inputs[place], target, is_true, said)
    live_chart(pack(figure), key="padded", height=CHART_HEIGHT, label="One padded sequence")
    if said is None:
        st.caption("Where it is grey there is no sequence: zeros fill it up, so that all are of one length.")
        return
    off = np.abs(said - target)
    padded = off[~is_true].mean() if (~is_true).any() else None
    errors = [off[is_true].mean(), padded, off.mean()]
    table = {
        "Steps": ["true ones", "padding", "all"],
        "How many": [int(is_true.sum()), int((~is_true).sum()), len(off)],
        "Mean absolute error": ["" if error is None else f"{error:.3f}" for error in errors],
    }
    readable_table(table, label="The error on this sequence")


experiment_screen("variable_length", show_predictions)
