"""What a comparison has shown: the sentence, its evidence, and what became of the guess."""

from collections.abc import Mapping

import streamlit as st

from pages.compare.overview import Overview, results_of
from pages.parts.plain import plain
from pages.parts.readable_table import readable_table
from seqcore.comparisons.noise import TEST, Noise
from seqcore.comparisons.results import verdict
from seqcore.evaluation.in_figures import p_value, with_reach
from seqcore.runs.view import RunView


def show_verdict(overview: Overview, views: Mapping[str, RunView], measure: str) -> None:
    """The sentence, its evidence, and what became of the guess."""
    kinds = {entry.experiment.task.kind for entry in overview.entries}
    with st.container(key="compare-verdict"):
        if len(overview.entries) < 2:
            st.caption("One line only: these runs differ in nothing but their seeds.")
            return
        if len(kinds) > 1:
            st.caption("These are runs of different tasks: what they measure cannot be compared.")
            return
        noise = verdict(results_of(overview, views), measure, overview.measures[measure])
        if not all(view.finished for view in views.values()) and not noise.pairs:
            st.info(
                "The verdict stands here as soon as every variant has ended with two seeds.", icon=":material/balance:"
            )
            return
        st.info(plain(noise.sentence), icon=":material/balance:")
        ended = all(run in views and views[run].finished for run in overview.runs)
        if overview.guess and ended:
            st.markdown(guess_words(overview.guess, noise))
        if stopped := sum(bool(view.finished) and view.status == "stopped" for view in views.values()):
            of = f"{stopped} of {len(views)} runs {'was' if stopped == 1 else 'were'}"
            st.caption(f"{of} stopped before the end: what had been reached by then is compared.")
        if noise.pairs:
            with st.popover("Evidence", icon=":material/query_stats:", key="compare-evidence", help=f"By a {TEST}."):
                _evidence(noise)


def guess_words(guess: str, noise: Noise) -> str:
    """Whether the variant that was expected to win has won, by its title."""
    said = f":material/how_to_vote: Before it began, **{plain(guess)}** was expected to win: "
    if not noise.pairs:
        return f"{said}nobody can tell yet."
    best = noise.pairs[0].ahead
    is_told = all(pair.is_more_than_noise for pair in noise.pairs if pair.ahead == best)
    alike = {best, *(pair.behind for pair in noise.pairs if pair.ahead == best and not pair.is_more_than_noise)}
    if guess == best and is_told:
        return f"{said}**that was right.**"
    if guess in alike:
        return f"{said}it is among those that cannot be told apart from the best."
    return f"{said}**that was wrong**; {plain(best)} is ahead by more than noise."


def _evidence(noise: Noise) -> None:
    st.markdown(f"Every pair: {TEST}. Runs with the same seed are a pair.")
    st.caption("± is the 95 % interval of two variants alone; p is corrected and decides.")
    readable_table(
        {
            "Ahead": [pair.ahead for pair in noise.pairs],
            "Behind": [pair.behind for pair in noise.pairs],
            "By": [with_reach(pair.by, pair.reach) for pair in noise.pairs],
            "p": [p_value(pair.p) for pair in noise.pairs],
            "More than noise": ["yes" if pair.is_more_than_noise else "no" for pair in noise.pairs],
        },
        label="Every pair of variants",
    )
