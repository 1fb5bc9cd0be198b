"""What a run was worth: the verdict, and the network's scores beside those of rules that have learned nothing."""

from collections.abc import Iterable, Mapping

import streamlit as st

from pages.parts.loading import Prepared
from pages.parts.server import server
from pages.parts.verdict import show_evidence
from seqcore.evaluation.measure import Measure
from seqcore.experiment import Experiment
from seqcore.invalid import InvalidInput
from seqcore.runs.view import RunView
from seqcore.tasks.base.evaluation import Scores
from seqcore.tasks.base.task import Baseline

NETWORK = "This network"
Rows = Mapping[str, Scores]


def known_baselines(experiment: Experiment, run_id: str | None, prepared: Prepared) -> Mapping[str, Baseline]:
    """The baselines of a run, else of the form; none where its data cannot be had."""
    try:
        examples = server().loading.examples_on_page(run_id, experiment, prepared)
    except (InvalidInput, ValueError, OSError):
        return {}  # the screen says so where it shows the data
    return examples.baselines() if examples else {}


def scores_panel(view: RunView, baselines: Mapping[str, Baseline]) -> None:
    """Draw it for a run as it is now. Before the end the baselines' scores on the validation data stand there."""
    if not baselines:
        return
    # The table first: it is there before the end, and what is said at the end would move it.
    st.container(key="scores-table").markdown(scores_table(view, baselines))
    st.caption(" ".join(f"*{one.title}*: {one.explanation}" for one in baselines.values()))
    finished = view.finished
    if finished and finished.verdict:
        show_evidence(finished.verdict)
    else:
        st.caption(_waiting(view))


def scores_table(view: RunView, baselines: Mapping[str, Baseline]) -> str:
    """A table in Markdown: a row for the network, then one for each baseline; a cell without a value is empty."""
    rows = _rows(view, baselines)
    measures = {
        name: measure
        for name, measure in view.experiment.task.measures().items()
        if any(name in scores for title, scores in rows.items() if title != NETWORK)
    }
    titles = ["", *("Loss" if name == "loss" else measure.title for name, measure in measures.items())]
    lines = [titles, [":--", *["--:"] * len(measures)]]
    for title, scores in rows.items():
        words = f"**{title}**" if title == NETWORK else title
        lines.append([words, *(cell_words(scores.get(name), measure) for name, measure in measures.items())])
    return "\n".join(map(_line, lines))


def cell_words(value: float | None, measure: Measure) -> str:
    """A measured number in a table for people; empty where there is none."""
    if value is None:
        return ""
    return f"{value:.1%}" if measure.share else f"{value:.3g}".replace("-", "−")


def _rows(view: RunView, baselines: Mapping[str, Baseline]) -> Rows:
    """Scores by title, each measure on the same data for all: what the verdict is about, else the validation data."""
    finished = view.finished
    judged = finished.baselines if finished and finished.verdict else {}
    measured = {measure for scores in judged.values() for measure in scores}
    tested = {name: value for name, value in finished.test.items() if name in measured} if finished else {}
    beside = {one.title: {**one.scores, **judged.get(name, {})} for name, one in baselines.items()}
    return {NETWORK: view.last_validation() | tested} | beside


def _waiting(view: RunView) -> str:
    if view.finished:
        return "There is no verdict on this run: nothing was learned, or it was trained by an earlier version."
    return "When training ends, a verdict says whether the network is better than these rules, or if that is chance."


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
