"""The screen of a task that has none of its own: its first held-out examples, and what the network says to them."""

from typing import Any

import numpy as np
import numpy.typing as npt
import streamlit as st

from pages.parts.controls import Shown, runs_of
from pages.parts.drawn_or_said import drawn_or_said
from pages.parts.loading import Prepared
from pages.parts.readable_table import readable_table
from pages.parts.replay import epoch_slider
from pages.parts.run_words import epoch_words
from pages.parts.screen import experiment_screen
from pages.parts.server import server
from pages.parts.session import session
from pages.parts.ticking import ticking
from seqcore.experiment import Experiment
from seqcore.tasks.base.batch import Batch

TICK_SECONDS = 0.7
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


def show_predictions(experiment: Experiment, shown: Shown | None, prepared: Prepared) -> None:
    """The table; after training, of the epoch that is chosen."""
    examples = server().loading.examples_on_page(shown.id if shown else None, experiment, prepared)
    if examples is None:
        st.caption("As soon as there are examples, the first of them appear here.")
        return
    epoch = epoch_slider(shown)

    def panel() -> None:
        view = server().following.view(shown.id) if shown else None
        snapshots = view.snapshots if view else {}
        at = epoch if epoch in snapshots else max(snapshots, default=None)
        when = "train to see what the network says" if at is None else f"after epoch {epoch_words(at)}"
        st.markdown(f"**Held-out examples** · {when}")
        table = examples_table(examples.validation(), None if at is None else snapshots[at])
        readable_table(table, label="Held-out examples")

    is_going_on = shown is not None and shown.is_going_on
    ticking(drawn_or_said("The table")(panel), TICK_SECONDS if is_going_on else None, *runs_of(shown))


if __name__ == "__main__":
    experiment_screen(session().page, show_predictions)
