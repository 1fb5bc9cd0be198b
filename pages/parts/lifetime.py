"""The server's life: what happens before the first session."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from streamlit import config
from streamlit.runtime.pages_manager import PagesManager

from pages.parts.embedding import is_embedding_allowed
from pages.parts.quiet_log import quiet_log
from pages.parts.session_state import mend_session_state


@asynccontextmanager
async def lifetime(app: st.App) -> AsyncIterator[None]:
    """Around everything that the server does."""
    # Else the first address asked for is looked up among the files of `pages/`, and “Page not found” stands over it.
    PagesManager.uses_pages_directory = False
    quiet_log()
    mend_session_state()
    if is_embedding_allowed():
        # It compares a cookie with a header when files are uploaded, and inside another site's page there is no such
        # cookie. Other sites still cannot upload: browsers ask first (CORS), and an upload names a secret session.
        config.set_option("server.enableXsrfProtection", False)
    # Importing what the first session needs here, in a thread, was tried: the first page came 0.5 s later.
    yield
