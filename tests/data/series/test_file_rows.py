"""Rows of files: missing values, and dates that occur twice."""

import pytest
from file_contents import ISO, VALUES, lines, read, said, times_of, values_of

from seqcore.data.series.reading.choices import DUPLICATES, MISSING
from seqcore.invalid import InvalidInput

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

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


def test_left_out() -> None:
    found = read(CONTENT)
    assert found.missing == 3
    assert values_of(found) == [10, 12, 22, *range(9, 17)]
    assert found.series.columns["volume"].tolist() == [8, 8, 8, *range(9, 17)]
    assert said(found, "3 rows without a value")
    assert said(found, "further columns", "volume (2)")


def test_the_value_before() -> None:
    found = read(CONTENT, missing="previous")
    assert values_of(found) == [10, 12, 12, 22, *range(9, 17), 16]
    assert said(found, "2 missing values were filled by the value before")
    assert said(found, "1 row without a value at the start")


def test_a_straight_line_over_time() -> None:
    found = read(CONTENT, missing="interpolate")
    assert values_of(found) == [10, 12, 14, 22, *range(9, 17)]
    assert said(found, "1 missing value was filled", "straight line")


def test_a_straight_line_over_rows() -> None:
    found = read(CONTENT, missing="interpolate", date_column="-")
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
def test_dates_that_occur_twice(which: str, close: float, volume: float) -> None:
    found = read(TWICE, duplicates=which)
    assert found.duplicates == 2
    assert values_of(found) == [1, 2, 3, close, *range(5, 13)]
    assert found.series.columns["volume"][3] == volume
    assert said(found, "2 rows have the date of another one")


def test_the_last_is_the_one_further_down_whatever_comes_first() -> None:
    rows = lines([*ISO[::-1], ISO[0]], [*range(12), 99])
    assert values_of(read(rows))[0] == 99
    assert values_of(read(rows, duplicates="first"))[0] == 11


@pytest.mark.parametrize("which", DUPLICATES)
@pytest.mark.parametrize("missing", MISSING)
def test_of_two_rows_the_one_with_a_value_is_kept(which: str, missing: str) -> None:
    content = lines([*ISO, ISO[3], ISO[3]], [1, 2, 3, "", *range(5, 13), 4, "-"])
    assert values_of(read(content, duplicates=which, missing=missing)) == list(range(1, 13))


def test_several_series_below_each_other_are_told() -> None:
    found = read(lines(ISO * 3, [n % 7 for n in range(36)]))
    assert found.duplicates == 24
    assert said(found, "several series below each other")


def test_a_few_words_among_numbers_are_missing_and_told() -> None:
    values = [str(n % 7) for n in range(40)]
    values[4], values[11] = "abc", "closed"
    found = read(lines([f"{2000 + n}-01-01" for n in range(40)], values))
    assert (found.missing, len(found.series)) == (2, 38)
    assert said(found, "2 cells of 'close'", "row 6 holds 'abc'")


def test_a_column_that_is_mostly_missing_is_left_out() -> None:
    rows = "".join(f"{day},{n % 5},{n if n < 4 else ''}\n" for n, day in enumerate(ISO))
    found = read(f"date,close,dividend\n{rows}")
    assert list(found.series.columns) == ["close"]
    assert found.numeric_columns == ("close", "dividend")
    assert said(found, "more than half", "dividend")


def test_rows_with_too_many_cells_are_left_out() -> None:
    dates = [f"{2000 + n}-01-01" for n in range(40)]
    found = read(lines(dates, ["1,234.5" if n == 2 else n % 7 for n in range(40)]))
    assert len(found.series) == 39
    assert said(found, "1 row with more cells", "row 4")


def test_numbers_too_large_for_sums_are_missing() -> None:
    found = read(lines([*ISO, "2020-02-06", "2020-02-07"], [*VALUES, "1e308", "9" * 400]))
    assert (values_of(found), found.missing) == (VALUES, 2)


SUMS = [n * n % 7 for n in range(1, 15)]  # twice 1, 4, 2, 2, 4, 1, 0


@pytest.mark.parametrize(
    ("row", "below"),
    [
        ("item {n},{value}|", "Total,28"),
        ("{n},item,{value}|", ",Summe,28"),
        ("{n},{value}|", "Mean,2|Total 14,28"),
        ("2024-01-{n:02d},{value}|", "2024 in all,28"),
        ("202401{n:02d},{value}|", "code,1USD|name,dollar"),
        ("2024-01-{n:02d},{value}|", ""),
    ],
    ids=["words", "further column", "two", "below dates", "below numbers", "none"],
)
def test_sums_below_a_table_are_left_out(row: str, below: str) -> None:
    heading = "a,b,c|" if ",item" in row else "a,c|"
    rows = "".join(row.format(n=n, value=value) for n, value in enumerate(SUMS, 1))
    found = read((heading + rows + below).replace("|", "\n"), date_column="-")
    assert values_of(found) == SUMS
    assert said(found, "below the table left out") == bool(below)


@pytest.mark.parametrize("words", [("Total", "Part"), ("moon 1", "2024-01-01")], ids=["sums", "dates"])
def test_rows_like_those_above_are_no_sums(words: tuple[str, str]) -> None:
    content = "date,c\n" + "".join(f"{words[n % 2]},{value}\n" for n, value in enumerate(SUMS[:-1]))
    assert values_of(read(content, date_column="-")) == SUMS[:-1]


MONTHLY = [(year, month, (year * 12 + month) ** 2 % 31) for year in range(2000, 2012) for month in range(1, 13)]
LONGER = {
    "years": ("{year}", 12),
    "quarters": ("{year}-Q{part}", 3),
    "half years": ("{year}-H{part}", 6),
}


@pytest.mark.parametrize("longer", LONGER)
@pytest.mark.parametrize("below", [True, False], ids=["below", "between"])
def test_longer_periods_among_months_are_a_question(longer: str, below: bool) -> None:
    how, many = LONGER[longer]
    rows, sums = [], []
    for year, month, value in MONTHLY:
        rows.append(f"{year}-{month:02d},{value}")
        if month % many == 0:
            total = sum(other for of, at, other in MONTHLY if of == year and month - many < at <= month)
            sums.append((how.format(year=year, part=month // many), total))
            if not below:
                rows.append(f"{sums[-1][0]},{total}")
    rows += [f"{period},{total}" for period, total in sums if below]
    content = "\n".join(["Period,Sales", *rows, ""])
    found = read(content)
    assert values_of(found) == [value for *_, value in MONTHLY]
    (question,) = found.questions
    assert [one.value for one in (question.chosen, *question.others)] == ["months", longer]
    assert values_of(read(content, series=longer)) == [total for _, total in sums]


def test_a_file_that_becomes_finer_on_its_way_is_one_series() -> None:
    content = "date,value\n" + "".join(f"{year},{year % 7}\n" for year in range(1988, 2000))
    found = read(content + "".join(f"{year}-{month:02d},{value}\n" for year, month, value in MONTHLY))
    assert len(found.series) == 12 + 144
    assert not found.questions


@pytest.mark.parametrize("dates", [ISO, range(12)], ids=["dates", "numbers"])
def test_another_heading_begins_another_table(dates: list[object]) -> None:
    first = lines(dates, VALUES, heading="date,sales")
    content = first + "\n" + lines(dates, VALUES[::-1], heading="day,sales")
    found = read(content)
    assert values_of(found) == VALUES
    assert said(found, "Another heading stands in row 15: 2 tables")
    (question,) = [question for question in found.questions if question.about == "series"]
    assert [other.value for other in question.others] == ["table 2: day, sales"]


@pytest.mark.parametrize(
    ("heading", "cells", "after", "total"),
    [
        ("Year,Period,Value", [f"M{month:02d}" for month in range(1, 13)], "M13", "'2014' + 'M13'"),
        ("Year,Month,Value", MONTHS, "Total", "'2014' + 'Total'"),
        ("Year,Period,Value", ["Q01", "Q02", "Q03", "Q04"], "Q05", "'2014' + 'Q05'"),
        ("Year,Period,Value", ["S01", "S02"], "S03", "'2014' + 'S03'"),
    ],
)
def test_sums_of_years_between(heading: str, cells: list[str], after: str, total: str) -> None:
    rows, with_sums = list[str](), list[str]()
    for year in range(2014, 2020):
        of_year = [f"{year},{cell},{year % 7 + place * place % 11}" for place, cell in enumerate(cells)]
        rows += of_year
        with_sums += [*of_year, f"{year},{after},999"]
    alone, found = (read("\n".join([heading, *content])) for content in (rows, with_sums))
    assert (times_of(found), values_of(found)) == (times_of(alone), values_of(alone))
    assert times_of(found)[-1] == f"2019-{13 - 12 // len(cells):02d}-01T00:00:00"
    assert said(found, "6 rows without a date", total)


def test_sums_of_years_in_the_column_of_dates() -> None:
    months = [f"{year}-{month:02d},{month * month % 11}" for year in (2019, 2020) for month in range(1, 13)]
    found = read("\n".join(["Month,Sales", *months[:12], "2019 Total,999", *months[12:]]))
    assert (len(found.series), max(values_of(found))) == (24, 9)


def test_months_that_are_not_understood_are_not_taken_for_sums() -> None:
    names = [name.replace("Apr", "Foo") for name in MONTHS]
    with pytest.raises(InvalidInput, match="Foo 2019"):
        read("\n".join(["Month,Sales", *(f"{name} {year},{year % 7}" for year in (2019, 2020) for name in names)]))
