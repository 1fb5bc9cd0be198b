"""The text of the form: where it is from, what was made of it, and how it becomes numbers."""

from typing import cast

import streamlit as st

from pages.parts.loading import Prepared
from pages.parts.plain import plain
from pages.parts.readable_table import readable_table
from pages.tasks.next_character.characters import visible
from seqcore.data.text.text import Text
from seqcore.tasks.next_character.examples import NextCharacterExamples

SHOWN_STEPS = 12
MOST_FREQUENT = 12


def text_panel(prepared: Prepared) -> None:
    """Everything about the text that the form asks for."""
    if prepared.loaded is None:
        st.caption("The text appears as soon as it is there.")
        return
    text = cast(Text, prepared.loaded.data)
    st.markdown(f"**{plain(text.name)}** · {plain(text.origin)}")
    for what, words in prepared.loaded.facts:
        st.markdown(f"- {plain(what)}: {plain(words)}")
    examples = cast(NextCharacterExamples | None, prepared.examples)
    notes = [*text.notes, *(examples.cleaned.notes if examples else ())]
    for note in notes:
        st.markdown(f"- {plain(note)}")
    if examples is None:
        return
    cleaned, task = examples.cleaned, examples.task
    order = cleaned.counts.argsort()[::-1][:MOST_FREQUENT]
    frequent = ", ".join(f"{visible(cleaned.alphabet[code])} {cleaned.counts[code]:,}" for code in order)
    held_out = len(examples.codes) - examples.split
    st.markdown(
        f"{len(examples.codes):,} characters, {len(cleaned.alphabet):,} different ones (the network has room for "
        f"{task.most_symbols:,}). The first {examples.split:,} are trained on, the last {held_out:,} held out."
    )
    st.caption(f"Most frequent: {plain(frequent)}.")
    _window(examples)


def _window(examples: NextCharacterExamples) -> None:
    """One training window as the network gets it."""
    task, alphabet = examples.task, examples.cleaned.alphabet
    symbols = task.most_symbols
    st.markdown(
        f"**How text becomes numbers**: {len(examples.starts):,} windows of {task.steps} steps. With one-hot they are "
        f"an array ({len(examples.starts):,} sequences, {task.steps} steps, {symbols:,} features)."
    )
    codes = examples.codes[: task.steps + 1]
    rows = range(min(SHOWN_STEPS, task.steps))
    asked = [step for step in rows] if task.is_per_step else []
    table = {
        "Step": [step + 1 for step in rows],
        "Character": [visible(alphabet[codes[step]]) for step in rows],
        "Token": [int(codes[step]) for step in rows],
        "One-hot": [f"1 at place {codes[step]}, else {symbols - 1:,} zeros" for step in rows],
        "To predict": [visible(alphabet[codes[step + 1]]) if step in asked else "" for step in rows],
    }
    readable_table(table, label="The first window, step by step")
    if not task.is_per_step:
        st.caption(f"Only after step {task.steps} a character is predicted: {visible(alphabet[codes[task.steps]])}.")
