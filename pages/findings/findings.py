"""What the tutorials say and what we measured: every claim, our numbers, the verdict, and one click to repeat it."""

from collections import Counter
from collections.abc import Mapping
from typing import Literal

import streamlit as st

from pages.compare.starting import begin
from pages.findings.said import about_the_numbers, counted, measured_alone, ours
from pages.parts.opening import open_preset
from pages.parts.plain import plain
from pages.parts.pressed import pressed
from pages.parts.readable_table import readable_table
from seqcore.findings.rows import Row, Subject, rows, unclaimed
from seqcore.findings.rule import WORDS, Kind
from seqcore.findings.stored import Measured, current, read

Color = Literal["green", "orange", "red", "gray"]
BADGES: Mapping[Kind, tuple[Color, str]] = {
    "holds": ("green", ":material/check:"),
    "noise": ("orange", ":material/balance:"),
    "fails": ("red", ":material/close:"),
    "unknown": ("gray", ":material/question_mark:"),
}
PICKED = "findings-picked"
RULE = (
    "A claim of a number **holds** if the 95 % interval of our mean (Student's t over the seeds) lies on its side, and "
    "**does not hold** if it lies on the other; one that the interval contains **holds within noise**. Of a claim that "
    "one network is ahead of others, each pair is tested (paired t test, corrected for their number): it **holds** if "
    "all are more than noise, **does not hold** if one is more than noise the other way round. That networks are alike "
    "can hold within noise only. A seed decides first weights, order and, where data is made up, the data."
)


def show_findings() -> None:
    """The page."""
    st.title("What the tutorials say and what we measured", anchor=False)
    kept, table = read(), rows()
    found = [current(row.subject, kept) for row in table]
    verdicts = Counter(_verdict(row, one) for row, one in zip(table, found, strict=True))
    st.markdown(counted(verdicts))
    st.caption(about_the_numbers([one for one in found if one is not None]))
    with st.expander("How a verdict comes about"):
        st.markdown(RULE)
    with st.container(key="findings"):
        for place, (row, one) in enumerate(zip(table, found, strict=True)):
            with st.container(border=True, key=f"finding-{place}", gap="small"):
                _card(place, row, one)
    _unclaimed()


def _unclaimed() -> None:
    """What stands beside no claim, as a table; a row that is picked opens its preset."""
    names = unclaimed()
    st.header("Measured beside no claim", anchor=False)
    st.markdown(
        f"Of {len(names)} more presets nobody has published a number that could be checked. What they measured at "
        "their end, on data that was held out:"
    )
    readable_table(
        measured_alone(names),
        label="Presets without a claim",
        key="findings-unclaimed",
        on_pick=lambda row: st.session_state.update({PICKED: names[row]}),
    )
    st.caption("Pick a row to open it with its settings. `python -m benchmarks.expected` measures these anew.")
    if picked := st.session_state.pop(PICKED, None):
        open_preset(picked)


def _verdict(row: Row, measured: Measured | None) -> Kind | None:
    return row.judge(measured.numbers()) if measured else None


def _card(place: int, row: Row, measured: Measured | None) -> None:
    verdict = _verdict(row, measured)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain(row.subject.title)}**", width="stretch")
        if verdict is None:
            st.badge("not measured yet", icon=":material/hourglass_empty:", color="gray")
        else:
            color, icon = BADGES[verdict]
            st.badge(WORDS[verdict], icon=icon, color=color)
    found = "nothing yet" if measured is None else ours(row, measured)
    st.markdown(f"Said: **{plain(row.claim)}**.  \nMeasured: {found}.")
    st.caption(plain(row.source))
    if pressed("Repeat it", key=f"repeat-{place}", icon=":material/replay:"):
        _repeat(row.subject)


def _repeat(subject: Subject) -> None:
    """Train it here: a preset at once on its page, a comparison with all its seeds."""
    if subject.comparison is None:
        open_preset(subject.name, train=True)
    begin(subject.title, subject.comparison, subject.measure, named=subject.name)


show_findings()
