"""The page that compares: what there is to compare, or the comparison in the address."""

import streamlit as st

from pages.compare.overview import Overview, of_runs, of_stored
from pages.compare.own import own_comparison
from pages.compare.ready_made import ready_made
from pages.compare.results import results
from pages.parts.plain import plain
from seqcore.comparisons.stored import find
from seqcore.invalid import InvalidInput

MOST_RUNS = 100
"""Put together by hand."""


def show_compare() -> None:
    """The page."""
    st.title("Compare", anchor=False)
    overview, problems = _asked_for()
    for problem in problems:
        st.warning(plain(problem), icon=":material/warning:")
    if overview is not None:
        results(overview, st.query_params.get("comparison", ""))
        return
    st.markdown(
        "Train several networks at once that differ in one thing, each with several seeds, and see whether they differ "
        "by more than luck. With the same seed they begin with the same first weights where their shapes allow it."
    )
    own_comparison()
    ready_made()


def _asked_for() -> tuple[Overview | None, list[str]]:
    """The comparison or the runs in the address, and what is wrong with them."""
    if asked := st.query_params.get("comparison"):
        try:
            stored = find(asked)
            return (of_stored(stored), []) if stored else (None, ["There is no such comparison any more."])
        except InvalidInput as error:
            return None, [f"This comparison cannot be shown: {error.problems[0]}"]
    if asked := st.query_params.get("runs"):
        return of_runs(asked.split(",")[:MOST_RUNS])
    return None, []


show_compare()
