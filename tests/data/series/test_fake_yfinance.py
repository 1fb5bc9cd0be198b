"""The stand-in for yfinance is like the real one, which is given made-up replies of Yahoo's server."""

import inspect
import json
import sys
import time
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from fake_yfinance import install

from seqcore.data.series import yahoo, yahoo_answer
from seqcore.data.series.yahoo import DownloadFailed, YahooRequest
from seqcore.data.series.yahoo_answer import series_of

AMZN = YahooRequest("AMZN")


class Reply:
    """What Yahoo's server says, as yfinance reads it."""

    url = "https://query2.finance.yahoo.com/"

    def __init__(self, content: dict[str, Any], status: int = 200) -> None:
        self.content, self.status_code, self.text = content, status, json.dumps(content)

    def json(self) -> dict[str, Any]:
        return self.content

    def raise_for_status(self) -> None:
        from curl_cffi.requests.exceptions import HTTPError

        if self.status_code >= 400:
            raise HTTPError(f"HTTP Error {self.status_code}: ", 0, self)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Answers for Yahoo's server, below the real yfinance: set `server.reply` to a function of the URL."""
    from yfinance.data import YfData

    place = type("Server", (), {"reply": None})
    for name in ("get", "cache_get"):
        monkeypatch.setattr(YfData, name, lambda self, url, params=None, timeout=30: place.reply(url, params))
    monkeypatch.setattr("yfinance.base._tz_info_fetch_ctr", 0)
    monkeypatch.setattr(yahoo, "_failures", {})
    return place


def _chart(request: YahooRequest, count: int = 40) -> Callable[[str, Any], Reply]:
    zone = "America/New_York"
    hours = pd.date_range("2024-01-02 09:30", periods=count * 24, freq="h", tz=zone)
    index = hours[hours.hour == 9][:count] if not request.is_hourly else hours[(hours.hour >= 9) & (hours.hour < 16)]
    stamps = [int(stamp.timestamp()) for stamp in index]
    values = [100.0 + place for place in range(len(stamps))]
    days = sorted({stamp.date() for stamp in index})
    times_of = [[int(pd.Timestamp(f"{day} {hour}", tz=zone).timestamp()) for hour in ("9:30", "16:00")] for day in days]
    offset = {"timezone": "EST", "gmtoffset": -18000}
    periods = [[{"start": opens, "end": closes, **offset}] for opens, closes in times_of]
    meta = {
        "exchangeTimezoneName": zone,
        "validRanges": ["1y", "5y", "max"],
        "instrumentType": "EQUITY",
        "currency": "USD",
        "priceHint": 2,
        "tradingPeriods": periods,
        "currentTradingPeriod": {name: periods[-1][0] for name in ("pre", "regular", "post")},
        "regularMarketTime": stamps[-1],
        "firstTradeDate": stamps[0],
        **offset,
    }
    quote = {name: values for name in ("open", "high", "low", "close")} | {"volume": [1000] * len(values)}
    adjusted = {"adjclose": [{"adjclose": [value / 2 for value in values]}]}
    result = {"meta": meta, "timestamp": stamps, "indicators": {"quote": [quote], **adjusted}}
    return lambda url, params: Reply({"chart": {"result": [result], "error": None}})


@pytest.mark.parametrize("adjusted", [True, False])
@pytest.mark.parametrize("interval", ["1d", "1h"])
def test_tables_are_laid_out_as_the_real_ones(
    server: Any, monkeypatch: pytest.MonkeyPatch, interval: str, adjusted: bool
) -> None:
    request = YahooRequest("AMZN", "1y", interval=interval, adjusted=adjusted)
    server.reply = _chart(request)
    real = yahoo_answer._ask_yahoo(request)
    install(monkeypatch)
    made = yahoo_answer._ask_yahoo(request)
    assert sorted(made.columns) == sorted(real.columns)
    assert made.columns.nlevels == real.columns.nlevels == 1
    assert made.index.name == real.index.name
    assert str(made.index.tz) == str(real.index.tz) == "America/New_York"
    assert {name: made[name].dtype for name in real} == {name: real[name].dtype for name in real}
    series = series_of(real, request, time.time())
    assert series.values[0] == (50.0 if adjusted else 100.0)
    assert str(series.index[0]) == ("2024-01-02T00:00:00" if interval == "1d" else "2024-01-02T14:30:00")


def test_the_stand_ins_functions_take_what_the_real_ones_take(monkeypatch: pytest.MonkeyPatch) -> None:
    from yfinance.scrapers.history import PriceHistory

    real = inspect.signature(PriceHistory.history).parameters
    install(monkeypatch)
    made = inspect.signature(sys.modules["yfinance"].Ticker.history).parameters
    assert {name: parameter.default for name, parameter in made.items()} == {name: real[name].default for name in made}


NOT_FOUND = {"code": "Not Found", "description": "No data found, symbol may be delisted"}


def test_the_real_errors_are_understood(server: Any) -> None:
    """Of an unknown ticker, too, for which the real one looks elsewhere the first two times."""
    from curl_cffi.requests.exceptions import DNSError
    from yfinance.exceptions import YFRateLimitError

    def fail(error: Exception) -> Callable[..., Reply]:
        def reply(*_: Any) -> Reply:
            raise error

        return reply

    def unknown(url: str, params: Any) -> Reply:
        return Reply({"chart": {"result": None, "error": NOT_FOUND}}, 404)

    def kind(reply: Callable[..., Reply], request: YahooRequest) -> str:
        server.reply = reply
        with pytest.raises(DownloadFailed) as raised:
            yahoo_answer.fetch(request, 10.0)
        return raised.value.kind

    for request in [
        YahooRequest("AMZNN"),
        YahooRequest("AMZNN", "max"),
        YahooRequest("AMZNN"),
        YahooRequest("AMZNN", "dates", "2024-01-01"),
    ]:
        assert kind(unknown, request) == "unknown_ticker"
    assert kind(fail(DNSError("Could not resolve host", 6)), AMZN) == "no_network"
    assert kind(fail(YFRateLimitError()), AMZN) == "rate_limit"
    assert kind(lambda *_: Reply({"chart": {"result": [{"meta": {}, "indicators": {"quote": [{}]}}]}}), AMZN) == "odd"
    short = _chart(AMZN, count=5)
    assert kind(short, AMZN) == "empty"
