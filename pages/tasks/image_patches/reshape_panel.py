"""Why TimeDistributed: a worker has Keras build what people try, once for all visitors; a table says what came out."""

from collections.abc import Sequence

import streamlit as st

from pages.parts.asked_once import asked_once
from pages.parts.plain import plain
from pages.parts.readable_table import readable_table
from seqcore.jobs.work import what_an_lstm_takes
from seqcore.tasks.image_patches.orders import PATCHES
from seqcore.tasks.image_patches.reshape_rows import ReshapeRow

KEY = "what an LSTM takes"


def reshape_panel() -> None:
    """The table, if anybody has asked for it already; else the button that does."""
    st.header("Why TimeDistributed", anchor=False)
    st.markdown(
        "An LSTM wants a row of numbers for every step: (time, features). A convolution makes an image: (height, "
        "width, filters). The question was how to bring them together; these are ways that people try."
    )
    asked_once(KEY, what_an_lstm_takes, "A worker has Keras build them …", _answer)


def _answer(rows: Sequence[ReshapeRow]) -> None:
    table = {
        "Network": [row.built for row in rows],
        "Arrives": [row.shape_in_words for row in rows],
        "At": [row.layer for row in rows],
        "Keras": ["error" if row.error else "builds it" for row in rows],
        "First step knows": [", ".join(map(str, row.first_step)) for row in rows],
    }
    readable_table(table, label="Convolutions before an LSTM")
    st.markdown("\n".join(f"- {sentence}" for row in rows if (sentence := _sentence(row))))
    st.caption(
        "“First step knows”: the patches (1 and 2 the upper half, 3 and 4 the lower one) that change what the LSTM "
        "gets first, found out by changing one after the other."
    )


def _sentence(row: ReshapeRow) -> str:
    built = f"**{plain(row.built)}**"
    if row.error:
        return f"{built}: {plain(row.layer)} gets {plain(row.shape_in_words)} and stops: “{plain(row.error)}”"
    known = " and ".join(map(str, row.first_step))
    if len(row.first_step) == 1:
        return (
            f"{built}: the same convolution reads each patch by itself, and each becomes a row of numbers. The first "
            f"step knows patch {known} only."
        )
    everything = " (all of them)" if len(row.first_step) == PATCHES else ""
    return (
        f"{built}: Keras builds it, and says nothing. But the steps are no patches: Reshape cuts the filters’ outputs "
        f"row by row, and the first step knows of patches {known}{everything}."
    )
