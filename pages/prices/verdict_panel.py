"""What a run was worth: a sentence, its scores beside those of the baselines, and runs to compare it with."""

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from pages.parts.controls import Shown
from pages.parts.server import GOING_ON, server
from pages.parts.verdict import show_verdict
from pages.prices.companions import Companion, companions_of
from pages.prices.forecast_table import companions_table, scores_table
from pages.prices.judged import Judged
from seqcore.evaluation.verdict import Verdict

if TYPE_CHECKING:
    import pandas as pd

TICK_SECONDS = 1.0
MOST_KEPT = 64
SHARES = ("MAPE", "Direction right")


def verdict_panel(judged: Judged) -> None:
    """The verdict on the test part, with the numbers behind it."""
    show_verdict(judged.finished.verdict or _verdict(judged.run_id, judged))
    _show(scores_table(judged.finished.test, judged.finished.baselines))
    st.caption(
        "On the test part, in price units. MASE below 1 beats the average one-row change of the training part; "
        "skill above 0 beats repeating the last value; direction counts forecasts on the right side of it, "
        "so the last value itself gets none."
    )


@st.cache_data(max_entries=MOST_KEPT, show_spinner=False)
def _verdict(run_id: str, _judged: Judged) -> Verdict:
    """The verdict on a run of an earlier version, which kept none: long horizons take a second."""
    return _judged.examples.verdict(_judged.test)


def companions_panel(shown: Shown | None) -> None:
    """What was trained beside the run, beside it; follows the runs while they go on."""
    first = companions_of(shown)
    if shown is None or not first:
        return
    is_live = any(_is_going_on(beside) for beside in first) or shown.is_going_on

    def panel() -> None:
        view = server().following.view(shown.id) or shown.view
        found = companions_of(shown)
        st.markdown("**Trained beside it**")
        rows = [("This run", view.finished.test if view.finished else {})]
        rows += [(beside.title, beside.view.finished.test if beside.view.finished else {}) for beside in found]
        _show(companions_table(rows))
        for sentence in _sentences(rows, found):
            st.markdown(sentence)

    st.fragment(panel, run_every=TICK_SECONDS if is_live else None)()


def _show(table: "pd.DataFrame") -> None:
    shares = {name: st.column_config.NumberColumn(format="%.1f %%") for name in SHARES}
    numbers = {name: st.column_config.NumberColumn(format="%.4g") for name in table.columns[1:] if name not in SHARES}
    st.dataframe(
        table.assign(**{name: 100 * table[name] for name in SHARES}),
        hide_index=True,
        width="stretch",
        placeholder="",
        column_config=shares | numbers,
    )


def _is_going_on(beside: Companion) -> bool:
    return server().status(beside.id, beside.view) in GOING_ON


def _sentences(rows: list[tuple[str, dict[str, float]]], found: list[Companion]) -> list[str]:
    """What the comparison says, once every run in it has ended."""
    skills = [scores.get("skill") for _, scores in rows]
    if any(skill is None for skill in skills):
        return ["Some of them still train, or were not judged."]
    numbers = [float(skill or 0) for skill in skills]
    names = [beside.name for beside in found]
    sentences = []
    if "honest" in names:
        honest = numbers[1 + names.index("honest")]
        gap = numbers[0] - honest
        word = "flatters" if gap > 0 else "does not flatter"
        sentences.append(
            f"The mistake {word} the score here: skill {_signed(numbers[0])} with it, {_signed(honest)} without it "
            f"({_signed(gap)})."
        )
    for name in {"raw", "percent"} & set(names):
        other = numbers[1 + names.index(name)]
        raw, changes = (other, numbers[0]) if name == "raw" else (numbers[0], other)
        sentences.append(
            f"Skill {_signed(raw)} on raw prices, {_signed(changes)} on changes. A network answers well only where it "
            "has been: it never saw prices beyond those of the training part, but changes come back all the time."
        )
    folds = [number for number, name in zip(numbers[1:], names, strict=True) if name.startswith("fold")]
    if folds:
        every = np.array([*folds, numbers[0]])
        sentences.append(
            f"Back-test over {len(every)} test parts in a row, each with transforms of its own: skill "
            f"{_signed(every.mean())} on average, from {_signed(every.min())} to {_signed(every.max())}; better than "
            f"repeating the last value in {(every > 0).sum()} of {len(every)}."
        )
    return sentences


def _signed(number: float) -> str:
    return f"{number:+.3f}".replace("-", "−")
