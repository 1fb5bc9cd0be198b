"""The quiz: a problem that training never saw, for a person and for the network; the score of both."""

import numpy as np
import streamlit as st

from pages.parts.controls import Shown
from pages.parts.number_input import number_input
from pages.tasks.addition.ask_panel import ask
from seqcore.data.arithmetic.drawing import PROBE_STREAM, draw
from seqcore.tasks.addition.asked import of_problem
from seqcore.tasks.addition.encoding import decode_answers
from seqcore.tasks.addition.task import Addition

ROUND, SCORE = "quiz-round", "quiz-score"


def quiz_panel(task: Addition, shown: Shown | None) -> None:
    """One round after the other."""
    st.markdown("**Quiz**: you against the network, on problems it never saw" if task.held_out else "**Quiz**")
    if shown is None or not shown.view.snapshots:
        st.caption("Train first: then it can play.")
        return
    place = st.session_state.setdefault(f"{ROUND}-{shown.id}", 0)
    you, network, played = st.session_state.setdefault(f"{SCORE}-{shown.id}", (0, 0, 0))
    problem = draw(
        task.rules, 2, place, 1, stream=PROBE_STREAM, held_out=True if task.held_out else None, share=task.held_out
    )
    question = of_problem(problem, task.rules, task.padding, task.reversed)
    answered = f"quiz-answer-{shown.id}-{place}"
    mine = number_input(f"{question.text} =", value=None, step=1, key=answered, width=200)
    if mine is not None:
        answer = ask(task, question, shown, key="quiz-asked")
        if answer is None:
            return
        expected = int(question.expected)
        (said,) = decode_answers(answer[np.newaxis].argmax(axis=-1), task.rules)
        right, its = mine == expected, said == expected
        st.markdown(
            f"You: **{mine:.10g}** {'✓' if right else '✗'} · the network: **{'no number' if said is None else said}** "
            f"{'✓' if its else '✗'}" + ("" if right else f" · it is {expected}")
        )

        def go_on() -> None:
            st.session_state[f"{ROUND}-{shown.id}"] = place + 1
            st.session_state[f"{SCORE}-{shown.id}"] = (you + right, network + its, played + 1)

        st.button("Next problem", key="quiz-next", icon=":material/arrow_forward:", on_click=go_on)
    if played:
        st.caption(f"After {played} round{'s' if played != 1 else ''}: you {you}, the network {network}.")
