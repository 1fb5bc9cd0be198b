"""Ask it: a problem of one's own, and the answer with its probabilities."""

import numpy as np
import streamlit as st

from pages.parts.asking import answer_to
from pages.parts.controls import Shown
from pages.parts.plain import plain
from pages.parts.readable_table import readable_table
from pages.parts.server import server
from pages.tasks.addition.answer_table import answer_row, answer_table, visible
from seqcore.invalid import InvalidInput
from seqcore.jobs.asked import Predict
from seqcore.tasks.addition.alphabet import symbols_of
from seqcore.tasks.addition.asked import Asked
from seqcore.tasks.addition.task import Addition
from seqcore.tasks.base.batch import Array


def ask_panel(task: Addition, shown: Shown | None) -> None:
    """The question and its answer."""
    st.markdown("**Ask it**")
    text = st.text_input(
        "A problem of your own",
        key="ask",
        placeholder="7+8",
        help="Type a problem, then press Enter. Also one that it was not trained on.",
        width=340,
    )
    if not text.strip():
        return
    try:
        question = task.asked(text)
    except InvalidInput as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    answer = ask(task, question, shown)
    if answer is None:
        return
    held_out = "held out" if question.is_held_out else ""
    row = answer_row(question.text, question.expected, answer, task.rules, held_out)
    answer_table([row], key="ask-answer", held_out=task.held_out > 0)
    if question.note:
        st.caption(f":material/info: {plain(question.note)}")
    readable_table(_characters(task, answer), label="The answer, character by character")


def ask(task: Addition, question: Asked, shown: Shown | None, key: str = "asked") -> Array | None:
    """What the run's network answers, (output_length, symbols); nothing, and a word, while it cannot."""
    if shown is None or not shown.view.snapshots:
        st.caption("Train first: then the network has something to say.")
        return None
    inputs = question.codes.astype(np.int32)
    newest = max(shown.view.snapshots)
    about = (shown.id, newest, inputs.tobytes())
    replay = answer_to(key, about, lambda: server().jobs.ask(shown.id, Predict(inputs), last_only=True))
    return None if replay is None else replay.predictions[-1][0]


def _characters(task: Addition, answer: Array) -> dict[str, list[str]]:
    """Each character of an answer (output_length, symbols) with its probability, and the runner-up."""
    symbols = visible(symbols_of(task.rules))
    order = np.argsort(answer, axis=-1)
    best, second = order[:, -1], order[:, -2]
    places = np.arange(len(answer))
    return {
        "Character": [symbols[code] for code in best],
        "Probability": [f"{share:.1%}" for share in answer[places, best]],
        "Runner-up": [symbols[code] for code in second],
        "Its probability": [f"{share:.1%}" for share in answer[places, second]],
    }
