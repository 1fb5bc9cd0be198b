"""What the numbers are: which columns hold any, and which one of them is to be forecast. Guesses are told."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from seqcore.data.series.reading.numbers import Numbers, read_numbers
from seqcore.data.series.reading.table import DATE_NAMES, FEW, Table, counted, listed, plain_name
from seqcore.invalid import InvalidInput

VALUE_NAMES = (
    *("adjclose", "adjustedclose", "adjcloseprice", "adjclosing", "close", "closelast", "closeprice", "closingprice"),
    *("closing", "price", "last", "lastprice", "value", "y", "target", "sales", "amount", "total", "count", "kurs"),
)
_ADVICE = "choose another separator or decimal sign, or pass a file with numbers"
_INDEX_NAMES = ("index", "unnamed", "row", "id", "nr", "no")


@dataclass(frozen=True)
class Values:
    """The numeric columns by name, and which of them is to be forecast."""

    column: str
    numbers: dict[str, Numbers]
    notes: tuple[str, ...] = ()


def find_values(table: Table, chosen: str, decimal: str, used: Sequence[str]) -> Values:
    """The numbers of all columns but those `used` for the dates, and the one to be forecast.

    Raises InvalidInput when there is none, or when the chosen one holds more than a few words.
    """
    if chosen:
        chosen = table.existing(chosen, "task.value_column")
    if chosen and chosen in used:
        raise InvalidInput([f"task.value_column: {chosen!r} holds the dates; choose one of {_others(table, used)}."])
    numbers = {name: read_numbers(cells, decimal) for name, cells in table.columns.items() if name not in used}
    numeric = {name: column for name, column in numbers.items() if _is_numeric(column)}
    column = chosen or _by_value_name(numbers, numeric)
    if not column and not numeric:
        raise InvalidInput([_no_numbers(table, numbers)])
    column = column or _first_value(numeric)
    if column not in numeric:
        raise InvalidInput([_not_numeric(table, column, numbers[column], list(numeric))])
    ignored = [name for name in numbers if name not in numeric]
    notes = (f"Columns without numbers were left out: {listed(ignored)}.",) if ignored else ()
    return Values(column, numeric, (*_reading_notes(table, column, numeric), *notes))


def _others(table: Table, used: Sequence[str]) -> str:
    return listed(name for name in table.columns if name not in used)


def _is_numeric(column: Numbers) -> bool:
    known, text = int(column.known.sum()), int(column.text.sum())
    return known > text and text <= FEW * len(column.text)


def _is_full(column: Numbers) -> bool:
    return bool(column.known.mean() >= 0.5)


def _by_value_name(numbers: dict[str, Numbers], numeric: dict[str, Numbers]) -> str | None:
    plain = {name: plain_name(name) for name in numbers}
    for wanted in VALUE_NAMES:
        for name, word in plain.items():
            # Half numbers, half words: this column is meant, and saying what is wrong beats taking another one.
            if word == wanted and _is_full(numbers[name]):
                return name
    long = tuple(wanted for wanted in VALUE_NAMES if len(wanted) > 3)
    similar = (name for wanted in long for name, word in plain.items() if word.startswith(wanted))
    return next((name for name in similar if name in numeric and _is_full(numeric[name])), None)


def _first_value(numeric: dict[str, Numbers]) -> str:
    """The first column that is neither a date by its name nor a count of the rows nor always the same."""

    def likely(name: str) -> int:
        column = numeric[name]
        known = column.values[column.known]
        constant = len(known) == 0 or bool((known == known[0]).all())
        return sum((constant, counts(column), plain_name(name) in DATE_NAMES, not _is_full(column)))

    return min(numeric, key=likely)


def counts(column: Numbers) -> bool:
    """Whether a column only numbers the rows, up or down, in steps that are all alike."""
    steps = np.diff(column.values)
    return len(steps) > 0 and bool(steps[0] != 0 and (abs(steps - steps[0]) <= 1e-9 * abs(steps[0])).all())


def is_index(table: Table, name: str, column: Numbers) -> bool:
    """Whether a column only numbers the rows, and stands or is called like an index."""
    like_one = name == next(iter(table.columns)) or plain_name(name).startswith(_INDEX_NAMES)
    return like_one and counts(column)


def _reading_notes(table: Table, name: str, numeric: dict[str, Numbers]) -> list[str]:
    notes = []
    words = np.flatnonzero(numeric[name].text)
    if len(words):
        many = counted(len(words), "cell of {} holds text and was", "cells of {} hold text and were")
        notes.append(f"{many.format(repr(name))} taken for missing: {table.where(name, words[0])}.")
    if any(column.percent for column in numeric.values()):
        notes.append("Percent signs were left out: 5% is 5.")
    if any(column.scaled for column in numeric.values()):
        notes.append("K, M, B and T after a number were read as thousands, millions, billions and trillions.")
    return notes


def _not_numeric(table: Table, name: str, column: Numbers, numeric: Sequence[str]) -> str:
    words = np.flatnonzero(column.text)
    what = f"{table.where(name, words[0])}, which is no number" if len(words) else "it holds no numbers"
    many = f", and {len(words) - 1:,} more rows hold text" if len(words) > 1 else ""
    advice = f"columns of numbers are {listed(numeric)}" if numeric else _ADVICE
    return f"task.value_column: {name!r}: {what}{many}; {advice}."


def _no_numbers(table: Table, numbers: dict[str, Numbers]) -> str:
    """The sentence for a file without a column of numbers, with a cell of the column that comes closest."""
    if not numbers:
        return "task.path: the file has only a column of dates; a column of numbers is needed, or another separator."
    name = max(numbers, key=lambda column: int(numbers[column].known.sum()))
    words = np.flatnonzero(numbers[name].text)
    example = f" ({table.where(name, words[0])} in {name!r})" if len(words) else ""
    return f"task.path: none of the columns {listed(table.columns)} is made of numbers{example}; {_ADVICE}."
