"""Which weights act on a single step: by arithmetic before a run, and beside it what a run has moved."""

import streamlit as st

from pages.parts.opening import page_of
from pages.parts.panel import Draw, Subject
from pages.parts.readable_table import readable_table
from pages.parts.run_words import epoch_words
from pages.parts.server import server
from seqcore.architectures.acting import ActingRow, acting_rows
from seqcore.runs.damaged import Damaged
from seqcore.runs.folder import RunFolder
from seqcore.runs.view import RunView

HEADING = "What acts on a single step"
WHY = (
    "A recurrent layer starts from a memory of zeros, and here a sequence is one number long. Its recurrent weights "
    "are multiplied by these zeros, and an LSTM's forget gate decides how much of them to keep: neither can change the "
    "answer. What is left of an LSTM is a dense layer with two gates."
)
MORAL = "Give it sequences, and they act:"


def acting(subject: Subject) -> Draw:
    """The table; of the run that is shown, with the weights that have not moved."""
    st.markdown(WHY)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(MORAL, width="content")
        st.page_link(
            page_of("cumulative_sum"), label="A sum that has to be remembered", icon=":material/arrow_forward:"
        )
    network = subject.experiment.architecture.network(subject.experiment.task.signature())
    run_id = subject.run_id

    def draw(view: RunView) -> None:
        epoch, rows = _moved(run_id) if run_id else (None, None)
        _table(rows or acting_rows(network), epoch)

    return draw


def _moved(run_id: str) -> tuple[int | None, list[ActingRow] | None]:
    """The rows of a run's newest kept weights beside its first, and their epoch; none without two of them."""
    folder = RunFolder.find(run_id)
    epochs = folder.checkpoints() if folder else []
    if folder is None or len(epochs) < 2:
        return None, None

    def compare() -> list[ActingRow]:
        experiment = folder.experiment()
        network = experiment.architecture.network(experiment.task.signature())
        return acting_rows(network, folder.load_checkpoint(epochs[0]), folder.load_checkpoint(epochs[-1]))

    try:
        return epochs[-1], server().worked_out.get(("acting", run_id, epochs[0], epochs[-1]), compare)
    except (Damaged, FileNotFoundError, ValueError):
        return None, None  # what a run is drawn from says so where it is drawn


def _table(rows: list[ActingRow], epoch: int | None) -> None:
    total, idle = sum(row.weights for row in rows), sum(row.idle for row in rows)
    unmoved = [row.unmoved for row in rows if row.unmoved is not None]
    words = f"**{idle:,} of {total:,} weights ({idle / max(1, total):.0%}) can never act**, by arithmetic"
    if epoch is None:
        st.markdown(f"{words}. Train to see which weights move.")
    else:
        st.markdown(
            f"{words}; **{sum(unmoved):,} have not moved by a bit** in this run up to epoch {epoch_words(epoch)}."
        )
    table = {
        "Layer": [f"{row.layer} ({row.kind})" for row in rows],
        "Weights": [f"{row.weights:,}" for row in rows],
        "Never act": [f"{row.idle:,}" for row in rows],
    }
    if epoch is not None:
        table["Unmoved"] = ["" if row.unmoved is None else f"{row.unmoved:,}" for row in rows]
    readable_table(table, label=HEADING)
