"""Files as people save them, each with the dates and numbers one can check by hand."""

import datetime

import numpy as np
import pytest
from file_contents import DAYS, ISO, VALUES, dates_of, lines, read, said, values_of

from seqcore.data.series.files import read_series
from seqcore.data.series.reading import cells
from seqcore.data.series.reading.choices import DATE_ORDERS, DECIMALS, DUPLICATES, MISSING, SEPARATORS, Reading
from seqcore.data.series.reading.day_and_month import ORDERS
from seqcore.data.series.reading.dialect import SIGNS
from seqcore.invalid import InvalidInput
from seqcore.limits import Limits

PLAIN = lines(ISO, VALUES)


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
    assert {understood.value_column, *understood.date_columns} <= set(understood.columns)
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


def test_the_series() -> None:
    found = read_series(PLAIN.encode(), "C:\\data\\My prices.csv")
    assert found.series.origin == "File My prices.csv"
    assert found.series.name == "My prices"
    assert found.rows_read == len(found.series) == 12
    assert found.series.from_bytes(found.series.to_bytes()).fingerprint == found.series.fingerprint


def test_facts() -> None:
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
def test_any_name_will_do(name: str) -> None:
    found = read_series(PLAIN.encode(), name)
    assert found.series.from_bytes(found.series.to_bytes()).name == found.series.name


def test_the_rows_that_are_allowed_can_be_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "LIMITS", Limits(rows=12))
    assert len(read(PLAIN).series) == 12
    with pytest.raises(InvalidInput, match="more than 12 rows"):
        read(PLAIN + "2020-03-01,5\n")


def test_settings_that_are_no_choice() -> None:
    with pytest.raises(InvalidInput) as caught:
        read_series(PLAIN.encode(), "x.csv", Reading(separator="dash", missing="x"))
    assert caught.value.problems == (
        "task.separator: got 'dash'; allowed is one of auto, comma, semicolon, tab, pipe, space.",
        "task.missing: got 'x'; allowed is one of drop, previous, interpolate.",
    )
