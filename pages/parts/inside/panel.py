"""The panel: opened by a click, then a view, an example, a layer and an epoch are chosen, and the view is drawn."""

from dataclasses import replace

import numpy as np
import streamlit as st

from pages.parts.controls import runs_of
from pages.parts.drawn_or_said import drawn_or_said
from pages.parts.inside.asked import at_rest, together, while_going_on
from pages.parts.inside.look import Array, Example, Look, Own, held_out
from pages.parts.inside.views import VIEWS, View
from pages.parts.panel import TICK_SECONDS, Subject
from pages.parts.plain import plain
from pages.parts.replay import (
    SECONDS_OF_REST,
    epoch_slider,
    epochs_of,
    has_come_to_rest,
    move_to,
    moved_here,
    whole_page_is_drawn,
)
from pages.parts.rerunning import rerun
from pages.parts.server import server
from pages.parts.ticking import Awaited, ticking
from pages.parts.ticks import keep_news
from seqcore.inspection.layers import readers
from seqcore.invalid import InvalidInput
from seqcore.jobs.questions import Replay
from seqcore.tasks.base.task import Examples

SECONDS_A_FRAME = 0.6
MOST_CHOOSABLE = 500
LONGEST_TITLE = 24
"""Letters of what a person types that still fit above its picture."""
PLAYING = "inside-playing"


def inside_panel(subject: Subject, own: Own | None = None) -> None:
    """The header and the switch; below it the rest, once it is on. `own` examples are made elsewhere on the screen."""
    task = subject.experiment.task
    known = readers(subject.experiment.architecture.network(task.signature()))
    if not known:
        return
    st.header("Inside", anchor=False)
    is_open = st.toggle(
        "Look inside the network",
        key=f"inside-open-{task.kind}",
        help="What its units hold, forget and let through, at every step of an example and after any epoch.",
    )
    if not is_open:
        st.caption("States, gates, memory and weights of this network, step by step.")
        return
    shown = subject.shown
    examples = server().loading.examples_on_page(subject.run_id, subject.experiment, subject.prepared)
    if shown is None or examples is None or not shown.view.snapshots:
        st.caption("Train first: then there is something to see inside.")
        return
    inputs = held_out(examples, task.signature().carried)
    first = Look(shown, examples, _known(examples, "held-out example 1", inputs[:1]), known, known[0])
    view = _view(first, subject)
    look = _chosen(first, view, inputs, subject, own)
    if look is None:
        return
    view.controls(look)
    _follow(look, view) if shown.is_going_on else _look_back(look, view)


def _view(look: Look, subject: Subject) -> View:
    """The view that is chosen of those that the network has."""
    offered = {name: view.title for name, view in VIEWS.items() if view.is_there(look)}
    name = st.segmented_control(
        "View",
        offered,
        format_func=offered.__getitem__,
        default=next(iter(offered)),
        required=True,
        key=_key("view", subject),
        label_visibility="collapsed",
    )
    return VIEWS[name]


def _chosen(look: Look, view: View, inputs: Array, subject: Subject, own: Own | None) -> Look | None:
    """The layer and the example, as far as the view is about them; None for an example that is none."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key="inside-choice"):
        if view.of_layer:
            key = _key("layer", subject)
            titles = {reader.title: reader for reader in look.readers}
            look = replace(look, reader=titles[st.selectbox("Layer", titles, key=key, width=280)])
        if view.of_example:
            example = _example(look, inputs, own)
            return replace(look, example=example) if example else None
    return look


def _key(what: str, subject: Subject) -> str:
    """Of a widget whose options are those of an architecture."""
    return f"inside-{what}-{subject.experiment.task.kind}-{hash(subject.experiment.architecture)}"


def _example(look: Look, inputs: Array, own: Own | None) -> Example | None:
    """A held-out example by its number, or one of one's own."""
    most = min(len(inputs), MOST_CHOOSABLE)
    number = int(st.number_input("Held-out example", 1, most, 1, key=f"inside-example-{most}", width=150))
    if own is not None and st.toggle(own.title, key=f"inside-own-{own.title}", help=own.missing):
        made = own.inputs(look.examples)
        if made is None:
            st.caption(own.missing)
        return None if made is None else _known(look.examples, own.title[0].lower() + own.title[1:], made)
    words = look.examples.typed_as()
    text = st.text_input("Or your own", key=f"inside-own-{words}", placeholder=words, width=300) if words else ""
    if not text.strip():
        return _known(look.examples, f"held-out example {number}", inputs[number - 1 : number])
    try:
        typed = np.asarray(look.examples.typed(text))
    except InvalidInput as error:
        st.error(plain(str(error)), icon=":material/error:")
        return None
    short = f" ({text.strip()})" if len(text.strip()) <= LONGEST_TITLE else ""
    return _known(look.examples, f"your own example{short}", typed)


def _known(examples: Examples, title: str, inputs: Array) -> Example:
    return Example(title, inputs, tuple(examples.symbols()), tuple(examples.spelled(inputs[0])))


def _follow(look: Look, view: View) -> None:
    """Drawn anew while the run goes on, with its newest weights."""

    def drawn() -> Awaited:
        replay, awaited = while_going_on("inside", look.shown, view.question(look))
        if replay is not None:
            view.draw(look, replay, None)
        return awaited

    ticking(drawn_or_said("The inside")(drawn), TICK_SECONDS, *runs_of(look.shown))


def _look_back(look: Look, view: View) -> None:
    """A slider over the epochs, which alone is drawn anew when it moves; or plays by itself."""
    whole_page_is_drawn()
    replay = at_rest("inside-asked", look.shown, view.question(look), view.near(look))
    if replay is None:
        return
    is_playing = bool(st.session_state.get(PLAYING))

    def drawn() -> None:
        if is_playing != bool(st.session_state.get(PLAYING)) or (is_playing and not _next_frame(look)):
            rerun()  # with another timer while it plays
        if has_come_to_rest(moved_here()):
            rerun()  # the rest of the page follows
        with st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key="inside-epochs"):
            st.button(
                "Stop" if is_playing else "Play",
                key="inside-play",
                icon=":material/stop:" if is_playing else ":material/play_arrow:",
                help="Go through the epochs.",
                on_click=_play,
                args=(look, not is_playing),
                disabled=len(epochs_of(look.shown)) < 2,
            )
            epoch = epoch_slider(look.shown, "-inside")
        known = replay if epoch is None or not view.is_asked_by_epoch else _with(replay, look, view, epoch)
        if known is not None:
            view.draw(look, known, epoch)
        moved = moved_here()
        keep_news(lambda: is_playing or has_come_to_rest(moved))

    st.fragment(drawn_or_said("The inside")(drawn), run_every=SECONDS_A_FRAME if is_playing else SECONDS_OF_REST)()


def _with(replay: Replay, look: Look, view: View, epoch: int) -> Replay | None:
    """The answers that are known and that of an epoch, which is asked for once; None while it is on its way."""
    if float(epoch) in replay.epochs:
        return replay
    here = at_rest("inside-asked-here", look.shown, view.question(look), (float(epoch),))
    return None if here is None else together(replay, here)


def _play(look: Look, is_playing: bool) -> None:
    st.session_state[PLAYING] = is_playing
    if is_playing:
        st.session_state["inside-frame"] = -1


def _next_frame(look: Look) -> bool:
    """Move to the next epoch; False when there is none, and the play is over."""
    epochs = epochs_of(look.shown)
    frame = st.session_state.get("inside-frame", -1) + 1
    if frame >= len(epochs):
        st.session_state[PLAYING] = False
        return False
    st.session_state["inside-frame"] = frame
    move_to(look.shown, epochs[frame])
    return True
