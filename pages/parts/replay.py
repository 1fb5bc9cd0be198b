"""Looking back: the slider that chooses the epoch whose predictions are shown."""

import time

import streamlit as st

from pages.parts.controls import Shown

WAITING = ("first", "newest")
MOVED = "replays-moved"
SECONDS_OF_REST = 0.3
SECONDS_ON_THE_WAY = 2.0
"""How long a browser may take to hear where a slider was put; what it says meanwhile is from before."""


def epoch_slider(shown: Shown | None, place: str = "") -> int | None:
    """The epoch to look back at; None while training, when the newest is shown and the slider waits.

    A screen may have it at several places: they move together, those outside of a fragment with the whole page.
    """
    epochs = epochs_of(shown)
    can_choose = len(epochs) > 1
    options = [f"{epoch:,}" for epoch in epochs] if can_choose else list(WAITING)
    together = f"replay-{shown.id}-{epochs[-1]}" if shown and can_choose else "replay-waits"
    key = together + place
    _put(key, st.session_state.get(_at(together), options[-1]))
    chosen = st.select_slider(
        "Replay: after epoch",
        options,
        options[-1],
        key=key,
        help="Watch what the network answered while it was learning, once the run has ended or is paused.",
        disabled=not can_choose,
        on_change=_move,
        args=(together, key),
    )
    return epochs[options.index(chosen)] if can_choose else None


def epochs_of(shown: Shown | None) -> list[int]:
    """The epochs that can be looked back at: none while training."""
    return sorted(shown.view.snapshots) if shown and not shown.is_going_on else []


def move_to(shown: Shown, epoch: int) -> None:
    """Move the sliders of a run, before any of them is drawn in this run of the script."""
    st.session_state[_at(f"replay-{shown.id}-{epochs_of(shown)[-1]}")] = f"{epoch:,}"


def moved_here() -> float | None:
    """When a slider in a fragment was moved, by the monotonic clock; None when the whole page has been drawn since."""
    return st.session_state.get(MOVED)


def has_come_to_rest(moved: float | None) -> bool:
    """Whether the rest of the page is to follow. Not at each move: the next one would wait for it."""
    return moved is not None and time.monotonic() - moved >= SECONDS_OF_REST


def whole_page_is_drawn() -> None:
    """All sliders are about to be where the one in the fragment was moved. Streamlit may lose a rerun; never this."""
    st.session_state[MOVED] = None


def _at(together: str) -> str:
    """Where the session keeps the epoch of all sliders of a run."""
    return f"{together}-at"


def _put(key: str, value: str) -> None:
    before = st.session_state.get(key)
    if before is not None and before != value:
        st.session_state[f"{key}-before"] = before, time.monotonic()
        st.session_state[key] = value


def _move(together: str, key: str) -> None:
    """A browser tells all sliders with each of its messages: also one that it has not heard was put elsewhere."""
    before, put = st.session_state.get(f"{key}-before", ("", 0.0))
    if st.session_state[key] == before and time.monotonic() - put < SECONDS_ON_THE_WAY:
        return
    st.session_state[_at(together)] = st.session_state[key]
    st.session_state[MOVED] = time.monotonic() if key != together else None
