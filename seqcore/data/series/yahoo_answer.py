"""One question to Yahoo, and the series in its answer.

pandas and yfinance take a second to import, so functions do it, and only when there is something to ask.
"""

import logging
import queue
import threading
import time
import warnings
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from seqcore.data.series.series import Array64, Series
from seqcore.data.series.yahoo_failure import explain, failure_of
from seqcore.data.series.yahoo_request import HOURLY_DAYS, INTERVALS, YahooRequest

if TYPE_CHECKING:
    from pandas import DataFrame

FEWEST_ROWS = 10
MOST_QUESTIONS = 4
SECONDS_FOR_ONE_REPLY = 10.0
"""For each of the two or three HTTP requests that make up a question."""
RETRIES = 2
"""Of yfinance's own, one and two seconds later, when a connection breaks off."""

_FURTHER = ("open", "high", "low", "volume")
_ROW_LASTS = {"1h": 3600, "1d": 86_400, "1wk": 7 * 86_400, "1mo": 31 * 86_400}
# A question that hangs keeps its place, so that hanging threads cannot pile up.
_places = threading.BoundedSemaphore(MOST_QUESTIONS)


def fetch(request: YahooRequest, patience: float) -> tuple[Series, float]:
    """Ask Yahoo once: the series, and when it came (seconds since 1970). Raises DownloadFailed.

    Never takes longer than `patience` (seconds), whatever yfinance does.
    """
    answers: queue.SimpleQueue[tuple[Series, float] | BaseException] = queue.SimpleQueue()
    deadline = time.monotonic() + patience
    if not _places.acquire(timeout=patience):
        raise failure_of("timeout", request)
    threading.Thread(target=_ask_and_tell, args=(request, answers), name="yahoo", daemon=True).start()
    try:
        answer = answers.get(timeout=max(deadline - time.monotonic(), 0.01))
    except queue.Empty:
        raise failure_of("timeout", request) from None
    if isinstance(answer, BaseException):
        raise explain(answer, request) from answer
    return answer


def _ask_and_tell(request: YahooRequest, answers: "queue.SimpleQueue[tuple[Series, float] | BaseException]") -> None:
    try:
        answer, now = _ask_yahoo(request), time.time()
        answers.put((series_of(answer, request, now), now))
    except BaseException as error:  # whatever it is, somebody is waiting for it
        answers.put(error)
    finally:
        _places.release()


def _ask_yahoo(request: YahooRequest) -> "DataFrame":
    """The answer as yfinance gives it. Every call to yfinance is made in here."""
    import yfinance

    logger = logging.getLogger("yfinance")
    logger.propagate = False
    if not logger.handlers:  # without any, Python prints warnings
        logger.addHandler(logging.NullHandler())
    warnings.filterwarnings("ignore", module="yfinance")
    # It keeps time zones and cookies in SQLite files below the home folder, which may be read-only or shared by many
    # processes. In a place where no folder can be made, it does without them.
    yfinance.set_tz_cache_location(str(Path(__file__) / "nowhere"))
    # Otherwise errors are logged, and the answer is an empty table whatever has happened.
    yfinance.config.debug.hide_exceptions = False
    yfinance.config.network.retries = RETRIES
    span: dict[str, Any] = {"period": request.period}
    if request.period == "dates":
        span = {"start": request.start, "end": request.end or None}
    elif request.period == "max" and request.is_hourly:
        span = {"start": (date.today() - timedelta(days=HOURLY_DAYS)).isoformat()}
    return yfinance.Ticker(request.ticker).history(
        interval=request.interval,
        auto_adjust=request.adjusted,
        actions=False,
        timeout=SECONDS_FOR_ONE_REPLY,
        **span,
    )


def series_of(answer: "DataFrame | None", request: YahooRequest, now: float) -> Series:
    """The series in an answer that came at `now`: rows with a close above 0, gaps in the other columns filled.

    Raises DownloadFailed when there are too few rows or no prices in it.
    """
    import pandas

    if answer is None or not len(answer):
        raise failure_of("empty", request)
    table = _flat(answer)
    if "close" not in table or not isinstance(table.index, pandas.DatetimeIndex):
        raise failure_of("odd", request, f"columns {', '.join(map(str, table.columns))}")
    index = _dates(table.index, request)
    columns = {name: _numbers(table[name]) for name in _columns(table)}
    notes: list[str] = []
    rows = _rows_to_keep(index, columns["close"], notes)
    if len(rows) < FEWEST_ROWS:
        reason = f"{len(rows)} usable rows of {len(table)}, at least {FEWEST_ROWS} are needed"
        raise failure_of("empty", request, reason)
    index = index[rows]
    filled = {name: _filled(name, values[rows], notes) for name, values in columns.items()}
    columns = {name: values for name, values in filled.items() if values is not None}
    if index[-1].astype(np.int64) + _ROW_LASTS[request.interval] > now:
        notes.append("The last row may still change: its time was not over when it was downloaded.")
    return Series(index, columns, request.ticker, _origin(request, now), tuple(notes))


def _flat(answer: "DataFrame") -> "DataFrame":
    """Columns by their lower-case names alone: yfinance can put the ticker above or below them."""
    table = answer.copy(deep=False)
    if table.columns.nlevels > 1:
        levels = range(table.columns.nlevels)
        with_names = next((level for level in levels if "Close" in table.columns.get_level_values(level)), 0)
        table.columns = table.columns.get_level_values(with_names)
    table.columns = table.columns.map(lambda name: str(name).lower())
    return table.loc[:, ~table.columns.duplicated()]


def _numbers(column: Any) -> Array64:
    import pandas

    return pandas.to_numeric(column, errors="coerce").to_numpy(np.float64, na_value=np.nan)


def _columns(table: "DataFrame") -> list[str]:
    return ["close", *(name for name in _FURTHER if name in table)]


def _dates(index: Any, request: YahooRequest) -> npt.NDArray[Any]:
    """For hourly rows the time in UTC, for longer ones the date at the exchange: (rows,) datetime64[s]."""
    if request.is_hourly:
        index = index.tz_convert("UTC") if index.tz is not None else index
    dates: npt.NDArray[Any] = index.tz_localize(None).to_numpy().astype("datetime64[s]")
    return dates if request.is_hourly else dates.astype("datetime64[D]").astype("datetime64[s]")


def _rows_to_keep(index: npt.NDArray[Any], close: Array64, notes: list[str]) -> npt.NDArray[np.int64]:
    """The places of the rows with a date and a close above 0, in order of time; of several at one time the last."""
    usable = np.flatnonzero(np.isfinite(close) & (close > 0) & ~np.isnat(index))
    ordered = usable[np.argsort(index[usable], kind="stable")]
    is_last = np.append(index[ordered][1:] != index[ordered][:-1], True)[: len(ordered)]
    left_out, repeated = len(close) - len(usable), int((~is_last).sum())
    if left_out:
        notes.append(f"{_rows(left_out)} without a close above 0 left out.")
    if repeated:
        notes.append(f"{_rows(repeated)} with a date that comes again later left out.")
    return ordered[is_last]


def _filled(name: str, values: Array64, notes: list[str]) -> Array64 | None:
    """Gaps hold the value before, or at the start, where there is none, the first one; nothing if there are only gaps.

    A gap is what is missing, infinite or below 0, for prices also 0.
    """
    lowest = 0.0 if name == "volume" else np.nextafter(0.0, 1.0)
    gaps = ~(np.isfinite(values) & (values >= lowest))
    if not gaps.any():
        return values
    if gaps.all():
        notes.append(f"The column {name} left out: it has no values.")
        return None
    places = np.where(gaps, -1, np.arange(len(values)))
    before = np.maximum.accumulate(places)
    first = int(np.argmin(gaps))
    notes.append(f"{_rows(int(gaps.sum()))} without {name} given the value of the row before.")
    return values[np.where(before < 0, first, before)]


def _rows(number: int) -> str:
    return f"{number:,} row{'s' * (number != 1)}"


def _origin(request: YahooRequest, now: float) -> str:
    # What Yahoo calls the close without adjustment is adjusted for splits all the same.
    close = "adjusted close" if request.adjusted else "close adjusted for splits only"
    when = datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%d %H:%M UTC")
    return f"Yahoo Finance: {request.ticker}, {INTERVALS[request.interval].lower()}, {close}, downloaded {when}"
