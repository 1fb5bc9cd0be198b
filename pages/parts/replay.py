"""Looking back: the slider that chooses the epoch whose predictions are shown."""

import streamlit as st

from pages.parts.controls import Shown


def epoch_slider(shown: Shown | None) -> int | None:
    """The epoch to look back at; nothing while training, when the newest is shown."""
    if shown is None or shown.is_going_on or len(shown.view.snapshots) < 2:
        return None
    epochs = sorted(shown.view.snapshots)
    return st.select_slider(
        "Replay: after epoch",
        epochs,
        epochs[-1],
        key=f"replay-{shown.id}-{epochs[-1]}",
        help="Watch what the network answered while it was learning.",
    )
