"""Twelve days whose numbers one can check by hand, and ways of writing them into a file."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from seqcore.data.series.files import Understood, read_series
from seqcore.data.series.reading.choices import Reading

# From 25 January on: past the twelfth of a month, and into the next one.
DAYS = [date(2020, 1, 25) + timedelta(days=day) for day in range(12)]
ISO = [day.isoformat() for day in DAYS]
VALUES = [1234.5, 1230.25, 0.75, -12.5, 1000.0, 1234567.5, 3.25, 17.0, 18.5, 2.125, 40.0, 41.5]


def iso(number: float) -> str:
    """A number as Python writes it."""
    return repr(number)


def lines(dates: Iterable[Any], numbers: Iterable[Any], between: str = ",", heading: str | None = "date,close") -> str:
    """A file of two columns. `heading` is written with commas whatever stands between cells."""
    rows = [f"{day}{between}{number}" for day, number in zip(dates, numbers, strict=True)]
    return "\n".join([*([heading.replace(",", between)] if heading is not None else []), *rows, ""])


def read(content: str | bytes, **reading: Any) -> Understood:
    """What a file of this content is understood as."""
    return read_series(content.encode() if isinstance(content, str) else content, "prices.csv", Reading(**reading))


def dates_of(understood: Understood) -> list[str]:
    return understood.series.index.astype("datetime64[D]").astype(str).tolist()


def times_of(understood: Understood) -> list[str]:
    return understood.series.index.astype(str).tolist()


def values_of(understood: Understood) -> list[float]:
    return understood.series.values.tolist()


def said(understood: Understood, *words: str) -> bool:
    """Whether one of the notes holds all of these words."""
    return any(all(word in note for word in words) for note in understood.notes)


def written(numbers: Sequence[float], how: Callable[[float], str]) -> list[str]:
    return [how(number) for number in numbers]
