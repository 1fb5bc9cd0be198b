"""Files as people save them, each with the dates and numbers one can check by hand."""

import datetime
import time

import numpy as np
import pytest
from file_contents import DAYS, ISO, VALUES, dates_of, lines, read, said, times_of, values_of

from seqcore.invalid import InvalidInput
from seqcore.limits import Limits
from seqcore.series.files import (
    DATE_ORDERS,
    DECIMALS,
    DUPLICATES,
    MISSING,
    SEPARATORS,
    Reading,
    read_series,
)
from seqcore.series.reading import csv_table
from seqcore.series.reading.csv_dialect import SIGNS
from seqcore.series.reading.day_and_month import ORDERS

PLAIN = lines(ISO, VALUES)
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def german(number: float) -> str:
    return f"{number:,}".replace(",", "_").replace(".", ",").replace("_", ".")


def swiss(number: float) -> str:
    return f"{number:,}".replace(",", "'")


def french(number: float) -> str:
    return f"{number:,}".replace(",", "\u202f").replace(".", ",")


def accounting(number: float) -> str:
    return f"(${-number:,.3f})" if number < 0 else f"${number:,.3f}"


FILES = {
    "commas": PLAIN,
    "semicolons": lines(ISO, VALUES, ";"),
    "tabs": lines(ISO, VALUES, "\t"),
    "bars": lines(ISO, VALUES, "|"),
    "spaces": lines(ISO, VALUES, "   "),
    "spaces at the ends": "".join(f"  {line}  \n" for line in lines(ISO, VALUES, " ").splitlines()),
    "spaces after commas": lines(ISO, VALUES, ", "),
    "windows": PLAIN.replace("\n", "\r\n"),
    "old mac": PLAIN.replace("\n", "\r"),
    "no last line end": PLAIN.rstrip("\n"),
    "excel names the separator": "sep=;\n" + lines(ISO, VALUES, ";"),
    "utf-8 mark": "\ufeff" + PLAIN,
    "utf-16": PLAIN.encode("utf-16"),
    "utf-16 big end first": b"\xfe\xff" + PLAIN.encode("utf-16-be"),
    "utf-16 without a mark": PLAIN.encode("utf-16-le"),
    "utf-32": PLAIN.encode("utf-32"),
    "cp1252": PLAIN.replace("close", "Schlußkurs €").encode("cp1252"),
    "latin-1": PLAIN.replace("close", "Schlu\x81\xdf").encode("latin-1"),
    "decimal comma": lines(ISO, [german(value) for value in VALUES], ";"),
    "decimal comma in quotes": lines(ISO, [f'"{german(value)}"' for value in VALUES]),
    "decimal comma and tabs": lines(ISO, [str(value).replace(".", ",") for value in VALUES], "\t"),
    "thousands": lines(ISO, [f'"{value:,}"' for value in VALUES]),
    "swiss thousands": lines(ISO, [swiss(value) for value in VALUES]),
    "french thousands": lines(ISO, [french(value) for value in VALUES], ";"),
    "dollars and parentheses": lines(ISO, [accounting(value) for value in VALUES], ";"),
    "euros": lines(ISO, [f"{german(value)} €" for value in VALUES], ";"),
    "codes": lines(ISO, [f"USD {value}" for value in VALUES]),
    "percent": lines(ISO, [f"{value}%" for value in VALUES]),
    "minus behind": lines(ISO, [f"{abs(value)}-" if value < 0 else value for value in VALUES]),
    "typographic minus": lines(ISO, [str(value).replace("-", "−") for value in VALUES]),
    "exponents": lines(ISO, [f"{value:.8E}" for value in VALUES]),
    "all in quotes": lines((f'"{day}"' for day in ISO), (f'"{value}"' for value in VALUES), heading='"date","close"'),
    "single quotes": lines((f"'{day}'" for day in ISO), VALUES),
    "m/d/yyyy": lines((f"{day.month}/{day.day}/{day.year}" for day in DAYS), VALUES),
    "mm/dd/yyyy": lines((f"{day:%m/%d/%Y}" for day in DAYS), VALUES),
    "d.m.yyyy": lines((f"{day.day}.{day.month}.{day.year}" for day in DAYS), VALUES),
    "d/m/yy": lines((f"{day.day}/{day.month}/{day:%y}" for day in DAYS), VALUES),
    "dd-mm-yyyy": lines((f"{day:%d-%m-%Y}" for day in DAYS), VALUES),
    "yyyy/mm/dd": lines((f"{day:%Y/%m/%d}" for day in DAYS), VALUES),
    "yyyy.mm.dd": lines((f"{day:%Y.%m.%d}" for day in DAYS), VALUES),
    "Jan 25, 2020": lines((f'"{day:%b %d, %Y}"' for day in DAYS), VALUES),
    "Jan 25, 2020 and tabs": lines((f"{day:%b %d, %Y}" for day in DAYS), VALUES, "\t"),
    "January 25 2020": lines((f"{day:%B %d %Y}" for day in DAYS), VALUES),
    "25 January 2020": lines((f"{day:%d %B %Y}" for day in DAYS), VALUES),
    "25-Jan-20": lines((f"{day:%d-%b-%y}" for day in DAYS), VALUES),
    "25JAN2020": lines((f"{day:%d%b%Y}".upper() for day in DAYS), VALUES),
    "Sat, 25 Jan 2020": lines((f'"{day:%a, %d %b %Y}"' for day in DAYS), VALUES),
    "Sat Jan 25 2020": lines((f"{day:%a %b %d %Y} 00:00:00 GMT+0000 (UTC)" for day in DAYS), VALUES),
    "25. Januar 2020": lines((f"{day.day}. {'Januar' if day.month == 1 else 'Februar'} 2020" for day in DAYS), VALUES),
    "20200125": lines((f"{day:%Y%m%d}" for day in DAYS), VALUES),
    "with midnight": lines((f"{day} 00:00:00" for day in ISO), VALUES),
    "iso with T and Z": lines((f"{day}T00:00:00.000Z" for day in ISO), VALUES),
    "unix seconds": lines((int(np.datetime64(day, "s").astype(int)) for day in ISO), VALUES),
    "unix milliseconds": lines((int(np.datetime64(day, "ms").astype(int)) for day in ISO), VALUES),
    "unix nanoseconds": lines((int(np.datetime64(day, "ns").astype(int)) for day in ISO), VALUES),
    "days of a spreadsheet": lines(((day - datetime.date(1899, 12, 30)).days for day in DAYS), VALUES),
    "newest first": lines(ISO[::-1], VALUES[::-1]),
    "shuffled": lines([*ISO[6:], *ISO[:6]], [*VALUES[6:], *VALUES[:6]]),
    "no names": lines(ISO, VALUES, heading=None),
    "other names": lines(ISO, VALUES, heading="When?,What"),
    "names of pandas": lines(ISO, VALUES, heading=",0"),
    "prophet": lines(ISO, VALUES, heading="ds,y"),
    "names in angle brackets": lines(ISO, VALUES, heading="<DATE>,<CLOSE>"),
    "an index of pandas": ",date,close\n"
    + "".join(f"{n},{day},{v}\n" for n, day, v in zip(range(12), ISO, VALUES, strict=True)),
    "an index of R": '"date" "close"\n'
    + "".join(f'"{n}" "{d}" {v}\n' for n, d, v in zip(range(1, 13), ISO, VALUES, strict=True)),
    "names of rows in R": '"close"\n' + "".join(f'"{d}" {v}\n' for d, v in zip(ISO, VALUES, strict=True)),
    "comments": f"# from the exchange, daily\n#\n{PLAIN}# end\n",
    "names in a comment": "# all of 2020\n# date,close\n" + lines(ISO, VALUES, heading=None),
    "blank lines": f"\n\n{PLAIN}\n\n , \n",
    "a title and remarks": f'Prices of ACME\n"All, in dollars",\n\n{PLAIN}\nSource: the exchange\n',
    "separators at the end": PLAIN.replace("\n", ",\n"),
    "separators at the end of rows": PLAIN.replace("\n", ",\n").replace("close,", "close"),
    "many separators": PLAIN.replace("\n", ",,,\n"),
    "units below the names": PLAIN.replace("close\n", "close\n(day),(USD)\n"),
    "yfinance": PLAIN.replace("date,close", "Price,Close\nTicker,ACME\nDate,"),
    "NUL characters": PLAIN.replace("1000.0", "10\x0000.0"),
    "an unclosed quote": PLAIN.replace("date,close\n", "date,close,note\n").replace("17.0", '17.0,"so'),
    "a short row": PLAIN + "2020-03-01\n",
    "a year, a month, a day": "Year,Month,Day,Close\n"
    + "".join(f"{day.year},{day.month},{day.day},{v}\n" for day, v in zip(DAYS, VALUES, strict=True)),
}


@pytest.mark.parametrize("name", FILES)
def test_the_same_series_however_it_is_written(name: str) -> None:
    understood = read(FILES[name])
    assert dates_of(understood) == ISO
    assert values_of(understood) == VALUES
    assert understood.series.index.dtype == "datetime64[s]"
    assert understood.missing == (name == "a short row")
    assert understood.duplicates == understood.gaps == 0
    assert understood.newest_first == (name == "newest first")
    assert understood.value_column in understood.numeric_columns
    assert {understood.value_column, understood.date_column} <= set(understood.columns)
    assert understood.series.notes == understood.notes
    assert list(understood.series.columns) == [understood.value_column]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("commas", ("comma", "point", "utf-8", "")),
        ("semicolons", ("semicolon", "point", "utf-8", "")),
        ("tabs", ("tab", "point", "utf-8", "")),
        ("bars", ("pipe", "point", "utf-8", "")),
        ("spaces", ("space", "point", "utf-8", "")),
        ("decimal comma", ("semicolon", "comma", "utf-8", "")),
        ("utf-8 mark", ("comma", "point", "utf-8", "")),
        ("utf-16", ("comma", "point", "utf-16", "")),
        ("utf-16 without a mark", ("comma", "point", "utf-16", "")),
        ("cp1252", ("comma", "point", "cp1252", "")),
        ("latin-1", ("comma", "point", "latin-1", "")),
        ("m/d/yyyy", ("comma", "point", "utf-8", "mdy")),
        ("d.m.yyyy", ("comma", "point", "utf-8", "dmy")),
        ("d/m/yy", ("comma", "point", "utf-8", "dmy")),
    ],
)
def test_how_it_is_written_is_told(name: str, expected: tuple[str, str, str, str]) -> None:
    found = read(FILES[name])
    assert (found.separator, found.decimal, found.encoding, found.date_order) == expected


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("newest first", "turned round"),
        ("shuffled", "sorted"),
        ("no names", "no names of columns"),
        ("a title and remarks", "3 lines above or below the table"),
        ("yfinance", "2 lines below the names"),
        ("NUL characters", "1 NUL characters"),
        ("an unclosed quote", "never closed"),
        ("percent", "5% is 5"),
        ("unix milliseconds", "milliseconds since 1970"),
        ("days of a spreadsheet", "days of a spreadsheet"),
        ("d/m/yy", "Years of two digits"),
        ("a year, a month, a day", "made of Year, Month, Day"),
        ("a short row", "without a value left out"),
    ],
)
def test_what_was_assumed_is_told(name: str, words: str) -> None:
    assert said(read(FILES[name]), words)


@pytest.mark.parametrize("name", ["commas", "spaces", "decimal comma", "m/d/yyyy", "prophet", "thousands"])
def test_what_is_beyond_doubt_needs_no_words(name: str) -> None:
    assert read(FILES[name]).notes == ()


def test_the_registries_are_the_ones_that_the_parts_know() -> None:
    assert set(SEPARATORS) == {"auto", *SIGNS}
    assert set(DATE_ORDERS) == {"auto", *ORDERS}
    assert set(DECIMALS) == {"auto", "point", "comma"}
    assert (list(MISSING), list(DUPLICATES)) == (["drop", "previous", "interpolate"], ["last", "first", "mean"])


@pytest.mark.parametrize("separator", SIGNS)
def test_a_chosen_separator_is_used(separator: str) -> None:
    content = lines(ISO, VALUES, SIGNS[separator])
    assert values_of(read(content, separator=separator)) == VALUES
    assert read(content).separator == separator


class TestColumns:
    """Which columns are taken for what."""

    SEVERAL = "id,open,Adj Close,close,name,Date\n" + "".join(
        f"{number},{number % 5},{number % 7}.5,{number % 3},ACME,{day}\n" for number, day in enumerate(ISO)
    )

    def test_known_names_are_preferred(self) -> None:
        found = read(self.SEVERAL)
        assert (found.value_column, found.date_column) == ("Adj Close", "Date")
        assert found.columns == ("id", "open", "Adj Close", "close", "name", "Date")
        assert found.numeric_columns == ("id", "open", "Adj Close", "close")
        assert list(found.series.columns) == ["Adj Close", "open", "close"]
        assert said(found, "number the rows", "id")
        assert said(found, "without numbers", "name")

    def test_chosen_columns_are_used(self) -> None:
        found = read(self.SEVERAL, value_column="id", date_column="-")
        assert found.value_column == found.series.target == "id"
        assert found.date_column == ""
        assert found.series.index.tolist() == list(range(12))
        assert list(found.series.columns) == ["id", "open", "Adj Close", "close"]

    @pytest.mark.parametrize(
        ("heading", "value"),
        [
            ("date,volume,close", "close"),
            ("date,Volume,Close/Last", "Close/Last"),
            ("date,open,adjclose", "adjclose"),
            ("date,open,BitCoin", "open"),
            ("date,Open,Price", "Price"),
            ("date,open,Price (USD)", "Price (USD)"),
            ("date,1. open,4. close", "4. close"),
            ("ds,x,y", "y"),
            ("date,year,temperature", "temperature"),
        ],
    )
    def test_the_value_column_by_its_name(self, heading: str, value: str) -> None:
        rows = "".join(f"{day},{place % 5},{place % 7}\n" for place, day in enumerate(ISO))
        assert read(f"{heading}\n{rows}").value_column == value

    def test_a_known_name_above_empty_cells_is_passed_over(self) -> None:
        rows = "".join(f"{day},,{place % 7}\n" for place, day in enumerate(ISO))
        assert read(f"date,adj close,price\n{rows}").value_column == "price"

    def test_a_column_that_counts_is_not_the_value(self) -> None:
        rows = "".join(f"{place / 10},{place % 7}.5\n" for place in range(12))
        found = read(rows)
        assert (found.value_column, list(found.series.columns)) == ("column 2", ["column 2"])

    def test_the_only_column(self) -> None:
        found = read("y\n" + "".join(f"{value}\n" for value in VALUES))
        assert values_of(found) == VALUES
        assert found.series.index.tolist() == list(range(12))
        assert said(found, "no column of dates")

    def test_the_only_column_with_decimal_commas(self) -> None:
        found = read("y\n" + "".join(f"{value}\n".replace(".", ",") for value in VALUES))
        assert values_of(found) == VALUES

    def test_the_only_column_may_count_down(self) -> None:
        assert values_of(read("".join(f"{value}\n" for value in range(20, 0, -1)))) == list(range(20, 0, -1))

    def test_an_index_that_counts_down_turns_the_rows_round(self) -> None:
        found = read("t,y\n" + "".join(f"{place},{place % 5}\n" for place in range(12, 0, -1)))
        assert values_of(found) == [place % 5 for place in range(1, 13)]
        assert found.newest_first
        assert said(found, "counts down")

    def test_a_numeric_index_can_be_chosen(self) -> None:
        found = read("y,step\n" + "".join(f"{place},{place * 7 % 13}\n" for place in range(12)), date_column="step")
        assert values_of(found) == sorted(range(12), key=lambda place: place * 7 % 13)
        assert found.date_column == ""

    def test_months_without_a_century_are_numbered_rows(self) -> None:
        months = [f"{year}-{month:02d}" for year in (1, 2, 3) for month in range(1, 13)]
        content = "Month,Sales\r\n" + "".join(f"{month},{n * n % 17}.5\r\n" for n, month in enumerate(months))
        found = read(content)
        assert found.series.index.tolist() == list(range(36))
        assert said(found, "'Month' was not read as dates", "row 2 holds '1-01'")

    def test_names_are_kept_as_text_cut_and_made_different(self) -> None:
        heading = f"date,<script>alert(1)</script>,=1+1,{'x' * 80},a, a ,,a"
        rows = "".join(f"{day},{n % 2},{n % 3},{n % 4},{n % 5},{n % 6},{n % 7},{n % 8}\n" for n, day in enumerate(ISO))
        columns = read(f"{heading}\n{rows}").columns
        assert columns[1:3] == ("<script>alert(1)</script>", "=1+1")
        assert columns[3] == "x" * 59 + "…"
        assert columns[4:] == ("a", "a (2)", "column 7", "a (3)")

    def test_of_very_many_columns_the_first_hundred_are_used(self) -> None:
        heading = "date," + ",".join(f"c{place}" for place in range(300))
        rows = "".join(f"{day}{''.join(f',{(n + c) % 7}' for c in range(300))}\n" for n, day in enumerate(ISO))
        found = read(f"{heading}\n{rows}")
        assert len(found.columns) == 100
        assert len(found.series.columns) == 99
        assert said(found, "301 columns")

    def test_a_time_of_day_in_a_column_of_its_own(self) -> None:
        rows = "".join(f"2020.01.{1 + n // 4:02d},{6 * (n % 4):02d}:00,{n % 5}\n" for n in range(12))
        found = read(f"<DATE>,<TIME>,<CLOSE>\n{rows}")
        assert times_of(found)[:5] == [
            f"2020-01-{day:02d}T{h:02d}:00:00" for day, h in ((1, 0), (1, 6), (1, 12), (1, 18), (2, 0))
        ]
        assert said(found, "made of <DATE>, <TIME>")

    def test_a_year_and_a_month_are_months(self) -> None:
        rows = "".join(f"{2000 + n // 12};{n % 12 + 1};{n % 5}\n" for n in range(24))
        found = read(f"year;month;value\n{rows}")
        assert dates_of(found)[10:14] == ["2000-11-01", "2000-12-01", "2001-01-01", "2001-02-01"]
        assert found.duplicates == 0

    def test_large_whole_numbers_are_no_dates(self) -> None:
        rows = "".join(f"{1_500_000_000 + 7919 * (n * 5 % 12)},{n % 5}.5\n" for n in range(12))
        found = read(f"volume,close\n{rows}")
        assert found.date_column == ""

    def test_formulas_are_text(self) -> None:
        rows = "".join(f'{day},{n % 5},"=HYPERLINK(""x"")"\n' for n, day in enumerate(ISO))
        assert read(f"date,close,link\n{rows}").numeric_columns == ("close",)


class TestDates:
    """Which of day and month comes first, zones, and other dates than days."""

    @staticmethod
    def file(dates: list[str]) -> str:
        return lines((f'"{day}"' for day in dates), [n * n % 11 for n in range(len(dates))])

    def test_months_that_run_on_tell_day_and_month(self) -> None:
        found = read(self.file([f"01/{month:02d}/{year}" for year in (2019, 2020) for month in range(1, 13)]))
        assert dates_of(found)[:3] == ["2019-01-01", "2019-02-01", "2019-03-01"]
        assert found.date_order == "dmy"
        assert said(found, "01/01/2019", "day/month/year")

    def test_when_nothing_tells_the_assumption_is_told(self) -> None:
        found = read(self.file([f"{month}/{day}/2020" for month in (1, 2, 3) for day in (1, 2, 3, 4)]))
        assert found.date_order == "mdy"
        assert said(found, "1/1/2020", "month/day/year")

    def test_only_one_order_may_run(self) -> None:
        found = read(self.file([f"{day}/{month}/2020" for month in (1, 2, 3) for day in (1, 4, 8, 11)]))
        assert found.date_order == "dmy"
        assert said(found, "only then the dates run in order")

    def test_a_chosen_order_is_used(self) -> None:
        content = self.file([f"{month}/{day}/2020" for month in (1, 2, 3) for day in (1, 2, 3, 4)])
        found = read(content, date_order="dmy")
        assert dates_of(found)[:3] == ["2020-01-01", "2020-01-02", "2020-01-03"]
        assert found.date_order == "dmy"
        assert not said(found, "month")

    def test_an_order_does_not_matter_where_the_year_comes_first(self) -> None:
        found = read(PLAIN, date_order="dmy")
        assert (dates_of(found), found.date_order) == (ISO, "")

    def test_two_digits_of_a_year_in_front(self) -> None:
        found = read(self.file([f"{day:%y-%m-%d}" for day in DAYS]))
        assert (dates_of(found), found.date_order) == (ISO, "ymd")

    @pytest.mark.parametrize(
        ("dates", "expected"),
        [
            ([f"2019-{m:02d}" for m in range(1, 13)], [f"2019-{m:02d}-01" for m in range(1, 13)]),
            ([f"{m:02d}/2019" for m in range(1, 13)], [f"2019-{m:02d}-01" for m in range(1, 13)]),
            ([f"2019M{m:02d}" for m in range(1, 13)], [f"2019-{m:02d}-01" for m in range(1, 13)]),
            ([f"2019{m:02d}" for m in range(1, 13)], [f"2019-{m:02d}-01" for m in range(1, 13)]),
            ([f"{m:02d}.2019" for m in range(1, 13)], [f"2019-{m:02d}-01" for m in range(1, 13)]),
            ([f"{y} Q{q}" for y in (1999, 2000, 2001) for q in (1, 2, 3, 4)], None),
            ([f"Q{q}/{y}" for y in (1999, 2000, 2001) for q in (1, 2, 3, 4)], None),
            ([f"{y}" for y in range(1900, 1920)], [f"{y}-01-01" for y in range(1900, 1920)]),
            (
                [f"{m}-19" for m in MONTHS],
                None,
            ),
            (
                [f"{m} 1871" for m in ["Sept" if m == "Sep" else m for m in MONTHS]],
                None,
            ),
            (["1-Sep-19", "02-Sep-2019", "2019-09-03", "9/4/2019", "Sep 5, 2019"] * 3, None),
        ],
    )
    def test_months_quarters_and_years(self, dates: list[str], expected: list[str] | None) -> None:
        found = dates_of(read(self.file(dates), duplicates="mean") if len(set(dates)) > 9 else read(self.unique(dates)))
        assert found == (expected or found)
        assert found == sorted(set(found))

    @staticmethod
    def unique(dates: list[str]) -> str:
        more = [f"{day}" for day in ISO]
        return lines((f'"{day}"' for day in [*dates[:5], *more]), [n * n % 11 for n in range(17)])

    def test_zones_become_utc(self) -> None:
        winter = [f"2020-01-{day:02d} 00:00:00-05:00" for day in range(1, 11)]
        summer = [f"2020-06-{day:02d}T00:00:00.5-0400" for day in range(1, 11)]
        found = read(self.file([*winter, *summer]))
        assert times_of(found)[0] == "2020-01-01T05:00:00"
        assert times_of(found)[-1] == "2020-06-10T04:00:00"
        assert said(found, "-05:00", "-0400", "converted to UTC")

    def test_some_times_with_and_some_without_a_zone(self) -> None:
        with_zone = [f"2020-01-{day:02d} 00:00+02:00" for day in range(2, 11)]
        found = read(self.file(["2020-01-01 00:00", *with_zone]))
        assert times_of(found)[:2] == ["2020-01-01T00:00:00", "2020-01-01T22:00:00"]
        assert said(found, "without a zone")

    def test_hours(self) -> None:
        found = read(self.file([f"1/13/2020 {hour % 12 or 12}:30 {'AM' if hour < 12 else 'PM'}" for hour in range(24)]))
        assert times_of(found) == [f"2020-01-13T{hour:02d}:30:00" for hour in range(24)]
        assert found.facts()[3] == ("Span", "2020-01-13 00:30 to 2020-01-13 23:30")

    def test_a_year_alone_is_told(self) -> None:
        found = read("y,temperature\n" + "".join(f"{1900 + n},{n * n % 11}\n" for n in range(15)), date_column="y")
        assert dates_of(found)[0] == "1900-01-01"

    def test_gaps(self) -> None:
        days = [*range(1, 8), *range(12, 20), *range(27, 30)]
        assert read(self.file([f"2020-01-{day:02d}" for day in days])).gaps == 2

    def test_rows_without_a_date_are_left_out(self) -> None:
        rows = [f"{day},{n % 5}" for n, day in enumerate(f"2020-01-{d:02d}" for d in range(1, 31))]
        rows[6] = "total,5"
        rows[9] = ",5"
        found = read("date,close\n" + "\n".join(rows))
        assert (len(found.series), found.rows_read) == (28, 30)
        assert said(found, "2 rows without a date", "row 8", "total")


class TestRows:
    """Missing values and dates that occur twice."""

    CONTENT = "date,close,volume\n" + "".join(
        f"2020-01-{day:02d},{value},{volume}\n"
        for day, value, volume in [
            (1, "n/a", 5),
            (2, 10, ""),
            (3, 12, "NaN"),
            (4, "", 7),
            (8, 22, 8),
            *((day, day, day) for day in range(9, 17)),
            (17, "inf", 1),
        ]
    )

    def test_left_out(self) -> None:
        found = read(self.CONTENT)
        assert found.missing == 3
        assert values_of(found) == [10, 12, 22, *range(9, 17)]
        assert found.series.columns["volume"].tolist() == [8, 8, 8, *range(9, 17)]
        assert said(found, "3 rows without a value")
        assert said(found, "further columns", "volume (2)")

    def test_the_value_before(self) -> None:
        found = read(self.CONTENT, missing="previous")
        assert values_of(found) == [10, 12, 12, 22, *range(9, 17), 16]
        assert said(found, "2 missing values were filled by the value before")
        assert said(found, "1 row without a value at the start")

    def test_a_straight_line_over_time(self) -> None:
        found = read(self.CONTENT, missing="interpolate")
        assert values_of(found) == [10, 12, 14, 22, *range(9, 17)]
        assert said(found, "1 missing value was filled", "straight line")

    def test_a_straight_line_over_rows(self) -> None:
        found = read(self.CONTENT, missing="interpolate", date_column="-")
        assert values_of(found)[:4] == [10, 12, 17, 22]
        assert found.series.index.tolist() == list(range(12))

    TWICE = lines(
        [*ISO, ISO[3], ISO[3]],
        ["1,10", "2,20", "3,30", "4,40", *(f"{n},{n}" for n in range(5, 13)), "6,50", "8,"],
        heading="date,close,volume",
    )

    @pytest.mark.parametrize(
        ("which", "close", "volume"),
        [("last", 8, 30), ("first", 4, 40), ("mean", 6, 45)],
        ids=["last", "first", "mean"],
    )
    def test_dates_that_occur_twice(self, which: str, close: float, volume: float) -> None:
        found = read(self.TWICE, duplicates=which)
        assert found.duplicates == 2
        assert values_of(found) == [1, 2, 3, close, *range(5, 13)]
        assert found.series.columns["volume"][3] == volume
        assert said(found, "2 rows have the date of another one")

    def test_the_last_is_the_one_further_down_whatever_comes_first(self) -> None:
        rows = lines([*ISO[::-1], ISO[0]], [*range(12), 99])
        assert values_of(read(rows))[0] == 99
        assert values_of(read(rows, duplicates="first"))[0] == 11

    @pytest.mark.parametrize("which", DUPLICATES)
    @pytest.mark.parametrize("missing", MISSING)
    def test_of_two_rows_the_one_with_a_value_is_kept(self, which: str, missing: str) -> None:
        content = lines([*ISO, ISO[3], ISO[3]], [1, 2, 3, "", *range(5, 13), 4, "-"])
        assert values_of(read(content, duplicates=which, missing=missing)) == list(range(1, 13))

    def test_several_series_below_each_other_are_told(self) -> None:
        found = read(lines(ISO * 3, [n % 7 for n in range(36)]))
        assert found.duplicates == 24
        assert said(found, "several series below each other")

    def test_a_few_words_among_numbers_are_missing_and_told(self) -> None:
        values = [str(n % 7) for n in range(40)]
        values[4], values[11] = "abc", "closed"
        found = read(lines([f"{2000 + n}-01-01" for n in range(40)], values))
        assert (found.missing, len(found.series)) == (2, 38)
        assert said(found, "2 cells of 'close'", "row 6 holds 'abc'")

    def test_a_column_that_is_mostly_missing_is_left_out(self) -> None:
        rows = "".join(f"{day},{n % 5},{n if n < 4 else ''}\n" for n, day in enumerate(ISO))
        found = read(f"date,close,dividend\n{rows}")
        assert list(found.series.columns) == ["close"]
        assert found.numeric_columns == ("close", "dividend")
        assert said(found, "more than half", "dividend")

    def test_rows_with_too_many_cells_are_left_out(self) -> None:
        dates = [f"{2000 + n}-01-01" for n in range(40)]
        found = read(lines(dates, ["1,234.5" if n == 2 else n % 7 for n in range(40)]))
        assert len(found.series) == 39
        assert said(found, "1 row with more cells", "row 4")

    def test_numbers_too_large_for_sums_are_missing(self) -> None:
        found = read(lines([*ISO, "2020-02-06", "2020-02-07"], [*VALUES, "1e308", "9" * 400]))
        assert (values_of(found), found.missing) == (VALUES, 2)


class TestDecimals:
    """The decimal sign, where it is not beyond doubt."""

    @pytest.mark.parametrize(
        ("between", "decimal", "first"), [(";", "comma", 1.234), ("\t", "point", 1234), ("|", "point", 1234)]
    )
    def test_three_digits_after_a_comma(self, between: str, decimal: str, first: float) -> None:
        found = read(lines(ISO, [f"{n + 1},{234 + n}" for n in range(12)], between))
        assert (found.decimal, values_of(found)[0]) == (decimal, first)
        assert said(found, "'1,234'", f"decimal {decimal}")

    def test_three_digits_after_a_point(self) -> None:
        found = read(lines(ISO, [f"{n + 1}.{234 + n}" for n in range(12)], ";"))
        assert (found.decimal, values_of(found)[0]) == ("point", 1.234)
        assert said(found, "'1.234'")

    def test_another_column_tells(self) -> None:
        found = read(lines(ISO, [f"{n + 1}.{234 + n};{n},5" for n in range(12)], ";", "date;close;change"))
        assert (found.decimal, values_of(found)[0]) == ("comma", 1234)
        assert found.notes == ()

    def test_a_chosen_sign_is_used(self) -> None:
        content = lines(ISO, [f"{n + 1}.{234 + n}" for n in range(12)], ";")
        assert values_of(read(content, decimal="comma"))[0] == 1234
        assert values_of(read(content, decimal="point"))[0] == 1.234

    def test_a_chosen_comma_does_not_separate(self) -> None:
        content = "".join(f"{n},{n * 7 % 10}\n" for n in range(1, 13))
        assert read(content, decimal="comma").columns == ("column 1",)
        assert read(content).columns == ("column 1", "column 2")

    def test_letters_for_thousands_and_millions(self) -> None:
        found = read(lines(ISO, ["1.5K", "2M", "-3.25B", *VALUES[3:]]))
        assert values_of(found)[:3] == [1500, 2e6, -3.25e9]
        assert said(found, "thousands, millions")


class TestTheWhole:
    """What is handed on."""

    def test_the_series(self) -> None:
        found = read_series(PLAIN.encode(), "C:\\data\\My prices.csv")
        assert found.series.origin == "Uploaded file My prices.csv"
        assert found.series.name == "My prices"
        assert found.rows_read == len(found.series) == 12
        assert found.series.from_bytes(found.series.to_bytes()).fingerprint == found.series.fingerprint

    def test_facts(self) -> None:
        days = "".join(f"{day.day}.{day.month}.{day.year};{n},5\n" for n, day in enumerate(reversed(DAYS)))
        assert read(f"Datum;Kurs\n{days}").facts() == [
            ("Dates", "Datum (day/month/year)"),
            ("Values", "Kurs"),
            ("Rows", "12 of 12"),
            ("Span", "2020-01-25 to 2020-02-05"),
            ("Order", "newest first, turned round"),
            ("Written with", "Semicolon (;), decimal comma, UTF-8"),
            ("Gaps", "none"),
            ("Duplicates", "none"),
            ("Missing values", "none"),
        ]
        assert read("y\n" + "\n".join(map(str, VALUES))).facts()[0] == ("Dates", "none: row numbers")

    @pytest.mark.parametrize("name", ["", "/", "x" * 500, "a\ud800b.csv", "<b>.csv", "a\nb", "\x00"])
    def test_any_name_will_do(self, name: str) -> None:
        found = read_series(PLAIN.encode(), name)
        assert found.series.from_bytes(found.series.to_bytes()).name == found.series.name

    def test_large_files_are_read_quickly(self) -> None:
        days = np.datetime64("1960-01-01") + np.arange(20_000)
        rows = (
            f"{day:%m/%d/%Y},{n},{n % 97}.25,{n % 89},{n % 13},{n % 7}.5,{n % 11}.125"
            for n, day in enumerate(days.tolist())
        )
        content = ("date,volume,open,high,low,close,adjclose\n" + "\n".join(rows)).encode()
        read_series(content, "x.csv")
        start = time.process_time()
        assert len(read_series(content, "x.csv").series.columns) == 6
        assert time.process_time() - start < 1  # A fifth of it on an idle machine.

    def test_the_rows_that_are_allowed_can_be_passed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(csv_table, "LIMITS", Limits(rows=12))
        assert len(read(PLAIN).series) == 12
        with pytest.raises(InvalidInput, match="more than 12 rows"):
            read(PLAIN + "2020-03-01,5\n")

    def test_settings_that_are_no_choice(self) -> None:
        with pytest.raises(InvalidInput) as caught:
            read_series(PLAIN.encode(), "x.csv", Reading(separator="dash", missing="x"))
        assert caught.value.problems == (
            "task.separator: got 'dash'; allowed is one of auto, comma, semicolon, tab, pipe, space.",
            "task.missing: got 'x'; allowed is one of drop, previous, interpolate.",
        )
