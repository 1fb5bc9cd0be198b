"""The first visit: four words in a line each, until somebody closes them for good."""

import streamlit as st

COOKIE = "sequence_lab_welcomed"
WORDS = {
    "Sequence": "values in an order, such as ten numbers, a week of prices, or the characters of 12+34.",
    "Step": "one place in a sequence. A recurrent network reads step by step, with the same weights at each.",
    "Hidden state": "what the network carries from one step to the next: its memory, a few dozen numbers.",
    "Epoch": "a stretch of training, and one point of the curves. After many of them it has learned, or not.",
}

_remember = st.components.v2.component(
    COOKIE,
    js="""
export default function ({ data }) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${data.name}=1; path=/; max-age=31536000; SameSite=Strict${secure}`;
}
""",
)


def welcome() -> None:
    """Draw the words for a browser that has not closed them yet."""
    if st.context.cookies.get(COOKIE):
        return
    if st.session_state.get(COOKIE):
        _remember(key=COOKIE, data={"name": COOKIE}, height=1)
        return
    with st.container(border=True, gap="small", key="welcome"):
        st.markdown("**New here?** Choose a preset, press **Train**, and watch. Four words that you will meet:")
        st.markdown("\n".join(f"- **{word}**: {meaning}" for word, meaning in WORDS.items()))
        st.button(
            "Got it, do not show again",
            key="welcome-close",
            icon=":material/check:",
            on_click=lambda: st.session_state.update({COOKIE: True}),
        )
