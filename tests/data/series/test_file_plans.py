"""What a file may say in many ways, said in one of them: it comes back as it was written, or is asked about."""

from collections.abc import Callable
from datetime import datetime, timedelta

import numpy as np
import pytest
from file_contents import ISO, dates_of, lines, read, said, times_of, values_of
from hypothesis import given, settings
from hypothesis import strategies as st

from seqcore.data.series.files import Understood
from seqcore.invalid import InvalidInput

Cells = Callable[[datetime], list[str]]

RUSSIAN = ["янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"]
POLISH = [
    *("stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca"),
    *("lipca", "sierpnia", "września", "października", "listopada", "grudnia"),
]
WHEN: dict[str, tuple[str, Cells]] = {
    "date and time": ("Datum;Uhrzeit", lambda t: [f"{t:%d.%m.%Y}", f"{t:%H:%M}"]),
    "French": ("Date;Heure", lambda t: [f"{t:%d/%m/%Y}", f"{t:%Hh%M}"]),
    "American": ("Date;Time", lambda t: [f"{t:%m/%d/%Y}", f"{t:%I:%M %p}"]),
    "points in the time": ("Date;Time", lambda t: [f"{t:%d/%m/%Y}", f"{t:%H.%M.%S}"]),
    "digits": ("<DATE>;<TIME>", lambda t: [f"{t:%Y%m%d}", f"{t:%H%M%S}"]),
    "an hour": ("day;hr", lambda t: [f"{t:%Y-%m-%d}", f"{t.hour}"]),
    "hours with their ends": ("Datum;Von", lambda t: [f"{t:%d.%m.%Y}", f"{t:%H:%M} - {t + timedelta(hours=1):%H:%M}"]),
    "begin and end": ("Tag;Anfang;Ende", lambda t: [f"{t:%d.%m.%Y}", f"{t:%H:%M}", f"{t + timedelta(hours=1):%H:%M}"]),
    "a range": ("MTU", lambda t: [f"{t:%d.%m.%Y %H:%M} - {t + timedelta(hours=1):%d.%m.%Y %H:%M}"]),
    "an interval of ISO": ("interval", lambda t: [f"{t.isoformat()}/{(t + timedelta(hours=1)).isoformat()}"]),
    "parts": ("Year;Month;Day;Hour", lambda t: [str(t.year), str(t.month), str(t.day), str(t.hour)]),
    "parts in Spanish": ("Año;Mes;Día;Hora", lambda t: [str(t.year), str(t.month), str(t.day), f"{t:%H:%M}"]),
    "a day of the year": ("YEAR;DOY;HR", lambda t: [str(t.year), f"{t.timetuple().tm_yday}", str(t.hour)]),
    "Korean": ("일시", lambda t: [f"{t:%Y년 %m월 %d일 %H:%M}"]),
    "Chinese": ("日期", lambda t: [f"{t.year}年{t.month}月{t.day}日 {t:%H:%M}"]),
    "Japanese": ("日付", lambda t: [f"{t:%Y年%m月%d日 %H時%M分}"]),
    "Russian": ("Дата", lambda t: [f"{t.day} {RUSSIAN[t.month - 1]} {t.year} {t:%H:%M}"]),
    "Polish": ("Data", lambda t: [f"{t.day} {POLISH[t.month - 1]} {t.year}, {t:%H:%M}"]),
    "an unknown zone": ("time", lambda t: [f"{t:%Y-%m-%d %H:%M} IST"]),
    "in UTC": ("time", lambda t: [f"{t:%Y-%m-%d %H:%M} UTC"]),
    "zone in the name": ("Date (UTC);Time (UTC)", lambda t: [f"{t:%Y-%m-%d}", f"{t:%H:%M:%S}"]),
    "day and hour in digits": ("MESS_DATUM", lambda t: [f"{t:%Y%m%d%H}"]),
    "milliseconds": ("timestamp", lambda t: [str(int((t - datetime(1970, 1, 1)).total_seconds()) * 1000)]),
    "microseconds": ("timestamp", lambda t: [str(int((t - datetime(1970, 1, 1)).total_seconds()) * 10**6)]),
}
EXTRAS: dict[str, tuple[str, Callable[[int], str]]] = {
    "nothing": ("", str),
    "a counter": ("No", str),
    "a code": ("Station ID", lambda n: "10384"),
    "a place": ("latitude", lambda n: "52.52"),
    "a constant": ("quality", lambda n: "1"),
}


@given(
    first=st.datetimes(datetime(2001, 9, 10), datetime(2035, 1, 1)),
    hours=st.sampled_from([1, 2, 3, 6, 8]),
    numbers=st.lists(st.integers(-500, 5000), min_size=60, max_size=80).filter(lambda n: len(set(n)) > 5),
    when=st.sampled_from(list(WHEN)),
    extra=st.sampled_from(list(EXTRAS)),
    newest_first=st.booleans(),
    unit=st.sampled_from(["", "", " °C", " kWh", "K", " W/m²"]),
)
@settings(max_examples=50, deadline=None)
def test_what_was_written_comes_back_or_is_asked_about(
    first: datetime, hours: int, numbers: list[int], when: str, extra: str, newest_first: bool, unit: str
) -> None:
    values = [float(f"{number}.5") for number in numbers]
    first = first.replace(minute=0, second=0, microsecond=0, hour=first.hour // hours * hours)
    times = [first + timedelta(hours=hours * n) for n in range(len(numbers))]
    (heading, cells), (name, more) = WHEN[when], EXTRAS[extra]
    rows = [
        ";".join([*cells(time), *([more(n)] if name else []), f"{number}.5{unit}"])
        for n, (time, number) in enumerate(zip(times, numbers, strict=True))
    ]
    lines = [f"{heading}{';' + name if name else ''};Wert", *(rows[::-1] if newest_first else rows), ""]
    found = read("\n".join(lines))
    right = times_of(found) == [time.isoformat() for time in times] and values_of(found) == values
    if found.questions:
        assert right or any(answers_right(answer.data, times, numbers) for answer in found.questions[0].others)
    else:
        assert right


def answers_right(series: object, times: list[datetime], numbers: list[int]) -> bool:
    index = getattr(series, "index", np.array([]))
    return index.astype(str).tolist() == [time.isoformat() for time in times]


MONTHS = [f"{2000 + n // 12}-{n % 12 + 1:02d}-01" for n in range(48)]
PERIODS: dict[str, tuple[list[str], list[str]]] = {
    "ISO weeks": ([f"2020-W{n:02d}" for n in range(1, 31)], ["2019-12-30", "2020-07-20"]),
    "weeks in German": ([f"KW {n}/2020" for n in range(1, 31)], ["2019-12-30", "2020-07-20"]),
    "quarters": ([f"{2000 + n // 4}-Q{n % 4 + 1}" for n in range(20)], ["2000-01-01", "2004-10-01"]),
    "quarters in German": ([f"{n % 4 + 1}. Quartal {2000 + n // 4}" for n in range(20)], ["2000-01-01", "2004-10-01"]),
    "half years": ([f"{2000 + n // 2}-S{n % 2 + 1}" for n in range(20)], ["2000-01-01", "2009-07-01"]),
    "half years, half first": ([f"H{n % 2 + 1} {2000 + n // 2}" for n in range(20)], ["2000-01-01", "2009-07-01"]),
    "decimal years": ([f"{1958 + (n + 2.5) / 12:.3f}" for n in range(40)], ["1958-03-01", "1961-06-01"]),
    "twelfths of years": ([f"{1958 + n / 12:.3f}" for n in range(40)], ["1958-01-01", "1961-04-01"]),
    "two digits": (
        [f"15.{n % 12 + 1:02d}.{(48 + n // 12) % 100:02d}" for n in range(40)],
        ["1948-01-15", "1951-04-15"],
    ),
    "a century": ([f"1.{n % 12 + 1}.{(98 + n // 12) % 100:02d}" for n in range(40)], ["1998-01-01", "2001-04-01"]),
}


@pytest.mark.parametrize("name", PERIODS)
@pytest.mark.parametrize("newest_first", [False, True])
def test_periods(name: str, newest_first: bool) -> None:
    cells, ends = PERIODS[name]
    rows = [f"{cell},{n * n % 31}.5" for n, cell in enumerate(cells)]
    found = read("\n".join(["date,value", *(rows[::-1] if newest_first else rows)]))
    assert [dates_of(found)[0], dates_of(found)[-1]] == ends
    assert found.questions == ()


def test_modified_julian_dates_where_the_name_says_so() -> None:
    rows = "\n".join(f"{58849 + n}.5,{n * n % 31}.25" for n in range(20))
    assert times_of(read(f"MJD,flux\n{rows}"))[0] == "2020-01-01T12:00:00"
    assert read(f"mass,flux\n{rows}").date_column == ""


def test_the_evidence_is_told() -> None:
    rows = "\n".join(f"2024-01-{n // 4 + 1:02d},{n % 4 * 6:02d}:00,{n * n % 31}" for n in range(40))
    assert said(read(f"Date,Time,Load\n{rows}"), "together they give 40 different times, Date alone 10")


def test_day_or_month_first_is_asked_where_both_run() -> None:
    content = "Date,Value\n" + "\n".join(f"01/{n:02d}/2024,{n * n % 7}" for n in range(1, 13))
    found = read(content)
    (question,) = found.questions
    assert (question.about, question.chosen.value, question.others[0].value) == ("date_order", "mdy", "dmy")
    assert (
        read("Date,Value\n" + "\n".join(f"01/{n:02d}/2024,{n}" for n in range(1, 13)), date_order="dmy").questions == ()
    )


def test_rows_of_unknown_dates_that_run_backwards() -> None:
    content = "when,level\n" + "\n".join(f"stage {n},{n * n % 11}" for n in range(20, 0, -1))
    found = read(content)
    (question,) = found.questions
    assert (question.about, question.chosen.value) == ("row_order", "newest")
    assert values_of(found)[0] == 1
    assert values_of(read(content, row_order="oldest"))[0] == 20 * 20 % 11


OHLC = [(100 + n % 7, 110 + n % 5, 90 - n % 3, 101 + n % 4) for n in range(20)]


def test_prices_are_known_by_their_numbers() -> None:
    found = read("\n".join(f"2024-01-{n + 1:02d},{','.join(map(str, row))},{1000 * n}" for n, row in enumerate(OHLC)))
    assert (found.value_column, found.questions) == ("column 5", ())


@pytest.mark.parametrize("names", ["Sessions,Users,New users,Bounce rate", "p50,p99,p10,p90", "Open,High,Low,Z"])
def test_other_names_are_not_those_of_prices(names: str) -> None:
    rows = "\n".join(f"2024-01-{n + 1:02d},{','.join(map(str, row))}" for n, row in enumerate(OHLC))
    found = read(f"Date,{names}\n{rows}")
    others = [answer.value for question in found.questions for answer in question.others]
    first, *rest = names.split(",")
    assert [found.value_column, *others] == (["Z"] if first == "Open" else [first, *rest])


def test_numbers_far_from_each_other_are_no_prices() -> None:
    rows = "\n".join(f"2024-01-{n + 1:02d},{20 + n % 5},{1000 + n % 9},{n % 4},{60 + n % 7}" for n in range(20))
    found = read(rows)
    assert [answer.value for answer in found.questions[0].others] == ["column 3", "column 4", "column 5"]


@pytest.mark.parametrize(
    "names",
    [
        "Open,High,Low,Close",
        "AAPL Open,AAPL High,AAPL Low,AAPL Close",
        "o,h,l,c",
        "Otwarcie,Najwyzszy,Najnizszy,Zamkniecie",
        "Kurs otwarcia,Kurs maksymalny,Kurs minimalny,Kurs zamknięcia",
        "Öppningskurs,Högsta,Lägsta,Stängningskurs",
        "Mở cửa,Cao nhất,Thấp nhất,Đóng cửa",
        "เปิด,สูงสุด,ต่ำสุด,ปิด",
        "الافتتاح,الأعلى,الأدنى,الإغلاق",
        "Open,Hoog,Laag,Slot",
    ],
)
def test_the_close_by_its_name(names: str) -> None:
    rows = "\n".join(f"2024-01-{n + 1:02d},{','.join(map(str, row))}" for n, row in enumerate(OHLC))
    found = read(f"Date,{names}\n{rows}")
    assert found.value_column == names.split(",")[3]
    assert found.questions == ()


@pytest.mark.parametrize("series", [2, 3, 10])
@pytest.mark.parametrize("interleaved", [False, True])
def test_several_series_are_told_apart_by_a_column_of_words(series: int, interleaved: bool) -> None:
    rows = [(day, name) for name in range(series) for day in range(1, 21)]
    rows = sorted(rows) if interleaved else rows
    content = "day,sensor,value\n" + "\n".join(f"2024-01-{d:02d},s{n},{100 * n + d}" for d, n in rows)
    found = read(content)
    (question,) = found.questions
    assert (question.about, len(question.others)) == ("series", series - 1)
    assert values_of(read(content, series="s1")) == list(range(101, 121))
    with pytest.raises(InvalidInput, match="there is no 'x'; the file has s0, s1"):
        read(content, series="x")


def test_two_columns_together_name_a_series() -> None:
    rows = [f"2024-01-{d:02d},{a},{b},{d}{a == 'x'}{b == 'y'}" for a in "xz" for b in "yz" for d in range(1, 16)]
    rows = [row.replace("True", "1").replace("False", "0") for row in rows]
    content = "\n".join(["date,region,kind,value", *rows])
    assert [one.value for one in read(content).questions[0].others] == ["x / z", "z / y", "z / z"]
    assert values_of(read(content, series="z / z"))[0] == 100


def test_a_heading_that_occurs_again_where_dates_go_on_is_left_out() -> None:
    halves = ["\n".join(["date,value", *(f"2024-{m:02d}-{d:02d},{d}" for d in range(1, 21))]) for m in (1, 2)]
    found = read("\n".join(halves))
    assert (len(found.series), found.questions) == (40, ())
    assert said(found, "heading occurs again in row 22")


@pytest.mark.parametrize("encoding", ["gb18030", "big5"])
def test_chinese_names(encoding: str) -> None:
    names = "日期,开盘,收盘" if encoding == "gb18030" else "日期,開盤,收盤"
    found = read(("\n".join([names, *(f"2024-01-{n:02d},1{n}.5,2{n}.5" for n in range(1, 20))])).encode(encoding))
    assert found.value_column == names.split(",")[2]


@pytest.mark.parametrize("encoding", ["koi8-r", "cp1251"])
def test_russian_names(encoding: str) -> None:
    rows = [f"{n:02d} янв 2024;{n},5;2{n},5" for n in range(1, 20)]
    found = read("\n".join(["Дата;Открытие;Закрытие", *rows]).encode(encoding))
    assert (found.value_column, found.encoding, dates_of(found)[0]) == ("Закрытие", encoding, "2024-01-01")


def test_japanese_names() -> None:
    rows = [f"2024年1月{n}日,{n}.5,2{n}.5" for n in range(1, 20)]
    found = read("\n".join(["日付,始値,終値", *rows]).encode("shift-jis"))
    assert (found.value_column, dates_of(found)[0]) == ("終値", "2024-01-01")


@pytest.mark.parametrize(
    ("names", "cell", "encoding"),
    [
        ("Date;Paid in", "£", "cp1252"),
        ("Datum;Wert in °C", "", "cp1252"),
        ("data;pełny numer", "", "cp1250"),
        ("基準日;1年;単位", "", "cp932"),
    ],
)
def test_few_letters_tell_the_encoding(names: str, cell: str, encoding: str) -> None:
    content = "\n".join([names, *(f"2024-01-{n:02d};{cell}{n * n % 7 + 0.25}" for n in range(1, 20))])
    found = read(content.encode(encoding))
    assert (found.encoding, found.value_column) == (encoding, names.split(";")[1])
    assert values_of(found)[:3] == [1.25, 4.25, 2.25]


def test_a_chosen_encoding_is_used() -> None:
    found = read("Datum;Größe\n" + "\n".join(f"{n}.1.2024;{n},5" for n in range(1, 20)), encoding="cp1252")
    assert found.value_column == "GrÃ¶ÃŸe"


def test_letters_behind_numbers() -> None:
    def of(cells: list[str], **reading: str) -> Understood:
        return read(
            "date,value\n" + "\n".join(f"2024-01-{n + 1:02d},{cell}" for n, cell in enumerate(cells)), **reading
        )

    kelvin = [f"{270 + n}.0 K" for n in range(20)]
    assert values_of(of(kelvin))[0] == 270
    assert values_of(of(kelvin, unit="scale"))[0] == 270_000
    assert values_of(of([*kelvin[:10], *(f"{n} M" for n in range(10))]))[-1] == 9e6
    flagged = of([*(f"{n}.5" for n in range(18)), "18.5 p", "19.5 e"])
    assert values_of(flagged)[-2:] == [18.5, 19.5]
    assert said(flagged, "2 × a flag")
    assert values_of(of([*(f"{n}.5" for n in range(18)), "18.5 )", "19.5 ]", "20.5[1]"]))[-3:] == [18.5, 19.5, 20.5]
    assert values_of(of([*(f"{n}.5" for n in range(18)), "18.5E", "~19.5"]))[-2:] == [18.5, 19.5]


@pytest.mark.parametrize("word", ["keine Daten", "Fehler", "欠測", "×", "non disponible", "T", "Error 404"])
def test_a_word_again_and_again_stands_for_a_missing_number(word: str) -> None:
    found = read("date,level\n" + "\n".join(f"2024-01-{n + 1:02d},{word if n % 4 == 2 else n}" for n in range(24)))
    assert values_of(found) == [n for n in range(24) if n % 4 != 2]
    assert said(found, f"6 cells of 'level' hold text and were taken for missing: row 4 holds '{word}'")


def test_bounds_may_tell_the_decimal_sign() -> None:
    found = read("date;value\n" + "\n".join(f"{n + 1}.1.2024;{'>2419,6' if n == 7 else 300 + n}" for n in range(24)))
    assert (values_of(found)[7], found.questions) == (2419.6, ())


def test_a_currency_of_letters() -> None:
    found = read("date;value\n" + "\n".join(f"{n + 1}.1.2024;Rp1.491.0{n:02d}" for n in range(24)))
    assert values_of(found)[:2] == [1491000, 1491001]


def test_numbers_that_may_stand_for_nothing_are_asked_about() -> None:
    rows = [f"2024-01-{n + 1:02d},{-999 if n % 5 == 2 else n}" for n in range(25)]
    found = read("date,value\n" + "\n".join(rows))
    (question,) = found.questions
    assert (question.about, question.chosen.value, question.others[0].value) == ("missing_numbers", "-999", "-")
    assert (len(found.series), found.missing) == (20, 5)
    assert len(read("date,value\n" + "\n".join(rows), missing_numbers="-").series) == 25
    assert len(read("date,value\n" + "\n".join(rows), missing_numbers="0, 1").series) == 23
    with pytest.raises(InvalidInput, match=r"task.missing_numbers: got 'x'; allowed are numbers"):
        read("date,value\n" + "\n".join(rows), missing_numbers="x")


@pytest.mark.parametrize(
    ("dates", "is_asked"),
    [
        ([f"M{n}" for n in range(1, 13)], False),
        ([f"M{n}" for n in range(12, 0, -1)], True),
        (["Jan", *["Feb"] * 11], True),
    ],
    ids=["in order", "backwards", "not understood"],
)
def test_the_order_of_rows_is_asked_about_where_no_date_tells(dates: list[str], is_asked: bool) -> None:
    found = read(lines(dates, [f"{n * n % 7},25" for n in range(12)], ";", "month,value"))
    assert ("row_order" in [question.about for question in found.questions]) == is_asked


def test_touching_cells_are_told() -> None:
    rows = [f"US1{day.replace('-', '')}  {n * n % 7 + 20}  {n % 5}" for n, day in enumerate(ISO)]
    found = read("\n".join(["STATION DATE  TMAX  TMIN", *rows, ""]))
    assert said(found, "4 names stand above 3 cells")
