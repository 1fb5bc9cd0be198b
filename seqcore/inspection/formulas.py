"""The formulas of a cell with the numbers of one unit at one step put in."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from seqcore.inspection.cells import BEFORE, CELL, HIDDEN, Cell

Numbers = Mapping[str, float]
Line = tuple[str, str, str]
"""What is computed, the formula in signs, and the same in numbers."""

SIGNS = MappingProxyType(
    {
        "input gate": "i",
        "forget gate": "f",
        "candidate": "g",
        "output gate": "o",
        "update gate": "z",
        "reset gate": "r",
        HIDDEN: "h",
        CELL: "c",
    }
)


def formulas(cell: Cell, numbers: Numbers, activation: str, gate: str = "sigmoid") -> list[Line]:
    """Every sum, every activation, and the states after; `numbers` are rows of an inspection by name."""
    lines = []
    for block in cell.blocks:
        sign = SIGNS[block]
        lines.append(_sum(cell, block, numbers))
        function = gate if block in cell.gates else activation
        total = _digits(numbers[f"{block}, sum"])
        lines.append((block, f"{sign} = {function}(sum)", f"{function}({total}) = {_digits(numbers[block])}"))
    return lines + _AFTER[type(cell).__name__](numbers, activation)


def _sum(cell: Cell, block: str, numbers: Numbers) -> Line:
    of_input, of_state, bias, other = (
        _written(numbers[f"{block}, {part}"])
        for part in ("from the input", "from the state", "input bias", "state bias")
    )
    total = _digits(numbers[f"{block}, sum"])
    if block in _RESETS.get(type(cell).__name__, ()):
        reset = _written(numbers["reset gate"])
        put_in = f"{of_input} + {bias} + {reset} · ({of_state} + {other}) = {total}"
        return f"sum of the {block}", "w·x + b + r · (u·h + b′)", put_in
    both = _written(numbers[f"{block}, input bias"] + numbers[f"{block}, state bias"])
    return f"sum of the {block}", "w·x + u·h + b", f"{of_input} + {of_state} + {both} = {total}"


def _after_simple_rnn(numbers: Numbers, activation: str) -> list[Line]:
    return []


def _after_lstm(numbers: Numbers, activation: str) -> list[Line]:
    i, f, g, o = (_written(numbers[name]) for name in ("input gate", "forget gate", "candidate", "output gate"))
    before, c, h = _written(numbers[CELL + BEFORE]), _digits(numbers[CELL]), _digits(numbers[HIDDEN])
    return [
        ("cell state after", "c = f · c before + i · g", f"{f} · {before} + {i} · {g} = {c}"),
        ("hidden state after", f"h = o · {activation}(c)", f"{o} · {activation}({c}) = {h}"),
    ]


def _after_gru(numbers: Numbers, activation: str) -> list[Line]:
    z, g, before = (_written(numbers[name]) for name in ("update gate", "candidate", HIDDEN + BEFORE))
    h = _digits(numbers[HIDDEN])
    return [("hidden state after", "h = z · h before + (1 − z) · g", f"{z} · {before} + (1 − {z}) · {g} = {h}")]


def _digits(value: float) -> str:
    """Four digits after the point; what rounds to 0 has no sign."""
    return f"{value:z.4f}".replace("-", "−")


def _written(value: float) -> str:
    """The same among other numbers: negative ones in parentheses."""
    text = _digits(value)
    return f"({text})" if text.startswith("−") else text


_RESETS = {"GRU": ("candidate",)}
_AFTER: Mapping[str, Callable[[Numbers, str], list[Line]]] = {
    "SimpleRNN": _after_simple_rnn,
    "LSTM": _after_lstm,
    "GRU": _after_gru,
}
