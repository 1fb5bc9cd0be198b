"""What Yahoo may be asked for: every notation it has, nothing that it cannot answer, one sentence for each mistake."""

from datetime import UTC, datetime, timedelta

import pytest

from seqcore.data.series.yahoo import PERIODS, YahooRequest
from seqcore.invalid import InvalidInput

AMZN = YahooRequest("AMZN")


def ago(days: int) -> str:
    return (datetime.now(UTC).date() - timedelta(days=days)).isoformat()


def dates(start: str, end: str = "", interval: str = "1d") -> YahooRequest:
    return YahooRequest("AMZN", "dates", start, end, interval)


@pytest.mark.parametrize("ticker", ["AMZN", "amzn", " brk-b ", "^GSPC", "EURUSD=X", "BMW.DE", "0700.HK", "BTC-USD"])
def test_yahoos_notations_are_understood(ticker: str) -> None:
    assert YahooRequest(ticker).ticker == ticker.strip().upper()


@pytest.mark.parametrize("ticker", ["", "A" * 21, "AM ZN", "AMZN,IBM", "../etc", "A\nB", "ÄPFEL", "ı", "<b>", "A;B"])
def test_a_ticker_that_is_none_is_refused(ticker: str) -> None:
    with pytest.raises(InvalidInput, match=r"task\.ticker: got .*; allowed are 1 to 20 letters.* as in AMZN, BRK-B"):
        YahooRequest(ticker)


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("", "", "task.start: nothing was passed"),
        ("1.2.2020", "", "task.start: got '1.2.2020'; allowed is a date, as in 2020-01-31."),
        ("20200101", "", "task.start: got '20200101'; allowed is a date"),
        ("2020-02-30", "", "task.start: got '2020-02-30'; allowed is a date"),
        ("1066-10-14", "", "task.start: got '1066-10-14'; allowed is a date"),
        ("٢٠٢٠-٠١-٠١", "", "task.start: got '٢٠٢٠-٠١-٠١'; allowed is a date"),
        ("2020-01-01", "soon", "task.end: got 'soon'; allowed is a date"),
        ("2020-01-02", "2020-01-02", "task.end: got 2020-01-02; it has to be after the first day, 2020-01-02."),
        ("2020-01-02", "2019-12-31", "task.end: got 2019-12-31; it has to be after the first day, 2020-01-02."),
        (ago(-3), "", f"task.start: got {ago(-3)}, which is in the future"),
        (ago(9), ago(-3), f"task.end: got {ago(-3)}, which is in the future"),
    ],
)
def test_dates_that_cannot_be_are_refused_in_words(start: str, end: str, said: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        dates(start, end)
    assert len(raised.value.problems) == 1
    assert raised.value.problems[0].startswith(said)


def test_today_may_be_asked_for() -> None:
    assert dates(ago(30), ago(0)).end == ago(0)


def test_hourly_rows_go_two_years_back() -> None:
    assert dates(ago(728), interval="1h").is_hourly
    with pytest.raises(InvalidInput, match=r"task\.start: got .* with hourly rows; .* about two years\. Pass "):
        dates(ago(740), interval="1h")
    for period in PERIODS:
        if period in ("5y", "10y"):
            with pytest.raises(InvalidInput, match=f"task.period: got '{period}' with hourly rows.*1y, 2y, max, dates"):
                YahooRequest("AMZN", period, interval="1h")
        elif period != "dates":
            YahooRequest("AMZN", period, interval="1h")


def test_unknown_choices_are_refused_all_at_once() -> None:
    with pytest.raises(InvalidInput) as raised:
        YahooRequest("A B", period="3y", interval="5m")
    assert [problem.partition(":")[0] for problem in raised.value.problems] == [
        "task.ticker",
        "task.interval",
        "task.period",
    ]


def test_requests_for_the_same_are_the_same() -> None:
    assert YahooRequest("amzn", start="2020-01-01", end="nonsense") == AMZN
    assert YahooRequest("amzn").key == AMZN.key
    others = [
        YahooRequest("IBM"),
        YahooRequest("AMZN", "1y"),
        YahooRequest("AMZN", interval="1wk"),
        YahooRequest("AMZN", adjusted=False),
        dates("2020-01-01"),
        dates("2020-01-02"),
        dates("2020-01-01", "2021-01-01"),
    ]
    assert len({AMZN.key, *(other.key for other in others)}) == len(others) + 1
