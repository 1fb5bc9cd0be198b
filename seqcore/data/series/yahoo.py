"""Prices from Yahoo Finance: asked for once, kept on disk, and never asked for by many at a time."""

import time
from dataclasses import dataclass, replace

from seqcore.data.series.download_cache import Downloaded, load, store, turn
from seqcore.data.series.yahoo_answer import fetch
from seqcore.data.series.yahoo_failure import DownloadFailed
from seqcore.data.series.yahoo_request import INTERVALS, PERIODS, YahooRequest

__all__ = ["INTERVALS", "PERIODS", "DownloadFailed", "Downloaded", "YahooRequest", "download"]

SECONDS_FOR_YAHOO = 15.0
CACHE_SECONDS = 12 * 3600.0
HOURLY_CACHE_SECONDS = 3600.0
SECONDS_BETWEEN_REFRESHES = 10.0
SECONDS_A_FAILURE_COUNTS = 10.0


@dataclass(frozen=True)
class _Failure:
    kept: DownloadFailed
    at: float
    """By `time.monotonic`."""


_failures: dict[str, _Failure] = {}


def download(request: YahooRequest, *, refresh: bool = False) -> Downloaded:
    """The prices: from disk when they were fetched lately, else from Yahoo. Raises DownloadFailed.

    Whoever asks for the same at the same moment waits for one answer, also a bad one, which is given again for some
    seconds. When Yahoo fails, older prices from disk will do, and the series says so in its notes.
    `refresh` wants newer prices: it asks Yahoo again, though not more than once in ten seconds, and raises when Yahoo
    fails; the older prices stay on disk.
    """
    came = time.monotonic()
    if not refresh and (kept := load(request.key)) and _is_recent(kept, request):
        return kept
    with turn(request.key):
        kept = load(request.key)
        if kept and (_is_new(kept) if refresh else _is_recent(kept, request)):
            return kept
        try:
            _raise_again(request.key, came, refresh)
            return _ask(request)
        except DownloadFailed as failure:
            if kept and not refresh:
                return _older(kept, failure)
            raise


def _ask(request: YahooRequest) -> Downloaded:
    try:
        series, fetched_at = fetch(request, SECONDS_FOR_YAHOO)
    except DownloadFailed as failure:
        now = time.monotonic()
        for key in [key for key, old in list(_failures.items()) if now - old.at > SECONDS_A_FAILURE_COUNTS]:
            _failures.pop(key, None)
        _failures[request.key] = _Failure(failure, now)
        raise
    _failures.pop(request.key, None)
    found = Downloaded(series, fetched_at, from_cache=False)
    store(request.key, found)
    return found


def _raise_again(key: str, came: float, refresh: bool) -> None:
    """Raise what the last question came to, if it ended while this caller waited or only some seconds ago."""
    last = _failures.get(key)
    if last is None:
        return
    is_meant = not refresh or last.kept.kind == "rate_limit"
    if last.at >= came or (is_meant and time.monotonic() - last.at < SECONDS_A_FAILURE_COUNTS):
        raise DownloadFailed(last.kept.kind, str(last.kept))


def _is_recent(kept: Downloaded, request: YahooRequest) -> bool:
    # A file from the future was written by a clock that went wrong.
    return 0 <= time.time() - kept.fetched_at < (HOURLY_CACHE_SECONDS if request.is_hourly else CACHE_SECONDS)


def _is_new(kept: Downloaded) -> bool:
    return 0 <= time.time() - kept.fetched_at < SECONDS_BETWEEN_REFRESHES


def _older(kept: Downloaded, failure: DownloadFailed) -> Downloaded:
    note = f"Older prices, downloaded {kept.age_in_words(time.time())}: {failure}"
    return replace(kept, series=replace(kept.series, notes=(*kept.series.notes, note)))
