"""The screen of names in sentences: what is found and missed, a sentence of one's own, transitions, word vectors."""

import streamlit as st

from pages.parts.examples import examples_of
from pages.parts.panel import Draw, Subject
from pages.parts.plain import plain
from pages.parts.replay import epoch_slider
from pages.parts.screen import experiment_screen
from pages.tasks.entity_tags.own_panel import own_panel
from pages.tasks.entity_tags.scores_by_kind import scores_by_kind
from pages.tasks.entity_tags.sentences_panel import sentences_panel
from pages.tasks.entity_tags.transitions_panel import transitions_panel
from pages.tasks.entity_tags.vectors_panel import vectors_panel
from pages.tasks.entity_tags.widgets import TAG_WIDGETS
from seqcore.runs.view import RunView
from seqcore.tasks.entity_tags.examples import EntityTagsExamples


def names(subject: Subject) -> Draw | None:
    """Sentences, a sentence of one's own, and scores: one slider for all."""
    examples = examples_of(
        subject, EntityTagsExamples, "sentences", "As soon as there are sentences, they appear here."
    )
    if examples is None:
        return None
    shown = subject.shown
    epoch = epoch_slider(shown)
    own_panel(examples, shown, epoch)
    draw_sentences = sentences_panel(examples)

    def draw(view: RunView) -> None:
        draw_sentences(view, epoch)
        st.header("What it finds", anchor=False)
        scores_by_kind(examples, view, epoch)
        transitions_panel(examples, view, epoch)

    return draw


def vectors(subject: Subject) -> None:
    """The words and their vectors."""
    examples = examples_of(subject, EntityTagsExamples, "sentences")
    if examples is not None:
        vectors_panel(examples, subject.shown)


def about(subject: Subject) -> None:
    """Where the sentences are from."""
    if subject.prepared.loaded is not None:
        data = subject.prepared.loaded.data
        st.caption(" ".join([f"{plain(data.name)}: {plain(data.origin)}", *map(plain, data.notes)]))


experiment_screen("entity_tags", names, vectors, about, widgets=TAG_WIDGETS)
