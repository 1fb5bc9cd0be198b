"""The named comparisons: one click each, with what was published about them."""

from dataclasses import replace
from functools import cache

import streamlit as st

from pages.compare.starting import begin, how_much
from pages.parts.plain import plain
from pages.parts.pressed import pressed
from seqcore.comparisons.comparison import MOST_SEEDS, Comparison
from seqcore.comparisons.presets import COMPARISONS, NamedComparison
from seqcore.invalid import InvalidInput
from seqcore.presets import PRESETS
from seqcore.tasks import TASKS


def ready_made() -> None:
    """A card for each."""
    st.header("Ready to go", anchor=False)
    with st.container(key="ready-made"):
        for name, named in COMPARISONS.items():
            with st.container(border=True, key=f"ready-{name}", gap="small"):
                _card(name, named)


@cache
def _comparison(name: str) -> Comparison:
    """Made once: the sizes that networks are given take a while to find."""
    return COMPARISONS[name].comparison()


def _card(name: str, named: NamedComparison) -> None:
    st.subheader(named.title, anchor=False)
    st.markdown(f"{TASKS[PRESETS[named.of].task].title} · " + " · ".join(one.title for one in named.variants))
    if named.published:
        st.caption(f"Published: {named.published}")
    if named.look_for:
        st.caption(f":material/visibility: {named.look_for}")
    try:
        comparison = _comparison(name)
    except InvalidInput as error:
        st.caption(f"Not on this server: {plain(error.problems[0])}")
        return
    seeds = st.slider("Seeds", 1, MOST_SEEDS, named.seeds, key=f"seeds-{name}", width=240)
    comparison = replace(comparison, seeds=seeds)
    st.caption(how_much(comparison))
    guess = guess_of(comparison, f"guess-{name}")
    if pressed("Compare", key=f"compare-{name}", type="primary", icon=":material/play_arrow:"):
        begin(named.title, comparison, named.measure, named=name, guess=guess)


def guess_of(comparison: Comparison, key: str) -> str:
    """What somebody expects to win, by name; empty for nobody's guess."""
    titles = {one.name: one.title for one in comparison.variants}
    chosen = st.pills(
        "Which one will win? (your guess, if you like)",
        list(titles),
        format_func=lambda name: plain(titles[name]),
        key=key,
    )
    return chosen or ""
