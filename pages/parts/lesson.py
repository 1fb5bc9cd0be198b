"""What a preset teaches, on the page: what to look for before training, what came of it after, what to try next."""

import streamlit as st

from pages.parts.controls import Shown
from pages.parts.form_values import load_preset
from pages.parts.live_panel import in_a_sentence, number_words
from seqcore.experiment import Experiment
from seqcore.presets import PRESETS, preset_of
from seqcore.runs.view import RunView
from seqcore.tasks.preset import Expected


def lesson(experiment: Experiment, shown: Shown | None) -> None:
    """Draw the lesson of a preset, of the run that is shown or of the form; nothing for other experiments."""
    name = preset_of(experiment)
    if name is None:
        return
    told = PRESETS[name].preset.lesson
    with st.container(gap="xsmall", key="lesson"):
        st.markdown(f":material/visibility: **Look for** · {told.look_for}")
        if shown is not None and told.expected is not None and (happened := what_happened(shown.view, told.expected)):
            st.markdown(f":material/fact_check: **What happened** · {happened}")
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
    measure = view.experiment.task.measures()[expected.measure]
    value, title = scores[expected.measure], in_a_sentence(measure.title)
    low, high = (number_words(end, measure) for end in (expected.low, expected.high))
    if expected.low <= value <= expected.high:
        how = "within that"
    else:
        how = "above that" if value > expected.high else "below that"
    between = f"at {low}" if low == high else f"between {low} and {high}"
    return (
        f"Our runs with {expected.seeds} seeds ended {between} ({title}). "
        f"This one ended at **{number_words(value, measure)}**, {how}."
    )
