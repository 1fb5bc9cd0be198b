"""The formulas of a cell come out with the numbers that are put in."""

import re
from math import exp, tanh

import numpy as np
import pytest

from seqcore.inspection.activations import ACTIVATIONS
from seqcore.inspection.cells import BEFORE, CELL, CELLS, HIDDEN, Weights, trace
from seqcore.inspection.formulas import formulas

OF_ROUNDING = 5e-4
"""Numbers are written with four digits after the point."""


def numbers_of(cell: str, step: int) -> dict[str, float]:
    """One unit of three at a step of a cell with drawn weights."""
    generator, known = np.random.default_rng(5), CELLS[cell]
    biases = (2, 3 * 3) if cell == "GRU" else (len(known.blocks) * 3,)
    shapes = ((1, 2, len(known.blocks) * 3), (1, 3, len(known.blocks) * 3), (1, *biases))
    kernel, recurrent, bias = (generator.normal(size=shape).astype(np.float32) for shape in shapes)
    inputs = generator.normal(size=(1, 4, 2)).astype(np.float32)
    activations = ACTIVATIONS["tanh"], ACTIVATIONS["sigmoid"]
    rows = trace(known, inputs, Weights(kernel, recurrent, bias), *activations)
    return dict(zip(known.rows, rows[0, :, step, 1].tolist(), strict=True))


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("step", [0, 3])
def test_every_formula_with_its_numbers_comes_out(cell: str, step: int) -> None:
    numbers = numbers_of(cell, step)
    known = {"sigmoid": lambda x: 1 / (1 + exp(-x)), "tanh": tanh, "__builtins__": {}}
    lines = formulas(CELLS[cell], numbers, "tanh")
    for what, _, put_in in lines:
        left, right = put_in.replace("−", "-").replace("·", "*").split(" = ")
        assert re.fullmatch(r"[\d.()+*\- a-z]+", left)
        assert eval(left, known) == pytest.approx(float(right), abs=OF_ROUNDING), what


@pytest.mark.parametrize("cell", CELLS)
def test_the_state_before_is_that_after_the_step_before(cell: str) -> None:
    first, second = numbers_of(cell, 0), numbers_of(cell, 1)
    assert first[HIDDEN + BEFORE] == 0
    for state in CELLS[cell].states:
        assert second[state + BEFORE] == first[state]


def test_a_negative_number_has_parentheses_where_it_needs_them_and_0_has_no_sign() -> None:
    numbers = dict.fromkeys(CELLS["LSTM"].rows, -0.00001) | {"candidate, sum": -0.5, "candidate": -0.4621}
    written = {what: put_in for what, _, put_in in formulas(CELLS["LSTM"], numbers, "tanh")}
    assert written["candidate"] == "tanh(−0.5000) = −0.4621"
    assert written["cell state after"] == "0.0000 · 0.0000 + 0.0000 · (−0.4621) = 0.0000"


def test_the_cell_state_of_an_lstm_has_its_own_line() -> None:
    assert [what for what, *_ in formulas(CELLS["LSTM"], numbers_of("LSTM", 1), "tanh")][-2:] == [
        f"{CELL} after",
        f"{HIDDEN} after",
    ]
