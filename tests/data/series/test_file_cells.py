"""Single cells: numbers and dates as people write them."""

import numpy as np
import pyarrow as pa
import pytest

from seqcore.data.series.reading.dates import read_dates
from seqcore.data.series.reading.numbers import read_numbers

# Cells are parted by bars.
POINT = {
    1234.5: "1234.5|1,234.5|1'234.5|1’234.5|1 234.5|1\u00a0234.50|1.2345e3",
    12.5: " 12.5 |+12.5|$12.5|12.5 €|EUR 12.5|US$12.5|R$ 12.5|12.5 kr|'12.5'",
    -12.5: "-12.5|−12.5|- 12.5|(12.5)|($12.5)|-$12.5|$-12.5|12.5-",
    5.0: "5|5%|5 %|5.|05|5e0|0.5E+1|.5e1|$5.00",
    -5.0: "(5%)|-5%|-05",
    1234567.0: "1,234,567|12,34,567|1 234 567|1.234567M|1234.567K|1.234567e6",
    1234.0: "1,234|1'234",
}
COMMA = {
    1234.5: "1234,5|1.234,5|1'234,5|1 234,5|1\u202f234,50|1,2345e3",
    -12.5: "-12,5|(12,5)|-12,5 €",
    1234.0: "1.234|1 234",
    0.5: ",5|0,5|0,50",
}
MISSING = "| |-|–|.|?|NA|n/a|N.A.|null|None|#N/A|nan|#DIV/0!|inf|-Infinity|∞|1e999|1e31|<NA>|missing"
NO_NUMBER = {
    "point": "abc|1,23|1.2.3|1 2|12:30|0x10|1_000|5 apples|--5|$|e5|2020-01-01|1/2|=1+2|1.234,5|٣|½|(5|true|nan(1)|1M2",
    "comma": "1.5|1,234.5|1.23|1,2,3",
}
DATES = {
    "2020-07-02": "2020-07-02|2020-7-2|2020/07/02|2020.07.02|2020 07 02|20200702|Jul 2, 2020|july 2 2020|JUL. 2, 2020"
    "|2 July 2020|2nd Jul 2020|2-Jul-20|02Jul2020|2. Juli 2020|2 juil 2020|2 de julio de 2020|2020-Jul-02"
    "|Thursday, July 2, 2020|Thu Jul 02 2020|2 Jul '20|1593648000|44014",
    "2020-07-02T16:05": "2020-07-02 16:05|2020-07-02T16:05:00|20200702T160500Z|2020-07-02 4:05 PM|2020-07-02, 4:05 p.m."
    "|202007021605|2020-07-02T18:05+0200|2020-07-02 12:05 EDT|2020-07-02 16:05 UTC|Thu Jul  2 16:05:00 2020"
    "|Thu Jul 02 2020 18:05:00 GMT+0200 (CEST)",
    "2020-07-02T16:05:59": "2020-07-02T16:05:59.999999|2020-07-02 16:05:59,9",
    "2020-07-03": "2020-07-02 24:00|2020-07-03 12:00 AM|1593734400000",
    "2020-07-02T12:00": "44014.5|2020-07-02 12:00 PM",
    "2020-07-01": "2020-07|07/2020|7.2020|2020M07|202007|Jul 2020|Jul-20|2020Q3|Q3/2020",
    "2020-01-01": "2020|2020.0|Q1 2020",
    "1492-10-12": "1492-10-12|12 Oct 1492",
}
NO_DATE = (
    "2020-02-30|2019-02-29|2020-13-01|0000-00-00|1-01|12:30|May 5|abc|2020-07-02 25:00|2020-07-02 13:00 PM"
    "|2020-07-02 10:00+99:00||n/a|1.5|9999999999999999999|999999999999999999999999|32.1.2020|2 jui 2020|2 Foo 2020"
    "|10000-01-01|-5"
)


@pytest.mark.parametrize(("decimal", "numbers"), [("point", POINT), ("comma", COMMA)])
def test_numbers(decimal: str, numbers: dict[float, str]) -> None:
    for expected, cells in numbers.items():
        found = read_numbers(pa.array(cells.split("|")), decimal)
        assert found.values.tolist() == pytest.approx([expected] * len(found.values), rel=1e-15)
        assert not found.text.any()


def test_cells_without_a_number() -> None:
    found = read_numbers(pa.array(MISSING.split("|")), "point")
    assert not found.known.any()
    assert not found.text.any()


@pytest.mark.parametrize("decimal", NO_NUMBER)
def test_cells_with_something_else(decimal: str) -> None:
    found = read_numbers(pa.array(NO_NUMBER[decimal].split("|")), decimal)
    assert not found.known.any()
    assert found.text.all()


@pytest.mark.parametrize(
    ("expected", "cell"), [(date, cell) for date, cells in DATES.items() for cell in cells.split("|")]
)
def test_a_date(expected: str, cell: str) -> None:
    assert read_dates(pa.array([cell])).times[0] == np.datetime64(expected)


@pytest.mark.parametrize("cell", NO_DATE.split("|"))
def test_no_date(cell: str) -> None:
    assert not read_dates(pa.array([cell])).readable.any()


def test_dates_written_in_many_ways_in_one_column() -> None:
    cells = [cell for cell in DATES["2020-07-02"].split("|") if not cell.isdigit()]
    assert (read_dates(pa.array(cells * 3)).times == np.datetime64("2020-07-02")).all()


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        ([49, 50, 99, 0], [1949, 1950, 1999, 2000]),
        ([48, 49, 51], [1948, 1949, 1951]),
        ([1, 0, 99, 98], [2001, 2000, 1999, 1998]),
        ([19, 20, 24], [2019, 2020, 2024]),
        ([70, 20, 45], [1970, 2020, 1945]),
    ],
)
def test_years_of_two_digits_run_in_order_and_end_by_now(years: list[int], expected: list[int]) -> None:
    found = read_dates(pa.array([f"13/1/{year:02d}" for year in years]))
    assert found.times.astype("datetime64[Y]").astype(int).tolist() == [year - 1970 for year in expected]
