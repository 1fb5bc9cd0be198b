"""The timeline: what each unit of a layer holds and lets through at every step of one example."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from pages.parts.inside.asked import place_of
from pages.parts.inside.input_figure import answer_figure, input_figure
from pages.parts.inside.look import Look
from pages.parts.inside.timeline_figure import (
    by_activity,
    heatmap_figure,
    name_of,
    scale_of,
    span_of,
    unit_figure,
)
from pages.parts.inside.units import choose_units, chosen_units, drawn_together, is_wished, one_of, unit_key
from pages.parts.live_chart import Chart, live_charts, pack
from pages.parts.rerunning import rerun
from pages.parts.run_words import epoch_words
from seqcore.jobs.inspecting import Inspect
from seqcore.jobs.questions import Replay

INPUT_HEIGHT, WORDS_HEIGHT, UNIT_HEIGHT = 130, 170, 260
LOWEST, HIGHEST, A_ROW, LEAST_A_ROW, AROUND = 100, 330, 9, 3, 44
PICKED = "inside-unit-picked"
"""Where the session keeps that a unit has just been clicked."""
EXPLAINED = {
    "hidden state": "what the layer hands on, to itself at the next step and to the layer after it",
    "cell state": "the LSTM's memory, which gates alone write and clear",
    "input gate": "how much of the candidate is written",
    "forget gate": "how much of the cell state is kept (1 keeps all)",
    "output gate": "how much of the cell state is shown",
    "candidate": "what would be written",
    "update gate": "how much of the state before is kept (1 keeps all)",
    "reset gate": "how much of the state before the candidate sees",
}


def question(look: Look) -> Inspect:
    """What the units that are drawn do."""
    units = chosen_units(look)
    most = drawn_together(look) if units is None else None
    return Inspect(look.example.inputs, look.reader.layer, look.reader.backward, units, most)


def controls(look: Look) -> None:
    """The unit, which ones are drawn with it, and their order."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        choose_units(look)
        st.toggle(
            "Order units by when they are active",
            key="inside-ordered",
            help="Those that are active early stand above those that are active late.",
        )


def draw(look: Look, replay: Replay, epoch: float | None) -> None:
    """All charts, at the epoch that is nearest."""
    place = place_of(replay, epoch)
    cell, steps = look.reader.cell, look.drawn_steps
    values = replay.predictions[place][:, :steps].astype(np.float32)
    units = chosen_units(look) or tuple(replay.predictions[0, -1, 0].astype(int).tolist())
    unit = one_of(look, units)
    at = units.index(unit)
    is_ordered = st.session_state.get("inside-ordered", False)
    order = by_activity(values[0]) if is_ordered else list(range(len(units)))
    scales = {
        name: None if name in cell.gates else scale_of(replay.predictions[:, row])
        for row, name in enumerate(cell.activity)
    }
    height = int(np.clip(AROUND + A_ROW * len(order), LOWEST, max(HIGHEST, AROUND + LEAST_A_ROW * len(order))))
    above = input_figure(look.example, steps) if look.reader.reads_input else answer_figure(look.words())
    rows = {name: values[row][:, at] for row, name in enumerate(cell.activity)}
    lines = unit_figure(rows, cell.gates, unit, span_of(replay.predictions[:, : len(cell.activity), :, at]))
    above_height = WORDS_HEIGHT if look.example.spelled and look.reader.reads_input else INPUT_HEIGHT
    charts = [Chart(pack(above), "What comes in, step by step", above_height)]
    charts += [
        Chart(
            pack(heatmap_figure(name, values[row], order, units, scales[name], unit)), _label(look, name, units), height
        )
        for row, name in enumerate(cell.activity)
    ]
    charts.append(Chart(pack(lines), f"Unit {unit + 1} over the steps", UNIT_HEIGHT))
    with st.container(key="inside-timeline"):
        numbers = {name_of(one): one + 1 for one in units}
        live_charts(charts, key="inside-timeline-drawn", on_pick=lambda row: _pick(look, numbers.get(row)))
    st.caption(_words(look, replay, place, units))
    if st.session_state.pop(PICKED, False) or is_wished():
        rerun()  # the number stands outside of this fragment


def _pick(look: Look, number: int | None) -> None:
    if number is not None:
        st.session_state[unit_key(look)], st.session_state[PICKED] = number, True


def _label(look: Look, name: str, units: Sequence[int]) -> str:
    return f"{name} of every unit" if len(units) == look.reader.units else f"{name} of {len(units)} units"


def _words(look: Look, replay: Replay, place: int, units: Sequence[int]) -> str:
    said = [f"After epoch {epoch_words(replay.epochs[place])}"]
    if len(units) < look.reader.units:
        said.append(f"{len(units)} of {look.reader.units} units")
    if look.reader.backward:
        said.append("read from the last step to the first")
    explained = "; ".join(f"**{name}**: {EXPLAINED[name]}" for name in look.reader.cell.activity)
    return f"{', '.join(said)}. Scales are the same at all epochs; a click on a row draws that unit. {explained}."
