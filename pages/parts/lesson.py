"""What a preset teaches, on the page: what to look for before training, what came of it after, what to try next."""

import streamlit as st

from pages.parts.controls import Shown
from pages.parts.form_values import load_preset
from pages.parts.run_words import in_a_sentence, number_words
from seqcore.experiment import Experiment
from seqcore.presets import PRESETS, preset_of
from seqcore.runs.view import RunView
from seqcore.tasks.base.preset import Expected


def lesson(experiment: Experiment, shown: Shown | None) -> None:
    """Draw the lesson of a preset, of the run that is shown or of the form; nothing for other experiments."""
    name = preset_of(experiment)
    if name is None:
        return
    told = PRESETS[name].preset.lesson
    with st.container(gap="xsmall", key="lesson"):
        st.markdown(f":material/visibility: **Look for** · {told.look_for}")
        if told.expected is not None:  # in the same place before the end and after it
            happened = what_happened(shown.view, told.expected) if shown else ""
            words = happened or f"{_ours(experiment, told.expected)} This one is compared with them at its end."
            st.markdown(f":material/fact_check: **What happen{'ed' if happened else 's'}** · {words}")
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.markdown(f":material/arrow_forward: **Next** · {told.try_next}", width="content")
            for other in told.presets:
                st.button(
                    PRESETS[other].preset.title,
                    key=f"lesson-{other}",
                    type="tertiary",
                    help=f"Put this preset into the form: {PRESETS[other].preset.summary}",
                    on_click=load_preset,
                    args=(other,),
                )


def what_happened(view: RunView, expected: Expected) -> str:
    """How a run that has ended compares with our own; empty before its end, and when it was stopped early."""
    finished = view.finished
    scores = getattr(finished, expected.part) if finished else {}
    if finished is None or finished.reason != "completed" or expected.measure not in scores:
        return ""
    measure, value = view.experiment.task.measures()[expected.measure], scores[expected.measure]
    words, ends = number_words(value, measure), [number_words(end, measure) for end in (expected.low, expected.high)]
    if expected.low <= value <= expected.high or words in ends:
        how = "within that"
    else:
        how = "above that" if value > expected.high else "below that"
    return f"{_ours(view.experiment, expected)} This one ended at **{words}**, {how}."


def _ours(experiment: Experiment, expected: Expected) -> str:
    measure = experiment.task.measures()[expected.measure]
    low, high = (number_words(end, measure) for end in (expected.low, expected.high))
    between = f"at {low}" if low == high else f"between {low} and {high}"
    return f"Our runs with {expected.seeds} seeds ended {between} ({in_a_sentence(measure.title)})."
