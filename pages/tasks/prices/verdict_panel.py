"""What a run was worth: the evidence, its scores beside those of the baselines, and runs to compare it with."""

from functools import partial

import streamlit as st

from pages.parts.controls import Shown
from pages.parts.drawn_or_said import drawn_or_said
from pages.parts.glossary import explain
from pages.parts.opening import COMPARE_ICON, open_comparison
from pages.parts.plain import plain
from pages.parts.pressed import pressed
from pages.parts.server import GOING_ON, server
from pages.parts.ticking import ticking
from pages.parts.verdict import show_verdict
from pages.tasks.prices.beside import Beside, runs_shown_beside
from pages.tasks.prices.forecast_table import beside_table, in_words, scores_table, tested_on
from pages.tasks.prices.judged import Judged
from seqcore.evaluation.run_comparison import HeldOut
from seqcore.evaluation.verdict import Verdict
from seqcore.kept import Kept
from seqcore.runs.folder import RunFolder
from seqcore.tasks.prices.beside import Role
from seqcore.tasks.prices.comparison import Compared, comparison_sentences
from seqcore.tasks.prices.examples import PriceExamples

TICK_SECONDS = 1.0


def verdict_panel(judged: Judged) -> None:
    """The verdict on the test part, with the numbers behind it."""
    show_verdict(judged.finished.verdict or _verdict(judged))
    table = scores_table(judged.finished.test, judged.finished.baselines, judged.examples.season)
    st.table(in_words(table), hide_index=True, width="content", alt="Scores of the network and of the baselines")
    st.caption(
        f"On the test part ({tested_on(judged.examples)}), errors in the unit of the prices. MASE is the MAE in "
        "usual changes from row to row in the training part. Direction counts forecasts on the right side of the last "
        "value, so the last value itself gets none."
    )
    explain(" ".join(title for title in table.columns if title != "Skill"), "scores")


def _verdict(judged: Judged) -> Verdict:
    """The verdict on a run of an earlier version, which kept none: long horizons take a second."""
    kept: Kept[Verdict] = server().worked_out
    return kept.get(("verdict", judged.run_id), lambda: judged.examples.verdict(judged.test))


def beside_panel(shown: Shown | None, examples: PriceExamples | None) -> None:
    """What was trained beside the run, beside it; follows the runs while they go on."""
    first = runs_shown_beside(shown)
    if shown is None or examples is None or not first:
        return
    is_live = any(_is_going_on(beside) for beside in first) or shown.is_going_on

    def panel() -> None:
        view = server().following.view(shown.id) or shown.view
        found = runs_shown_beside(shown)
        st.markdown("**Trained beside it**")
        runs = [("This run", examples, view), *((plain(one.title), one.examples, one.view) for one in found)]
        scores = [one.finished.test if one.finished else {} for _, _, one in runs]
        rows = [(title, tested_on(of), test) for (title, of, _), test in zip(runs, scores, strict=True)]
        table = in_words(beside_table(rows))
        st.table(table, hide_index=True, width="content", alt="Scores of the runs trained beside each other")
        if not all(one.finished for _, _, one in runs):
            st.caption("When all of them have ended, they are compared here.")
            return
        about = ("sentences", shown.id, *(one.id for one in found))
        sentences = server().worked_out.get(about, partial(_sentences, shown.id, examples, found))
        st.markdown("\n".join(f"- {plain(sentence)}" for sentence in sentences))
        explain(" ".join(sentences), "beside")

    every = TICK_SECONDS if is_live else None
    ticking(drawn_or_said("The comparison")(panel), every, shown.id, *(beside.id for beside in first))
    folder = RunFolder.find(shown.id)
    if folder and pressed("Curves side by side", key="beside-compare", icon=COMPARE_ICON, type="tertiary"):
        open_comparison(comparison=folder.comparison())


def _sentences(run_id: str, examples: PriceExamples, found: list[Beside]) -> tuple[str, ...]:
    """What the comparison says once every run in it has ended: long horizons take a second."""
    own = _compared("shown", run_id, examples)
    others = [_compared(one.role, one.id, one.examples) for one in found]
    if own is None or None in others:
        return ("Some of them were not judged, so they cannot be compared.",)
    return tuple(comparison_sentences(own, [other for other in others if other]))


def _compared(role: Role, run_id: str, examples: PriceExamples) -> Compared | None:
    folder = RunFolder.find(run_id)
    arrays = folder.load_judgement() if folder else {}
    return Compared(role, examples, HeldOut(arrays["test_origins"], arrays["test"])) if "test" in arrays else None


def _is_going_on(beside: Beside) -> bool:
    return server().status(beside.id, beside.view) in GOING_ON
