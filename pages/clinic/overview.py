"""All cases, which of them are healed, and a way into each."""

import streamlit as st

from pages.clinic.progress import progress
from pages.parts.address import name_in_address
from pages.parts.plain import plain
from seqcore.clinic.all_cases import all_cases
from seqcore.clinic.case import Case


def overview() -> None:
    """A card for each case."""
    cases = all_cases()
    healed = len(progress().healed & set(cases))
    st.progress(healed / len(cases), text=f"**{healed} of {len(cases)}** healed in this browser tab")
    with st.container(key="ready-made"):
        for number, (name, case) in enumerate(cases.items(), start=1):
            _card(number, name, case)


def _card(number: int, name: str, case: Case) -> None:
    with st.container(border=True, key=f"case-{name}", gap="small"):
        done = name in progress().healed
        st.markdown(f"{':material/check_circle:' if done else ':material/stethoscope:'} **Case {number}**")
        st.markdown(plain(case.symptom))
        # The title gives it away: it is told to who has healed the case.
        if done:
            st.caption(f"It was: {plain(case.title)}")
        st.button(
            "Open again" if done else "Open the case",
            key=f"open-{name}",
            icon=":material/arrow_forward:",
            on_click=_open,
            args=(name,),
        )


def _open(name: str) -> None:
    name_in_address("case", name)
