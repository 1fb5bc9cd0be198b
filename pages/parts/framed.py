"""When a browser sends no cookie, as inside a page of another site: say what is lost, and the way out."""

import streamlit as st

from pages.parts.visitor import token_in

_HTML = """
<p class="framed-note" role="note" hidden>This page is shown inside another one, where your browser withholds what it
is known by. <a target="_blank" rel="noopener">Open it in a tab of its own</a> to keep control of your runs and to
upload files.</p>
"""

_CSS = """
.framed-note { margin: 0; padding: 0.75rem 1rem; border-radius: 8px; background: var(--st-secondary-background-color); }
.framed-note a { color: inherit; font-weight: 600; }
"""

_JS = """
export default function ({ parentElement }) {
  const note = parentElement.querySelector(".framed-note");
  note.querySelector("a").href = location.href;
  note.hidden = window.self === window.top;
}
"""

_mount = st.components.v2.component("framed", html=_HTML, css=_CSS, js=_JS)


def say_what_is_lost() -> None:
    """To be called once a page, at its top."""
    if not token_in(st.context.cookies):
        _mount(key="framed")
