"""Files of many kinds: workbooks, archives, JSON, very large ones."""

import gzip
import io
import json
import zipfile
from typing import Any

import numpy as np
import pytest
from file_contents import DAYS, ISO, VALUES, dates_of, lines, read, said, times_of, values_of
from workbooks import ods, ods_cell, xlsx

from seqcore.data.series.reading import large_text, unpacking
from seqcore.invalid import InvalidInput
from seqcore.limits import Limits

PLAIN = lines(ISO, VALUES)
ROWS: list[list[Any]] = [["date", "close"], *(list(row) for row in zip(DAYS, VALUES, strict=True))]
OBJECTS = [{"date": day, "close": value} for day, value in zip(ISO, VALUES, strict=True)]


def zipped(**files: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()


FILES = {
    "gzip": gzip.compress(PLAIN.encode()),
    "gzip in two parts": gzip.compress(PLAIN[:50].encode()) + gzip.compress(PLAIN[50:].encode()),
    "zip": zipped(prices=PLAIN),
    "zip of a Mac": zipped(**{"__MACOSX/._prices.csv": "x", "prices.csv": PLAIN, ".DS_Store": "x"}),
    "zip of a workbook in a zip": xlsx({"Prices": ROWS}),
    "Excel with a title": xlsx({"Prices": [["Prices of ACME"], [], *ROWS]}),
    "OpenDocument": ods(ROWS),
    "a list of objects": json.dumps(OBJECTS),
    "lines of objects": "\n".join(map(json.dumps, OBJECTS)),
    "a list in an object": json.dumps({"meta": {"name": "ACME"}, "data": OBJECTS}),
    "columns": json.dumps({"date": ISO, "close": VALUES}),
    "columns in an object": json.dumps({"latitude": 52.5, "daily": {"date": ISO, "close": VALUES}}),
    "split": json.dumps(
        {"columns": ["date", "close"], "index": list(range(12)), "data": list(map(list, zip(ISO, VALUES, strict=True)))}
    ),
    "split with dates in the index": json.dumps(
        {"columns": ["close"], "index": ISO, "data": [[value] for value in VALUES]}
    ),
    "a list of lists": json.dumps([[day, value] for day, value in zip(ISO, VALUES, strict=True)]),
}


@pytest.mark.parametrize("name", FILES)
def test_the_same_series_in_whatever_it_is_packed(name: str) -> None:
    found = read(FILES[name])
    assert (dates_of(found), values_of(found), found.questions) == (ISO, VALUES, ())


def test_the_longest_sheet_is_read_and_others_of_its_length_are_asked_about() -> None:
    other = [["date", "close"], *([day, value + 1] for day, value in zip(DAYS, VALUES, strict=True))]
    content = xlsx({"About": [["Prices"]], "2020": ROWS, "2021": other})
    found = read(content)
    assert values_of(found) == VALUES
    (question,) = found.questions
    assert (question.about, question.chosen.value, [one.value for one in question.others]) == (
        "sheet",
        "2020",
        ["2021"],
    )
    assert values_of(read(content, sheet="2021"))[0] == VALUES[0] + 1
    with pytest.raises(InvalidInput, match="no sheet 'x'; the workbook has About, 2020, 2021"):
        read(content, sheet="x")


MANY = ods_cell(1.0, 'table:number-columns-repeated="1000"')
REPEATED = f'<table:table-row table:number-rows-repeated="100000">{MANY}</table:table-row>'


@pytest.mark.parametrize(
    "content",
    [xlsx({"S": ROWS}, '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), ods(ROWS, REPEATED)],
    ids=["xlsx", "ods"],
)
def test_a_small_workbook_that_would_take_all_memory_is_refused(content: bytes) -> None:
    assert len(content) < 10_000
    with pytest.raises(InvalidInput, match="more than 8,000,000 cells"):
        read(content)


@pytest.mark.parametrize("pack", [lambda text: gzip.compress(text.encode()), lambda text: zipped(prices=text)])
def test_an_archive_that_would_unpack_to_too_much_is_refused(pack: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "LARGEST_UNPACKED", 100_000)
    assert values_of(read(pack(PLAIN))) == VALUES
    with pytest.raises(InvalidInput, match="unpacks to more than"):
        read(pack(PLAIN + "0" * 200_000))


HOURS = np.datetime64("2020-01-30T00:00", "m") + 15 * np.arange(400)
NUMBERS = np.arange(400) % 96


def quarters(*, newest_first: bool = False, name: str = "") -> str:
    rows = [f"{str(time)[:10]},{str(time)[11:]},{n}{name}" for time, n in zip(HOURS, NUMBERS, strict=True)]
    return "\n".join([f"date,time,load{',name' if name else ''}", *(rows[::-1] if newest_first else rows), ""])


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred rows are many, and a file of a kilobyte is large."""
    for setting, value in (
        ("LARGE", 1000),
        ("LIMITS", Limits(rows=100)),
        ("_BLOCK_BYTES", 1000),
        ("_SAMPLE_BYTES", 700),
    ):
        monkeypatch.setattr(large_text, setting, value)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("newest_first", [False, True])
def test_of_a_large_file_the_newest_rows_are_taken(newest_first: bool) -> None:
    found = read(quarters(newest_first=newest_first))
    assert times_of(found)[0] == str(HOURS[300].astype("datetime64[s]"))
    assert values_of(found) == NUMBERS[300:].tolist()
    assert (found.rows_read, found.newest_first) == (400, newest_first)
    assert said(found, "Of 400 rows the newest 100")


@pytest.mark.usefixtures("small")
def test_of_a_large_file_every_nth_row_is_taken() -> None:
    found = read(quarters(), too_long="every")
    assert values_of(found) == NUMBERS[::4].tolist()
    assert said(found, "every 4th")


# By hand: the quarters of hour n count 4n, 4n + 1, 4n + 2, 4n + 3.
@pytest.mark.parametrize(("aggregate", "times", "offset"), [("mean", 4, 1.5), ("last", 4, 3), ("sum", 16, 6)])
@pytest.mark.parametrize("large", [True, False])
def test_all_rows_go_into_the_hours(
    aggregate: str, times: int, offset: float, large: bool, request: pytest.FixtureRequest
) -> None:
    if large:
        request.getfixturevalue("small")
    found = read(quarters(), resample="hour", aggregate=aggregate)
    assert values_of(found) == [times * (hour % 24) + offset for hour in range(100)]
    assert times_of(found)[:2] == ["2020-01-30T00:00:00", "2020-01-30T01:00:00"]


@pytest.mark.usefixtures("small")
def test_a_large_file_of_two_series_is_resampled_once_one_is_chosen() -> None:
    both = quarters(name=",A") + quarters(name=",B").partition("\n")[2].replace(",1,B", ",101,B")
    with pytest.raises(InvalidInput, match=r"task\.series: Several series .* chose: A, B"):
        read(both, resample="hour")
    assert values_of(read(both, resample="hour", series="A"))[:2] == [1.5, 5.5]
    assert values_of(read(both, resample="hour", series="B"))[:2] == [26.5, 5.5]


@pytest.mark.usefixtures("small")
def test_a_large_file_of_days_and_years_is_resampled_once_one_is_chosen() -> None:
    days = np.arange("2001-01-01", "2013-01-01", dtype="datetime64[D]")
    rows = [f"{day},{day.astype(int) % 7}\n" for day in days]
    years = [f"{year},{1000 + year % 5}\n" for year in range(2001, 2013)]
    starts = np.flatnonzero(days == days.astype("datetime64[Y]"))
    content = "date,sales\n"
    for year, part in zip(years, np.split(rows, starts[1:]), strict=True):
        content += "".join(part) + year
    with pytest.raises(InvalidInput, match=r"task\.series: .* chose: days, years"):
        read(content, resample="month")
    found = read(content, resample="month", series="days", aggregate="last")
    assert len(found.series) == 144
    ends = np.append(np.flatnonzero(np.diff(days.astype("datetime64[M]").astype(int))), len(days) - 1)
    assert values_of(found) == (days[ends].astype(int) % 7).tolist()
