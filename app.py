"""Sequence Lab: page settings and navigation. Run with ``streamlit run app.py``."""

from pathlib import Path

import streamlit as st

from pages.parts.looks import apply_looks
from seqcore.tasks import TASKS

LOOKS = Path(__file__).parent / ".streamlit"

if __name__ == "__main__":
    st.set_page_config("Sequence Lab", LOOKS / "icon.svg", layout="wide", initial_sidebar_state=340)
    apply_looks()
    st.logo(LOOKS / "logo.svg", size="large")
    experiments = [
        st.Page(f"pages/experiments/{kind}.py", title=task.title, url_path=kind, default=not place)
        for place, (kind, task) in enumerate(TASKS.items())
    ]
    history = st.Page("pages/runs/history.py", title="Runs", icon=":material/history:", url_path="runs")
    st.navigation([*experiments, history], position="top").run()
