"""The anatomy of errors: which answers are wrong, where, and by how much; and what lies beyond the training."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go
import streamlit as st

from pages.parts.controls import Shown
from pages.parts.figure_style import FIRST, SECOND, frame
from pages.parts.live_chart import live_chart
from pages.tasks.addition.judged import Answered, Judged
from seqcore.evaluation.proportions import share_in_words
from seqcore.evaluation.shares import wilson_interval
from seqcore.tasks.addition.anatomy import Anatomy, Group, anatomy
from seqcore.tasks.addition.examples import PROBED
from seqcore.tasks.addition.probe import PROBES
from seqcore.tasks.addition.task import Addition
from seqcore.training.events import Finished

CHART_HEIGHT = 300
TEXT = "var(--st-text-color)"
COLORS = {"like training": FIRST, "held out": SECOND}
Bars = Mapping[str, Sequence[Group]]
"""Groups by the part whose problems they are."""


def anatomy_panel(task: Addition, shown: Shown | None, judged: Judged) -> None:
    """Everything about the errors of a run that has ended."""
    finished = shown.view.finished if shown else None
    if finished is None or not judged.parts:
        return
    found = {part.part: _anatomy(part, task) for part in judged.parts}
    st.markdown(f"**Anatomy of the errors** at the end: {_wholes(found)}.")
    charts: dict[str, Bars] = {
        "By operation": {part: one.by_operation for part, one in found.items()},
        "By carries": {part: one.by_carries for part, one in found.items()},
        "By length of the answer": {part: one.by_length for part, one in found.items()},
        "By place in the answer": {part: one.by_place for part, one in found.items()},
    }
    charts = {title: bars for title, bars in charts.items() if any(bars.values())}
    with st.grid(2 if len(charts) == 4 else len(charts), min_column_width=260):
        for title, bars in charts.items():
            live_chart(
                share_figure(title, bars), key=f"anatomy-{title}", height=CHART_HEIGHT, label=f"Right answers. {title}"
            )
    st.caption(
        "Shares of right answers (by place: of right characters) with their 95 % intervals. "
        f"Below each group: of how many {' and '.join(found)}."
    )
    with st.expander("These shares as a table"):
        st.table(shares_table(charts), border="horizontal")
    for part, one in found.items():
        _errors(part, one)
    _probes(task, finished)


def _anatomy(part: Answered, task: Addition) -> Anatomy:
    return anatomy(part.problems, part.expected, part.predicted, task.rules)


def _wholes(found: Mapping[str, Anatomy]) -> str:
    return " and ".join(
        share_in_words(one.whole.right, one.whole.of, f"problems {part}") for part, one in found.items()
    )


def _errors(part: str, found: Anatomy) -> None:
    words = []
    if found.confusions:
        said = ", ".join(f"{one.expected} as {one.predicted} ({one.times}×)" for one in found.confusions[:5])
        words.append(f"most confused characters: {said}")
    if found.how_far_off:
        away = ", ".join(f"{distance} ({times:,}×)" for distance, times in found.how_far_off.items())
        words.append(f"how far off the wrong answers are: {away}")
    if words:
        st.caption(f"Problems {part}: {'; '.join(words)}.")


def _probes(task: Addition, finished: Finished) -> None:
    st.markdown("**Beyond what it was trained on**")
    scores = finished.harder or finished.test  # where runs of earlier versions have them
    for name, probe_of in PROBES.items():
        probe = probe_of(task.rules)
        right = ""
        if name in scores:
            right = f" **{share_in_words(round(scores[name] * PROBED), PROBED)}** right."
        st.caption(probe.sentence + right)


def share_figure(title: str, bars: Bars) -> go.Figure:
    """Bars for the groups of each part with 95 % intervals, and below each group how many problems it has."""
    numbers: dict[str, list[str]] = {}
    for groups in bars.values():
        for group in groups:
            numbers.setdefault(group.value, []).append(f"{group.of:,}")
    ticks = {value: "<br>".join((f"<b>{value}</b>", *of)) for value, of in numbers.items()}
    layout = frame(title) | {
        "barmode": "group",
        "xaxis": {"type": "category", "tickvals": [*ticks], "ticktext": [*ticks.values()], "tickangle": 0},
        "yaxis": {"range": [0, 1.04], "tickformat": ".0%", "nticks": 6},
        "bargap": 0.25,
        "margin": {"l": 48, "r": 8, "t": 72, "b": 64},
        "showlegend": len(bars) > 1,
    }
    return go.Figure([_bars(part, groups) for part, groups in bars.items()], layout)


def _bars(part: str, groups: Sequence[Group]) -> dict[str, object]:
    shares = [group.right / group.of for group in groups]
    intervals = [wilson_interval(group.right, group.of) for group in groups]
    return dict(
        type="bar",
        name=part.capitalize(),
        uid=part.replace(" ", "-"),
        x=[group.value for group in groups],
        y=shares,
        error_y={
            "type": "data",
            "symmetric": False,
            "array": [high - share for share, (_, high) in zip(shares, intervals, strict=True)],
            "arrayminus": [share - low for share, (low, _) in zip(shares, intervals, strict=True)],
            "color": TEXT,
            "thickness": 1.5,
            "width": 3,
        },
        customdata=[share_in_words(group.right, group.of) for group in groups],
        marker={"color": COLORS[part], "line_width": 0},
        hovertemplate=f"%{{x}}, {part}: %{{customdata}}<extra></extra>",
    )


def shares_table(charts: Mapping[str, Bars]) -> list[dict[str, str]]:
    """The groups of all charts, one row each."""
    return [
        {"": title, "Group": group.value, "Part": part, "Right": share_in_words(group.right, group.of)}
        for title, bars in charts.items()
        for part, groups in bars.items()
        for group in groups
    ]
