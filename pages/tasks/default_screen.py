"""The screen of a task that has none of its own: its first held-out examples, and what the network says to them."""

from typing import Any

import numpy as np
import numpy.typing as npt
import streamlit as st

from pages.parts.panel import Draw, Subject
from pages.parts.readable_table import readable_table
from pages.parts.replay import epoch_slider
from pages.parts.run_words import epoch_words
from pages.parts.screen import experiment_screen
from pages.parts.server import server
from pages.parts.session import session
from seqcore.runs.view import RunView
from seqcore.tasks.base.batch import Batch

MOST_EXAMPLES = 10
MOST_NUMBERS = 12
"""Of an example, in a cell of the table."""


def examples_table(examples: Batch, recorded: npt.NDArray[Any] | None) -> dict[str, list[str]]:
    """The first held-out examples, one a row; `recorded` (n, …) is what a network said to them."""
    count = min(MOST_EXAMPLES, len(examples) if recorded is None else len(recorded))
    inputs = {name if len(examples.inputs) > 1 else "Input": values for name, values in examples.inputs.items()}
    columns = {name: [in_short(row) for row in values[:count]] for name, values in inputs.items()}
    columns["Right answer"] = [in_short(row) for row in examples.targets[:count]]
    if recorded is not None:
        columns["The network's"] = [in_short(row) for row in recorded[:count]]
    return columns


def in_short(values: npt.NDArray[Any]) -> str:
    """An array as a line of text: `0.25 0.5 1`, and `…` for what is too much of it."""
    flat = np.ravel(values)
    return " ".join(f"{value:.3g}" for value in flat[:MOST_NUMBERS]) + (" …" if len(flat) > MOST_NUMBERS else "")


def predictions(subject: Subject) -> Draw | None:
    """The table; after training, of the epoch that is chosen."""
    examples = server().loading.examples_on_page(subject.run_id, subject.experiment, subject.prepared)
    if examples is None:
        st.caption("As soon as there are examples, the first of them appear here.")
        return None
    epoch = epoch_slider(subject.shown)

    def draw(view: RunView) -> None:
        snapshots = view.snapshots
        at = epoch if epoch in snapshots else max(snapshots, default=None)
        when = "train to see what the network says" if at is None else f"after epoch {epoch_words(at)}"
        st.markdown(f"**Held-out examples** · {when}")
        table = examples_table(examples.validation(), None if at is None else snapshots[at])
        readable_table(table, label="Held-out examples")

    return draw


if __name__ == "__main__":
    experiment_screen(session().page, predictions)
