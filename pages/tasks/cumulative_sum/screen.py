"""The screen of the cumulative-sum task: what the network says at each step of one sequence."""

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import streamlit as st

from pages.parts.asking import Streamed, streamed
from pages.parts.controls import Shown, runs_of
from pages.parts.drawn_or_said import drawn_or_said
from pages.parts.live_chart import live_chart, pack
from pages.parts.panel import TICK_SECONDS, Subject
from pages.parts.plain import plain
from pages.parts.readable_table import readable_table
from pages.parts.replay import epoch_slider
from pages.parts.rerunning import rerun
from pages.parts.run_words import epoch_words
from pages.parts.screen import experiment_screen
from pages.parts.sequence_figure import cumulative_sum_figure
from pages.parts.server import server
from pages.parts.tables import prediction_table
from pages.parts.ticking import Awaited, ticking
from seqcore.invalid import InvalidInput
from seqcore.jobs.asked import Predict
from seqcore.tasks.cumulative_sum.task import CumulativeSum

OWN_SEQUENCE_WIDTH = 340
Values = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class _Picture:
    """What is drawn: a sequence, probabilities if there are any, the epoch they are from, and a title."""

    title: str
    values: Values
    probabilities: Values | None = None
    epoch: float | None = None


def predictions(subject: Subject) -> None:
    """Choose a sequence and, after training, an epoch; below, the chart and the table follow."""
    task, shown = cast(CumulativeSum, subject.experiment.task), subject.shown
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom", key="prediction-choice"):
        place = st.session_state.setdefault("sequence-place", 0) % task.snapshot_size()
        st.button(
            "Draw another sequence",
            key="draw",
            icon=":material/casino:",
            on_click=lambda: st.session_state.update({"sequence-place": place + 1, "own-sequence": ""}),
        )
        text = st.text_input(
            "Or a sequence of your own",
            key="own-sequence",
            placeholder=f"{task.steps} numbers from 0 to 1: 0.1, 0.9, …",
            help="The network has never seen it. Separate the numbers by commas, then press Enter.",
            width=OWN_SEQUENCE_WIDTH,
        )
    with st.container():
        own = _parse(task, text) if text.strip() else None
    epoch = epoch_slider(shown)

    asked = _ask(own, text, shown)
    is_going_on = subject.is_going_on
    is_pending = asked is not None and asked.is_pending

    def panel() -> Awaited:
        if own is None:
            values = task.validation().input[place, :, 0]
            title = f"Test sequence {place + 1} of {task.snapshot_size()}, never trained on"
            _draw(task, shown, _Picture(title, values, *_recorded(place, shown, epoch)))
            return None
        asked = _ask(own, text, shown)
        awaited = asked.future if asked is not None and asked.is_pending else None
        _draw(task, shown, _Picture("Your sequence", own, *_answer(asked, epoch)), asked)
        if is_pending and not is_going_on and asked is not None and not asked.is_pending:
            rerun()  # it need not be looked for any more
        return awaited

    with st.container(key="sequence-panel"):
        every = TICK_SECONDS if is_going_on or is_pending else None
        ticking(drawn_or_said("What this run predicts")(panel), every, *runs_of(shown))


def _parse(task: CumulativeSum, text: str) -> Values | None:
    try:
        return task.parse(text)
    except InvalidInput as error:
        st.error(plain(str(error)), icon=":material/error:")
        return None


def _recorded(place: int, shown: Shown | None, epoch: int | None) -> tuple[Values | None, int | None]:
    """What was recorded for a held-out sequence: probabilities and the epoch they are from."""
    view = server().following.view(shown.id) if shown else None
    if view is None or not view.snapshots:
        return None, None
    at = epoch if epoch is not None and epoch in view.snapshots else max(view.snapshots)
    return view.snapshots[at][place, :, 0], at


def _ask(own: Values | None, text: str, shown: Shown | None) -> Streamed | None:
    """See to it that a worker was asked what the run's network says to a sequence of one's own, as it is now."""
    view = server().following.view(shown.id) if shown and own is not None else None
    if own is None or shown is None or view is None or not view.snapshots:
        return None
    run, last_only = shown.id, shown.is_going_on
    return streamed(
        "own-asked",
        (run, text),
        (max(view.snapshots), last_only),
        lambda: server().jobs.ask(run, Predict(own[np.newaxis, :, np.newaxis]), last_only=last_only),
    )


def _answer(asked: Streamed | None, epoch: int | None) -> tuple[Values | None, float | None]:
    """Probabilities and the epoch they are from: the one looked back at, or the newest answer there is."""
    replay = asked.answered if asked else None
    if replay is None:
        return None, None
    place = int(np.argmin(np.abs(np.array(replay.epochs) - epoch))) if epoch is not None else -1
    return replay.predictions[place, 0, :, 0], replay.epochs[place]


def _draw(task: CumulativeSum, shown: Shown | None, picture: _Picture, asked: Streamed | None = None) -> None:
    """The picture; while the network is asked, the one before it, dimmed."""
    about = (shown.id if shown else "", task)
    before: tuple[object, _Picture] | None = st.session_state.get("sequence-drawn")
    is_asked = asked is not None and picture.probabilities is None
    st.markdown(_title(picture, asked))
    is_old = is_asked and before is not None and before[0] == about
    if before is not None and is_old:
        picture = before[1]
    elif picture.probabilities is not None:
        st.session_state["sequence-drawn"] = (about, picture)
    labels = task.labels(picture.values)
    with st.container(key="old-answer" if is_old else "answer"):
        left, right = st.columns([5, 6], gap="medium")
        with left:
            figure = pack(cumulative_sum_figure(picture.values, task.limit, labels, picture.probabilities))
            live_chart(figure, key="sequence", height=386, label="Running total, limit and predicted probability")
        table = prediction_table(picture.values, labels, picture.probabilities)
        numbers = {name: st.column_config.NumberColumn(format="%.3f") for name in ("Value", "Sum", "Probability")}
        with right:
            readable_table(table, label="The sequence step by step", height=388, column_config=numbers)


def _title(picture: _Picture, asked: Streamed | None) -> str:
    """The sequence, and which network says this or why none says anything yet."""
    if picture.epoch is not None:
        return f"**{picture.title}, after epoch {epoch_words(picture.epoch)}**"
    waiting = "asking the network …" if asked else "train to see predictions"
    if asked and asked.problem:
        waiting = f"the network could not be asked: {plain(asked.problem)}"
    return f"**{picture.title}** · {waiting}"


experiment_screen("cumulative_sum", predictions)
