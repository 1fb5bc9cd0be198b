"""Held-out sentences with their names in colour: expected above, said below."""

from collections.abc import Callable

import numpy as np
import streamlit as st

from pages.parts.plain import in_one_line
from pages.tasks.entity_tags.looked_at import LookedAt, looked_at
from pages.tasks.entity_tags.tagged_text import Word, parts_of, tagged_text
from seqcore.runs.view import RunView
from seqcore.tasks.entity_tags.examples import EntityTagsExamples

A_PAGE = 6
CHOICES = ("With names", "With mistakes", "Illegal tags")
Draw = Callable[[RunView, int | None], None]


def sentences_panel(examples: EntityTagsExamples) -> Draw:
    """Which sentences to see; returns what draws them."""
    st.header("Sentences it never saw", anchor=False)
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom", key="sentences-choice"):
        chosen = st.segmented_control("Show", CHOICES, default=CHOICES[0], required=True, key="sentences-show")
        page = st.session_state.setdefault("sentences-page", 0)
        st.button(
            "Other sentences",
            key="sentences-next",
            icon=":material/casino:",
            on_click=lambda: st.session_state.update({"sentences-page": page + 1}),
        )
    return lambda view, epoch: _draw(examples, looked_at(examples, view, epoch), chosen or CHOICES[0], page)


def _draw(examples: EntityTagsExamples, seen: LookedAt | None, chosen: str, page: int) -> None:
    when = "train to see what the network says" if seen is None else seen.when
    st.markdown(f"**Above** the words what is right, **below** what the network says · {when}")
    fitting = _fitting(examples, seen, chosen)
    if not len(fitting):
        st.caption("There is no such sentence now.")
        return
    first = page * A_PAGE % len(fitting)
    rows = np.concatenate([fitting, fitting])[first : first + min(A_PAGE, len(fitting))]
    tagged_text([_words(examples, seen, int(row)) for row in rows], key="sentences", label="Held-out sentences")
    st.caption(
        f"{len(fitting):,} of {len(examples.held_out):,} held-out sentences are like that, by what is right or what "
        "the network says. Words with dots below occur in no training sentence; red words have another tag than they "
        "should."
    )


def _fitting(examples: EntityTagsExamples, seen: LookedAt | None, chosen: str) -> np.ndarray:
    """The rows of the sentences that were asked for."""
    from seqcore.evaluation.entities import illegal

    said = np.zeros_like(examples.true) if seen is None else seen.tags
    choices = {
        CHOICES[0]: examples.true.any(axis=1) | said.any(axis=1),
        CHOICES[1]: (examples.true != said).any(axis=1) if seen else examples.true.any(axis=1),
        CHOICES[2]: illegal(said).any(axis=1),
    }
    return np.flatnonzero(choices[chosen])


def _words(examples: EntityTagsExamples, seen: LookedAt | None, row: int) -> list[Word]:
    length = int(examples.lengths[row])
    true = examples.true[row, :length].tolist()
    said = [0] * length if seen is None else seen.tags[row, :length].tolist()
    expected, found = parts_of(true, examples.kinds), parts_of(said, examples.kinds)
    names = examples.tag_names
    words = []
    for step, word in enumerate(examples.held_out[row].words[:length]):
        told = f"expected {_name(names, true[step])}"
        if seen is not None:
            told += f", says {_name(names, said[step])} ({seen.sure[row, step]:.0%} sure)"
        if examples.unseen[row, step]:
            told += "; in no training sentence"
        wrong = seen is not None and true[step] != said[step]
        told = told if true[step] or said[step] or examples.unseen[row, step] else ""
        words.append(
            Word(in_one_line(word), expected[step], found[step], bool(examples.unseen[row, step]), wrong, told)
        )
    return words


def _name(names: tuple[str, ...], tag: int) -> str:
    return in_one_line(names[tag]) if tag < len(names) else "a spare tag"
