"""Looking back: the slider that chooses the epoch whose predictions are shown."""

import time

import streamlit as st

from pages.parts.controls import Shown

WAITING = ("first", "newest")
MOVED = "replays-moved"
SECONDS_OF_REST, SECONDS_TO_YIELD = 0.3, 0.03


def epoch_slider(shown: Shown | None, place: str = "") -> int | None:
    """The epoch to look back at; None while training, when the newest is shown and the slider waits.

    A screen may have it at several places: they move together.
    """
    epochs = epochs_of(shown)
    can_choose = len(epochs) > 1
    options = [f"{epoch:,}" for epoch in epochs] if can_choose else list(WAITING)
    together = f"replay-{shown.id}-{epochs[-1]}" if shown and can_choose else "replay-waits"
    key = together + place
    chosen = st.select_slider(
        "Replay: after epoch",
        options,
        options[-1],
        key=key,
        help="Watch what the network answered while it was learning, once the run has ended or is paused.",
        disabled=not can_choose,
        on_change=_move_all,
        args=(together, key),
    )
    return epochs[options.index(chosen)] if can_choose else None


def epochs_of(shown: Shown | None) -> list[int]:
    """The epochs that can be looked back at: none while training."""
    return sorted(shown.view.snapshots) if shown and not shown.is_going_on else []


def move_to(shown: Shown, epoch: int) -> None:
    """Move the sliders of a run, before any of them is drawn in this run of the script."""
    _put(f"replay-{shown.id}-{epochs_of(shown)[-1]}", f"{epoch:,}")


def rest_of_page_follows() -> None:
    """Draw the whole page anew when a slider in this fragment, which has been drawn, was moved and has come to rest.

    Not at once: Streamlit throws away what it has not sent yet when it begins anew, and the next move would wait.
    """
    if not st.session_state.get(MOVED):
        return
    place = st.empty()
    for _ in range(round(SECONDS_OF_REST / SECONDS_TO_YIELD)):
        time.sleep(SECONDS_TO_YIELD)
        place.empty()  # where the next move ends this
    st.session_state[MOVED] = False
    st.rerun()


def _move_all(together: str, moved: str) -> None:
    _put(together, st.session_state[moved], moved)
    st.session_state[MOVED] = moved != together


def _put(together: str, value: str, moved: str = "") -> None:
    """Move all sliders but the one that is `moved`: put back there, it would undo what a person does meanwhile."""
    for key in [str(key) for key in st.session_state]:
        if key.startswith(together) and key != moved:
            st.session_state[key] = value
