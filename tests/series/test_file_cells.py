"""Single cells: numbers and dates as people write them."""

import numpy as np
import pyarrow as pa
import pytest

from seqcore.series.reading.dates import read_dates
from seqcore.series.reading.numbers import read_numbers

NOTHING, TEXT = "nothing", "text"


@pytest.mark.parametrize(
    ("cell", "decimal", "expected"),
    [
        *[(cell, "point", 1234.5) for cell in ["1234.5", "1,234.5", "1'234.5", "1’234.5", "1 234.5", "1\u00a0234.50"]],
        *[(cell, "comma", 1234.5) for cell in ["1234,5", "1.234,5", "1'234,5", "1 234,5", "1\u202f234,50", "1,2345e3"]],
        *[(cell, "point", 12.5) for cell in [" 12.5 ", "+12.5", "$12.5", "12.5 €", "EUR 12.5", "US$12.5", "12.5 kr", "'12.5'"]],
        *[(cell, "point", -12.5) for cell in ["-12.5", "−12.5", "- 12.5", "(12.5)", "($12.5)", "-$12.5", "$-12.5", "12.5-"]],
        *[(cell, "point", 5.0) for cell in ["5%", "5 %", "5.", "05", "5e0", "0.5E+1", ".5e1", "$5.00"]],
        *[(cell, "point", 1234567.0) for cell in ["1,234,567", "12,34,567", "1 234 567", "1.234567M", "1234.567K", "1.234567e6"]],
        ("1.234", "comma", 1234.0),
        ("1,234", "point", 1234.0),
        (",5", "comma", 0.5),
        ("(5%)", "point", -5.0),
        *[(cell, "point", NOTHING) for cell in ["", " ", "-", "–", ".", "?", "NA", "n/a", "N.A.", "null", "None", "#N/A", "nan"]],
        *[(cell, "point", NOTHING) for cell in ["#DIV/0!", "inf", "-Infinity", "∞", "1e999", "1e31", "<NA>", "missing"]],
        *[(cell, "point", TEXT) for cell in ["abc", "1,23", "1.2.3", "1 2", "12:30", "0x10", "1_000", "5 apples", "--5", "$", "e5"]],
        *[(cell, "point", TEXT) for cell in ["2020-01-01", "1/2", "=1+2", "1.234,5", "٣", "½", "(5", "true", "nan(1)", "1M2"]],
        *[(cell, "comma", TEXT) for cell in ["1.5", "1,234.5", "1.23", "1,2,3"]],
    ],
)  # fmt: skip
def test_a_number(cell: str, decimal: str, expected: float | str) -> None:
    found = read_numbers(pa.array([cell]), decimal)
    if expected == TEXT:
        assert found.text[0]
    else:
        assert not found.text[0]
    assert found.known[0] == (expected not in (TEXT, NOTHING))
    if found.known[0]:
        assert found.values[0] == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        *[(cell, "2020-07-02") for cell in ["2020-07-02", "2020-7-2", "2020/07/02", "2020.07.02", "2020 07 02", "20200702"]],
        *[(cell, "2020-07-02") for cell in ["Jul 2, 2020", "july 2 2020", "JUL. 2, 2020", "2 July 2020", "2nd Jul 2020"]],
        *[(cell, "2020-07-02") for cell in ["2-Jul-20", "02Jul2020", "2. Juli 2020", "2 de julio de 2020", "2020-Jul-02"]],
        *[(cell, "2020-07-02") for cell in ["Thursday, July 2, 2020", "Thu Jul 02 2020", "2 Jul '20", "1593648000", "44014"]],
        *[(cell, "2020-07-02T16:05") for cell in ["2020-07-02 16:05", "2020-07-02T16:05:00", "20200702T160500Z"]],
        *[(cell, "2020-07-02T16:05") for cell in ["2020-07-02 4:05 PM", "2020-07-02, 4:05 p.m.", "202007021605"]],
        *[(cell, "2020-07-02T16:05") for cell in ["2020-07-02T18:05+0200", "2020-07-02 12:05 EDT", "2020-07-02 16:05 UTC"]],
        *[(cell, "2020-07-02T16:05") for cell in ["Thu Jul  2 16:05:00 2020", "Thu Jul 02 2020 18:05:00 GMT+0200 (CEST)"]],
        ("2020-07-02T16:05:59.999999", "2020-07-02T16:05:59"),
        ("2020-07-02 24:00", "2020-07-03"),
        ("2020-07-02 12:00 AM", "2020-07-02"),
        ("44014.5", "2020-07-02T12:00"),
        *[(cell, "2020-07-01") for cell in ["2020-07", "07/2020", "7.2020", "2020M07", "202007", "Jul 2020", "Jul-20", "2020Q3"]],
        *[(cell, "2020-01-01") for cell in ["2020", "2020.0", "Q1 2020"]],
        ("1492-10-12", "1492-10-12"),
        *[(cell, "NaT") for cell in ["2020-02-30", "2019-02-29", "2020-13-01", "0000-00-00", "1-01", "12:30", "May 5", "abc"]],
        *[(cell, "NaT") for cell in ["2020-07-02 25:00", "2020-07-02 13:00 PM", "2020-07-02 10:00+99:00", "", "n/a", "1.5"]],
        *[(cell, "NaT") for cell in ["9" * 19, "9" * 30, "32.1.2020", "2 jui 2020", "2 Foo 2020", "10000-01-01", "-5"]],
    ],
)  # fmt: skip
def test_a_date(cell: str, expected: str) -> None:
    found = read_dates(pa.array([cell])).times[0]
    assert (np.isnat(found) and expected == "NaT") or found == np.datetime64(expected)


def test_years_of_two_digits_turn_in_1950() -> None:
    found = read_dates(pa.array(["13/1/49", "13/1/50", "13/1/99", "13/1/00"]))
    assert found.times.astype("datetime64[Y]").astype(str).tolist() == ["2049", "1950", "1999", "2000"]
