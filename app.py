"""Sequence Lab: what every session runs (page settings, navigation). Start it with ``streamlit run app.py``."""

from pathlib import Path

import streamlit as st

LOOKS = Path(__file__).parent / ".streamlit"
HOME = "home"
"""The page at the root of the address."""

if __name__ == "__main__":
    from pages.parts.address import heed_address
    from pages.parts.framed import say_what_is_lost
    from pages.parts.looks import apply_looks
    from pages.parts.navigation import SKIP_TO, all_pages
    from pages.parts.page_frame import page_frame
    from pages.parts.pressed import forget_presses
    from pages.parts.session import session

    st.set_page_config("Sequence Lab", LOOKS / "icon.svg", layout="wide", initial_sidebar_state=340)
    apply_looks()
    st.logo(LOOKS / "logo.svg", size="large")
    page = st.navigation(all_pages(), position="top")
    page_frame(SKIP_TO.get(page.title, "Skip to training"))
    say_what_is_lost()
    session().page = page.url_path
    heed_address(page.url_path)
    page.run()
    forget_presses()
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
    middleware = [*kept_out, Middleware(FirstPage, name=HOME), Middleware(Visitor)]
    app = st.App(__file__, lifespan=lifetime, middleware=middleware)
