"""Sequence Lab: page settings and navigation. Run with ``streamlit run app.py``."""

import streamlit as st

from seqcore.tasks import TASKS

if __name__ == "__main__":
    st.set_page_config("Sequence Lab", ":material/timeline:", layout="wide", initial_sidebar_state=340)
    experiments = [
        st.Page(f"pages/experiments/{kind}.py", title=task.title, url_path=kind, default=not place)
        for place, (kind, task) in enumerate(TASKS.items())
    ]
    history = st.Page("pages/runs/history.py", title="Runs", icon=":material/history:", url_path="runs")
    st.navigation([*experiments, history], position="top").run()
