"""The screen of image patches: what is read in which order, how sure the network is, what it mixes up, your digit."""

import streamlit as st

from pages.parts.examples import examples_of
from pages.parts.panel import Draw, Subject
from pages.parts.plain import plain
from pages.parts.replay import epoch_slider
from pages.parts.screen import experiment_screen
from pages.tasks.image_patches.digits_panel import digits_panel
from pages.tasks.image_patches.mistakes_panel import mistakes
from pages.tasks.image_patches.own_panel import OWN_DIGIT, own_panel
from pages.tasks.image_patches.reshape_panel import reshape_panel
from pages.tasks.image_patches.widgets import PATCH_WIDGETS
from seqcore.tasks.image_patches.examples import ImagePatchesExamples


def patches(subject: Subject) -> Draw | None:
    """Digits, mistakes and a digit of one's own, one slider for all."""
    examples = examples_of(subject, ImagePatchesExamples, "digits", "As soon as there are digits, they appear here.")
    if examples is None:
        return None
    shown = subject.shown
    epoch = epoch_slider(shown)
    digits_panel(examples, shown, epoch)
    own_panel(examples, shown, epoch)
    st.header("What it mixes up", anchor=False)
    return lambda view: mistakes(examples, view, epoch)


def reshaping(subject: Subject) -> None:
    """The errors of the question: no run is needed for them."""
    reshape_panel()


def about(subject: Subject) -> None:
    """Where the digits are from."""
    prepared = subject.prepared
    if prepared.loaded is not None:
        data = prepared.loaded.data
        st.caption(f"{plain(data.name)}: {plain(data.origin)}")


experiment_screen("image_patches", patches, about, reshaping, own=OWN_DIGIT, widgets=PATCH_WIDGETS)
