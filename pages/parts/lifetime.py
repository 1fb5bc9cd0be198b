"""The server's life: what happens before the first session."""

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager


@asynccontextmanager
async def lifetime(app: st.App) -> AsyncIterator[None]:
    """Around everything that the server does."""
    # Else the first address asked for is looked up among the files of `pages/`, and “Page not found” stands over it.
    PagesManager.uses_pages_directory = False
    # The first session needs it; the browser meanwhile loads Streamlit's front end.
    threading.Thread(target=import_module, args=("pages.parts.screen",), name="imports", daemon=True).start()
    yield
