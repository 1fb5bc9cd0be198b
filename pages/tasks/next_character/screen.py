"""The screen of the next-character task: what surprises the network, what it writes, and the text as numbers."""

from typing import cast

import streamlit as st

from pages.parts.panel import Draw, Subject
from pages.parts.plain import plain
from pages.parts.replay import epoch_slider
from pages.parts.screen import experiment_screen
from pages.parts.server import server
from pages.tasks.next_character.sample_panel import sample_panel
from pages.tasks.next_character.surprise_panel import surprise_panel
from pages.tasks.next_character.text_panel import text_panel
from pages.tasks.next_character.widgets import TEXT_WIDGETS
from seqcore.invalid import InvalidInput
from seqcore.tasks.next_character.examples import NextCharacterExamples


def written(subject: Subject) -> Draw | None:
    """The sample and the coloured text, one slider for both."""
    examples, shown = _examples(subject), subject.shown
    if examples is None:
        st.caption("As soon as there is a text, its characters appear here.")
        return None
    epoch = epoch_slider(shown)
    sample_panel(examples, shown, epoch)
    return lambda view: surprise_panel(examples, shown, epoch)


def text(subject: Subject) -> None:
    """The text of the form."""
    st.subheader("The text", anchor=False)
    text_panel(subject.prepared)


def _examples(subject: Subject) -> NextCharacterExamples | None:
    """Of the run that is shown, else of the form."""
    try:
        examples = server().loading.examples_on_page(subject.run_id, subject.experiment, subject.prepared)
        return cast(NextCharacterExamples | None, examples)
    except (InvalidInput, ValueError, OSError) as error:
        st.warning(f"The text of this run cannot be read: {plain(str(error))}", icon=":material/warning:")
        return None


experiment_screen("next_character", written, text, widgets=TEXT_WIDGETS)
