"""Taking an experiment along: a link to it, a JSON file of it, opening such a file, and a run's control elsewhere."""

import streamlit as st

from pages.parts.address import page_address
from pages.parts.form_values import forms, load_from_file
from pages.parts.plain import plain
from pages.parts.problems import show_not_opened
from pages.parts.takeover import takeover
from seqcore.experiment import Experiment

UPLOAD_KEY = "form-share-upload"
LARGEST_FILE_MEGABYTES = 1


def share(experiment: Experiment, run_id: str | None) -> None:
    """A button that opens the ways to pass on `experiment` and the control of the run that is shown."""
    with st.popover("Share", icon=":material/share:", key="form-share"):
        if run_id is not None:
            st.markdown("**Link** to this run, for all who may watch it")
            st.code(f"{page_address()}?run={run_id}", language=None, wrap_lines=True)
        st.markdown("**Link** to this experiment: its settings")
        st.code(link_to(experiment, page_address()), language=None, wrap_lines=True, height=120)
        st.download_button(
            "Save as JSON",
            experiment.model_dump_json(indent=2),
            file_name=f"{experiment.task.kind}.json",
            mime="application/json",
            key="form-share-save",
            icon=":material/download:",
            on_click="ignore",
        )
        st.file_uploader(
            "Open a JSON file",
            type="json",
            key=UPLOAD_KEY,
            help="A file from “Save as JSON”, or the experiment.json of a run. “Undo” brings back the form as it is.",
            max_upload_size=LARGEST_FILE_MEGABYTES,
            on_change=_open_file,
        )
        for problem in forms().file_problems:
            show_not_opened("file", problem, ":material/error:")
        if run_id is not None:
            takeover(run_id)


def show_link_problems() -> None:
    """Why the link in the address was not opened, if it was not."""
    for problem in forms().link_problems:
        show_not_opened("link", problem, ":material/link_off:")


def link_to(experiment: Experiment, address: str) -> str:
    """The address that opens the form with `experiment`."""
    return f"{address.partition('?')[0]}?experiment={experiment.to_link()}"


def _open_file() -> None:
    file = st.session_state[UPLOAD_KEY]
    forms().file_problems = ()
    if file is not None:
        experiment = load_from_file(file.getvalue())
        if experiment is not None:
            st.toast(f"Opened {plain(file.name)}: {experiment.architecture.in_words()}.", icon=":material/check:")
