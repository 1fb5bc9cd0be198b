"""The screen of the next-character task: what surprises the network, what it writes, and the text as numbers."""

import streamlit as st

from pages.parts.examples import examples_of
from pages.parts.panel import Draw, Subject
from pages.parts.replay import epoch_slider
from pages.parts.screen import experiment_screen
from pages.tasks.next_character.sample_panel import sample_panel
from pages.tasks.next_character.surprise_panel import surprise_panel
from pages.tasks.next_character.text_panel import text_panel
from pages.tasks.next_character.widgets import TEXT_WIDGETS
from seqcore.tasks.next_character.examples import NextCharacterExamples


def written(subject: Subject) -> Draw | None:
    """The sample and the coloured text, one slider for both."""
    examples = examples_of(
        subject, NextCharacterExamples, "text", "As soon as there is a text, its characters appear here."
    )
    if examples is None:
        return None
    shown = subject.shown
    epoch = epoch_slider(shown)
    sample_panel(examples, shown, epoch)
    return lambda view: surprise_panel(examples, shown, epoch)


def text(subject: Subject) -> None:
    """The text of the form."""
    st.subheader("The text", anchor=False)
    text_panel(subject.prepared)


experiment_screen("next_character", written, text, widgets=TEXT_WIDGETS)
