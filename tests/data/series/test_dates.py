"""A day, a month or a row that a person types, and the row that is meant."""

import numpy as np
import pytest

from seqcore.data.series.dates import known_rows, row_of
from seqcore.data.series.series import Series
from seqcore.invalid import InvalidInput


def series(index: np.ndarray) -> Series:
    return Series(index, {"price": np.arange(len(index), dtype=float)}, "test", "made by a test")


DAYS = series(np.array(["2024-03-27", "2024-03-28", "2024-04-02", "2024-04-03"], "datetime64[s]"))
MONTHS = series(np.array(["2001-01", "2001-02", "2001-03"], "datetime64[s]"))
HOURS = series(np.array(["2024-03-27T09:00", "2024-03-27T10:00", "2024-03-27T11:00"], "datetime64[s]"))
ROWS = series(np.array([1, 2, 5, 6]))


@pytest.mark.parametrize(
    ("one", "typed", "row"),
    [
        (DAYS, "2024-03-28", 1),
        (DAYS, " 2024-03-31 ", 1),
        (DAYS, "2024-03", 1),
        (DAYS, "2024-04-03", 3),
        (MONTHS, "2001-02-15", 1),
        (MONTHS, "2001-03", 2),
        (HOURS, "2024-03-27", 2),
        (HOURS, "2024-03-27 10:30", 1),
        (ROWS, "2", 1),
        (ROWS, "4", 1),
        (ROWS, "row 6", 3),
    ],
)
def test_the_last_row_that_is_not_later(one: Series, typed: str, row: int) -> None:
    assert row_of(one, typed, 1) == row


@pytest.mark.parametrize("typed", ["2024-03-27", "2023-01-01", "2024-04-04", "2024-02-31", "28.3.2024", "1", "x" * 99])
def test_what_is_no_row_is_said(typed: str) -> None:
    with pytest.raises(InvalidInput, match="allowed is a day from 2024-03-28 to 2024-04-03"):
        row_of(DAYS, typed, 1)


@pytest.mark.parametrize("typed", ["1", "7", "-1", "2024-03-28", "9" * 30])
def test_what_is_no_number_of_a_row_is_said(typed: str) -> None:
    with pytest.raises(InvalidInput, match="allowed is a row from 2 to 6"):
        row_of(ROWS, typed, 1)


def test_what_may_be_typed() -> None:
    assert known_rows(DAYS, 0) == "A day from 2024-03-27 to 2024-04-03"
    assert known_rows(ROWS, 2) == "A row from 5 to 6"
