"""Formulas that people type: known values by hand, noise that follows the seed, and nothing but arithmetic."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqcore.data.formula import CONSTANTS, FUNCTIONS, LONGEST, NOISE, RUNNING
from seqcore.data.series.formula import formula_series
from seqcore.invalid import InvalidInput
from seqcore.limits import LIMITS


def values(formula: str, length: int = 5, seed: int = 1) -> list[float]:
    return list(formula_series(formula, length, seed).values)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("t", [0, 1, 2, 3, 4]),
        ("7", [7, 7, 7, 7, 7]),
        (" 2*t^2 + 1 ", [1, 3, 9, 19, 33]),
        ("-t**2", [0, -1, -4, -9, -16]),
        ("(t - 1) * -2", [2, 0, -2, -4, -6]),
        ("t % 3", [0, 1, 2, 0, 1]),
        ("10 * (t > 2)", [0, 0, 0, 10, 10]),
        ("1e2 / 4", [25] * 5),
        ("cumsum(t)", [0, 1, 3, 6, 10]),
        ("floor(t / 2) + abs(-1)", [1, 1, 2, 2, 3]),
        ("exp(log(t + 1))", [1, 2, 3, 4, 5]),
        ("e^0 + sign(t)", [1, 2, 2, 2, 2]),
        ("sqrt(t*t)", [0, 1, 2, 3, 4]),
    ],
)
def test_values_by_hand(formula: str, expected: list[float]) -> None:
    assert values(formula) == pytest.approx(expected)


def test_the_issues_own() -> None:
    clean = np.array(values("sin(2*pi*t/50)", 100))
    assert clean == pytest.approx(np.sin(2 * math.pi * np.arange(100) / 50))
    noise = np.array(values("sin(2*pi*t/50) + 0.1*randn", 5000)) - np.array(values("sin(2*pi*t/50)", 5000))
    assert noise.std() == pytest.approx(0.1, rel=0.05)


def test_noise_follows_the_seed_and_differs_from_place_to_place() -> None:
    assert values("randn") == values("randn") != values("randn", seed=2)
    assert values("randn()") == values("randn")
    assert any(values("randn - randn"))
    assert all(0 <= one < 1 for one in values("rand", 100))


def test_rows_are_business_days() -> None:
    series = formula_series("t", 6, 1)
    assert series.target == "value"
    assert str(series.index[-1].astype("datetime64[D]")) == "2025-12-31"
    assert len(np.unique(series.index)) == 6


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("", "0 letters"),
        ("t" * (LONGEST + 1), "letters; allowed are 1 to 200"),
        ("2 t", "cannot be read near letter"),
        ("sin(", "cannot be read"),
        ("x + 1", "'x' is not known"),
        ("sin", "'sin' is not known"),
        ("sin(t, 2)", "'sin(t, 2)' is not known"),
        ("sin(x=t)", "is not known"),
        ("'text'", "is not known"),
        ("True", "is not known"),
        ("1j", "is not known"),
        ("t if t else 1", "is not known"),
        ("[t]", "is not known"),
        ("1 < t < 3", "is not known"),
        ("t; t", "cannot be read"),
        ("x = 1", "cannot be read"),
        ("1 / t", "no finite number at t = 0"),
        ("log(t - 2)", "no finite number at t = 0"),
        ("9^9^9^9", "no finite number at t = 0"),
        ("9" * LONGEST, ""),
        ("(" * 100 + "t" + ")" * 99, "cannot be read"),
    ],
)
def test_what_is_no_formula_is_refused_in_a_sentence(formula: str, words: str) -> None:
    if not words:
        assert values(formula) == pytest.approx([float(formula)] * 5)
        return
    with pytest.raises(InvalidInput) as refused:
        values(formula)
    (sentence,) = refused.value.problems
    assert sentence.startswith("task.formula: got ")
    assert words in sentence


@pytest.mark.parametrize(
    "formula",
    [
        "__import__('os').system('true')",
        "().__class__.__bases__",
        "open('/etc/passwd')",
        "(lambda: t)()",
        "[t for t in (1,)]",
        "f'{t}'",
        "t.real",
        "sin.__globals__",
        "np.sin(t)",
        "t := 3",
        "await t",
        "exec('1')",
        "-" * 199 + "t",
        "t" + "**t" * 60,
    ],
)
def test_nothing_but_arithmetic_is_computed(formula: str) -> None:
    try:
        found = values(formula)
    except InvalidInput as error:
        assert len(error.problems) == 1
    else:
        assert np.isfinite(found).all()


WORDS = [
    *CONSTANTS,
    *NOISE,
    *FUNCTIONS,
    *RUNNING,
    "t",
    "(",
    ")",
    "+",
    "-",
    "*",
    "/",
    "%",
    "^",
    "<",
    ">",
    "1",
    "0.5",
    ",",
    " ",
    "x",
    ".",
]


@given(st.lists(st.sampled_from(WORDS), max_size=30).map("".join) | st.text(max_size=40))
def test_whatever_is_typed_is_a_series_or_one_sentence(formula: str) -> None:
    try:
        series = formula_series(formula, 20, 1)
    except InvalidInput as error:
        (sentence,) = error.problems
        assert len(sentence) < 600
    else:
        assert len(series) == 20
        assert np.isfinite(series.values).all()


def test_the_longest_series_of_a_long_formula() -> None:
    assert len(formula_series("+".join(["t"] * 100), LIMITS.rows, 1)) == LIMITS.rows
