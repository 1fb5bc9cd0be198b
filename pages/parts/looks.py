"""What the theme cannot say: how wide the margins of the pages are."""

import streamlit as st

_STYLE = """
<style>
[data-testid="stMainBlockContainer"] { padding-inline: clamp(1rem, 3vw, 3.5rem); }
.st-key-old-answer { opacity: 0.45; }
</style>
"""


def apply_looks() -> None:
    """To be called once a page, before anything is drawn."""
    st.html(_STYLE)
