"""What a CRF has learned about tags: the scores of the steps from one to the next, live, and in words."""

from typing import Any

import numpy as np
import numpy.typing as npt
import streamlit as st

from pages.parts.figure_style import FIRST, SECOND, frame, numbered
from pages.parts.live_chart import live_chart, pack
from pages.parts.plain import figure_text, plain
from pages.tasks.entity_tags.looked_at import looked_at
from seqcore.evaluation.tag_paths import illegal_steps
from seqcore.runs.view import RunView
from seqcore.tasks.entity_tags.examples import EntityTagsExamples

HEIGHT = 450
START, END = "start", "end"
MOST_TOLD = 3
Scores = npt.NDArray[np.floating]


def transitions_panel(examples: EntityTagsExamples, view: RunView, epoch: int | None) -> None:
    """Draw them, where the network has a CRF."""
    if not examples.task.signature().head_is_chain:
        return
    st.header("What the CRF has learned about tags", anchor=False)
    seen = looked_at(examples, view, epoch)
    if seen is None or seen.transitions is None:
        st.caption("Train, and the scores of all steps from tag to tag appear here.")
        return
    number = len(examples.tag_names)
    kept = [*range(number), examples.task.num_tags]
    scores = seen.transitions[np.ix_(kept, kept)]
    names = examples.tag_names
    figure = transitions_figure(scores, names)
    live_chart(pack(figure), key="transitions", height=HEIGHT, label="Scores of the steps from tag to tag")
    st.markdown(_in_words(scores[:number, :number], names))


def transitions_figure(scores: Scores, names: tuple[str, ...]) -> dict[str, Any]:
    """`scores` (tags + 1, tags + 1): rows are the tag before, columns the tag; last are the start and the end."""
    tags = [figure_text(name) for name in names]
    most = float(max(1.0, np.nanmax(np.abs(scores))))
    cells = {
        "type": "heatmap",
        "uid": "transitions",
        "x": [*tags, END],
        "y": [*tags, START],
        "z": [[None if np.isnan(one) else round(float(one), 2) for one in row] for row in scores],
        "colorscale": [[0, SECOND], [0.5, "var(--st-secondary-background-color)"], [1, FIRST]],
        "showscale": False,
        "text": [["" if np.isnan(one) else _signed(one) for one in row] for row in scores],
        "hovertemplate": "%{y} → %{x}: %{text}<extra></extra>",
        "xgap": 2,
        "ygap": 2,
    } | numbered(most, both_ways=True)
    axis = {"type": "category", "showgrid": False, "fixedrange": True}
    layout = frame("Steps: blue is wanted, orange avoided") | {
        "xaxis": axis | {"title": {"text": "the tag", "standoff": 12}, "tickangle": -45},
        "yaxis": axis | {"title": {"text": "after"}, "autorange": "reversed"},
        "margin": {"l": 84, "r": 16, "t": 52, "b": 84},
    }
    return {"data": [cells], "layout": layout}


def _signed(score: float) -> str:
    """One decimal; by hand: −0.04 gives 0.0, −0.25 gives −0.2."""
    return f"{round(score, 1) + 0.0:.1f}".replace("-", "−")


def _in_words(scores: Scores, names: tuple[str, ...]) -> str:
    """The strongest steps in both directions, and how the illegal ones stand."""
    order = np.argsort(scores, axis=None)
    told = [np.unravel_index(place, scores.shape) for place in order]
    wanted = ", ".join(_step(scores, names, place) for place in reversed(told[-MOST_TOLD:]))
    avoided = ", ".join(_step(scores, names, place) for place in told[:MOST_TOLD])
    forbidden = illegal_steps(len(names)) < 0
    illegal, others = (_signed(float(scores[places].mean())) for places in (forbidden, ~forbidden))
    return (
        f"It likes {wanted} most and avoids {avoided}. Illegal steps score {illegal} on average, the others {others}: "
        "nobody told it the rule. These scores are finite, so the words can still outvote them; only the rule makes "
        "illegal tags impossible."
    )


def _step(scores: Scores, names: tuple[str, ...], place: Any) -> str:
    before, tag = place
    score = f"{scores[before, tag]:+.1f}".replace("-", "−")
    return f"{plain(names[before])} → {plain(names[tag])} ({score})"
