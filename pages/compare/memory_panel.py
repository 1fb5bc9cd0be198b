"""How far back each variant remembers at its end: one curve each, of the run with the first seed."""

import streamlit as st

from pages.compare.band_figure import color_of
from pages.compare.overview import Overview
from pages.parts.controls import Shown
from pages.parts.inside.asked import at_rest
from pages.parts.inside.memory import influences, is_step_by_step, outputs_of
from pages.parts.inside.memory_figure import Reach, distance_figure
from pages.parts.live_chart import live_chart, pack
from pages.parts.plain import plain
from pages.parts.server import server
from seqcore.inspection.horizon import horizon, in_a_sentence
from seqcore.inspection.layers import readers
from seqcore.runs.folder import RunFolder

HEIGHT = 360


def memory_panel(overview: Overview) -> None:
    """A switch, and below it the curves of the variants that have ended; nothing where there is no memory."""
    ended = _ended(overview)
    if not ended:
        return
    if not st.toggle("How far back they remember", key="compare-memory", help="From the run with the first seed."):
        return
    lines = [line for title, shown in ended.items() if (line := _line(title, shown))]
    if lines:
        places = [entry.title for entry in overview.entries]
        figure = pack(distance_figure(lines, [color_of(places.index(line.name)) for line in lines]))
        live_chart(figure, key="compare-memory-drawn", height=HEIGHT, label="Influence by distance, for each variant")
        for line in lines:
            st.markdown(f"**{plain(line.name)}**: {in_a_sentence(line.horizon)}")


def _ended(overview: Overview) -> dict[str, Shown]:
    """The first run of each variant that has recurrent layers and steps to measure a distance in, by its title."""
    found = {}
    for entry in overview.entries:
        experiment = entry.experiment
        network = experiment.architecture.network(experiment.task.signature())
        view = server().following.view(entry.runs[0]) if entry.runs else None
        if view and view.finished and view.snapshots and readers(network) and is_step_by_step(experiment):
            found[entry.title] = Shown(entry.runs[0], view, view.status, False)
    return found


def _line(title: str, shown: Shown) -> Reach | None:
    folder, experiment = RunFolder.find(shown.id), shown.view.experiment
    if folder is None:
        return None
    question = influences(experiment, server().loading.examples_of(folder, experiment))
    replay = at_rest(f"compare-memory-{shown.id}", shown, question, (float(max(shown.view.snapshots)),))
    return None if replay is None else Reach(title, horizon(replay.predictions[-1], outputs_of(experiment)))
