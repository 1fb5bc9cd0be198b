"""The clinic: networks that do not learn as they should. Find out why, change one thing, and heal them."""

import streamlit as st

from pages.clinic.consultation import consultation
from pages.clinic.overview import overview
from pages.parts.address import name_in_address
from seqcore.clinic.all_cases import all_cases


def show_clinic() -> None:
    """The page: all cases, or the one in the address."""
    st.title("Clinic", anchor=False)
    case = all_cases().get(st.query_params.get("case", ""))
    if case is None:
        st.markdown(
            "Networks that do not learn as they should, each badly set in **one** way. Train one, look at its curves, "
            "say what is wrong, change one setting, and train again: did it heal?"
        )
        overview()
        return
    st.button("All cases", key="all-cases", icon=":material/arrow_back:", type="tertiary", on_click=_close)
    consultation(st.query_params["case"], case)


def _close() -> None:
    name_in_address("case", None)


show_clinic()
