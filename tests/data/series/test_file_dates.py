"""Dates in files: which of day and month comes first, zones, and months, quarters and years."""

import re
from pathlib import Path

import pyarrow as pa
import pytest
from file_contents import DAYS, ISO, VALUES, dates_of, lines, read, said, times_of, values_of

from seqcore.data.series.reading import date_forms
from seqcore.data.series.reading.date_forms import DIGIT_FORMS, FORMS
from seqcore.invalid import InvalidInput

OWN_DATA = Path(__file__).parent / "own_data"

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def file_of(dates: list[str]) -> str:
    return lines((f'"{day}"' for day in dates), [n * n % 11 for n in range(len(dates))])


def test_months_that_run_on_tell_day_and_month() -> None:
    found = read(file_of([f"01/{month:02d}/{year}" for year in (2019, 2020) for month in range(1, 13)]))
    assert dates_of(found)[:3] == ["2019-01-01", "2019-02-01", "2019-03-01"]
    assert found.date_order == "dmy"
    assert said(found, "01/01/2019", "day/month/year")


def test_when_nothing_tells_the_assumption_is_told() -> None:
    found = read(file_of([f"{month}/{day}/2020" for month in (1, 2, 3) for day in (1, 2, 3, 4)]))
    assert found.date_order == "mdy"
    assert said(found, "1/1/2020", "month/day/year")


def test_only_one_order_may_run() -> None:
    found = read(file_of([f"{day}/{month}/2020" for month in (1, 2, 3) for day in (1, 4, 8, 11)]))
    assert found.date_order == "dmy"
    assert said(found, "only then the dates run in order")


def test_a_chosen_order_is_used() -> None:
    content = file_of([f"{month}/{day}/2020" for month in (1, 2, 3) for day in (1, 2, 3, 4)])
    found = read(content, date_order="dmy")
    assert dates_of(found)[:3] == ["2020-01-01", "2020-01-02", "2020-01-03"]
    assert found.date_order == "dmy"
    assert not said(found, "month")


def test_an_order_does_not_matter_where_the_year_comes_first() -> None:
    found = read(file_of(ISO), date_order="dmy")
    assert (dates_of(found), found.date_order) == (ISO, "")


def test_two_digits_of_a_year_in_front() -> None:
    found = read(file_of([f"{day:%y-%m-%d}" for day in DAYS]))
    assert (dates_of(found), found.date_order) == (ISO, "ymd")


FIRST_DAYS = [f"2019-{month:02d}-01" for month in range(1, 13)]
QUARTERS = [f"{year}-{month:02d}-01" for year in (1999, 2000, 2001) for month in (1, 4, 7, 10)]


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ([f"2019-{month:02d}" for month in range(1, 13)], FIRST_DAYS),
        ([f"{month:02d}/2019" for month in range(1, 13)], FIRST_DAYS),
        ([f"2019M{month:02d}" for month in range(1, 13)], FIRST_DAYS),
        ([f"2019{month:02d}" for month in range(1, 13)], FIRST_DAYS),
        ([f"{month:02d}.2019" for month in range(1, 13)], FIRST_DAYS),
        ([f"{month}-19" for month in MONTHS], FIRST_DAYS),
        ([f"{month} 2019" for month in MONTHS], FIRST_DAYS),
        ([f"{year} Q{quarter}" for year in (1999, 2000, 2001) for quarter in (1, 2, 3, 4)], QUARTERS),
        ([f"Q{quarter}/{year}" for year in (1999, 2000, 2001) for quarter in (1, 2, 3, 4)], QUARTERS),
        ([f"Q{quarter} FY{year}" for year in (1999, 2000, 2001) for quarter in (1, 2, 3, 4)], QUARTERS),
        ([f"{year}K{quarter}" for year in (1999, 2000, 2001) for quarter in (1, 2, 3, 4)], QUARTERS),
        ([f"2019 {month}*" for month in MONTHS], FIRST_DAYS),
        ([f"{year}/{year + 1}" for year in range(1990, 2002)], [f"{year}-01-01" for year in range(1990, 2002)]),
        (
            [f"{year}-{(year + 1) % 100:02}" for year in range(1999, 2011)],
            [f"{year}-01-01" for year in range(1999, 2011)],
        ),
        ([f"{year}" for year in range(1900, 1920)], [f"{year}-01-01" for year in range(1900, 1920)]),
        (["13-Jan-20", "14-Jan-2020", "2020-01-15", "1/16/2020", "Jan 17, 2020", "2020/1/18", *ISO], None),
    ],
)
def test_months_quarters_and_years(dates: list[str], expected: list[str] | None) -> None:
    assert dates_of(read(file_of(dates))) == (expected or [*(f"2020-01-{day}" for day in range(13, 19)), *ISO])


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2024-01-{0:02} 오후 3:05:00", "2024-01-01T15:05:00", "2024-01-12T15:05:00"),
        ("2024/1/{0} 上午12:30", "2024-01-01T00:30:00", "2024-01-12T00:30:00"),
        ("2024年1月{0}日 午後0時", "2024-01-01T12:00:00", "2024-01-12T12:00:00"),
        ("2024年1月{0}日(月) 午前9時30分", "2024-01-01T09:30:00", "2024-01-12T09:30:00"),
        ("2024. 1. {0} 오전 9:00", "2024-01-01T09:00:00", "2024-01-12T09:00:00"),
        ("2024-01-{0:02} 3:00 p.\u00a0m.", "2024-01-01T15:00:00", "2024-01-12T15:00:00"),
        ("Mon Jan {0:02} 03:00:00 +0100 2024", "2024-01-01T02:00:00", "2024-01-12T02:00:00"),
        ("2024-01-{0:02} 周四", "2024-01-01T00:00:00", "2024-01-12T00:00:00"),
        ("2024. 01. {0:02}.", "2024-01-01T00:00:00", "2024-01-12T00:00:00"),
        ("{0:02}.01.2024.", "2024-01-01T00:00:00", "2024-01-12T00:00:00"),
        ("113/01/{0:02}", "2024-01-01T00:00:00", "2024-01-12T00:00:00"),
        ("[{0:02}/Jan/2024:01:02:03 +0000]", "2024-01-01T01:02:03", "2024-01-12T01:02:03"),
        ("民國113年1月{0}日", "2024-01-01T00:00:00", "2024-01-12T00:00:00"),
    ],
)
def test_days_and_times_of_many_countries(written: str, first: str, last: str) -> None:
    found = read(lines((f'"{written.format(day)}"' for day in range(1, 13)), VALUES[::-1]))
    assert (times_of(found)[0], times_of(found)[-1], values_of(found)) == (first, last, VALUES[::-1])
    turned = read(lines((f'"{written.format(day)}"' for day in range(12, 0, -1)), VALUES))
    assert (times_of(turned), values_of(turned)) == (times_of(found), values_of(found))


def test_years_of_taiwan_of_two_digits_beside_those_of_three() -> None:
    found = read(file_of([*(f"99/12/{day}" for day in range(26, 32)), *(f"100/01/0{day}" for day in range(1, 7))]))
    assert (dates_of(found)[0], dates_of(found)[-1]) == ("2010-12-26", "2011-01-06")
    assert said(found, "Taiwan's calendar", "100 is 2011")


def test_zones_become_utc() -> None:
    winter = [f"2020-01-{day:02d} 00:00:00-05:00" for day in range(1, 11)]
    summer = [f"2020-06-{day:02d}T00:00:00.5-0400" for day in range(1, 11)]
    found = read(file_of([*winter, *summer]))
    assert times_of(found)[0] == "2020-01-01T05:00:00"
    assert times_of(found)[-1] == "2020-06-10T04:00:00"
    assert said(found, "-05:00", "-0400", "converted to UTC")


def test_some_times_with_and_some_without_a_zone() -> None:
    with_zone = [f"2020-01-{day:02d} 00:00+02:00" for day in range(2, 11)]
    found = read(file_of(["2020-01-01 00:00", *with_zone]))
    assert times_of(found)[:2] == ["2020-01-01T00:00:00", "2020-01-01T22:00:00"]
    assert said(found, "without a zone")


def test_hours() -> None:
    found = read(file_of([f"1/13/2020 {hour % 12 or 12}:30 {'AM' if hour < 12 else 'PM'}" for hour in range(24)]))
    assert times_of(found) == [f"2020-01-13T{hour:02d}:30:00" for hour in range(24)]
    assert found.facts()[3] == ("Span", "2020-01-13 00:30 to 2020-01-13 23:30")


def test_a_year_alone_is_told() -> None:
    found = read("y,temperature\n" + "".join(f"{1900 + n},{n * n % 11}\n" for n in range(15)), date_column="y")
    assert dates_of(found)[0] == "1900-01-01"


def test_gaps() -> None:
    days = [*range(1, 8), *range(12, 20), *range(27, 30)]
    assert read(file_of([f"2020-01-{day:02d}" for day in days])).gaps == 2


def test_rows_without_a_date_are_left_out() -> None:
    rows = [f"{day},{n % 5}" for n, day in enumerate(f"2020-01-{d:02d}" for d in range(1, 31))]
    rows[6] = "total,5"
    rows[9] = ",5"
    found = read("date,close\n" + "\n".join(rows))
    assert (len(found.series), found.rows_read) == (28, 30)
    assert said(found, "2 rows without a date", "row 8", "total")


def test_dates_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(InvalidInput, match=r"holds '18\.1\.2020', which cannot be read as a date"):
        read(file_of(["1/16/2020", "1/17/2020", "18.1.2020", *ISO]))


def test_few_cells_are_read_like_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python's patterns only say where Arrow's need not be asked."""
    files = [file.read_bytes() for file in OWN_DATA.iterdir() if file.stat().st_size < 2500]
    cells = pa.array(
        {cell.lower() for file in files for cell in re.split(r"[,;\t\n]", file.decode("utf-8", "replace"))}
    )
    monkeypatch.setattr(date_forms, "FEW_CELLS", 0)
    for form in FORMS + DIGIT_FORMS:
        by_arrow, parts = form.find(cells)
        assert parts
        assert [bool(form._compiled.search(cell)) for cell in cells.to_pylist()] == by_arrow.tolist()


@pytest.mark.parametrize("heading", ["", "station,obs_no,level\n", "id,TRADE_DT,level\n"])
@pytest.mark.parametrize(
    ("digits", "first", "last"),
    [
        ([20240129 + day for day in range(3)] + [20240201 + day for day in range(9)], "2024-01-29", "2024-02-09"),
        ([202401011200 + minute for minute in range(12)], "2024-01-01", "2024-01-01"),
        ([1704067200 + 86400 * day for day in range(12)], "2024-01-01", "2024-01-12"),
        ([202241 + week for week in range(12)], "2022-10-10", "2022-12-26"),
    ],
)
def test_dates_of_digits_wherever_they_stand(heading: str, digits: list[int], first: str, last: str) -> None:
    for numbers in (digits, digits[::-1]):
        rows = (f"7301,{number},{(number % 97) ** 2 % 31}\n" for number in numbers)
        found = read(heading + "".join(rows))
        assert (dates_of(found)[0], dates_of(found)[-1]) == (first, last)
        assert found.series.target in ("level", "column 3")


def test_a_meter_that_adds_up_is_no_clock() -> None:
    total = [1_500_000_000 + 1000 * n + n * n % 11 for n in range(12)]
    found = read("pump,total,level\n" + "".join(f"7,{number},{number % 7}\n" for number in total))
    assert times_of(found)[0] == "0"


def test_the_name_tells_weeks_from_months() -> None:
    found = read(lines(range(202401, 202413), VALUES, heading="YearWeek,deaths"))
    assert (dates_of(found)[1], said(found, "202401", "weeks")) == ("2024-01-08", True)


@pytest.mark.parametrize("october", ["1", "10"])
@pytest.mark.parametrize("one", ["{}", "{:02}"])
def test_months_behind_a_point_of_which_october_is_written_as_a_number(one: str, october: str) -> None:
    months = [
        f"{year}.{october if month == 10 else one.format(month)}" for year in (1871, 1872) for month in range(1, 13)
    ]
    for rows in (months, months[::-1], months[:22], months[9:]):
        found = read(file_of(rows))
        assert len(found.series) == len(rows)
        assert "1871-10-01" in dates_of(found)
        assert dates_of(found)[-1] in ("1872-10-01", "1872-12-01")


@pytest.mark.parametrize("tenth", ["1700.5", "1700.1"])
def test_decimal_years_are_no_months(tenth: str) -> None:
    found = read(lines([f"{1700 + n}{tenth[4:]}" for n in range(12)], VALUES, heading="year,spots"))
    assert not any(day.endswith(("-05-01", "-01-01", "-10-01")) for day in dates_of(found))


@pytest.mark.parametrize(
    ("heading", "written"),
    [
        ("date,v", "{0:02}/02/{1}"),
        ("date,v", "{1}-02-{0:02}"),
        ("year,month,day,v", "{1},2,{0}"),
        ("date,v", "{0} Feb {1}"),
        ("date,v", "{1}02{0}"),
    ],
)
def test_years_of_the_buddhist_calendar(heading: str, written: str) -> None:
    rows = [f"{written.format(day, 2567)},{day * day % 11}" for day in range(18, 30)]
    found = read("\n".join([heading, *rows]))
    assert (dates_of(found)[0], dates_of(found)[-1]) == ("2024-02-18", "2024-02-29")
    assert "year" in heading or said(found, "Buddhist", "2567 is 2024")


def test_the_persian_calendar_is_not_understood() -> None:
    found = read(lines([f"1402/02/{day}" for day in range(20, 32)], VALUES, heading="تاریخ,v"))
    assert (times_of(found)[0], said(found, "1402/02/20", "was not read as dates")) == ("0", True)


@pytest.mark.parametrize("periods", [48, 96])
def test_periods_of_the_day_that_are_numbered(periods: int) -> None:
    rows = [
        f"2024-10-{day},{period},{day * period % 97}"
        for day in (26, 27, 28)
        for period in range(1, periods + (periods // 24 if day == 27 else 0) + 1)
    ]
    found = read("\n".join(["Settlement Date,Settlement Period,Price", *rows]))
    assert len(found.series) == 3 * periods
    assert times_of(found)[1] == f"2024-10-26T00:{24 * 60 // periods}:00"
    assert times_of(found)[-1] == f"2024-10-28T23:{60 - 24 * 60 // periods}:00"
    assert said(found, "without a date", f"'2024-10-27' + '{periods + 1}'")


@pytest.mark.parametrize(
    "days",
    [
        [f"{day:%-d-%b}" for day in DAYS],
        [f"{day:%d.%m.}" for day in DAYS],
        [f"{day:%b %d}" for day in DAYS],
        ["30.12.", "31.12.", *(f"0{day}.01." for day in range(1, 9))],
        [f"{hour}:30:00" for hour in range(20, 32)],
    ],
)
def test_days_without_a_year_and_hours_that_run_on_are_in_order(days: list[str]) -> None:
    def answers(cells: list[str]) -> list[str]:
        found = read(lines(cells, (f"{day},5" for day in range(len(cells))), ";", "Tag;Wert"))
        return [question.about for question in found.questions]

    assert answers(days) == []
    assert answers(days[::-1]) == ["row_order"]


def test_the_day_of_a_month_long_ago_is_not_asked_about() -> None:
    found = read(file_of([f"01/01/24 {hour:02}:00" for hour in range(24)]))
    assert (dates_of(found)[0], found.questions) == ("2024-01-01", ())


def test_a_year_that_is_written_in_its_first_row_only() -> None:
    rows = [
        f"{year if month == 1 else ''};{month};{month * year % 11}" for year in (2019, 2020) for month in range(1, 13)
    ]
    found = read("\n".join(["Jahr;Monat;Wert", *rows]))
    assert (dates_of(found)[0], dates_of(found)[-1], len(found.series)) == ("2019-01-01", "2020-12-01", 24)
