"""The embedding: where each symbol or word stands among others, epoch by epoch, and which are its neighbours."""

from typing import Any

import numpy as np
import streamlit as st

from pages.parts.figure_style import FIRST, SECOND, frame
from pages.parts.inside.asked import place_of
from pages.parts.inside.look import Array, Look
from pages.parts.live_chart import live_chart, pack
from pages.parts.plain import figure_text, plain
from pages.parts.run_words import epoch_words
from seqcore.architectures.word_stack import WORDS
from seqcore.inspection.embedding import neighbors, plane
from seqcore.jobs.asked import Rows
from seqcore.jobs.questions import Replay

HEIGHT = 420
MOST_SYMBOLS = 300
CHOSEN = "inside-symbol"
SYMBOLS = "embedding"
"""The layer that symbols go through."""


def is_there(look: Look) -> bool:
    """Whether it has learned numbers for its symbols, or for words with names."""
    experiment = look.shown.view.experiment
    network = experiment.architecture.network(experiment.task.signature())
    wanted = WORDS if look.examples.named_rows() else SYMBOLS
    return any(layer.keras == "Embedding" and layer.name == wanted for layer in network)


def question(look: Look) -> Rows:
    """About all symbols, or the words that are worth a look."""
    rows = tuple(look.examples.named_rows())
    return Rows(WORDS, rows) if rows else Rows(SYMBOLS)


def controls(look: Look) -> None:
    """The symbol whose neighbours are named."""
    names = _names(look)
    key = f"{CHOSEN}-{len(names)}"
    st.selectbox("Neighbours of", range(len(names)), format_func=names.__getitem__, key=key, width=160)


def _names(look: Look) -> list[str]:
    words = list(look.examples.named_rows().values())
    return words or [look.example.symbol(code) for code in range(min(len(look.example.symbols), MOST_SYMBOLS))]


def draw(look: Look, replay: Replay, epoch: float | None) -> None:
    """The plane of the newest vectors, and all symbols in it."""
    names, words = _names(look), len(look.examples.named_rows())
    # The row of none, where there is one, comes before those of symbols.
    first = int(replay.predictions.shape[1] > (words or len(look.example.symbols)))
    vectors = replay.predictions[:, first : first + len(names)].astype(np.float64)
    known, place = plane(vectors[-1]), place_of(replay, epoch)
    chosen = int(st.session_state.get(f"{CHOSEN}-{len(names)}") or 0)
    near = neighbors(vectors[place], chosen)
    title = f"The {'words' if words else 'symbols'} in two dimensions"
    figure = vectors_figure(
        title, names, known.of(vectors[place]), chosen, [code for code, _ in near], _ends(known.of(vectors))
    )
    live_chart(pack(figure), key="inside-vectors", height=HEIGHT, label=title)
    said = ", ".join(f"{plain(names[code])} ({cosine:.2f})" for code, cosine in near)
    st.markdown(f"After epoch {epoch_words(replay.epochs[place])}, nearest to **{plain(names[chosen])}**: {said}.")
    st.caption(
        f"{_which(words)}Two of {vectors.shape[-1]} dimensions: those in which the newest vectors differ most (PCA), "
        f"with {known.share:.0%} of their variance; the axes are the same at all epochs. Numbers: the cosine of the "
        "angle."
    )


def _which(words: int) -> str:
    return f"The {words} words that stand in names most often, by kind, and some in none. " if words else ""


def _ends(points: Array) -> list[list[float]]:
    """Ranges of both axes that hold the points of all epochs."""
    flat = points.reshape(-1, 2)
    low, high = flat.min(axis=0), flat.max(axis=0)
    room = 0.08 * np.maximum(high - low, 1e-6)
    return [[float(one - more), float(other + more)] for one, other, more in zip(low, high, room, strict=True)]


def vectors_figure(
    title: str, names: list[str], points: Array, chosen: int, near: list[int], ends: list[list[float]]
) -> dict[str, Any]:
    """The points (symbols, 2) as their symbols; the chosen one and its neighbours stand out."""
    colors = [
        SECOND if code == chosen else FIRST if code in near else "var(--st-text-color)" for code in range(len(names))
    ]
    small, large = (16, 22) if max(map(len, names)) == 1 else (11, 15)
    trace = {
        "type": "scatter",
        "uid": "symbols",
        "name": "symbol",
        "mode": "text",
        "x": points[:, 0].astype(np.float32),
        "y": points[:, 1].astype(np.float32),
        "text": [figure_text(name) for name in names],
        "textfont": {"size": [large if code == chosen else small for code in range(len(names))], "color": colors},
        "hovertemplate": "%{text}: %{x:.2f}, %{y:.2f}<extra></extra>",
    }
    axis = {"zeroline": False, "nticks": 6}
    layout = frame(title) | {
        "xaxis": axis | {"range": ends[0]},
        "yaxis": axis | {"range": ends[1]},
        "showlegend": False,
        "margin": {"l": 48, "r": 16, "t": 44, "b": 36},
    }
    return {"data": [trace], "layout": layout}
