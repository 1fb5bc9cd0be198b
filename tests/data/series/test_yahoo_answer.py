"""What becomes of Yahoo's answers: a whole series, or a sentence that says what went wrong and what to do."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from fake_yfinance import install
from hypothesis import given
from hypothesis import strategies as st

from seqcore.data.series.yahoo import INTERVALS, PERIODS, DownloadFailed, YahooRequest, download
from seqcore.data.series.yahoo_answer import FEWEST_ROWS, series_of
from seqcore.data.series.yahoo_failure import explain

AMZN = YahooRequest("AMZN")


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Any:
    return install(monkeypatch)


@pytest.fixture
def cache(runs_home: Path) -> Path:
    return runs_home / "downloads"


def ago(days: int) -> str:
    return (datetime.now(UTC).date() - timedelta(days=days)).isoformat()


def dates(start: str, end: str = "", interval: str = "1d") -> YahooRequest:
    return YahooRequest("AMZN", "dates", start, end, interval)


ALLOWED = [
    (period, interval)
    for period in PERIODS
    for interval in INTERVALS
    if interval != "1h" or period not in ("5y", "10y")
]


@pytest.mark.parametrize("adjusted", [True, False])
@pytest.mark.parametrize(("period", "interval"), ALLOWED)
def test_every_setting_gives_a_whole_series(fake: Any, period: str, interval: str, adjusted: bool) -> None:
    found = download(YahooRequest("AMZN", period, ago(700), ago(400), interval, adjusted))
    series = found.series
    assert list(series.columns) == ["close", "open", "high", "low", "volume"]
    assert series.index.dtype == np.dtype("datetime64[s]")
    assert (np.diff(series.index).astype(np.int64) > 0).all()
    assert all(values.dtype == np.float64 and np.isfinite(values).all() for values in series.columns.values())
    assert series.season() == {"1d": 5, "1wk": 52, "1mo": 12, "1h": 24}[interval]
    assert not found.from_cache
    assert series.notes == ()


def test_every_setting_gives_other_prices(fake: Any) -> None:
    requests = [
        AMZN,
        YahooRequest("IBM"),
        YahooRequest("AMZN", "1y"),
        YahooRequest("AMZN", interval="1wk"),
        YahooRequest("AMZN", adjusted=False),
        dates("2024-01-01"),
        dates("2024-01-01", "2025-01-01"),
    ]
    assert len({download(request).series.fingerprint for request in requests}) == len(requests)


def test_what_is_asked(fake: Any) -> None:
    download(YahooRequest("amzn", "2y", interval="1wk", adjusted=False))
    download(dates("2024-01-01", "2025-01-01"))
    download(dates("2024-01-01"))
    download(YahooRequest("AMZN", "max", interval="1h"))
    ticker, nothing = {"ticker": "AMZN"}, {"start": None, "end": None}
    assert fake.calls == [
        ticker | nothing | {"period": "2y", "interval": "1wk", "auto_adjust": False},
        ticker | {"period": None, "start": "2024-01-01", "end": "2025-01-01", "interval": "1d", "auto_adjust": True},
        ticker | {"period": None, "start": "2024-01-01", "end": None, "interval": "1d", "auto_adjust": True},
        ticker | {"period": None, "start": fake.calls[3]["start"], "end": None, "interval": "1h", "auto_adjust": True},
    ]
    assert fake.calls[3]["start"] in (ago(728), ago(729), ago(730))


def test_the_end_is_the_day_after_the_last_one(fake: Any) -> None:
    index = download(dates("2024-03-01", "2024-04-01")).series.index
    assert [str(day)[:10] for day in index[[0, -1]]] == ["2024-03-01", "2024-03-29"]


@pytest.mark.parametrize("ticker", ["AMZN", "VOD.L", "7203.T", "BTC-USD"])
def test_a_day_is_the_exchanges_day_whatever_its_time_zone(fake: Any, ticker: str) -> None:
    index = download(YahooRequest(ticker, "dates", "2024-06-03", "2024-06-30")).series.index
    assert str(index[0]) == "2024-06-03T00:00:00"


def test_hours_are_in_utc(fake: Any) -> None:
    start = datetime.now(UTC).date() - timedelta(days=600)
    series = download(dates(start.isoformat(), interval="1h")).series
    assert {str(hour)[14:] for hour in series.index} == {"30:00"}
    # From 9:30 to 15:30 in New York, which is five hours behind UTC in winter and four in summer.
    assert {str(hour)[11:13] for hour in series.index} == {str(hour) for hour in range(13, 21)}


def test_origin_says_what_and_when(fake: Any) -> None:
    found = download(YahooRequest("amzn", adjusted=False))
    when = datetime.fromtimestamp(found.fetched_at, UTC).strftime("%Y-%m-%d %H:%M")
    assert found.series.name == "AMZN"
    assert found.series.origin == (f"Yahoo Finance: AMZN, daily, close adjusted for splits only, downloaded {when} UTC")
    assert "AMZN, daily, adjusted close, " in download(AMZN).series.origin


def test_holes_are_left_out_or_filled_and_it_says_so(fake: Any, cache: Path) -> None:
    whole = download(AMZN).series
    fake.scenarios["AMZN"] = "HOLES"
    (cache / f"{AMZN.key}.parquet").unlink()
    series = download(AMZN).series
    assert len(series) == len(whole) - 3
    assert list(series.columns) == ["close", "open", "low", "volume"]
    kept = [0, 4, 5, 6, 7, 8, 9, 10]
    assert (series.index[:8] == whole.index[kept]).all()
    assert series.values[4] == 123.0
    assert series.columns["open"][3] == series.columns["open"][2] == whole.columns["open"][5]
    assert series.columns["volume"][0] == series.columns["volume"][1] == whole.columns["volume"][4]
    assert series.columns["volume"][2] == whole.columns["volume"][4]
    assert sorted(series.notes) == [
        "1 row with a date that comes again later left out.",
        "1 row without open given the value of the row before.",
        "2 rows without volume given the value of the row before.",
        "3 rows without a close above 0 left out.",
        "The column high left out: it has no values.",
    ]


@pytest.mark.parametrize("ticker", ["TICKERFIRST", "TICKERLAST"])
def test_columns_of_two_levels(fake: Any, cache: Path, ticker: str) -> None:
    fake.scenarios["AMZN"] = ticker
    two_levels = download(AMZN).series
    fake.scenarios.clear()
    (cache / f"{AMZN.key}.parquet").unlink()
    assert download(AMZN).series.fingerprint == two_levels.fingerprint


def test_the_last_row_of_today_may_still_change() -> None:
    days = pd.date_range("2024-01-01", periods=20, tz="America/New_York")
    table = pd.DataFrame({"Close": np.arange(1.0, 21.0)}, index=days)
    still = "The last row may still change: its time was not over when it was downloaded."
    assert series_of(table, AMZN, datetime(2024, 1, 20, 20, tzinfo=UTC).timestamp()).notes == (still,)
    assert series_of(table, AMZN, datetime(2024, 1, 21, 3, tzinfo=UTC).timestamp()).notes == ()


@pytest.mark.parametrize(
    "answer",
    [
        pd.DataFrame({"Price": np.ones(20)}, index=pd.date_range("2024-01-01", periods=20)),
        pd.DataFrame({"Close": np.ones(20)}),
    ],
)
def test_a_table_of_something_else_is_odd(answer: pd.DataFrame) -> None:
    with pytest.raises(DownloadFailed, match="could not be understood") as raised:
        series_of(answer, AMZN, 0.0)
    assert raised.value.kind == "odd"


@given(
    st.lists(
        st.tuples(st.integers(0, 40), st.floats(), st.floats(), st.floats()),
        min_size=1,
        max_size=60,
    )
)
def test_whatever_comes_is_a_whole_series_or_too_few_rows(rows: list[tuple[int, float, float, float]]) -> None:
    days, close, opened, volume = map(list, zip(*rows, strict=True))
    index = pd.Timestamp("2024-01-01", tz="Asia/Tokyo") + pd.to_timedelta(days, unit="D")
    table = pd.DataFrame({"Close": close, "Open": opened, "Volume": volume}, index=index)
    usable = {day for day, value in zip(days, close, strict=True) if 0 < value < np.inf}
    try:
        series = series_of(table, AMZN, 2e9)
    except DownloadFailed as failure:
        assert failure.kind == "empty"
        assert len(usable) < FEWEST_ROWS
        return
    assert len(series) == len(usable)
    assert (np.diff(series.index).astype(np.int64) > 0).all()
    for values in series.columns.values():
        assert np.isfinite(values).all()
        assert (values >= 0).all()
    last = {day: value for day, value in zip(days, close, strict=True) if 0 < value < np.inf}
    assert list(series.values) == [last[day] for day in sorted(last)]


FAILURES = {
    "NONE": (
        "unknown_ticker",
        "Yahoo does not know the ticker 'NONE'. Check the spelling (Yahoo's own notation, as in",
    ),
    "LIMIT": ("rate_limit", "Yahoo has had too many requests from this address and refuses more for now. Wait"),
    "OFFLINE": ("no_network", "Yahoo could not be reached from here. Check the network and try again, or use"),
    "SLOWNET": ("timeout", "Yahoo did not answer in time. Try again later, or use"),
    "EMPTY": ("empty", "Yahoo has no daily prices of 'EMPTY' for this time. Choose"),
    "NANS": ("empty", "Yahoo has no daily prices of 'NANS' for this time (0 usable rows of"),
    "SHORT": (
        "empty",
        "Yahoo has no daily prices of 'SHORT' for this time (4 usable rows of 4, at least 10 are needed)",
    ),
    "ODD": ("odd", "Yahoo's answer could not be understood (KeyError: 'timestamp'). Try again later, or use"),
}


@pytest.mark.parametrize("ticker", FAILURES)
def test_a_failure_says_why_and_what_to_do(fake: Any, cache: Path, ticker: str) -> None:
    kind, said = FAILURES[ticker]
    with pytest.raises(DownloadFailed) as raised:
        download(YahooRequest(ticker))
    assert raised.value.kind == kind
    assert str(raised.value).startswith(said)
    assert str(raised.value).endswith(".")
    assert not list(cache.glob("*.parquet"))


def test_a_connection_that_breaks_off_is_tried_again(fake: Any) -> None:
    assert len(download(YahooRequest("BREAKS")).series) > FEWEST_ROWS


def test_an_unknown_ticker_between_dates_is_unknown_too(fake: Any) -> None:
    for request in (YahooRequest("NONE", "max"), YahooRequest("NONE", "dates", "2024-01-01")):
        with pytest.raises(DownloadFailed) as raised:
            download(request)
        assert raised.value.kind == "unknown_ticker"


def _reply(status: int) -> Any:
    return type("Reply", (), {"status_code": status})()


def test_other_errors_find_their_kind() -> None:
    import requests
    from curl_cffi.requests import exceptions as curl
    from yfinance.exceptions import YFDataException, YFPricesMissingError

    too_old = "1h data not available for startTime=1. The requested range must be within the last 730 days."
    expected = {
        requests.exceptions.ConnectTimeout("x"): "timeout",
        requests.exceptions.SSLError("x"): "no_network",
        requests.exceptions.JSONDecodeError("x", "y", 0): "odd",
        curl.ProxyError("x"): "no_network",
        curl.CertificateVerifyError("x"): "no_network",
        curl.HTTPError("HTTP Error 404", 0, _reply(404)): "unknown_ticker",
        curl.HTTPError("HTTP Error 429", 0, _reply(429)): "rate_limit",
        curl.HTTPError("HTTP Error 503", 0, _reply(503)): "odd",
        curl.ConnectionError("Could not connect to server", 7, _reply(0)): "no_network",
        curl.Timeout("3 out of 100 bytes received", 28, _reply(200)): "timeout",
        curl.IncompleteRead("x", 18, _reply(200)): "no_network",
        ConnectionResetError("x"): "no_network",
        TimeoutError("x"): "timeout",
        json.JSONDecodeError("x", "y", 0): "odd",
        ValueError("Invalid ISIN number: US0000000000"): "unknown_ticker",
        YFDataException("*** YAHOO! FINANCE IS CURRENTLY DOWN! ***"): "odd",
        YFPricesMissingError("X", "(1d 2020 -> 2021)"): "empty",
        YFPricesMissingError("X", "", "Data doesn't exist for startDate = 1, endDate = 2"): "empty",
        YFPricesMissingError("X", "", too_old): "empty",
        YFPricesMissingError("X", "", "Invalid Crumb"): "odd",
        ModuleNotFoundError("No module named 'yfinance'"): "odd",
        RuntimeError("a\n" + "b" * 500): "odd",
    }
    assert {error: explain(error, AMZN).kind for error in expected} == expected
    assert too_old[:60] in str(explain(YFPricesMissingError("X", "", too_old), AMZN))
    assert max(len(str(explain(error, AMZN))) for error in expected) < 260
