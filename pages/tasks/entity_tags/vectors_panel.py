"""The words and their vectors: who has one, who is near whom, before training and after, and maps of words."""

import numpy as np
import streamlit as st

from pages.parts.asking import Streamed, streamed
from pages.parts.controls import Shown
from pages.parts.live_chart import Chart, live_charts, pack
from pages.parts.plain import in_one_line, plain
from pages.parts.readable_table import readable_table
from pages.parts.rerunning import rerun
from pages.parts.run_words import epoch_words
from pages.parts.server import server
from pages.parts.ticking import Awaited, ticking
from pages.tasks.entity_tags.map_figure import Mapped, map_figure
from seqcore.data.sentences.vocabulary import FIRST
from seqcore.evaluation.likeness import nearest_rows
from seqcore.jobs.asked import NearestRows, Rows
from seqcore.tasks.entity_tags.examples import WORDS, EntityTagsExamples

NEAR = 8
POLL_SECONDS = 0.7
SUGGESTED = ("london", "北")
HEIGHT = 420


def vectors_panel(examples: EntityTagsExamples, shown: Shown | None) -> None:
    """Everything about words as numbers."""
    st.header("Words as numbers", anchor=False)
    st.markdown(_known(examples))
    words = examples.vocabulary.words
    if len(words) < 3:
        return
    first = next((word for word in SUGGESTED if word in examples.vocabulary.rows), words[0])
    typed = st.text_input(
        "Nearest words of", value=first, max_chars=100, key=f"near-{examples.sentences.fingerprint[:8]}"
    )
    word = typed.strip().lower()
    row = examples.vocabulary.rows.get(word)
    last = [st.session_state.get(key) for key in ("near-asked", "map-asked")]
    is_pending = any(isinstance(one, Streamed) and one.is_pending for one in last)
    is_going_on = shown is not None and shown.is_going_on

    def panel() -> Awaited:
        asked = [] if is_going_on else _asked(examples, shown, row)
        if row is None:
            st.caption(f"The network does not know {plain(typed)}: it reads it as the unknown word.")
        else:
            _near(examples, row, asked[1] if len(asked) > 1 else None)
        _maps(examples, asked[0] if asked else None, is_going_on)
        pending = [one for one in asked if one.is_pending]
        if bool(pending) != is_pending:
            rerun()  # with a timer while something is awaited, and without one when it has come
        return pending[0].future if pending else None

    with st.container(key="vectors-panel"):
        ticking(panel, POLL_SECONDS if is_pending else None)


def _known(examples: EntityTagsExamples) -> str:
    """How many words have a vector, in training sentences and in held-out ones."""
    rows, task = examples.vocabulary.rows, examples.task
    different = examples.known_words
    having = sum(word in rows for word in different)
    held_out = [word.lower() for one in examples.held_out for word in one.words[: task.steps]]
    read = sum(word in rows for word in held_out) / len(held_out)
    never = sum(word not in different for word in held_out) / len(held_out)
    where = "trained here, from random numbers" if examples.vectors is None else plain(examples.vectors.name)
    words = (
        f"**{having:,} of {len(different):,}** different words in the training sentences have a vector of their own "
        f"({where}); the others share the one of the unknown word. Of the held-out words {read:.1%} have one, and "
        f"{never:.1%} occur in no training sentence"
    )
    if examples.vectors is None:
        return f"{words}: those are all unknown."
    with_vector = sum(word in rows and word not in different for word in held_out) / len(held_out)
    return f"{words}; vectors from elsewhere cover {with_vector:.1%} that training never saw."


def _asked(examples: EntityTagsExamples, shown: Shown | None, row: int | None) -> list[Streamed]:
    """The rows of the map, and the nearest words, as the network has them now."""
    view = server().following.view(shown.id) if shown else None
    if shown is None or view is None or not view.snapshots:
        return []
    run, version = shown.id, max(view.snapshots)
    rows = Rows(WORDS, tuple(examples.words_on_maps))
    found = [streamed("map-asked", (run, rows), version, lambda: server().jobs.ask(run, rows, last_only=True))]
    if row is not None:
        near = NearestRows(WORDS, row, NEAR, FIRST, FIRST + len(examples.vocabulary.words))
        found.append(streamed("near-asked", (run, near), version, lambda: server().jobs.ask(run, near, last_only=True)))
    return found


def _near(examples: EntityTagsExamples, row: int, asked: Streamed | None) -> None:
    """The nearest words before training, where that means something, and after it."""
    words = examples.vocabulary.words
    table: dict[str, list[str]] = {}
    if examples.vectors is not None:
        known = examples.vectors.table(words, 0)
        table["Before training"] = _told(examples, *nearest_rows(known, row - FIRST, NEAR))
    if replay := asked.answered if asked else None:
        places, alike = replay.predictions[-1].T
        after = f"After epoch {epoch_words(replay.epochs[-1])}"
        table[after] = _told(examples, places.astype(int) - FIRST, alike)
    if not table:
        st.caption("Random numbers at first: train to see which words come to stand near each other.")
        return
    readable_table(table, label="The nearest words")


def _told(examples: EntityTagsExamples, places: np.ndarray, alike: np.ndarray) -> list[str]:
    pairs = zip(places.tolist(), alike.tolist(), strict=True)
    told = [f"{in_one_line(examples.vocabulary.words[place])} ({like:.2f})" for place, like in pairs]
    return told + [""] * (NEAR - len(told))


def _maps(examples: EntityTagsExamples, asked: Streamed | None, is_going_on: bool) -> None:
    """The words of names on a map, before and after."""
    words = [in_one_line(word) for word in examples.named_rows().values()]
    kinds = list(examples.words_on_maps.values())
    drawn: list[tuple[str, np.ndarray]] = []
    if examples.vectors is not None:
        known = examples.vectors.table(examples.vocabulary.words, FIRST)
        drawn.append(("Before training", known[list(examples.words_on_maps)]))
    if replay := asked.answered if asked else None:
        drawn.append((f"After epoch {epoch_words(replay.epochs[-1])}", replay.predictions[-1]))
    names = list(map(in_one_line, examples.kinds))
    if drawn:
        figures = [map_figure(Mapped(title, rows, words, kinds, names)) for title, rows in drawn]
        labels = [f"Map of words. {title}" for title, _ in drawn]
        charts = [Chart(pack(figure), label, HEIGHT) for figure, label in zip(figures, labels, strict=True)]
        live_charts(charts, key="maps")
        st.caption(
            "The words that stand in names most often, by kind, and as many others, along the two directions in which "
            "their vectors differ most (PCA). On each map the directions are its own."
        )
    elif is_going_on:
        st.caption("A map of the words is drawn when the run has ended or is paused.")
