"""The screen of the next-character task: what surprises the network, what it writes, and the text as numbers."""

from typing import cast

import streamlit as st

from pages.parts.controls import Shown, runs_of
from pages.parts.loading import Prepared
from pages.parts.plain import plain
from pages.parts.replay import epoch_slider
from pages.parts.screen import experiment_screen
from pages.parts.server import server
from pages.parts.ticking import ticking
from pages.tasks.next_character.sample_panel import sample_panel
from pages.tasks.next_character.surprise_panel import surprise_panel
from pages.tasks.next_character.text_panel import text_panel
from pages.tasks.next_character.widgets import TEXT_WIDGETS
from seqcore.experiment import Experiment
from seqcore.invalid import InvalidInput
from seqcore.tasks.next_character.examples import NextCharacterExamples

TICK_SECONDS = 0.7


def show_predictions(experiment: Experiment, shown: Shown | None, prepared: Prepared) -> None:
    """The sample and the coloured text, one slider for both; below them the text of the form."""
    examples = _examples(experiment, shown, prepared)
    if examples is None:
        st.caption("As soon as there is a text, its characters appear here.")
    else:
        epoch = epoch_slider(shown)
        sample_panel(examples, shown, epoch)
        is_going_on = shown is not None and shown.is_going_on
        every = TICK_SECONDS if is_going_on else None
        ticking(lambda: surprise_panel(examples, shown, epoch), every, *runs_of(shown))
    st.subheader("The text", anchor=False)
    text_panel(prepared)


def _examples(experiment: Experiment, shown: Shown | None, prepared: Prepared) -> NextCharacterExamples | None:
    """Of the run that is shown, else of the form."""
    try:
        examples = server().loading.examples_on_page(shown.id if shown else None, experiment, prepared)
        return cast(NextCharacterExamples | None, examples)
    except (InvalidInput, ValueError, OSError) as error:
        st.warning(f"The text of this run cannot be read: {plain(str(error))}", icon=":material/warning:")
        return None


experiment_screen("next_character", show_predictions, widgets=TEXT_WIDGETS)
