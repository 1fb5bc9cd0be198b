"""The diagram of one unit of a cell at one step, with its numbers: SimpleRNN, LSTM and GRU each."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from pages.parts.svg import LINE, MARK, QUIET, SECOND, Picture, arrow, box, line, ring, text
from seqcore.inspection.cells import BEFORE

Numbers = Mapping[str, float]
"""The rows of an inspection at a step, and the states before it under "… before"."""

WIDTH = 560
_BOX, _HIGH = 108, 46


def number(value: float) -> str:
    """A number as the diagram and the formulas write it."""
    return f"{value:z.3f}".replace("-", "−")


def draw_cell(keras: str, numbers: Numbers) -> Picture:
    """The diagram of the cell of this Keras layer."""
    return _DRAWINGS[keras](numbers)


def _value(x: float, y: float, name: str, value: float, color: str = LINE) -> str:
    """A box with a name and a number, its middle at (x, y)."""
    around = box(x - _BOX / 2, y - _HIGH / 2, _BOX, _HIGH, color)
    return around + text(x, y - 5, name, size=13) + text(x, y + 15, number(value), size=16)


def _sign(x: float, y: float, sign: str) -> str:
    """An operation on numbers."""
    return ring(x, y, MARK, 15) + text(x, y + 6, sign, size=18)


def _sums(numbers: Numbers, blocks: Mapping[str, float], y: float) -> str:
    """Below each block its sum, and the two lines that all sums come from."""
    found = ""
    for block, x in blocks.items():
        found += arrow((x, y + 58), (x, y + _HIGH / 2 + 2))
        found += text(x + 5, y + 50, f"sum {number(numbers[f'{block}, sum'])}", QUIET, 12, "start")
    xs = list(blocks.values())
    found += line([(min(xs) - 60, y + 58), (max(xs), y + 58)], QUIET, 1.5)
    return found + text(min(xs) - 60, y + 76, "each sum: w·x + u·h + b", QUIET, 12, "start")


def _simple_rnn(numbers: Numbers) -> Picture:
    name = "hidden state"
    parts = [
        arrow((70, 73), (70, 135)),
        text(78, 108, "× u, with those of all units", QUIET, 12, "start"),
        arrow((124, 160), (256, 160)),
        arrow((274, 73), (274, 142)),
        arrow((290, 160), (402, 160)),
        text(346, 150, "f(sum)", QUIET, 12),
        text(346, 182, f"sum {number(numbers[f'{name}, sum'])}, with b", QUIET, 12),
        _value(70, 50, "h before", numbers[name + BEFORE]),
        _value(70, 160, "from the state", numbers[f"{name}, from the state"], SECOND),
        _value(274, 50, "from the input", numbers[f"{name}, from the input"], SECOND),
        _sign(274, 160, "+"),
        _value(458, 160, "h after", numbers[name]),
    ]
    return Picture(
        parts,
        f"SimpleRNN unit: state before {number(numbers[name + BEFORE])}, after {number(numbers[name])}",
        WIDTH,
        210,
    )


def _lstm(numbers: Numbers) -> Picture:
    blocks = {"forget gate": 80.0, "input gate": 210.0, "candidate": 340.0, "output gate": 470.0}
    y, top, middle = 220.0, 40.0, 128.0
    parts = [
        arrow((118, top), (160, top), LINE),
        arrow((190, top), (260, top), LINE),
        arrow((290, top), (416, top), LINE),
        line([(80, y - 24), (80, 90), (175, 90)], QUIET, 1.5) + arrow((175, 90), (175, top + 16)),
        line([(210, y - 24), (210, middle)], QUIET, 1.5) + arrow((210, middle), (259, middle)),
        line([(340, y - 24), (340, middle)], QUIET, 1.5) + arrow((340, middle), (291, middle)),
        arrow((275, middle - 15), (275, top + 16)),
        arrow((470, y - 24), (470, middle + 17)),
        arrow((470, top + 24), (470, middle - 17)),
        text(476, 88, "f(c)", QUIET, 12, "start"),
        arrow((486, middle), (516, middle), LINE),
        text(538, middle - 8, "h after", size=13) + text(538, middle + 12, number(numbers["hidden state"]), size=16),
        _value(64, top, "c before", numbers["cell state" + BEFORE]),
        _value(470, top, "c after", numbers["cell state"]),
        _sign(175, top, "×"),
        _sign(275, top, "+"),
        _sign(275, middle, "×"),
        _sign(470, middle, "×"),
        *(_value(x, y, block, numbers[block], SECOND) for block, x in blocks.items()),
        _sums(numbers, blocks, y),
        text(540, y + 76, f"h before {number(numbers['hidden state' + BEFORE])}", QUIET, 12, "end"),
    ]
    words = "; ".join(f"{block} {number(numbers[block])}" for block in blocks)
    before, after = (number(numbers[f"cell state{when}"]) for when in (BEFORE, ""))
    return Picture(parts, f"LSTM unit: {words}; cell state before {before}, after {after}", WIDTH, 310)


def _gru(numbers: Numbers) -> Picture:
    blocks = {"update gate": 110.0, "reset gate": 270.0, "candidate": 430.0}
    y, top, middle = 220.0, 40.0, 118.0
    parts = [
        arrow((118, top), (200, top), LINE),
        arrow((230, top), (310, top), LINE),
        arrow((340, top), (436, top), LINE),
        line([(110, y - 24), (110, 90), (215, 90)], QUIET, 1.5) + arrow((215, 90), (215, top + 16)),
        text(150, 84, "z", QUIET, 12),
        line([(110, 130), (310, 130)], QUIET, 1.5, "4 3") + text(160, 124, "1 − z", QUIET, 12),
        line([(430, y - 24), (430, middle), (341, middle)], QUIET, 1.5) + arrow((380, middle), (341, middle)),
        arrow((325, middle - 15), (325, top + 16)),
        arrow((324, y), (374, y)),
        text(349, y - 8, "× u·h", QUIET, 12),
        _value(64, top, "h before", numbers["hidden state" + BEFORE]),
        _value(490, top, "h after", numbers["hidden state"]),
        _sign(215, top, "×"),
        _sign(325, top, "+"),
        _sign(325, middle, "×"),
        *(_value(x, y, block, numbers[block], SECOND) for block, x in blocks.items()),
        _sums(numbers, blocks, y),
    ]
    words = "; ".join(f"{block} {number(numbers[block])}" for block in blocks)
    before, after = (number(numbers[f"hidden state{when}"]) for when in (BEFORE, ""))
    return Picture(parts, f"GRU unit: {words}; state before {before}, after {after}", WIDTH, 310)


_DRAWINGS: Mapping[str, Callable[[Numbers], Picture]] = MappingProxyType(
    {"SimpleRNN": _simple_rnn, "LSTM": _lstm, "GRU": _gru}
)
