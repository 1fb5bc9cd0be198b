"""Sequence Lab: what every session runs (page settings, navigation). Start it with ``streamlit run app.py``."""

from pathlib import Path

import streamlit as st

LOOKS = Path(__file__).parent / ".streamlit"

if __name__ == "__main__":
    from pages.parts.looks import apply_looks
    from seqcore.tasks import TASKS

    st.set_page_config("Sequence Lab", LOOKS / "icon.svg", layout="wide", initial_sidebar_state=340)
    apply_looks()
    st.logo(LOOKS / "logo.svg", size="large")
    experiments = [
        st.Page(f"pages/experiments/{kind}.py", title=task.title, url_path=kind, default=not place)
        for place, (kind, task) in enumerate(TASKS.items())
    ]
    history = st.Page("pages/runs/history.py", title="Runs", icon=":material/history:", url_path="runs")
    st.navigation([*experiments, history], position="top").run()
else:
    # `streamlit run` has found the name below in this file and imports it, once, before it answers anybody.
    from pages.parts.lifetime import lifetime

    app = st.App(__file__, lifespan=lifetime)
