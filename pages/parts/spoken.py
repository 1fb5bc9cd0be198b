"""What a screen reader says of the progress bar and the numbers, which Streamlit gives no words: values, not "34%"."""

import re
from collections.abc import Sequence

import streamlit as st

_mount = st.components.v2.component(
    "spoken",
    html="<span></span>",
    js="""
export default function ({ data, parentElement }) {
  const panel = parentElement.closest(".st-key-live");
  const bar = panel?.querySelector("[role=progressbar]");
  bar?.setAttribute("aria-label", "Progress of the run");
  bar?.setAttribute("aria-valuetext", data.progress);
  panel?.querySelectorAll("[data-testid=stMetric]").forEach((metric, place) => {
    metric.setAttribute("role", "group");
    metric.setAttribute("aria-label", data.numbers[place]);
  });
}
""",
    isolate_styles=False,
)


def spoken(progress: str, numbers: Sequence[str]) -> None:
    """Give the progress bar and the numbers of the live panel their words; to be drawn after them.

    They are read when a reader comes to them, and not announced at every change.
    """
    _mount(key="spoken", data={"progress": without_marks(progress), "numbers": list(numbers)})


def without_marks(markdown: str) -> str:
    """A line of Markdown without icons and asterisks."""
    return re.sub(r":material/\w+:\s*|\*\*", "", markdown)
