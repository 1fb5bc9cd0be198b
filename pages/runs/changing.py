"""Training a run again with one of its settings changed, from the list of runs."""

import streamlit as st

from pages.parts.opening import open_run
from pages.parts.plain import plain
from pages.parts.pressed import pressed
from pages.parts.session import session
from pages.parts.starting import start
from seqcore.comparisons.choices import SEED, Choice, settings_of
from seqcore.data.base import Data
from seqcore.experiment import Experiment, with_values
from seqcore.invalid import InvalidInput
from seqcore.runs.damaged import Damaged
from seqcore.runs.folder import RunFolder

WIDTH = 320
LONGEST = 200
"""Characters of a value."""


def begin_changing(run_id: str) -> None:
    """Let the list ask for the change below this run; below none for an empty id."""
    session().changing = run_id


def change_one(folder: RunFolder, experiment: Experiment) -> None:
    """Ask which setting and which value; a click trains, and goes to the page of the new run.

    What the run was about, a download or an upload, is kept with it and used again, unless the change asks for other.
    """
    run_id = folder.id
    st.markdown("**Train again with one change**")
    choices = settings_of(experiment)
    paths = [SEED, *(path for path in choices if path != SEED)]
    with st.container(horizontal=True, vertical_alignment="bottom", key="change"):
        path = st.selectbox(
            "What changes",
            paths,
            format_func=lambda path: choices[path].title,
            key=f"change-setting-{run_id}",
            width=WIDTH,
        )
        value = _value(choices[path], f"change-to-{run_id}-{path}")
    try:
        changed = with_values(experiment, [f"{path}={value}"])
    except InvalidInput as error:
        st.error("  \n".join(map(plain, error.problems)), icon=":material/error:")
        changed = experiment
    is_same = changed == experiment
    with st.container(horizontal=True):
        train = pressed(
            "Train",
            key="change-train",
            type="primary",
            icon=":material/play_arrow:",
            disabled=is_same,
            help="Choose another value than the run had." if is_same else None,
        )
        st.button("Cancel", key="change-cancel", on_click=begin_changing, args=("",))
    started = start(changed, _data_of(folder) if changed.task == experiment.task else None) if train else None
    if started is not None:
        begin_changing("")
        open_run(changed.task.kind, started)


def _data_of(folder: RunFolder) -> Data | None:
    try:
        return folder.data()
    except Damaged:
        return None


def _value(choice: Choice, key: str) -> str:
    """Another value of the setting: chosen, or typed."""
    label = f"From {plain(choice.title_of(choice.value))} to"
    if choice.values:
        others = [value for value in choice.values if value != choice.value]
        return st.selectbox(label, others, format_func=choice.title_of, key=key, help=choice.explanation, width=WIDTH)
    first = str(int(choice.value) + 1) if choice.path == SEED else choice.value
    words = f"{choice.explanation} Allowed: {choice.allowed}."
    typed = st.text_input(label, first, key=key, help=words, max_chars=LONGEST, width=WIDTH)
    return next(iter(choice.typed(typed)), choice.value)
