"""The anatomy of errors: which answers are wrong, where, and by how much; and what lies beyond the training."""

from collections.abc import Sequence

import plotly.graph_objects as go
import streamlit as st

from pages.parts.controls import Shown
from pages.parts.figure_style import FIRST, frame
from pages.parts.live_chart import live_chart
from seqcore.addition.anatomy import anatomy
from seqcore.addition.encoding import encode_answers
from seqcore.addition.probe import PROBES
from seqcore.runs.events import Finished
from seqcore.runs.folder import RunFolder
from seqcore.tasks.addition import Addition
from seqcore.tasks.addition_examples import HELD_OUT, JUDGED

PARTS = {"exact_match_held_out": "held-out problems", "exact_match": "problems like those trained on"}
CHART_HEIGHT = 260


def anatomy_panel(task: Addition, shown: Shown | None) -> None:
    """Everything about the errors of a run that has ended."""
    finished = shown.view.finished if shown else None
    folder = RunFolder.find(shown.id) if shown and finished else None
    arrays = folder.load_judgement() if folder else {}
    part = next((name for name in PARTS if name in arrays), None)
    if finished is None or part is None:
        return
    problems = task.examples().problems_of(HELD_OUT[part], JUDGED)
    expected, predicted = encode_answers(problems.answers(), task.rules), arrays[part]
    if expected.shape != predicted.shape:
        return  # judged by another version
    found = anatomy(problems, expected, predicted, task.rules)
    st.markdown(f"**Anatomy of the errors**: {found.exact_match:.1%} of {found.problems:,} {PARTS[part]} right")
    groups = {
        "By carries": [(str(group.value), group.right, group.problems) for group in found.by_carries],
        "By length of the answer": [(str(group.value), group.right, group.problems) for group in found.by_length],
        "By place in the answer": [
            (str(place), share, found.problems) for place, share in enumerate(found.by_position, start=1)
        ],
    }
    with st.grid(3, min_column_width=260):
        for title, bars in groups.items():
            live_chart(share_figure(title, bars), key=f"anatomy-{title}", height=CHART_HEIGHT, label=title)
    if found.confusions:
        said = ", ".join(f"{one.expected} as {one.predicted} ({one.times}×)" for one in found.confusions[:5])
        st.caption(f"Most confused characters: {said}.")
    if found.how_far_off:
        st.caption(
            "How far off the wrong answers are: "
            + ", ".join(f"{words}: {times:,}" for words, times in found.how_far_off.items() if times)
        )
    _probes(task, finished)


def _probes(task: Addition, finished: Finished) -> None:
    st.markdown("**Beyond what it was trained on**")
    for name, probe_of in PROBES.items():
        probe = probe_of(task.rules)
        right = f" **{finished.test[name]:.1%}** right." if name in finished.test else ""
        st.caption(probe.sentence + right)


def share_figure(title: str, bars: Sequence[tuple[str, float, int]]) -> go.Figure:
    """Bars of (label, share right, number of problems)."""
    layout = frame(title) | {
        "xaxis": {"type": "category"},
        "yaxis": {"range": [0, 1.02], "tickformat": ".0%", "nticks": 6},
        "bargap": 0.3,
    }
    trace = dict(
        type="bar",
        x=[label for label, _, _ in bars],
        y=[share for _, share, _ in bars],
        customdata=[number for _, _, number in bars],
        marker={"color": FIRST, "line_width": 0},
        hovertemplate="%{x}: %{y:.1%} of %{customdata:,}<extra></extra>",
    )
    return go.Figure([trace], layout)
