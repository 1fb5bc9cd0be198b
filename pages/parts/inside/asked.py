"""Asking about the inside: at rest once for all epochs, and what was answered is kept for all who look."""

import hashlib
from collections.abc import Hashable, Sequence
from dataclasses import fields
from typing import Any

import numpy as np
import streamlit as st

from pages.parts.asking import answer_to, streamed
from pages.parts.controls import Shown
from pages.parts.plain import plain
from pages.parts.server import server
from pages.parts.ticking import Awaited
from seqcore.jobs.asked import Question
from seqcore.jobs.questions import Replay


def at_rest(key: str, shown: Shown, question: Question, near: Sequence[float] | None = None) -> Replay | None:
    """The answer with all the weights that a run has kept, or those `near` some epochs; None while it is on its way."""
    about = (shown.id, max(shown.view.snapshots), digest(question), tuple(near or ()))
    kept: Replay | None = server().worked_out.find(about)
    if kept is not None:
        return kept
    answer: Replay | None = answer_to(key, about, lambda: server().jobs.ask(shown.id, question, near=near))
    return None if answer is None else server().worked_out.put(about, answer)


def while_going_on(key: str, shown: Shown, question: Question) -> tuple[Replay | None, Awaited]:
    """The newest answer of a run in training, and what is awaited."""
    view = server().following.view(shown.id)
    if view is None or not view.snapshots:
        st.caption("The first evaluation is on its way.")
        return None, None
    asked = streamed(
        f"{key}-streamed",
        (shown.id, digest(question)),
        max(view.snapshots),
        lambda: server().jobs.ask(shown.id, question, last_only=True),
    )
    if asked.answered is None:
        st.caption(f"The network could not be asked: {plain(asked.problem)}" if asked.problem else "Asking …")
    return asked.answered, asked.future if asked.is_pending else None


def digest(question: Question) -> Hashable:
    """What a question is, as a key."""
    return (type(question).__name__, *(_key(getattr(question, one.name)) for one in fields(question)))  # type: ignore[arg-type]


def _key(value: Any) -> Hashable:
    if isinstance(value, np.ndarray):
        return value.shape, value.dtype.str, hashlib.sha256(np.ascontiguousarray(value).data).hexdigest()
    return value  # type: ignore[no-any-return]


def together(one: Replay, other: Replay) -> Replay:
    """Answers to the same question with the weights of different epochs, in the order of the epochs."""
    epochs, answers = [*one.epochs, *other.epochs], np.concatenate([one.predictions, other.predictions])
    order = np.argsort(epochs, kind="stable")
    return Replay([epochs[place] for place in order], answers[order])


def place_of(replay: Replay, epoch: float | None) -> int:
    """Where the weights nearest to an epoch are; the last ones for None."""
    return len(replay.epochs) - 1 if epoch is None else int(np.abs(np.array(replay.epochs) - epoch).argmin())
