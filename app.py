"""Sequence Lab: what every session runs (page settings, navigation). Start it with ``streamlit run app.py``."""

from pathlib import Path

import streamlit as st

LOOKS = Path(__file__).parent / ".streamlit"
FIRST = "cumulative_sum"
"""The task at the root of the address."""

if __name__ == "__main__":
    from pages.parts.framed import say_what_is_lost
    from pages.parts.looks import apply_looks
    from pages.parts.page_frame import page_frame
    from seqcore.tasks import TASKS

    st.set_page_config("Sequence Lab", LOOKS / "icon.svg", layout="wide", initial_sidebar_state=340)
    apply_looks()
    st.logo(LOOKS / "logo.svg", size="large")
    experiments = [
        st.Page(f"pages/experiments/{kind}.py", title=task.title, url_path=kind, default=kind == FIRST)
        for kind, task in TASKS.items()
    ]
    history = st.Page("pages/runs/history.py", title="Runs", icon=":material/history:", url_path="runs")
    page = st.navigation([*experiments, history], position="top")
    page_frame("Skip to the runs" if page == history else "Skip to training")
    say_what_is_lost()
    page.run()
else:
    # `streamlit run` has found the name below in this file and imports it, once, before it answers anybody.
    from starlette.middleware import Middleware

    from pages.parts.doors import Doors
    from pages.parts.first_page import FirstPage
    from pages.parts.lifetime import lifetime
    from pages.parts.messages import Messages
    from pages.parts.ticks import Ticks
    from pages.parts.upload_room import UploadRoom
    from pages.parts.visitor import Visitor

    kept_out = [Middleware(Doors), Middleware(Messages), Middleware(UploadRoom), Middleware(Ticks)]
    middleware = [*kept_out, Middleware(FirstPage, name=FIRST), Middleware(Visitor)]
    app = st.App(__file__, lifespan=lifetime, middleware=middleware)
