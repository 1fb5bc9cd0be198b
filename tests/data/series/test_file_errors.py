"""Files that cannot be read: each gets a sentence of its own. And no content, however odd, gets anything else."""

import gzip
import io
import pickle
import random
import zipfile
from collections.abc import Callable

import pytest
from file_contents import ISO, VALUES, lines, read
from hypothesis import example, given
from hypothesis import strategies as st

from seqcore.data.series import files
from seqcore.data.series.files import Understood
from seqcore.data.series.reading.choices import Reading
from seqcore.data.series.reading.large_text import LARGE
from seqcore.invalid import InvalidInput
from seqcore.limits import LIMITS

PLAIN = lines(ISO, VALUES)
HUNDRED = [f"{1900 + year}-01-01" for year in range(100)]


def archive(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name in names:
            file.writestr(name, PLAIN)
    return buffer.getvalue()


def wordy(number: int) -> str:
    """A hundred rows, so many of them with one of many words in place of numbers."""
    words = ("closed", "open", "rain", "snow")
    return lines(HUNDRED, [words[(place - 3) % 4] if 3 <= place < 3 + number else place % 7 for place in range(100)])


BROKEN: dict[str, tuple[str | bytes, str]] = {
    "nothing": (b"", "the file is empty"),
    "blank": (" \n\t\r\n ", "the file is empty"),
    "a byte-order mark only": (b"\xef\xbb\xbf", "the file is empty"),
    "NULs only": (b"\0" * 100, "the file is empty"),
    "comments only": ("# a\n# b\n", "only comments"),
    "names only": ("date,close\n", "no rows below them"),
    "an Excel workbook": (
        archive("[Content_Types].xml", "xl/workbook.xml"),
        "workbook is damaged",
    ),
    "an old Excel workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "workbook is damaged"),
    "a zip archive": (archive("a.csv", "b.csv"), "zip archive of 2 files ('a.csv', 'b.csv'); pass one of them"),
    "an empty zip archive": (archive(), "an empty zip archive"),
    "a damaged zip archive": (archive("a.csv")[:-10], "zip archive that is damaged"),
    "a gzip archive": (b"\x1f\x8b\x08" + bytes(100), "gzip archive that is"),
    "half a gzip archive": (gzip.compress(PLAIN.encode())[:-20], "gzip archive that is cut off"),
    "an Apple Numbers document": (archive("Index/Document.iwa"), "Apple Numbers document; save it as CSV"),
    "a text document": (archive("[Content_Types].xml", "word/document.xml"), "document of text or slides"),
    "a Feather file": (b"ARROW1" + bytes(100), "Feather file; save it as Parquet"),
    "a pickle": (pickle.dumps([1, 2, 3], 4), "pickle, which is never opened"),
    "an image": (b"\x89PNG\r\n\x1a\n" + bytes(100), "an image"),
    "a photograph": (b"\xff\xd8\xff\xe0" + bytes(range(256)), "an image"),
    "a PDF document": (b"%PDF-1.7\n%\xe2\xe3", "PDF document"),
    "other binary data": (bytes(random.Random(1).randbytes(5000)), "binary data"),
    "a web page": ("<!DOCTYPE html>\n<html><body>1,2,3</body></html>", "web page"),
    "a table of a web page": ("\n <table><tr><td>1</td></tr></table>", "web page"),
    "JSON of one row": ('[{"date": "2020-01-01", "close": 1}]', "only 1 of 1 rows"),
    "JSON of other things": ('{"a": {"b": "c"}}', "JSON, but no list of rows"),
    "prose": ("Dear reader,\nthis is no table.\nBest wishes\n", "none of the columns"),
    "dates only": ("date\n" + "\n".join(ISO), "only a column of dates"),
    "words only": (
        lines(ISO, ["up", "down"] * 6),
        "none of the columns date, close is made of numbers (row 2 holds 'up'",
    ),
    "too few rows": (
        lines(ISO[:9], VALUES[:9]),
        "only 9 of 9 rows can be used, with a number in 'close' and a date of their own; at least 10 are needed",
    ),
    "too few values": (lines(ISO, [*VALUES[:7], *["-"] * 5]), "only 7 of 12 rows"),
    "always the same": (lines(ISO, [5] * 12), "all values of 'close' are 5"),
    "more words than a few": (
        wordy(6),
        "task.value_column: 'close': row 5 holds 'closed', which is no number, and 5 more",
    ),
    "decimal commas between commas": (lines(ISO, [f"{n},5" for n in range(12)]), "row 2 has 3 cells below 2 names"),
    "one huge cell": ("x" * 200_000, "more than 100,000 letters"),
    "bad dates": (
        lines([*HUNDRED[:50], *(f"year {n}" for n in range(50))], [n % 7 for n in range(100)]),
        "task.date_column: 'date': row 52 holds 'year 0', which cannot be read as a date",
    ),
    "damaged Parquet": (b"PAR1" + bytes(100), "the Parquet file is damaged"),
    "half of Parquet": (b"PAR1", "the Parquet file is damaged"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_sentence_for_each_thing_that_is_wrong(name: str) -> None:
    content, words = BROKEN[name]
    with pytest.raises(InvalidInput) as caught:
        read(content)
    (problem,) = caught.value.problems
    assert words in problem
    assert problem.startswith("task.")
    assert problem.endswith(".")
    assert len(problem) < 400


def test_a_file_that_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST_BYTES", 1_000_000)
    with pytest.raises(InvalidInput, match=r"the file has 2\.0 MB; at most 1 MB are allowed"):
        read(b"1," * 1_000_000)


CHOICES: dict[str, tuple[dict[str, str], str]] = {
    "no such value column": (
        {"value_column": "x"},
        "task.value_column: there is no column 'x'; the file has date, close.",
    ),
    "no such date column": (
        {"date_column": "x"},
        "task.date_column: there is no column 'x'; the file has date, close (or \"-\" for row numbers).",
    ),
    "dates as values": (
        {"value_column": "date", "date_column": "date"},
        "task.value_column: 'date' holds the dates; choose one of close.",
    ),
    "values as dates": ({"date_column": "note", "value_column": "close"}, "there is no column 'note'"),
    "words as values": ({"value_column": "date", "date_column": "-"}, "row 2 holds '2020-01-25', which is no number"),
    "another separator": ({"separator": "semicolon"}, "none of the columns date,close"),
}


@pytest.mark.parametrize("name", CHOICES)
def test_choices_that_do_not_fit_the_file(name: str) -> None:
    passed, words = CHOICES[name]
    with pytest.raises(InvalidInput) as caught:
        read(PLAIN, **passed)
    assert words in caught.value.problems[0]


def test_words_in_the_chosen_date_column() -> None:
    content = "date,name,close\n" + "".join(f"{day},ACME,{n % 5}\n" for n, day in enumerate(ISO))
    with pytest.raises(
        InvalidInput, match=r"'name': row 2 holds 'ACME', which cannot be read as a date; choose another"
    ):
        read(content, date_column="name")


def test_an_order_in_which_no_date_can_be_read() -> None:
    content = lines([f"1/{day}/2020" for day in range(11, 23)], VALUES)
    with pytest.raises(InvalidInput, match="row 4 holds '1/13/2020', which cannot be read as a date"):
        read(content, date_order="dmy")


def test_a_few_words_are_allowed() -> None:
    assert read(wordy(5)).missing == 5


def test_a_decimal_sign_that_does_not_fit() -> None:
    with pytest.raises(InvalidInput, match="choose another separator or decimal sign"):
        read(lines(ISO, [f"{n},55" for n in range(12)], ";"), decimal="point")


def test_messages_keep_long_and_marked_up_text_short() -> None:
    heading = ",".join(f"<b>{place}</b>" for place in range(60))
    content = f"{heading}\n" + "\n".join([",".join(["x" * 1000] * 60)] * 12)
    with pytest.raises(InvalidInput) as caught:
        read(content)
    assert len(caught.value.problems[0]) < 600
    assert "and 40 more" in caught.value.problems[0]


def understood_or_refused(content: bytes, **reading: str) -> None:
    """Reads: whatever comes of it, it is one of the two."""
    try:
        found = read(content, **reading)
    except InvalidInput as refused:
        assert refused.problems
        assert all(problem.startswith("task.") for problem in refused.problems)
        return
    assert isinstance(found, Understood)
    assert found.series.from_bytes(found.series.to_bytes()).fingerprint == found.series.fingerprint
    steps = found.series.index[1:] > found.series.index[:-1]
    assert steps.all()
    assert all(values.dtype == float and abs(values).max() <= 1e30 for values in found.series.columns.values())
    assert len(found.facts()) == 9


ODD_CELLS = st.sampled_from(
    [
        *"0123456789",
        "12",
        "1.5",
        "1,5",
        "-3",
        "(4)",
        "5%",
        "1e5",
        "1e308",
        "$5",
        "1.234.567",
        "1,234.5",
        "nan",
        "",
        " ",
        "-",
    ]
    + [
        "2020-01-01",
        "1/2/2020",
        "31.1.2020",
        "Jan 5, 2020",
        "2020",
        "202001",
        "20200131",
        "1580000000",
        "12:30",
        "24:00",
    ]
    + [
        "44000.5",
        "2020-01-01T00:00:00Z",
        "2020-01-01 10:00+14:00",
        "1 Jan 68",
        "Q1 2020",
        "9" * 19,
        "99999",
        "0000-00-00",
    ]
    + [
        '"',
        '""',
        "'",
        "#",
        "# x",
        "=1+1",
        "<b>",
        "é",
        "\x00",
        "\ufeff",
        "date",
        "time",
        "close",
        "year",
        "month",
        "sep=;",
    ]
)
READINGS = st.fixed_dictionaries(
    {},
    optional={
        "separator": st.sampled_from(["comma", "space", "tab"]),
        "decimal": st.sampled_from(["point", "comma"]),
        "date_order": st.sampled_from(["ymd", "mdy", "dmy"]),
        "date_column": st.sampled_from(["-", "date", "time", "column 1"]),
        "value_column": st.sampled_from(["close", "column 2", "year"]),
        "missing": st.sampled_from(["previous", "interpolate"]),
        "duplicates": st.sampled_from(["first", "mean"]),
    },
)


@given(content=st.binary(max_size=2000), reading=READINGS)
@example(content=b"#", reading={})
@example(content=b"\xff\xfe1", reading={})
@example(content=b'"', reading={"separator": "space"})
def test_random_bytes_are_understood_or_refused(content: bytes, reading: dict[str, str]) -> None:
    understood_or_refused(content, **reading)


@given(text=st.text(alphabet="0123456789.,;:/-+ \t\n\r\"'#eTZ|%$()\x00é", max_size=600), reading=READINGS)
def test_random_text_is_understood_or_refused(text: str, reading: dict[str, str]) -> None:
    understood_or_refused(text.encode(), **reading)


@given(
    rows=st.lists(st.lists(ODD_CELLS, max_size=5), max_size=25),
    repeat=st.integers(1, 12),
    between=st.sampled_from([",", ";", "\t", " ", "|"]),
    encode=st.sampled_from(
        [str.encode, lambda text: text.encode("utf-16"), lambda text: text.encode("cp1252", "replace")]
    ),
    reading=READINGS,
)
def test_random_tables_are_understood_or_refused(
    rows: list[list[str]], repeat: int, between: str, encode: Callable[[str], bytes], reading: dict[str, str]
) -> None:
    understood_or_refused(encode("\n".join(between.join(row) for row in rows * repeat)), **reading)


@given(place=st.integers(0, len(PLAIN) - 1), inserted=st.binary(max_size=5), end=st.integers(0, len(PLAIN)))
def test_a_good_file_with_a_scratch_is_understood_or_refused(place: int, inserted: bytes, end: int) -> None:
    content = PLAIN.encode()
    understood_or_refused(content[:place] + inserted + content[place + 1 :])
    understood_or_refused(content[:end])


@pytest.mark.parametrize(("too_long", "first", "last"), [("newest", 50_001, 250_000), ("every", 2, 249_999)])
def test_of_too_many_rows_some_are_taken_and_it_is_said(too_long: str, first: int, last: int) -> None:
    content = "\n".join(["x", *(str(row**2) for row in range(1, 250_001))]).encode()
    assert len(content) < LARGE
    understood = files.read_series(content, "long.csv", Reading(too_long=too_long))
    values = understood.series.values
    assert len(values) <= LIMITS.rows
    assert values[-1] == last**2
    assert values[0] <= first**2
    assert understood.rows_read == 250_000
