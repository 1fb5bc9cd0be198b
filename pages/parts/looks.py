"""What the theme cannot say: margins, what keeps its place while a run goes on, and how it all fits a phone."""

from pathlib import Path

import streamlit as st

_STYLE = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")


def apply_looks() -> None:
    """To be called once a page, before anything is drawn."""
    st.html(f"<style>{_STYLE}</style>")
