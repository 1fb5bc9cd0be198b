"""The screen of variable length: one padded sequence, and the two errors that tell different stories."""

from typing import cast

import numpy as np
import streamlit as st

from pages.parts.live_chart import live_chart, pack
from pages.parts.panel import Draw, Subject
from pages.parts.readable_table import readable_table
from pages.parts.replay import epoch_slider
from pages.parts.run_words import epoch_words
from pages.parts.screen import experiment_screen
from pages.parts.server import server
from pages.tasks.variable_length.mask_panel import mask_panel
from pages.tasks.variable_length.padded_figure import padded_figure
from seqcore.runs.view import RunView
from seqcore.tasks.variable_length.examples import VariableLengthExamples

CHART_HEIGHT = 320


def sequence(subject: Subject) -> Draw | None:
    """One sequence and its errors: choose it and, after training, an epoch."""
    found = server().loading.examples_on_page(subject.run_id, subject.experiment, subject.prepared)
    if found is None:
        return None
    examples = cast(VariableLengthExamples, found)
    place = st.session_state.setdefault("padded-place", 0) % examples.recorded()
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        st.button(
            "Another sequence",
            key="padded-next",
            icon=":material/casino:",
            on_click=lambda: st.session_state.update({"padded-place": place + 1}),
        )
    epoch = epoch_slider(subject.shown)

    def draw(view: RunView) -> None:
        at = epoch if epoch in view.snapshots else max(view.snapshots, default=None)
        _draw(examples, place, None if at is None else view.snapshots[at][place], at)

    return draw


def masks(subject: Subject) -> None:
    """What keeps a mask: no run is needed for it."""
    mask_panel()


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


experiment_screen("variable_length", sequence, masks)
