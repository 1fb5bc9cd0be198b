"""Which units of a layer are drawn: all of them; of a large layer the most active ones, or a page by their numbers."""

from collections.abc import Sequence

import streamlit as st

from pages.parts.inside.look import Look

MOST_NUMBERS = 10_000
"""Of a heatmap: 54 kB as they are sent."""
MOST_UNITS = 64
_LAST, _WISHED = "inside-units-last", "inside-unit-wished"
"""Where the session keeps which units were drawn, and which one is to be chosen next."""


def num_drawn(units: int, steps: int) -> int:
    """How many units are drawn together: all of them, unless a chart would be too heavy or too fine."""
    return max(1, min(units, MOST_UNITS, MOST_NUMBERS // steps))


def pages(units: int, size: int) -> dict[str, range]:
    """All units by their numbers, `size` together, by what they are called: "1 to 64"."""
    found = [range(first, min(first + size, units)) for first in range(0, units, size)]
    return {f"{page[0] + 1} to {page[-1] + 1}" if len(page) > 1 else f"{page[0] + 1}": page for page in found}


def drawn_together(look: Look) -> int:
    """How many units of the layer are drawn together at most."""
    return num_drawn(look.reader.units, look.steps)


def choices(look: Look) -> dict[str, range | None]:
    """What may be drawn, by its name; None for the most active ones, which change all the time while it trains."""
    units, size = look.reader.units, drawn_together(look)
    found: dict[str, range | None] = {} if look.shown.is_going_on else {f"The {size} most active": None}
    found |= {f"Units {name}": page for name, page in pages(units, size).items()}
    return found | ({f"All {units}": range(units)} if units * look.steps <= MOST_NUMBERS else {})


def chosen_units(look: Look) -> tuple[int, ...] | None:
    """The units that are drawn; None for the most active ones."""
    if look.reader.units <= drawn_together(look):
        return tuple(range(look.reader.units))
    known = choices(look)
    chosen = known.get(st.session_state.get(_choice_key(look), ""), next(iter(known.values())))
    return None if chosen is None else tuple(chosen)


def choose_units(look: Look) -> None:
    """The unit that is drawn as lines, and, of a large layer, which ones are drawn with it."""
    key, units = unit_key(look), look.reader.units
    wished = st.session_state.pop(_WISHED, None)
    if isinstance(wished, int) and wished < units:
        st.session_state[key] = wished + 1
    st.number_input(
        "Unit",
        1,
        units,
        1,
        key=key,
        width=140,
        help="Drawn as lines over the steps. A click on a row of the maps chooses one, too.",
        on_change=_to_its_page,
        args=(look,),
    )
    if units > drawn_together(look):
        st.selectbox(
            "Units in the maps",
            choices(look),
            key=_choice_key(look),
            width=220,
            help="The most active ones are those whose hidden state varies most over the steps of this example "
            "(standard deviation), with the newest weights; the most active stands first.",
        )


def one_of(look: Look, drawn: Sequence[int]) -> int:
    """The unit that is chosen; of another page the first one, which the page then chooses, too."""
    st.session_state[_LAST] = tuple(drawn)
    unit = int(st.session_state.get(unit_key(look), 1)) - 1
    if unit in drawn:
        return unit
    st.session_state[_WISHED] = drawn[0]
    return drawn[0]


def is_wished() -> bool:
    """Whether another unit is to be chosen than the page, outside of what is being drawn, says."""
    return _WISHED in st.session_state


def unit_key(look: Look) -> str:
    """Of the widget that chooses a unit: another layer may have fewer."""
    return f"inside-unit-{look.reader.units}-{look.steps}"


def _choice_key(look: Look) -> str:
    return f"inside-units-{look.reader.units}-{look.steps}-{look.shown.is_going_on}"


def _to_its_page(look: Look) -> None:
    """A unit that is not drawn was typed: draw the page that it stands on."""
    unit = int(st.session_state[unit_key(look)]) - 1
    if unit not in st.session_state.get(_LAST, ()):
        for name, page in choices(look).items():
            if page is not None and unit in page:
                st.session_state[_choice_key(look)] = name
                return
