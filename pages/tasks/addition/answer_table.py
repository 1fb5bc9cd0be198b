"""The live table of problems and answers: each character is right or wrong, and as faint as the network is unsure.

A component rather than a data frame, because a cell of those has one colour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

import streamlit as st

from seqcore.data.arithmetic.hold_out import is_held_out
from seqcore.data.arithmetic.problems import Problems, Rules
from seqcore.tasks.addition.alphabet import symbols_of
from seqcore.tasks.addition.encoding import as_text, encode_answers, to_text
from seqcore.tasks.base.batch import Array

FAINTEST = 0.45
_HTML = """
<table class="answers" tabindex="0"><thead><tr>
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
      mark.className = right === null ? "" : right ? "right" : "wrong";
      mark.style.opacity = Math.max(0.7, share);
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
    """One problem and what the network says: characters are (character, whether it is right, its probability).

    Where there is no right answer, none of them is right or wrong.
    """

    problem: str
    expected: str
    characters: Sequence[tuple[str, bool | None, float]]
    right: str
    held_out: str


def answer_rows(problems: Problems, rules: Rules, answers: Array | None, share: float) -> list[AnswerRow]:
    """Rows for problems and, once there are any, probabilities (problems, output_length, symbols)."""
    expected = to_text(encode_answers(problems.answers(), rules), rules).tolist()
    held_out = is_held_out(problems, share).tolist()
    given = [None] * len(problems) if answers is None else answers
    return [
        answer_row(problem, text, answer, rules, "held out" if is_out else "")
        for problem, text, answer, is_out in zip(as_text(problems, rules), expected, given, held_out, strict=True)
    ]


def answer_row(problem: str, expected: str, answer: Array | None, rules: Rules, held_out: str) -> AnswerRow:
    """A row for one answer (output_length, symbols), or for none yet; `expected` is empty if nothing is right."""
    if answer is None:
        return AnswerRow(problem, expected, [], "", held_out)
    symbols = symbols_of(rules)
    said = [symbols[code] for code in answer.argmax(axis=-1)]
    wanted = list(expected.rjust(len(said)))
    marks: list[bool | None] = [None] * len(said)
    if expected:
        marks = [one == other for one, other in zip(said, wanted[-len(said) :], strict=True)]
    sure = [round(max(float(share), FAINTEST), 2) for share in answer.max(axis=-1)]
    shown = [character if mark else visible(character) for character, mark in zip(said, marks, strict=True)]
    right = "" if not expected else "✓" if said == wanted else "✗"
    return AnswerRow(problem, expected, list(zip(shown, marks, sure, strict=True)), right, held_out)


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
