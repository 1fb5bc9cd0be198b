"""What the curves of a run say: the coach's sentences below them, and gradient and update of each layer."""

from functools import partial

import streamlit as st

from pages.parts.live_chart import Chart, Packed, live_charts, pack
from pages.parts.norm_figure import norm_figure
from pages.parts.plain import plain
from pages.parts.server import server
from seqcore.coach.coach import remarks
from seqcore.coach.gradients import EXPLODING, VANISHING, layer_words
from seqcore.runs.view import RunView

NORM_HEIGHT = 280
CHARTS = {
    "gradients": ("Gradient by layer (norm)", "The gradient's norm of each layer over the epochs"),
    "changes": ("Update by layer (norm)", "How far an update moves each layer's weights, over the epochs"),
}


def coaching(view: RunView, revision: str) -> None:
    """At most two sentences, each with its evidence and one thing to try; nothing where nothing is clear."""
    with st.container(key="coach", gap="xsmall"):
        for sentence in _sentences(view, revision):
            st.markdown(sentence)


def _sentences(view: RunView, revision: str) -> tuple[str, ...]:
    if not revision:
        return ()
    known = ("coach", revision, view.updates, len(view.validation), len(view.gradients), view.status)
    return tuple(server().worked_out.get(known, lambda: _said(view)))


def _said(view: RunView) -> tuple[str, ...]:
    return tuple(
        f":material/lightbulb: **{remark.title}**: {plain(remark.evidence)}. *Try {plain(remark.advice)}.*"
        for remark in remarks(view)
    )


def norms_part(view: RunView, revision: str) -> None:
    """The charts of gradient and update by layer, which are drawn once somebody unfolds them."""
    title = "Gradient and update of each layer"
    fold = st.expander(title, icon=":material/stairs:", key="norms", type="compact", on_change="rerun")
    if not fold.open:
        return
    with fold:
        if view.finished and not view.gradients:
            st.caption("This run has none: it was too short, or was recorded before they were.")
            return
        words = layer_words(view)
        live_charts([_chart(view, name, words, revision) for name in CHARTS], key="norms-drawn")
        st.caption(_in_words(words))


def _chart(view: RunView, name: str, words: dict[str, str], revision: str) -> Chart:
    title, label = CHARTS[name]
    draw = partial(_packed, view, name, title, words if name == "gradients" else {}, revision)
    known = (name, revision, max(view.gradients, default=0), len(view.gradients))
    return Chart(server().drawn.get(known, draw) if revision else draw(), label, NORM_HEIGHT)


def _packed(view: RunView, name: str, title: str, words: dict[str, str], revision: str) -> Packed:
    return pack(norm_figure(view, getattr(view, name), title, words, revision))


def _in_words(words: dict[str, str]) -> str:
    named = [f"{plain(layer)} **{word}**" for layer, word in words.items() if word]
    now = f"Now: {', '.join(named) or 'neither'}. " if words else ""
    return (
        f"**Exploding**: the gradient of a layer has a norm above {EXPLODING:g}. **Vanishing**: it is below "
        f"{VANISHING:g} times that of the output layer. {now}Measured at evaluations, on the batch that comes next, "
        "before any clipping."
    )
