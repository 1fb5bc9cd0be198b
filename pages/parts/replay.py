"""Looking back: the slider that chooses the epoch whose predictions are shown."""

import streamlit as st

from pages.parts.controls import Shown

WAITING = ("first", "newest")


def epoch_slider(shown: Shown | None) -> int | None:
    """The epoch to look back at; None while training, when the newest is shown and the slider waits."""
    epochs = sorted(shown.view.snapshots) if shown and not shown.is_going_on else []
    can_choose = len(epochs) > 1
    chosen = st.select_slider(
        "Replay: after epoch",
        epochs if can_choose else WAITING,
        epochs[-1] if can_choose else WAITING[-1],
        format_func=lambda epoch: f"{epoch:,}" if can_choose else epoch,
        key=f"replay-{shown.id}-{epochs[-1]}" if shown and can_choose else "replay-waits",
        help="Watch what the network answered while it was learning, once the run has ended or is paused.",
        disabled=not can_choose,
    )
    return chosen if can_choose else None
