"""When a browser sends no cookie, as inside a page of another site: keep its token here, or say what is lost."""

import streamlit as st

from pages.parts.embedding import is_embedding_allowed
from pages.parts.session import session
from pages.parts.visitor import COOKIE, TOKEN, token_in

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
function keep(name, token) {
  try {
    const kept = localStorage.getItem(name);
    if (!kept) localStorage.setItem(name, token);
    return kept ?? token;
  } catch {
    return null; // the browser keeps nothing for this page
  }
}

export default function ({ data, parentElement, setStateValue }) {
  const token = data.allowed ? keep(data.name, data.token) : null;
  if (token && token !== data.token) setStateValue("token", token);
  const note = parentElement.querySelector(".framed-note");
  note.querySelector("a").href = location.href;
  note.hidden = window.self === window.top || token !== null;
}
"""

_mount = st.components.v2.component("framed", html=_HTML, css=_CSS, js=_JS)


def know_again() -> None:
    """To be called once a page, before anything that asks who the browser is."""
    if token_in(st.context.cookies):
        return
    data = {"name": COOKIE, "token": session().token, "allowed": is_embedding_allowed()}
    _mount(key="framed", data=data, on_token_change=_adopt)


def _adopt() -> None:
    token = st.session_state["framed"].get("token")
    if isinstance(token, str) and TOKEN.fullmatch(token):
        session().token = token
