"""A stand-in for yfinance that needs no network: the same calls, tables and errors, made-up prices.

In the process of a test, `fake_yfinance.install` puts it in place of the real one. A server in a process of its own
gets it with `PYTHONPATH=tests/data/series/fake`; when `FAKE_YFINANCE_LOG` names a file, every call is a line in it.

Any ticker has prices of its own: the same for the same date, whatever else is asked for. `TODAY` is always the same.
A ticker in `SCENARIOS`, or one that `scenarios` gives such a name, behaves as its entry says.
"""

import importlib.metadata
import os
import sys
import threading
import time
import zlib
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd

# The rest of the package, above all its exceptions, is the real one.
__path__.append(str(importlib.metadata.distribution("yfinance").locate_file("yfinance")))
__version__ = importlib.metadata.version("yfinance")

from yfinance.exceptions import YFPricesMissingError, YFRateLimitError, YFTzMissingError  # noqa: E402

SCENARIOS = {
    "NONE": "unknown to Yahoo",
    "LIMIT": "too many requests",
    "OFFLINE": "no network: the name of the server is not known",
    "SLOWNET": "the HTTP request times out",
    "BREAKS": "the connection breaks off twice, then it holds",
    "HANG": "hangs until `release` is called",
    "SLOW": "answers after a third of a second",
    "EMPTY": "a table without rows",
    "NANS": "a table without a value",
    "SHORT": "four rows",
    "HOLES": "missing, infinite and negative values, dates twice and out of order",
    "TICKERFIRST": "columns of two levels, the ticker above",
    "TICKERLAST": "columns of two levels, the ticker below",
    "ODD": "an answer that yfinance cannot read",
}

TODAY = date(2025, 12, 31)
FIRST_DAY = date(1995, 1, 2)
ZONES = {".L": "Europe/London", ".T": "Asia/Tokyo", "-USD": "UTC", "=X": "Europe/London"}
YEARS = {"1y": 1, "2y": 2, "5y": 5, "10y": 10}
COLUMNS = ["Open", "High", "Low", "Close", "Volume"]
PERIOD_DEFAULT = "1mo if start & end None"


@dataclass
class Fake:
    """What a test sees and sets: the calls so far, tickers with another scenario, and the end of a hang."""

    calls: list[dict[str, Any]] = field(default_factory=list)
    scenarios: dict[str, str] = field(default_factory=dict)
    released: threading.Event = field(default_factory=threading.Event)

    def release(self) -> None:
        self.released.set()

    def note(self, call: dict[str, Any]) -> None:
        self.calls.append(call)
        if log := os.environ.get("FAKE_YFINANCE_LOG"):
            with Path(log).open("a", encoding="utf-8") as file:
                file.write(" ".join(f"{name}={value}" for name, value in call.items()) + "\n")


fake = Fake()
config = SimpleNamespace(debug=SimpleNamespace(hide_exceptions=True), network=SimpleNamespace(retries=0))


def set_tz_cache_location(cache_dir: str) -> None:
    pass


class Ticker:
    def __init__(self, ticker: str, session: Any = None) -> None:
        self.ticker = ticker.upper()

    def history(
        self,
        period: str | None = PERIOD_DEFAULT,
        interval: str = "1d",
        start: str | None = None,
        end: str | None = None,
        prepost: bool = False,
        actions: bool = True,
        auto_adjust: bool = True,
        back_adjust: bool = False,
        repair: bool = False,
        keepna: bool = False,
        rounding: bool = False,
        timeout: float | None = 10,
    ) -> pd.DataFrame:
        asked = {"ticker": self.ticker, "period": None if start else period, "start": start, "end": end}
        fake.note(asked | {"interval": interval, "auto_adjust": auto_adjust})
        scenario = fake.scenarios.get(self.ticker, self.ticker if self.ticker in SCENARIOS else "")
        # The real one tries again by itself when a connection breaks off (and waits a little in between).
        breaks_off = scenario == "BREAKS" and config.network.retries < 2
        try:
            _misbehave("SLOWNET" if breaks_off else scenario, self.ticker, bool(start) or period == "max")
            first, last = _span(period, start, end, interval)
        except YFRateLimitError:
            raise
        except Exception:
            if config.debug.hide_exceptions:
                return _empty()
            raise
        table = _bars(self.ticker, interval, first, last, auto_adjust)
        if actions:
            table = table.assign(**{"Dividends": 0.0, "Stock Splits": 0.0})
        return CHANGES.get(scenario, lambda kept: kept)(table)


def _misbehave(scenario: str, ticker: str, needs_zone: bool) -> None:
    """Raise what the real one raises."""
    from curl_cffi.requests import Response, exceptions

    nothing = Response()
    nothing.status_code = 0
    see = "See https://curl.se/libcurl/c/libcurl-errors.html first for more details."
    if scenario == "NONE":
        if needs_zone:
            raise YFTzMissingError(ticker)
        raise YFPricesMissingError(ticker, "", yahoo_reason="No data found, symbol may be delisted")
    if scenario == "LIMIT":
        raise YFRateLimitError()
    if scenario == "OFFLINE":
        host = "Failed to perform, curl: (6) Could not resolve host: query2.finance.yahoo.com."
        raise exceptions.DNSError(f"{host} {see}", 6, nothing)
    if scenario == "SLOWNET":
        raise exceptions.Timeout(
            f"Failed to perform, curl: (28) Connection timed out after 10002 ms. {see}", 28, nothing
        )
    if scenario == "ODD":
        raise KeyError("timestamp")
    if scenario == "HANG":
        _hang()
    if scenario == "SLOW":
        time.sleep(0.3)


def _hang() -> None:
    """For a minute at most, and not beyond the test that put this module in place."""
    for _ in range(1200):
        if fake.released.wait(0.05) or getattr(sys.modules.get(__name__), "fake", None) is not fake:
            return


def _span(period: str | None, start: str | None, end: str | None, interval: str) -> tuple[date, date]:
    """The first day, and the day after the last one."""
    last = TODAY + timedelta(days=1)
    if start:
        first = date.fromisoformat(start)
        # Whoever asks about days after `TODAY` gets some, too.
        return first, date.fromisoformat(end) if end else max(last, first + timedelta(days=60))
    if period == "max":
        return (TODAY - timedelta(days=729) if interval == "1h" else FIRST_DAY), last
    if interval == "1h" and YEARS[str(period)] > 2:
        reason = "1h data not available for startTime=0 and endTime=1. The requested range must be within the last 730"
        raise YFPricesMissingError("?", "", yahoo_reason=f"{reason} days.")
    return TODAY.replace(year=TODAY.year - YEARS[str(period)]), last


def _bars(ticker: str, interval: str, first: date, last: date, auto_adjust: bool) -> pd.DataFrame:
    daily = _daily(ticker, max(last, TODAY))
    daily = daily[daily.index < pd.Timestamp(last)]
    if interval == "1h":
        table = _hourly(daily[daily.index >= pd.Timestamp(first)])
    elif interval == "1d":
        table = daily
    else:
        rules = {"1wk": "W-MON", "1mo": "MS"}
        of = {"Open": "first", "High": "max", "Low": "min", "Close": "last", "Adj Close": "last", "Volume": "sum"}
        table = daily.resample(rules[interval], label="left", closed="left").agg(of)
    if auto_adjust:
        ratio = table["Adj Close"] / table["Close"]
        table = table.assign(**{name: table[name] * ratio for name in COLUMNS[:4]}).drop(columns="Adj Close")
    table = table[table.index >= pd.Timestamp(first)].astype({"Volume": "int64"})
    zone = next((zone for ending, zone in ZONES.items() if ticker.endswith(ending)), "America/New_York")
    table.index = table.index.tz_localize(zone).as_unit("s")
    table.index.name = "Datetime" if interval == "1h" else "Date"
    return table


def _daily(ticker: str, last: date) -> pd.DataFrame:
    """A random walk in percent from `FIRST_DAY` on: a date's prices do not depend on how far it goes."""
    days = pd.bdate_range(FIRST_DAY, last)
    seed = zlib.crc32(ticker.encode())
    draws = np.random.default_rng(seed).standard_normal((len(days), 4))
    close = (20 + seed % 100) * np.exp(np.cumsum(0.0003 + 0.015 * draws[:, 0]))
    opened = close * np.exp(0.004 * draws[:, 1])
    high = np.maximum(close, opened) * (1 + 0.004 * np.abs(draws[:, 2]))
    low = np.minimum(close, opened) * (1 - 0.004 * np.abs(draws[:, 3]))
    # As if two percent a year were paid as dividends.
    years = (pd.Timestamp(TODAY) - days).days.to_numpy() / 365.25
    volume = np.round(1e6 * np.exp(0.3 * draws[:, 2]))
    prices = {"Open": opened, "High": high, "Low": low, "Close": close, "Adj Close": close * np.exp(-0.02 * years)}
    return pd.DataFrame(prices | {"Volume": volume}, index=days)


def _hourly(daily: pd.DataFrame) -> pd.DataFrame:
    """Seven rows a day, from 9:30 on, that lead from the day's open to its close."""
    hours = np.arange(7)
    index = np.add.outer(daily.index.to_numpy(), (570 + 60 * hours).astype("timedelta64[m]")).ravel()
    table = daily.loc[daily.index.repeat(7)].set_axis(pd.DatetimeIndex(index))
    part = np.tile((hours + 1) / 7, len(daily))
    close = table["Open"] + (table["Close"] - table["Open"]) * part
    ratio = table["Adj Close"] / table["Close"]
    return table.assign(**{"Close": close, "Adj Close": close * ratio, "Volume": np.round(table["Volume"] / 7)})


def _empty() -> pd.DataFrame:
    """What the real one gives instead of an error when it hides them."""
    table = pd.DataFrame(dict.fromkeys(["Open", "High", "Low", "Close", "Adj Close", "Volume"], np.nan), index=[])
    table.index.name = "Date"
    return table


def _with_holes(table: pd.DataFrame) -> pd.DataFrame:
    """Of the first ten rows one close is missing, one infinite and one negative; row 7 comes twice, row 9 first."""
    table = table.astype({"Volume": "float64"})
    table.iloc[[1, 2, 3], table.columns.get_loc("Close")] = np.nan, np.inf, -37.63
    table.iloc[[0, 5], table.columns.get_loc("Volume")] = np.nan, -1
    table.iloc[6, table.columns.get_loc("Open")] = np.inf
    table["High"] = np.nan
    twice = table.iloc[[7]].assign(Close=123.0)
    return pd.concat([table.iloc[[9]], table.iloc[:8], twice, table.iloc[8:9], table.iloc[10:]])


def _with_ticker(table: pd.DataFrame, ticker_first: bool) -> pd.DataFrame:
    pairs = [("X", name) if ticker_first else (name, "X") for name in table.columns]
    names = ["Ticker", "Price"] if ticker_first else ["Price", "Ticker"]
    return table.set_axis(pd.MultiIndex.from_tuples(pairs, names=names), axis=1)


CHANGES = {
    "EMPTY": lambda table: _empty(),
    "NANS": lambda table: table.astype("float64") * np.nan,
    "SHORT": lambda table: table.iloc[-4:],
    "HOLES": _with_holes,
    "TICKERFIRST": lambda table: _with_ticker(table, True),
    "TICKERLAST": lambda table: _with_ticker(table, False),
}
