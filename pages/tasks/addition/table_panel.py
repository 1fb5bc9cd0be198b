"""The table of answers: the same problems while training, and at the end every wrong one of those it was judged by."""

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from pages.parts.controls import Shown
from pages.parts.panel import Draw
from pages.parts.readable_table import readable_table
from pages.parts.replay import epoch_slider
from pages.tasks.addition.answer_table import answer_rows, answer_table, in_turns
from pages.tasks.addition.errors_table import errors_table
from pages.tasks.addition.judged import Judged, judged_of
from seqcore.runs.view import RunView
from seqcore.tasks.addition.task import Addition
from seqcore.tasks.base.batch import Array

if TYPE_CHECKING:
    import pandas as pd

TABLE_HEIGHT = 330


def table_panel(task: Addition, shown: Shown | None) -> Draw:
    """How to look at the table, and what draws it."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        errors_only = st.toggle(
            "Only errors",
            key="errors-only",
            help="While training: of the problems in this table. At the end: all of those it was judged by.",
        )
        epoch = epoch_slider(shown)
    problems = task.examples().recorded()
    newest = max(shown.view.snapshots, default=None) if shown else None
    # Looking back, or before the end, there are only the answers that were recorded.
    judged = judged_of(task, shown) if errors_only and epoch in (None, newest) else Judged()
    if judged.parts:
        all_errors = cache(lambda: errors_table(judged.parts, task.rules))
        return lambda view: _draw_errors(judged, all_errors())

    def draw_table(view: RunView) -> None:
        at = epoch if epoch in view.snapshots else max(view.snapshots, default=None)
        answers: Array | None = view.snapshots[at].astype(np.float32) if at is not None else None
        if answers is not None and len(answers) != len(problems):
            st.caption("This run's answers are to the problems of another version, and so they are not shown.")
            answers = None
        rows = in_turns(answer_rows(problems, task.rules, answers, task.held_out))
        shown_rows = [row for row in rows if row.right != "✓"] if errors_only and answers is not None else rows
        with st.container(height=TABLE_HEIGHT, key="answers"):
            answer_table(shown_rows, key="answers-table", held_out=task.held_out > 0)
            if not shown_rows:
                st.caption("No errors.")
        if answers is not None:
            st.caption(f"After epoch {at:,}: {sum(row.right == '✓' for row in rows)} of these {len(rows)} right.")

    return draw_table


def _draw_errors(judged: Judged, table: "pd.DataFrame") -> None:
    wrong = table["Part"].value_counts()
    counts = " and ".join(f"{wrong.get(part.part, 0):,} of {len(part.problems):,} {part.part}" for part in judged.parts)
    if table.empty:
        st.container(height=TABLE_HEIGHT).caption("No errors.")
    else:
        readable_table(table, label="All errors", height=TABLE_HEIGHT)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"All errors at the end of the run: {counts}.", width="stretch")
        st.download_button(
            "Errors as CSV",
            table.to_csv(index=False).encode(),
            "errors.csv",
            "text/csv",
            key="errors-csv",
            icon=":material/download:",
            on_click="ignore",
        )
