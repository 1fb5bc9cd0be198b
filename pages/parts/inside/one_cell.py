"""One cell, step by step: the diagram of one unit with its numbers, and the formulas with the numbers put in."""

import streamlit as st

from pages.parts.inside.asked import place_of
from pages.parts.inside.cell_drawing import draw_cell
from pages.parts.inside.look import Look
from pages.parts.plain import plain
from pages.parts.readable_table import readable_table
from pages.parts.run_words import epoch_words
from seqcore.inspection.cells import SKIPPED
from seqcore.inspection.formulas import formulas
from seqcore.jobs.inspecting import Inspect
from seqcore.jobs.questions import Replay

# On a phone it is scrolled sideways: smaller letters could not be read.
_CSS = """
.cell-picture { overflow-x: auto; }
.cell-picture svg { display: block; width: 100%; min-width: 520px; max-width: 760px; margin: auto; }
.cell-picture svg { font-family: var(--st-font); }
"""
_JS = """
export default function ({ data, parentElement }) {
  const picture = parentElement.querySelector(".cell-picture");
  picture.innerHTML = data.svg;
  picture.tabIndex = picture.scrollWidth > picture.clientWidth ? 0 : -1;
}
"""
_mount = st.components.v2.component("cell_picture", html='<div class="cell-picture"></div>', css=_CSS, js=_JS)


def question(look: Look) -> Inspect:
    """All numbers of the unit."""
    unit = _unit(look)
    return Inspect(look.example.inputs, look.reader.layer, look.reader.backward, (unit,), in_full=True)


def _unit(look: Look) -> int:
    return min(int(st.session_state.get(_unit_key(look), 1)), look.reader.units) - 1


def _unit_key(look: Look) -> str:
    return f"inside-cell-{look.reader.units}"


def _step_key(look: Look) -> str:
    return f"inside-step-{look.steps}"


def controls(look: Look) -> None:
    """The unit and the step."""
    key = _step_key(look)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.number_input("Unit", 1, look.reader.units, 1, key=_unit_key(look), width=140)
        at = int(st.session_state.setdefault(key, 1))
        with st.container(horizontal=True, gap="small", width="content"):  # side by side, on a phone, too
            _button("Previous step", -1, key, at > 1)
            _button("Next step", 1, key, at < look.steps)
        if look.steps > 1:
            st.slider("Step", 1, look.steps, key=key, width=260)


def _button(words: str, change: int, key: str, is_possible: bool) -> None:
    st.button(
        words,
        key=f"inside-{words.split()[0].lower()}",
        icon=":material/arrow_back:" if change < 0 else ":material/arrow_forward:",
        disabled=not is_possible,
        on_click=lambda: st.session_state.update({key: st.session_state[key] + change}),
    )


def draw(look: Look, replay: Replay, epoch: float | None) -> None:
    """The diagram and the formulas, at the epoch that is nearest."""
    place, step = place_of(replay, epoch), min(int(st.session_state.get(_step_key(look), 1)), look.steps) - 1
    numbers = dict(zip(look.reader.cell.rows, replay.predictions[place][:, step, 0].tolist(), strict=True))
    word, reader = look.words()[step], look.reader
    st.markdown(
        f"**Unit {_unit(look) + 1} of {reader.layer}, step {step + 1} of {look.steps}** · comes in: {plain(word)} · "
        f"after epoch {epoch_words(replay.epochs[place])}"
    )
    if numbers[SKIPPED]:
        st.info("This step is padding, and masked: whatever the sums say, the states stay as they were.")
    picture = draw_cell(reader.keras, numbers)
    _mount(key="inside-cell-picture", data={"svg": picture.svg})
    lines = formulas(reader.cell, numbers, reader.activation)
    table = dict(zip(("What", "Formula", "With the numbers"), map(list, zip(*lines, strict=True)), strict=True))
    readable_table(table, label="The formulas with the numbers put in")
    st.caption(
        "w·x: the input of the layer times this unit's weights; u·h: the hidden states of all units before the step, "
        "times this unit's weights; b: the bias. The state before the first step is 0, unless an encoder hands one on."
    )
