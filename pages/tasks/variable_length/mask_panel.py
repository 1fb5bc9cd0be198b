"""What keeps a mask: a worker runs plain Keras once for all visitors, and a table shows what came out."""

from collections.abc import Sequence

import streamlit as st

from pages.parts.asked_once import asked_once
from pages.parts.plain import plain
from pages.parts.readable_table import readable_table
from seqcore.jobs.work import what_keeps_a_mask
from seqcore.tasks.variable_length.mask_rows import MaskRow, sentences

KEY = "what keeps a mask"
ROW_HEIGHT = 35
"""Pixels of one of Streamlit's rows; the header has one, too."""
NAME_WIDTH, MASK_WIDTH, SAID_WIDTH, NUMBER_WIDTH = 158, 77, 60, 60
"""Pixels: a phone shows the first four columns, and the first one beside the last three."""
ERRORS = ("Printed", "All steps", "True steps")


def mask_panel() -> None:
    """The table, if anybody has asked for it already; else the button that does."""
    st.header("What keeps a mask", anchor=False)
    st.markdown(
        "Small untrained Keras models with a Masking layer read made-up padded sequences: does the mask reach the end, "
        "and which error does Keras print?"
    )
    asked_once(KEY, what_keeps_a_mask, "A worker runs the models; this takes some seconds …", _answer)


def _answer(rows: Sequence[MaskRow]) -> None:
    table = {
        "After Masking": [row.after for row in rows],
        "Mask": [row.mask for row in rows],
        "Keras": ["warns" if row.warning else "nothing" for row in rows],
        "Printed": [row.printed for row in rows],
        "All steps": [row.all_steps for row in rows],
        "True steps": [row.true_steps for row in rows],
    }
    columns = {
        "After Masking": st.column_config.TextColumn(width=NAME_WIDTH, pinned=True),
        "Mask": st.column_config.TextColumn(width=MASK_WIDTH),
        "Keras": st.column_config.TextColumn(width=SAID_WIDTH),
        **{name: st.column_config.NumberColumn(format="%.3f", width=NUMBER_WIDTH) for name in ERRORS},
    }
    height = ROW_HEIGHT * (len(rows) + 1) + 3
    readable_table(table, label="What keeps a mask", height=height, column_config=columns)
    st.caption(
        "Mean absolute errors: the one that evaluate prints, and two by hand, over all steps and over the true steps. "
        "A mask that hides more than the padding hides true steps, too."
    )
    st.markdown("\n".join(f"- {plain(sentence)}" for sentence in sentences(rows)))
    if warning := next((row.warning for row in rows if row.warning), ""):
        st.caption(f"The first warning: “{plain(warning)}”")
