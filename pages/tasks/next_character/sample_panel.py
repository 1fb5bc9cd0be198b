"""It writes: a beginning that anybody can type, and what the network makes of it while it learns."""

import numpy as np
import streamlit as st

from pages.parts.asking import Streamed, streamed
from pages.parts.controls import Shown, runs_of
from pages.parts.drawn_or_said import drawn_or_said
from pages.parts.plain import plain
from pages.parts.rerunning import rerun
from pages.parts.run_words import epoch_words
from pages.parts.server import server
from pages.parts.ticking import Awaited, ticking
from pages.tasks.next_character.characters import text_of
from seqcore.data.text.characters import normalized
from seqcore.data.text.cleaning import encode
from seqcore.invalid import InvalidInput
from seqcore.jobs.asked import Sample
from seqcore.tasks.base.batch import Tokens
from seqcore.tasks.next_character.examples import NextCharacterExamples

TICK_SECONDS = 0.7
LONGEST_BEGINNING = 500
Written = tuple[str, float]
"""What was written, and after which epoch."""


def sample_panel(examples: NextCharacterExamples, shown: Shown | None, epoch: int | None) -> None:
    """The settings of a sample, and the text as it changes."""
    st.markdown("**It writes**")
    known = examples.cleaned.alphabet
    start = examples.text.content[:60].split("\n")[0] or examples.text.content[:10]
    beginning = st.text_input(
        "Continue this",
        value=start,
        key=f"sample-beginning-{examples.text.fingerprint[:8]}",
        max_chars=LONGEST_BEGINNING,
        help="The network reads it, then writes on. Characters that it does not know are left out.",
    )
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom", key="sample-settings"):
        temperature = st.slider(
            "Temperature",
            0.0,
            1.5,
            0.7,
            0.1,
            key="sample-temperature",
            help="0: always the likeliest character. 1: each as often as the network finds it likely.",
        )
        length = st.slider("Length", 50, 1000, 300, 50, key="sample-length", help="Characters to write.")
        seed = st.session_state.setdefault("sample-seed", 1)
        st.button(
            "Draw another",
            key="sample-draw",
            icon=":material/casino:",
            help="The same seed writes the same; this takes the next one.",
            on_click=lambda: st.session_state.update({"sample-seed": seed + 1}),
        )
    prompt = _prompt(beginning, examples)
    question = Sample(tuple(prompt.tolist()), length, temperature, seed, len(known))
    asked = _ask(question, shown)
    is_going_on = shown is not None and shown.is_going_on
    is_pending = asked is not None and asked.is_pending

    def panel() -> Awaited:
        asked = _ask(question, shown)
        awaited = asked.future if asked is not None and asked.is_pending else None
        _draw(text_of(prompt.tolist(), known), asked, epoch, known)
        if is_pending and not is_going_on and asked is not None and not asked.is_pending:
            rerun()  # it need not be looked for any more
        return awaited

    every = TICK_SECONDS if is_going_on or is_pending else None
    ticking(drawn_or_said("The sample")(panel), every, *runs_of(shown))


def _prompt(beginning: str, examples: NextCharacterExamples) -> Tokens:
    """The beginning as tokens, without what the network does not know; never empty."""
    known = set(examples.cleaned.alphabet)
    text = "".join(one for one in normalized(beginning, fold_case=examples.task.fold_case) if one in known)
    try:
        return encode(text or examples.cleaned.alphabet[0], examples.cleaned.alphabet)
    except InvalidInput:
        return np.zeros(1, np.int32)


def _ask(question: Sample, shown: Shown | None) -> Streamed | None:
    view = server().following.view(shown.id) if shown else None
    if shown is None or view is None or not view.snapshots:
        return None
    run, last_only = shown.id, shown.is_going_on
    return streamed(
        "sample-asked",
        (run, question),
        (max(view.snapshots), last_only),
        lambda: server().jobs.ask(run, question, last_only=last_only),
    )


def _draw(beginning: str, asked: Streamed | None, epoch: int | None, alphabet: tuple[str, ...]) -> None:
    replay = asked.answered if asked else None
    if replay is None:
        problem = asked.problem if asked else ""
        waiting = "The network is being asked …" if asked else "Train, and it begins to write here."
        st.caption(f"The network could not be asked: {plain(problem)}" if problem else waiting)
        return
    place = int(np.argmin(np.abs(np.array(replay.epochs) - epoch))) if epoch is not None else -1
    written = text_of(replay.predictions[place].astype(int).tolist(), alphabet)
    st.code(beginning + written, language=None, wrap_lines=True)
    st.caption(f"Written after epoch {epoch_words(replay.epochs[place])}; the beginning is yours.")
