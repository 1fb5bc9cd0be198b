"""The live table of problems and answers: each character is right or wrong, and as faint as the network is unsure.

A component rather than a data frame, because a cell of those has one colour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np
import streamlit as st

from seqcore.addition.alphabet import symbols_of
from seqcore.addition.encoding import as_text, encode_answers, to_text
from seqcore.addition.hold_out import is_held_out
from seqcore.addition.problems import Problems, Rules
from seqcore.tasks.base import Array

FAINTEST = 0.45
_HTML = """
<table class="answers"><thead><tr>
<th>Problem</th><th>Expected</th><th>Predicted</th><th>Right</th><th>Held out</th>
</tr></thead><tbody></tbody></table>
"""
_CSS = """
.answers { width: 100%; border-collapse: collapse; font-size: 1rem; }
.answers th { font-weight: 500; text-align: left; color: var(--st-gray-text-color); }
.answers th, .answers td { padding: 0.2rem 0.6rem; border-bottom: 1px solid var(--st-border-color-light); }
.answers td { font-family: var(--st-code-font); white-space: pre; }
@media (max-width: 480px) { .answers th, .answers td { padding: 0.2rem 0.25rem; } }
.answers.no-held-out th:last-child, .answers.no-held-out td:last-child { display: none; }
.answers .right { color: var(--st-green-text-color); }
.answers .wrong { color: var(--st-red-text-color); text-decoration: underline; }
"""
_JS = """
export default function ({ data, parentElement }) {
  const cell = (text) => Object.assign(document.createElement("td"), { textContent: text });
  const rows = data.rows.map((row) => {
    const predicted = cell("");
    for (const [character, right, share] of row.characters) {
      const mark = Object.assign(document.createElement("span"), { textContent: character });
      mark.className = right ? "right" : "wrong";
      mark.style.opacity = share;
      mark.title = `${Math.round(100 * share)} %`;
      predicted.append(mark);
    }
    const line = document.createElement("tr");
    line.append(cell(row.problem), cell(row.expected), predicted, cell(row.right), cell(row.held_out));
    return line;
  });
  parentElement.querySelector("tbody").replaceChildren(...rows);
  parentElement.querySelector("table").classList.toggle("no-held-out", !data.heldOut);
}
"""
_mount = st.components.v2.component("answer_table", html=_HTML, css=_CSS, js=_JS, isolate_styles=False)


@dataclass(frozen=True)
class AnswerRow:
    """One problem and what the network says: characters are (character, whether it is right, its probability)."""

    problem: str
    expected: str
    characters: Sequence[tuple[str, bool, float]]
    right: str
    held_out: str


def answer_rows(problems: Problems, rules: Rules, answers: Array | None, share: float) -> list[AnswerRow]:
    """Rows for problems and, once there are any, probabilities (problems, output_length, symbols)."""
    symbols = symbols_of(rules)
    expected = encode_answers(problems.answers(), rules)
    held_out = is_held_out(problems, share)
    rows = []
    for place, (problem, text) in enumerate(zip(as_text(problems, rules), to_text(expected, rules), strict=True)):
        characters: list[tuple[str, bool, float]] = []
        right = ""
        if answers is not None:
            said = answers[place].argmax(axis=-1)
            sure = answers[place].max(axis=-1)
            characters = [
                (
                    symbols[code] if code == wanted else visible(symbols[code]),
                    bool(code == wanted),
                    round(float(max(share_, FAINTEST)), 2),
                )
                for code, wanted, share_ in zip(said, expected[place], sure, strict=True)
            ]
            right = "✓" if np.array_equal(said, expected[place]) else "✗"
        rows.append(AnswerRow(problem, str(text), characters, right, "held out" if held_out[place] else ""))
    return rows


def visible(text: str) -> str:
    """A text whose spaces are to be seen."""
    return text.replace(" ", "␣")


def in_turns(rows: Sequence[AnswerRow]) -> list[AnswerRow]:
    """Rows of both parts in turns: one like training, one held out."""
    seen, held_out = ([row for row in rows if bool(row.held_out) == is_held_out] for is_held_out in (False, True))
    return [row for pair in zip_longest(seen, held_out) for row in pair if row is not None]


def answer_table(rows: Sequence[AnswerRow], key: str, held_out: bool) -> None:
    """Draw the rows, with a column that says what is held out if anything is."""
    _mount(key=key, data={"rows": [vars(row) for row in rows], "heldOut": held_out})
