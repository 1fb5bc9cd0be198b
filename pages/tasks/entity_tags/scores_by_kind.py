"""What is found, by kind of name, beside the rule without a network; and what is mixed up most often."""

from collections import Counter

import numpy as np
import streamlit as st

from pages.parts.plain import in_one_line
from pages.parts.readable_table import readable_table
from pages.tasks.entity_tags.looked_at import looked_at
from seqcore.evaluation.entities import Counts, counted, illegal, spans
from seqcore.runs.view import RunView
from seqcore.tasks.entity_tags.examples import EntityTagsExamples
from seqcore.tasks.entity_tags.scores import counts_of_unseen

MOST_MIXED_UP = 8


def scores_by_kind(examples: EntityTagsExamples, view: RunView, epoch: int | None) -> None:
    """Draw them after `epoch`, or after the newest one."""
    seen = looked_at(examples, view, epoch)
    if seen is None:
        st.caption("Train, and what it finds and what it mixes up stands here.")
        return
    true, said, rule = spans(examples.true), spans(seen.tags), spans(examples.by_rule)
    rows: dict[str, tuple[Counts, Counts]] = {
        in_one_line(kind): (counted(true, said, place), counted(true, rule, place))
        for place, kind in enumerate(examples.kinds)
    }
    rows["all names"] = counted(true, said), counted(true, rule)
    unseen = examples.unseen
    rows["with unseen words"] = counts_of_unseen(true, said, unseen), counts_of_unseen(true, rule, unseen)
    table = {
        "Names": list(rows),
        "F1": [f"{ours.f1:.1%}" for ours, _ in rows.values()],  # first, for a phone shows three columns
        "Baseline F1": [f"{theirs.f1:.1%}" for _, theirs in rows.values()],
        "Precision": [f"{ours.precision:.1%}" for ours, _ in rows.values()],
        "Recall": [f"{ours.recall:.1%}" for ours, _ in rows.values()],
        "True": [ours.true for ours, _ in rows.values()],
        "Said": [ours.said for ours, _ in rows.values()],
        "Right": [ours.right for ours, _ in rows.values()],
    }
    st.markdown(f"**Whole names** · {seen.when}")
    readable_table(table, label="Precision, recall and F1 by kind of name")
    right = float((examples.true == seen.tags)[examples.there].mean())
    outside = float((examples.true == 0)[examples.there].mean())
    wrong = int(illegal(seen.tags).any(axis=1).sum())
    st.caption(
        f"The baseline gives each word its most frequent tag. Of all single tags {right:.1%} are right, which "
        f"flatters: always saying O would be right for {outside:.1%}. {wrong:,} of {len(examples.held_out):,} "
        "sentences have an illegal tag: I- with no name of its kind before it."
    )
    _mixed_up(examples, seen.tags)


def _mixed_up(examples: EntityTagsExamples, said: np.ndarray) -> None:
    wrong = examples.there & (examples.true != said)
    if not wrong.any():
        return
    pairs = Counter(zip(examples.true[wrong].tolist(), said[wrong].tolist(), strict=True)).most_common(MOST_MIXED_UP)
    names = [*map(in_one_line, examples.tag_names), *["a spare tag"] * examples.task.num_tags]
    table = {
        "Right": [names[true] for (true, _), _ in pairs],
        "Says": [names[other] for (_, other), _ in pairs],
        "Words": [number for _, number in pairs],
        "For example": [_example(examples, said, true, other) for (true, other), _ in pairs],
    }
    st.markdown("**What it mixes up most often**")
    readable_table(table, label="The most frequent confusions")


def _example(examples: EntityTagsExamples, said: np.ndarray, true: int, other: int) -> str:
    rows, steps = np.nonzero((examples.true == true) & (said == other) & examples.there)
    words = [examples.held_out[row].words[step] for row, step in zip(rows.tolist(), steps.tolist(), strict=True)]
    return in_one_line(", ".join(dict.fromkeys(words[:3])))
