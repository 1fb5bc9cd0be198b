"""A picture on the page. Streamlit takes SVG for an image file, which cannot have the theme's colours: this can."""

import streamlit as st

from pages.parts.svg import Picture

_CSS = """
.picture svg { display: block; width: 100%; height: 124px; font-family: var(--st-font); }
"""

_JS = """
export default function ({ data, parentElement }) {
  parentElement.querySelector(".picture").innerHTML = data.svg;
}
"""

_mount = st.components.v2.component("picture", html='<div class="picture"></div>', css=_CSS, js=_JS)


def show_picture(picture: Picture, key: str) -> None:
    """Draw it as wide as its place, always of the same height."""
    _mount(key=key, data={"svg": picture.svg}, height=124)
