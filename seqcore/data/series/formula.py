"""A series out of a formula that somebody types: sums and products of numbers, of the row t, of functions and of noise.

Python's parser reads it and its tree is walked here: nothing but what is listed in this file is ever computed.
"""

import ast
import math
import operator
from collections.abc import Callable

import numpy as np

from seqcore.data.series.generated import LAST_DAY
from seqcore.data.series.series import Array64, Series
from seqcore.invalid import InvalidInput

LONGEST = 200
"""Letters of a formula: no tree of it is deep."""
CONSTANTS = {"pi": math.pi, "e": math.e}
NOISE: dict[str, Callable[[np.random.Generator, int], Array64]] = {
    "randn": lambda generator, length: generator.standard_normal(length),
    "rand": lambda generator, length: generator.random(length),
}
"""Drawn anew for every row, and wherever the name stands."""
FUNCTIONS: dict[str, Callable[[Array64], Array64]] = {
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "tanh": np.tanh,
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    "abs": np.abs,
    "sign": np.sign,
    "floor": np.floor,
    "cumsum": np.cumsum,
}
_OPERATORS: dict[type, Callable[[Array64, Array64], Array64]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: np.true_divide,
    ast.Mod: np.mod,
    ast.Pow: np.power,
    ast.Lt: np.less,
    ast.LtE: np.less_equal,
    ast.Gt: np.greater,
    ast.GtE: np.greater_equal,
}
_SIGNS: dict[type, Callable[[Array64], Array64]] = {ast.UAdd: np.positive, ast.USub: np.negative}
KNOWN = f"t (the row: 0, 1, …), {', '.join((*CONSTANTS, *NOISE))}, {', '.join(FUNCTIONS)}, and + - * / % ^ < > ( )"


def formula_series(formula: str, length: int, seed: int) -> Series:
    """The value of the formula on rows t = 0 … length - 1, on business days (Monday to Friday) that end on 2025-12-31.

    The same seed gives the same noise. Raises InvalidInput with a sentence for what is no such formula, or no number.
    """
    values = _values(_parsed(formula), length, np.random.default_rng(seed))
    if not np.isfinite(values).all():
        row = int(np.argmin(np.isfinite(values)))
        raise _refused(formula, f"it is no finite number at t = {row:,}; allowed is one that is, on every row")
    days = np.busday_offset(LAST_DAY, np.arange(1 - length, 1)).astype("datetime64[s]")
    return Series(days, {"value": values}, formula, f"Formula {formula}, {length:,} rows, seed {seed}.")


def _parsed(formula: str) -> ast.expr:
    if not formula.strip() or len(formula) > LONGEST:
        raise _refused(formula, f"it has {len(formula)} letters; allowed are 1 to {LONGEST}")
    try:
        # Python's ^ is another operator that binds less than +: 2*t^2 + 1 would be read as (2*t)^(2 + 1).
        return ast.parse(formula.strip().replace("^", "**"), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        place = getattr(error, "offset", None)
        where = f" near letter {place}" if place else ""
        raise _refused(formula, f"it cannot be read{where}; allowed are {KNOWN}") from error


def _values(tree: ast.expr, length: int, generator: np.random.Generator) -> Array64:
    """The value on every row, (length,)."""
    formula = ast.unparse(tree)

    def of(node: ast.expr) -> Array64:
        match node:
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                return np.full(length, _as_float(number))
            case ast.Name(id="t"):
                return np.arange(length, dtype=np.float64)
            case ast.Name(id=name) if name in CONSTANTS:
                return np.full(length, CONSTANTS[name])
            case ast.Name(id=name) if name in NOISE:
                return NOISE[name](generator, length)
            case ast.Call(func=ast.Name(id=name), args=[], keywords=[]) if name in NOISE:
                return NOISE[name](generator, length)
            case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]) if name in FUNCTIONS:
                return FUNCTIONS[name](of(argument))
            case ast.UnaryOp(op=sign, operand=operand) if type(sign) in _SIGNS:
                return _SIGNS[type(sign)](of(operand))
            case ast.BinOp(left=left, op=how, right=right) if type(how) in _OPERATORS:
                return _OPERATORS[type(how)](of(left), of(right))
            case ast.Compare(left=left, ops=[how], comparators=[right]) if type(how) in _OPERATORS:
                return _OPERATORS[type(how)](of(left), of(right)).astype(np.float64)
        raise _refused(formula, f"{_strange(node)!r} is not known; allowed are {KNOWN}")

    with np.errstate(all="ignore"):  # what is no number is refused, with its row
        return of(tree)


def _as_float(number: float) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf


def _strange(node: ast.expr) -> str:
    """The name that is to blame; the whole part where none is."""
    known = {"t", *CONSTANTS, *NOISE, *FUNCTIONS}
    names = [one.id for one in ast.walk(node) if isinstance(one, ast.Name)]
    return next((name for name in names if name not in known), ast.unparse(node))[:30]


def _refused(formula: str, why: str) -> InvalidInput:
    return InvalidInput([f"task.formula: got {formula[:60]!r}: {why}."])
