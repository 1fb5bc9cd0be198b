"""Formulas that people type: sums and products of numbers, of a variable, of functions and of noise.

Python's parser reads them and their tree is walked here: nothing but what is listed in this file is ever computed.
"""

import ast
import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from seqcore.invalid import InvalidInput

Array64 = npt.NDArray[np.float64]

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
}
RUNNING: dict[str, Callable[[Array64], Array64]] = {"cumsum": np.cumsum}
"""Functions of everything up to a value, for variables that come in order."""
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


@dataclass(frozen=True)
class Grammar:
    """What may stand in a formula: a `variable`, which is `about` something, functions, and noise if there is any."""

    variable: str
    about: str
    functions: Mapping[str, Callable[[Array64], Array64]] = field(default_factory=lambda: FUNCTIONS)
    noise: Mapping[str, Callable[[np.random.Generator, int], Array64]] = field(default_factory=dict)

    @property
    def known(self) -> str:
        """All that is, in words."""
        names, functions = ", ".join((*CONSTANTS, *self.noise)), ", ".join(self.functions)
        return f"{self.variable} ({self.about}), {names}, {functions}, and + - * / % ^ < > ( )"

    def values(self, formula: str, at: Array64, generator: np.random.Generator | None = None) -> Array64:
        """The value of the formula where the variable is `at` (n,): whatever comes out, also what is no number.

        Noise comes from `generator`. Raises InvalidInput with a sentence for what is no such formula.
        """
        tree = self._parsed(formula)
        generator = generator or np.random.default_rng(0)

        def of(node: ast.expr) -> Array64:
            match node:
                case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                    return np.full(len(at), _as_float(number))
                case ast.Name(id=name) if name == self.variable:
                    return at.astype(np.float64)
                case ast.Name(id=name) if name in CONSTANTS:
                    return np.full(len(at), CONSTANTS[name])
                case ast.Name(id=name) | ast.Call(func=ast.Name(id=name), args=[], keywords=[]) if name in self.noise:
                    return self.noise[name](generator, len(at))
                case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]) if name in self.functions:
                    return self.functions[name](of(argument))
                case ast.UnaryOp(op=sign, operand=operand) if type(sign) in _SIGNS:
                    return _SIGNS[type(sign)](of(operand))
                case ast.BinOp(left=left, op=how, right=right) if type(how) in _OPERATORS:
                    return _OPERATORS[type(how)](of(left), of(right))
                case ast.Compare(left=left, ops=[how], comparators=[right]) if type(how) in _OPERATORS:
                    return _OPERATORS[type(how)](of(left), of(right)).astype(np.float64)
            raise refused(ast.unparse(tree), f"{self._strange(node)!r} is not known; allowed are {self.known}")

        with np.errstate(all="ignore"):  # who asks looks at what is no number
            return of(tree)

    def finite(self, formula: str, at: Array64, generator: np.random.Generator | None = None) -> Array64:
        """The same; raises InvalidInput, too, where a value is no finite number."""
        values = self.values(formula, at, generator)
        if not np.isfinite(values).all():
            place = f"{self.variable} = {at[int(np.argmin(np.isfinite(values)))]:,.4g}".replace("-", "−")
            raise refused(formula, f"it is no finite number at {place}; allowed is one that is, everywhere")
        return values

    def _parsed(self, formula: str) -> ast.expr:
        if not formula.strip() or len(formula) > LONGEST:
            raise refused(formula, f"it has {len(formula)} letters; allowed are 1 to {LONGEST}")
        try:
            # Python's ^ is another operator that binds less than +: 2*t^2 + 1 would be read as (2*t)^(2 + 1).
            return ast.parse(formula.strip().replace("^", "**"), mode="eval").body
        except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
            place = getattr(error, "offset", None)
            where = f" near letter {place}" if place else ""
            raise refused(formula, f"it cannot be read{where}; allowed are {self.known}") from error

    def _strange(self, node: ast.expr) -> str:
        """The name that is to blame; the whole part where none is."""
        known = {self.variable, *CONSTANTS, *self.noise, *self.functions}
        names = [one.id for one in ast.walk(node) if isinstance(one, ast.Name)]
        return next((name for name in names if name not in known), ast.unparse(node))[:30]


def refused(formula: str, why: str) -> InvalidInput:
    """What is said of a setting called `formula`."""
    return InvalidInput([f"task.formula: got {formula[:60]!r}: {why}."])


def _as_float(number: float) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf
