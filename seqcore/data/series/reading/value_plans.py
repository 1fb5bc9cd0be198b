"""Which column is to be forecast: what cannot be a value goes last, likely names go first, the rest is a tie."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from seqcore.data.series.reading import names as words
from seqcore.data.series.reading.columns import Columns
from seqcore.data.series.reading.date_columns import LONG_DIGITS
from seqcore.data.series.reading.date_forms import LAST_PLAIN_YEAR
from seqcore.data.series.reading.date_parts import ROLES
from seqcore.data.series.reading.names import is_called, plain_name, speaks_of, words_of
from seqcore.data.series.reading.numbers import Numbers, is_text, trimmed
from seqcore.data.series.reading.prices import closing_price
from seqcore.data.series.reading.table import FEW, Table, counted, listed
from seqcore.invalid import InvalidInput

_ADVICE = "choose another separator or decimal sign, or pass a file with numbers"
_SHORT = 3
_RATHER_FULL = 0.8
MOST_WORDS = 3
"""So many different words among many numbers say that a number is missing."""
_PARTS = (*ROLES.values(), (("dayofweek", "weekday", "dow", "decade"), 0, LAST_PLAIN_YEAR))
GOOD, SECOND, UNLIKELY = 0, 1, 2
"""How likely a column is the value: measured; a change or volume; a time, a counter, a code, always the same."""


@dataclass(frozen=True)
class Values:
    """The numeric columns by name, which of them is to be forecast, and which others are about as likely."""

    column: str
    numbers: dict[str, Numbers]
    rivals: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def find_values(columns: Columns, chosen: str, decimal: str, used: Sequence[str]) -> Values:
    """The numbers of all columns but those `used` for the dates, and the one to be forecast.

    Raises InvalidInput when there is none, or when the chosen one holds more than a few words.
    """
    table = columns.table
    if chosen:
        chosen = table.existing(chosen, "task.value_column")
    if chosen and chosen in used:
        raise InvalidInput([f"task.value_column: {chosen!r} holds the dates; choose one of {_others(table, used)}."])
    numbers = {name: columns.numbers(name, decimal) for name in columns.names if name not in used}
    numeric = {name: column for name, column in numbers.items() if _is_numeric(table, name, column)}
    if not numeric and not chosen and not any(_is_meant(name, column) for name, column in numbers.items()):
        raise InvalidInput([_no_numbers(table, numbers)])
    column, rivals, why = (chosen, (), ()) if chosen else _likeliest(columns, numbers, numeric)
    if column not in numeric:
        raise InvalidInput([_not_numeric(table, column, numbers[column], list(numeric))])
    ignored = [name for name in numbers if name not in numeric]
    notes = (f"Columns without numbers were left out: {listed(ignored)}.",) if ignored else ()
    return Values(column, numeric, rivals, (*why, *_reading_notes(table, column, numeric), *notes))


def _others(table: Table, used: Sequence[str]) -> str:
    return listed(name for name in table.columns if name not in used)


def _is_numeric(table: Table, name: str, column: Numbers) -> bool:
    """Whether a column holds numbers and, if any, a few words or the same ones again and again: nothing measured."""
    known, text = int(column.known.sum()), int(column.text.sum())
    if known <= text or text <= FEW * len(column.text):
        return known > text
    cells = table.columns[name].take(np.flatnonzero(column.text))
    again = set(trimmed(cells).to_pylist()) if is_text(cells) else ()
    return 0 < len(again) <= MOST_WORDS and all(word[0].isalpha() or not re.search(r"\d", word) for word in again)


def _is_full(column: Numbers) -> bool:
    return bool(column.known.mean() >= 0.5)


def _is_meant(name: str, column: Numbers) -> bool:
    """Half numbers, half words, and called like a value: saying what is wrong beats taking another column."""
    return is_called(name, words.VALUES) and _is_full(column)


def _likeliest(
    columns: Columns, numbers: dict[str, Numbers], numeric: dict[str, Numbers]
) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The column to be forecast, those that are about as likely, and why it was taken where the name does not say."""
    levels = {name: _level(columns, name, column) for name, column in numeric.items()}
    meant = [name for name, column in numbers.items() if name not in numeric and _is_meant(name, column)]
    possible = [name for name, level in levels.items() if level < UNLIKELY]
    if not [*meant, *possible]:  # all the same: the one that says most
        return min(levels, key=lambda name: levels[name]), (), ()
    best = [name for name in possible if levels[name] == min(levels[one] for one in possible)]
    best.sort(key=lambda name: numeric[name].known.mean() < _RATHER_FULL)
    named = _by_name([*meant, *possible], best)
    if named:
        return named[0], tuple(named[1:]), ()
    prices = closing_price(best, numeric, is_named=columns.table.is_named)
    if prices:
        closing, told = prices
        return closing[0], tuple(closing[1:]), (told,)
    second = [name for name in possible if name not in best] if len(best) > 1 else []
    return best[0], (*best[1:], *second), ()


def _by_name(names: Sequence[str], best: Sequence[str]) -> list[str]:
    """Those with the likeliest name first: exactly it, else with other words before or behind it.

    Where that says little, the others of the `best` columns follow.
    """
    ends = (*words.OPENING["open"], *words.CLOSE)
    is_price = all(any(speaks_of(name, called) for name in names) for called in (words.OPENING["high"], ends))
    is_place = any(is_called(name, ("x", "z")) for name in best)
    others = [name for name in best if not (is_price and _is_opening(name))]
    for wanted in words.VALUES:
        if exact := [name for name in names if is_called(name, (wanted,))]:
            is_sure = wanted in (*words.ADJUSTED, *words.CLOSE, *words.MEASURED) and not (wanted == "y" and is_place)
            parts = [name for name in others if name not in exact and not plain_name(name).endswith(wanted)]
            return exact if is_price or is_sure else [*exact, *parts]
    for wanted in words.VALUES:
        if wanted not in ("y", "last", *words.WEAK) and (long := [name for name in names if _holds(name, wanted)]):
            return [*long, *(name for name in others if name not in long)]
    return []


def _is_market(columns: Columns) -> bool:
    """Whether there are prices, beside which volumes and the like are second."""
    called = (*words.ADJUSTED, *words.CLOSE, *words.PRICE, *words.OPENING["open"])
    return any(speaks_of(name, called) for name in columns.names)


def _is_opening(name: str) -> bool:
    return any(speaks_of(name, called) for called in words.OPENING.values())


def _holds(name: str, wanted: str) -> bool:
    if set(words_of(name)) & {*words.CHANGES, *words.VOLUME}:
        return False
    return wanted in words_of(name) or (len(wanted) > _SHORT and plain_name(name).endswith(wanted))


def _level(columns: Columns, name: str, column: Numbers) -> int:
    """One of GOOD, SECOND and UNLIKELY; a sum, so that the likeliest of unlikely columns can be told."""
    known = column.values[column.known]
    steps = np.diff(known)
    constant = len(known) == 0 or bool((known == known[0]).all())
    rises = len(steps) > 0 and bool((steps > 0).all())
    whole = bool((known == np.floor(known)).all())
    is_index = rises and whole and is_called(name, words.INDEX)
    is_time = _is_time(columns, name, whole=whole) or (rises and speaks_of(name, words.ELAPSED))
    is_code = is_called(name, words.CODE) or (
        whole and bool(set(words_of(name)) & {"id", "code", "zip", "icao", "wmo"})
    )
    is_switch = len(np.unique(known)) == 2 and set(known) == {0.0, 1.0}
    changes = speaks_of(name, words.CHANGES) or plain_name(name) == "var"
    changes |= speaks_of(name, words.VOLUME) and _is_market(columns)
    unlikely = (constant, counts(column), is_index, is_time, is_code, not _is_full(column))
    return UNLIKELY * sum(unlikely) + (SECOND if changes or is_switch else GOOD)


def _is_time(columns: Columns, name: str, *, whole: bool) -> bool:
    """Whether a column that does not order the rows holds times or parts of dates all the same."""
    numbers = columns.numbers(name, "point").values
    known = numbers[np.isfinite(numbers)]
    small = len(known) > 0 and known.min() >= 0 and known.max() <= LAST_PLAIN_YEAR
    if whole and small and any(is_called(name, called) and known.max() <= most for called, _, most in _PARTS):
        return plain_name(name) != "min" or not any(is_called(one, words.OPENING["high"]) for one in columns.names)
    if whole and small and {*words_of(name)[-1:]} & {*words.HOUR}:
        return sorted(set(known)) in (list(range(24)), list(range(1, 25)))
    if columns.is_plain(name) and not whole:
        steps = np.diff(known)
        one_way = len(steps) > 0 and bool(((steps > 0) & (steps < 1)).all() or ((steps < 0) & (steps > -1)).all())
        return small and one_way and columns.dates(name, "auto").digits == "decimal year"
    if columns.date_share(name) < 1 - FEW:
        return False
    dates = columns.dates(name, "auto")
    return dates.share > 1 - FEW and (dates.digits in ("", *LONG_DIGITS) or is_called(name, words.DATE))


def counts(column: Numbers) -> bool:
    """Whether a column only numbers the rows, up or down, in steps that are all alike."""
    steps = np.diff(column.values)
    return len(steps) > 0 and bool(steps[0] != 0 and (abs(steps - steps[0]) <= 1e-9 * abs(steps[0])).all())


def is_index(table: Table, name: str, column: Numbers) -> bool:
    """Whether a column only numbers the rows, and stands or is called like an index."""
    return (name == next(iter(table.columns)) or is_called(name, words.INDEX)) and counts(column)


def _reading_notes(table: Table, name: str, numeric: dict[str, Numbers]) -> list[str]:
    notes = [f"{name!r}: {note}" for note in numeric[name].notes]
    text = np.flatnonzero(numeric[name].text)
    if len(text):
        many = counted(len(text), "cell of {} holds text and was", "cells of {} hold text and were")
        notes.append(f"{many.format(repr(name))} taken for missing: {table.where(name, text[0])}.")
    if any(column.percent for column in numeric.values()):
        notes.append("Percent signs were left out: 5% is 5.")
    if any(column.scaled for column in numeric.values()):
        notes.append("K, M, B and T after a number were read as thousands, millions, billions and trillions.")
    return notes


def _not_numeric(table: Table, name: str, column: Numbers, numeric: Sequence[str]) -> str:
    text = np.flatnonzero(column.text)
    what = f"{table.where(name, text[0])}, which is no number" if len(text) else "it holds no numbers"
    many = f", and {len(text) - 1:,} more rows hold text" if len(text) > 1 else ""
    advice = f"columns of numbers are {listed(numeric)}" if numeric else _ADVICE
    return f"task.value_column: {name!r}: {what}{many}; {advice}."


def _no_numbers(table: Table, numbers: dict[str, Numbers]) -> str:
    """The sentence for a file without a column of numbers, with a cell of the column that comes closest."""
    if not numbers:
        return "task.path: the file has only a column of dates; a column of numbers is needed, or another separator."
    name = max(numbers, key=lambda column: int(numbers[column].known.sum()))
    text = np.flatnonzero(numbers[name].text)
    example = f" ({table.where(name, text[0])} in {name!r})" if len(text) else ""
    return f"task.path: none of the columns {listed(table.columns)} is made of numbers{example}; {_ADVICE}."
