"""What the network would say if the patches ended early: asked of a worker, drawn as a curve."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import streamlit as st

from pages.parts.asking import Streamed, streamed
from pages.parts.controls import Shown, runs_of
from pages.parts.drawn_or_said import drawn_or_said
from pages.parts.live_chart import live_chart, pack
from pages.parts.panel import TICK_SECONDS
from pages.parts.plain import plain
from pages.parts.rerunning import rerun
from pages.parts.run_words import epoch_words
from pages.parts.server import server
from pages.parts.ticking import Awaited, ticking
from pages.tasks.image_patches.figures import certainty_figure
from seqcore.jobs.asked import PredictEarly
from seqcore.tasks.base.batch import Array

HEIGHT = 300


@dataclass(frozen=True, eq=False)
class Asked:
    """One digit: its patches (4, height, width, 1), and the right answer if it is known.

    `beside` are patches (n, 4, height, width, 1) of others whose answers `expected` (n,) are known: how many are right?
    """

    patches: Array
    right: int | None = None
    beside: Array | None = None
    expected: npt.NDArray[np.integer] | None = None

    def inputs(self) -> Array:
        """All that is asked, this digit first."""
        one = self.patches[np.newaxis]
        return one if self.beside is None else np.concatenate([one, self.beside])


@dataclass(frozen=True, eq=False)
class Said:
    """Probabilities (n, steps, 10) after each patch, and after which epoch of the training."""

    probabilities: npt.NDArray[np.floating]
    epoch: float

    def num_right(self, expected: npt.NDArray[np.integer]) -> list[int]:
        """How many of all but the first are right after each step; none where nothing is known before the last one."""
        others = self.probabilities[1:]
        known = np.isfinite(others).all(axis=(0, 2))
        return (others[:, known].argmax(axis=2) == expected[:, np.newaxis]).sum(axis=0).tolist()


def follow(draw: Callable[[], Asked | None], key: str, shown: Shown | None, epoch: int | None, what: str) -> None:
    """Draw with `draw`, which says what to ask, and below it the answer; anew while the run or the answer comes on."""
    last = st.session_state.get(f"{key}-asked")
    is_pending = isinstance(last, Streamed) and last.is_pending
    is_going_on = shown is not None and shown.is_going_on
    every = TICK_SECONDS if is_going_on or is_pending else None

    def panel() -> Awaited:
        about = draw()
        asked = _ask(about, key, shown)
        _answer(about, asked, key, epoch)
        is_awaited = asked is not None and asked.is_pending
        if not is_going_on and is_awaited != is_pending:
            rerun()  # with a timer while something is awaited, and without one when it has come
        return asked.future if asked is not None and is_awaited else None

    ticking(drawn_or_said(what)(panel), every, *runs_of(shown))


def _ask(about: Asked | None, key: str, shown: Shown | None) -> Streamed | None:
    view = server().following.view(shown.id) if shown and about else None
    if about is None or shown is None or view is None or not view.snapshots:
        return None
    run, last_only, inputs = shown.id, shown.is_going_on, about.inputs()
    return streamed(
        f"{key}-asked",
        (run, inputs.shape, hashlib.sha256(inputs.tobytes()).hexdigest()),
        (max(view.snapshots), last_only),
        lambda: server().jobs.ask(run, PredictEarly(inputs), last_only=last_only),
    )


def said_of(asked: Streamed | None, epoch: int | None) -> Said | None:
    """The newest answer, or that of the epoch which is nearest to `epoch`; None before there is one."""
    replay = asked.answered if asked else None
    if replay is None:
        return None
    place = int(np.argmin(np.abs(np.array(replay.epochs) - epoch))) if epoch is not None else -1
    return Said(replay.predictions[place], replay.epochs[place])


def _answer(about: Asked | None, asked: Streamed | None, key: str, epoch: int | None) -> None:
    if about is None:
        return
    said = said_of(asked, epoch)
    if said is None:
        waiting = "Asking the network …" if asked else "Train, and a curve shows how sure it is after each patch."
        problem = asked.problem if asked else ""
        st.caption(f"The network could not be asked: {plain(problem)}" if problem else waiting)
        return
    figure = certainty_figure(said.probabilities[0], about.right, "How likely, after so many patches")
    live_chart(pack(figure), key=f"{key}-certainty", height=HEIGHT, label="How likely digits are after each patch")
    st.markdown(_sentence(said, about.right))
    if about.expected is not None:
        st.caption(_of_the_others(said.num_right(about.expected), len(about.expected)))


def _sentence(said: Said, right: int | None) -> str:
    """What it says at the end, and since when; as in "After epoch 8 it says 7 (98.3 %), from patch 3 on."."""
    own = said.probabilities[0]
    firsts = [None if np.isnan(row).any() else int(row.argmax()) for row in own]
    last = firsts[-1]
    since = len(firsts)
    while since > 1 and firsts[since - 2] == last:
        since -= 1
    words = f"After epoch {epoch_words(said.epoch)} it says **{last}** ({own[-1].max():.1%})"
    if firsts[0] is None:
        words += ", when it has seen all patches: this network reads them at once"
    else:
        late = "only after the last patch" if since == len(firsts) else f"and has said so since patch {since}"
        words += ", from the first patch on" if since == 1 else f", {late}"
    verdict = "" if right is None else ": right." if last == right else f": wrong, it is a {right}."
    return (words + verdict) if verdict else f"{words}."


def _of_the_others(right: list[int], number: int) -> str:
    words = f"Of the first {number} held-out digits it has **{right[-1]}** right after the last patch"
    if len(right) == 1:
        return f"{words}."
    before = ", ".join(map(str, right[:-1]))
    return (
        f"{words}, and {before} after those before it. It was trained to answer after the last patch only: "
        "what it would say earlier was never corrected."
    )
