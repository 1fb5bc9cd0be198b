"""Why TimeDistributed: a worker has Keras build what people try, once for all visitors; a table says what came out."""

from collections.abc import Sequence
from concurrent.futures import Future

import streamlit as st

from pages.parts.asking import wait_for
from pages.parts.plain import plain
from pages.parts.readable_table import readable_table
from pages.parts.server import server
from seqcore.jobs.work import what_an_lstm_takes
from seqcore.kept import Kept
from seqcore.tasks.image_patches.orders import PATCHES
from seqcore.tasks.image_patches.reshape_rows import ReshapeRow

KEY = "what an LSTM takes"
Asked = Future[tuple[ReshapeRow, ...]]


def reshape_panel() -> None:
    """The table, if anybody has asked for it already; else the button that does."""
    st.header("Why TimeDistributed", anchor=False)
    st.markdown(
        "An LSTM wants a row of numbers for every step: (time, features). A convolution makes an image: (height, "
        "width, filters). The question was how to bring them together; these are ways that people try."
    )
    asked = _kept().find(KEY)
    if asked is None:
        _button()
    elif not asked.done():
        wait_for(asked, "A worker has Keras build them …")
    elif error := asked.exception():
        why = str(error) if isinstance(error, ConnectionError) else f"no answer came ({type(error).__name__})."
        st.warning(f"Keras could not be asked: {plain(why)}", icon=":material/warning:")
        _button()
    else:
        _answer(asked.result())


def _kept() -> Kept[Asked]:
    return server().worked_out


def _button() -> None:
    if st.button("Ask Keras", key="ask-keras", on_click=_ask):  # still there: nobody was asked
        st.caption("No training process is there yet: ask again in a moment.")


def _ask() -> None:
    """Put the question, unless another visitor has just done so."""
    jobs, asked = server().jobs, _kept().find(KEY)
    if jobs.cluster.workers and (asked is None or (asked.done() and asked.exception())):
        _kept().put(KEY, jobs.compute(what_an_lstm_takes))


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
