"""Which columns of a file are taken for what."""

import pytest
from file_contents import ISO, VALUES, dates_of, read, said, times_of, values_of

SEVERAL = "id,open,Adj Close,close,name,Date\n" + "".join(
    f"{number},{number % 5},{number % 7}.5,{number % 3},ACME,{day}\n" for number, day in enumerate(ISO)
)


def test_known_names_are_preferred() -> None:
    found = read(SEVERAL)
    assert (found.value_column, found.date_column) == ("Adj Close", "Date")
    assert found.columns == ("id", "open", "Adj Close", "close", "name", "Date")
    assert found.numeric_columns == ("id", "open", "Adj Close", "close")
    assert list(found.series.columns) == ["Adj Close", "open", "close"]
    assert said(found, "number the rows", "id")
    assert said(found, "without numbers", "name")


def test_chosen_columns_are_used() -> None:
    found = read(SEVERAL, value_column="id", date_column="-")
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
def test_the_value_column_by_its_name(heading: str, value: str) -> None:
    rows = "".join(f"{day},{place % 5},{place % 7}\n" for place, day in enumerate(ISO))
    assert read(f"{heading}\n{rows}").value_column == value


@pytest.mark.parametrize(
    ("names", "offered"),
    [
        ("z,y,x", "y,z,x"),
        ("x,y,temperature", "y,x,temperature"),
        ("mean,std,count", "count,mean,std"),
        ("temperature,sample_count", "temperature,sample_count"),
        ("Actual,Target", "Target,Actual"),
        ("Net,Discount", "Net,Discount"),
        ("LCP (ms),Total blocking time (ms)", "LCP (ms),Total blocking time (ms)"),
        ("Open tickets,Closed tickets,Backlog", "Open tickets,Closed tickets,Backlog"),
        ("Load,Oil price", "Oil price,Load"),
        ("OPR_HR,Wind,Sun", "Wind,Sun"),
        ("Subtotal,Total", "Total"),
        ("Revenue,Revenue last year", "Revenue,Revenue last year"),
        ("demand,price", "price,demand"),
        ("Verbrauch (kWh),Preis (ct/kWh)", "Preis (ct/kWh),Verbrauch (kWh)"),
        ("price,market_cap", "price"),
        ("speed,traffic_volume", "speed,traffic_volume"),
        ("Q,H,week", "Q,H"),
        ("min,max,mean", "min,max,mean"),
        ("height,heart rate", "height,heart rate"),
        ("mem_mb,cpu_percent", "mem_mb,cpu_percent"),
        ("level change,inflow,outflow", "inflow,outflow,level change"),
        ("Price,Open,High,Low", "Price"),
        ("y,temperature", "y"),
        ("AAPL Close,AAPL High,AAPL Volume", "AAPL Close"),
        ("Close,Dividends", "Close"),
    ],
)
def test_a_piece_of_a_name_does_not_settle_what_is_forecast(names: str, offered: str) -> None:
    factors = [1 if name == "OPR_HR" else 7 + 4 * place for place, name in enumerate(names.split(","))]
    tops = [200 if name in "QH" else 24 for name in names.split(",")]
    rows = "".join(
        f"2024-01-{n // 24 + 1:02d} {n % 24:02d}:00,"
        f"{','.join(str(n * one % top) for one, top in zip(factors, tops, strict=True))}\n"
        for n in range(72)
    )
    found = read(f"time,{names}\n{rows}")
    others = [answer.value for question in found.questions for answer in question.others]
    assert [found.value_column, *others] == offered.split(",")


def test_of_columns_that_are_as_likely_a_full_one_comes_first() -> None:
    rows = "".join(f"2024-01-{day:02d},{day % 5 if day % 3 else ''},{day % 7}\n" for day in range(1, 29))
    found = read(f"date,paid,balance\n{rows}")
    assert (found.value_column, found.questions[0].others[0].value) == ("balance", "paid")


def test_a_known_name_above_empty_cells_is_passed_over() -> None:
    rows = "".join(f"{day},,{place % 7}\n" for place, day in enumerate(ISO))
    assert read(f"date,adj close,price\n{rows}").value_column == "price"


def test_a_column_that_counts_is_not_the_value() -> None:
    rows = "".join(f"{place / 10},{place % 7}.5\n" for place in range(12))
    found = read(rows)
    assert (found.value_column, list(found.series.columns)) == ("column 2", ["column 2"])


def test_the_only_column() -> None:
    found = read("y\n" + "".join(f"{value}\n" for value in VALUES))
    assert values_of(found) == VALUES
    assert found.series.index.tolist() == list(range(12))
    assert said(found, "no column of dates")


def test_the_only_column_with_decimal_commas() -> None:
    found = read("y\n" + "".join(f"{value}\n".replace(".", ",") for value in VALUES))
    assert values_of(found) == VALUES


def test_the_only_column_may_count_down() -> None:
    assert values_of(read("".join(f"{value}\n" for value in range(20, 0, -1)))) == list(range(20, 0, -1))


def test_an_index_that_counts_down_turns_the_rows_round() -> None:
    found = read("t,y\n" + "".join(f"{place},{place % 5}\n" for place in range(12, 0, -1)))
    assert values_of(found) == [place % 5 for place in range(1, 13)]
    assert found.newest_first
    assert said(found, "counts down")


def test_a_numeric_index_can_be_chosen() -> None:
    found = read("y,step\n" + "".join(f"{place},{place * 7 % 13}\n" for place in range(12)), date_column="step")
    assert values_of(found) == sorted(range(12), key=lambda place: place * 7 % 13)
    assert found.date_column == ""


def test_months_without_a_century_are_numbered_rows() -> None:
    months = [f"{year}-{month:02d}" for year in (1, 2, 3) for month in range(1, 13)]
    content = "Month,Sales\r\n" + "".join(f"{month},{n * n % 17}.5\r\n" for n, month in enumerate(months))
    found = read(content)
    assert found.series.index.tolist() == list(range(36))
    assert said(found, "'Month' was not read as dates", "row 2 holds '1-01'")


def test_names_are_kept_as_text_cut_and_made_different() -> None:
    heading = f"date,<script>alert(1)</script>,=1+1,{'x' * 80},a, a ,,a"
    rows = "".join(f"{day},{n % 2},{n % 3},{n % 4},{n % 5},{n % 6},{n % 7},{n % 8}\n" for n, day in enumerate(ISO))
    columns = read(f"{heading}\n{rows}").columns
    assert columns[1:3] == ("<script>alert(1)</script>", "=1+1")
    assert columns[3] == "x" * 59 + "…"
    assert columns[4:] == ("a", "a (2)", "column 7", "a (3)")


def test_of_very_many_columns_the_first_hundred_are_used() -> None:
    heading = "date," + ",".join(f"c{place}" for place in range(300))
    rows = "".join(f"{day}{''.join(f',{(n + c) % 7}' for c in range(300))}\n" for n, day in enumerate(ISO))
    found = read(f"{heading}\n{rows}")
    assert len(found.columns) == 100
    assert len(found.series.columns) == 99
    assert said(found, "301 columns")


def test_a_time_of_day_in_a_column_of_its_own() -> None:
    rows = "".join(f"2020.01.{1 + n // 4:02d},{6 * (n % 4):02d}:00,{n % 5}\n" for n in range(12))
    found = read(f"<DATE>,<TIME>,<CLOSE>\n{rows}")
    assert times_of(found)[:5] == [
        f"2020-01-{day:02d}T{h:02d}:00:00" for day, h in ((1, 0), (1, 6), (1, 12), (1, 18), (2, 0))
    ]
    assert said(found, "made of <DATE>, <TIME>")


def test_a_year_and_a_month_are_months() -> None:
    rows = "".join(f"{2000 + n // 12};{n % 12 + 1};{n % 5}\n" for n in range(24))
    found = read(f"year;month;value\n{rows}")
    assert dates_of(found)[10:14] == ["2000-11-01", "2000-12-01", "2001-01-01", "2001-02-01"]
    assert found.duplicates == 0


def test_large_whole_numbers_are_no_dates() -> None:
    rows = "".join(f"{1_500_000_000 + 7919 * (n * 5 % 12)},{n % 5}.5\n" for n in range(12))
    found = read(f"volume,close\n{rows}")
    assert found.date_column == ""


def test_formulas_are_text() -> None:
    rows = "".join(f'{day},{n % 5},"=HYPERLINK(""x"")"\n' for n, day in enumerate(ISO))
    assert read(f"date,close,link\n{rows}").numeric_columns == ("close",)


@pytest.mark.parametrize(
    ("minutes", "first", "last"),
    [(range(0, 1440, 30), "01T00:00", "02T23:30"), (range(15, 1441, 15), "01T00:15", "03T00:00")],
    ids=["half hours", "quarters to 24:00"],
)
def test_columns_that_are_times_of_day(minutes: range, first: str, last: str) -> None:
    values = [place * place % 97 for place in range(2 * len(minutes))]
    rows = [values[: len(minutes)], values[len(minutes) :]]
    heading = ",".join(f"{minute // 60:02d}:{minute % 60:02d}" for minute in minutes)
    days = [f"2024-01-0{day},{','.join(map(str, row))},{sum(row)}" for day, row in enumerate(rows, 1)]
    found = read("\n".join([f"Date,{heading},Sum", *days, ""]))
    assert values_of(found) == values
    assert times_of(found)[0] == f"2024-01-{first}:00"
    assert times_of(found)[-1] == f"2024-01-{last}:00"
    assert said(found, "are times: each cell became a row", "left out: Sum")


@pytest.mark.parametrize(
    ("heading", "names"),
    [
        ("Date,Price,,Date,Price", ["Price", "Price (2)"]),
        ("Brent,,,WTI,\nDate,Price,,Date,Price", ["Brent Price", "WTI Price"]),
        ("Brent Date,Brent,,WTI Date,WTI", ["Brent", "WTI"]),
    ],
    ids=["same names", "two lines", "one line"],
)
def test_tables_beside_each_other_have_dates_of_their_own(heading: str, names: list[str]) -> None:
    rows = [
        f"{day},{value},,2021-01-{n:02d},{n * n}" for n, (day, value) in enumerate(zip(ISO, VALUES, strict=True), 1)
    ]
    content = "\n".join([heading, *rows, ",,,2021-01-13,169", ""])
    found = read(content)
    assert (found.value_column, values_of(found), dates_of(found)) == (names[0], VALUES, ISO)
    assert [other.value for question in found.questions for other in question.others] == names[1:]
    second = read(content, value_column=names[1])
    assert values_of(second) == [n * n for n in range(1, 14)]
    assert dates_of(second) == [f"2021-01-{n:02d}" for n in range(1, 14)]


def test_the_begin_and_the_end_of_a_period_are_one_table() -> None:
    rows = [f"{day},2021-01-{n:02d},{n % 5}" for n, day in enumerate(ISO, 1)]
    assert dates_of(read("\n".join(["start date,end date,value", *rows, ""]))) == ISO


@pytest.mark.parametrize(
    "heading",
    ["Year Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec", "     Jan  Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"],
    ids=["named", "years without a name"],
)
def test_months_as_columns_with_spaces_between(heading: str) -> None:
    rows = [(year, [float(year * month % 97) + 0.5 for month in range(1, 13)]) for year in range(1990, 1999)]
    cells = [f"{year}  {'  '.join(map(str, values))}" for year, values in rows]
    found = read("\n".join(["Level of a lake", "Station 12", heading, *cells, ""]))
    assert values_of(found) == [value for _, values in rows for value in values]
    assert (dates_of(found)[0], dates_of(found)[-1]) == ("1990-01-01", "1998-12-01")


def test_a_title_with_a_date_is_no_row_of_a_table_further_right() -> None:
    rows = [f",{day},{value},{n % 5}" for n, (day, value) in enumerate(zip(ISO, VALUES, strict=True))]
    found = read("\n".join(["Sales,,,", "Printed,2021-03-01,,", ",,,", ",date,close,guests", *rows, ",Sum,1,1", ""]))
    assert (found.value_column, values_of(found), dates_of(found)) == ("close", VALUES, ISO)


def test_only_the_second_of_two_columns_may_have_a_name() -> None:
    found = read('"","x"\n' + "".join(f'"{n}",{value}\n' for n, value in enumerate(VALUES, 1)))
    assert (found.value_column, values_of(found)) == ("x", VALUES)
