"""The server's life: what happens before the first session."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from pages.parts.quiet_log import quiet_log


@asynccontextmanager
async def lifetime(app: st.App) -> AsyncIterator[None]:
    """Around everything that the server does."""
    # Else the first address asked for is looked up among the files of `pages/`, and “Page not found” stands over it.
    PagesManager.uses_pages_directory = False
    quiet_log()
    # Importing what the first session needs here, in a thread, was tried: the first page came 0.5 s later.
    yield
