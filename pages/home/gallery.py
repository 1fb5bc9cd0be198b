"""The lessons as cards, in groups, and a field that finds them and their presets."""

import streamlit as st

from pages.home.cards import Card, cards
from pages.home.pictures import picture_of
from pages.home.shown_picture import show_picture
from pages.parts.opening import open_preset, page_of
from pages.parts.plain import plain
from pages.parts.pressed import pressed

LONGEST_QUERY = 100
SEARCH_WIDTH = 480


def gallery() -> None:
    """Draw the field, and below it what it finds: at first everything."""
    query = st.text_input(
        "Find a lesson or a preset",
        key="search",
        type="search",
        icon=":material/search:",
        placeholder="bidirectional, prices, attention …",
        live=True,
        width=SEARCH_WIDTH,
    )
    query = (query or "")[:LONGEST_QUERY]
    found = cards(query)
    if not found:
        st.info(f"No lesson and no preset has “{plain(query)}” in it.", icon=":material/search_off:")
    with st.container(key="gallery"):
        for group, members in found.items():
            with st.container(key=f"group-{group.lower()}"):
                st.header(group, anchor=False)
                with st.container(key=f"cards-{group.lower()}"):
                    for card in members:
                        _draw(card)


def _draw(card: Card) -> None:
    task = card.task
    with st.container(border=True, key=f"card-{card.kind}", gap="small"):
        show_picture(picture_of(card.kind), key=f"picture-{card.kind}")
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.subheader(task.title, anchor=False, width="content")
            if task.seconds:
                st.caption(f":material/timer: {about(task.seconds)}", width="content")
        st.markdown(task.question)
        if task.to_see:
            st.caption(f":material/visibility: **You will see** · {task.to_see}")
        st.page_link(page_of(card.kind), label=f"Open {task.title}", icon=":material/arrow_forward:")
        st.caption("Or open it with a preset:")
        with st.container(horizontal=True, gap="xsmall", key=f"presets-{card.kind}"):
            for entry in card.presets:
                if pressed(entry.preset.title, key=f"preset-{entry.name}", help=entry.preset.summary):
                    open_preset(entry.name)


def about(seconds: int) -> str:
    """How long training takes, roughly: "about 10 s", "about 2 min"."""
    return f"about {seconds} s" if seconds < 60 else f"about {round(seconds / 60)} min"
