"""Looking back: the slider that chooses the epoch whose predictions are shown."""

import streamlit as st

from pages.parts.controls import Shown

WAITING = ("first", "newest")


def epoch_slider(shown: Shown | None) -> int | None:
    """The epoch to look back at; None while training, when the newest is shown and the slider waits."""
    epochs = sorted(shown.view.snapshots) if shown and not shown.is_going_on else []
    can_choose = len(epochs) > 1
    options = [f"{epoch:,}" for epoch in epochs] if can_choose else list(WAITING)
    chosen = st.select_slider(
        "Replay: after epoch",
        options,
        options[-1],
        key=f"replay-{shown.id}-{epochs[-1]}" if shown and can_choose else "replay-waits",
        help="Watch what the network answered while it was learning, once the run has ended or is paused.",
        disabled=not can_choose,
    )
    return epochs[options.index(chosen)] if can_choose else None
