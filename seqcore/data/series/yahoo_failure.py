"""Why a download failed, in one sentence for a person with what to do about it."""

from typing import Literal

from seqcore.data.series.yahoo_request import INTERVALS, YahooRequest

Kind = Literal["unknown_ticker", "no_network", "rate_limit", "timeout", "empty", "odd"]

LONGEST_REASON = 120
_INSTEAD = "or use bundled prices or a file."
_TIMEOUTS = {"Timeout", "TimeoutError", "ConnectTimeout", "ReadTimeout"}
# curl_cffi's and requests' errors have the same names; "RequestException" is what both derive theirs from.
_NETWORK = {"ConnectionError", "DNSError", "ProxyError", "SSLError", "gaierror"}
_UNREADABLE = {"JSONDecodeError", "InvalidJSONError", "ContentDecodingError"}


class DownloadFailed(Exception):
    """No prices. `kind` says why for programs, the text for people."""

    def __init__(self, kind: Kind, sentence: str) -> None:
        super().__init__(sentence)
        self.kind = kind


def failure_of(kind: Kind, request: YahooRequest, reason: str = "") -> DownloadFailed:
    """The failure of one kind; `reason` is what Yahoo or the library said, for the kinds that are not clear without."""
    rows = INTERVALS[request.interval].lower()
    said = f" ({_short(reason)})" if reason else ""
    sentences: dict[Kind, str] = {
        "unknown_ticker": f"Yahoo does not know the ticker {request.ticker!r}. Check the spelling (Yahoo's own "
        "notation, as in BRK-B or ^GSPC); companies that are no longer listed are gone there, too.",
        "no_network": f"Yahoo could not be reached from here. Check the network and try again, {_INSTEAD}",
        "rate_limit": "Yahoo has had too many requests from this address and refuses more for now. "
        f"Wait some minutes, {_INSTEAD}",
        "timeout": f"Yahoo did not answer in time. Try again later, {_INSTEAD}",
        "empty": f"Yahoo has no {rows} prices of {request.ticker!r} for this time{said}. "
        "Choose a longer time or other dates, and check the ticker.",
        "odd": f"Yahoo's answer could not be understood{said}. Try again later, {_INSTEAD}",
    }
    return DownloadFailed(kind, sentences[kind])


def explain(error: BaseException, request: YahooRequest) -> DownloadFailed:
    """Which failure an error raised by yfinance, or by what it stands on, is."""
    said = f"{type(error).__name__}: {error}"
    if isinstance(error, DownloadFailed):
        return DownloadFailed(error.kind, str(error))
    if isinstance(error, ImportError):
        return failure_of("odd", request, said)

    from yfinance.exceptions import YFPricesMissingError, YFRateLimitError, YFTzMissingError

    names = {base.__name__ for base in type(error).__mro__}
    # curl_cffi's network errors carry a reply, too, with the status 0, or 200 when it was cut off.
    status = getattr(getattr(error, "response", None), "status_code", None) or 0
    if isinstance(error, YFRateLimitError) or status == 429:
        return failure_of("rate_limit", request)
    # Every ticker has a time zone. The errors about an ISIN mean a ticker that looks like one.
    if isinstance(error, YFTzMissingError) or status == 404 or (isinstance(error, ValueError) and "ISIN" in said):
        return failure_of("unknown_ticker", request)
    if isinstance(error, YFPricesMissingError):
        return _prices_missing(error.yahoo_reason or "", request)
    if names & _TIMEOUTS:
        return failure_of("timeout", request)
    if names & _NETWORK:
        return failure_of("no_network", request)
    if status >= 400 or names & _UNREADABLE or "RequestException" not in names:
        return failure_of("odd", request, said)
    return failure_of("no_network", request)


def _prices_missing(reason: str, request: YahooRequest) -> DownloadFailed:
    """As Yahoo puts it: "No data found, symbol may be delisted", "Data doesn't exist for startDate = …", or nothing."""
    words = reason.lower()
    if "delisted" in words or "not found" in words:
        return failure_of("unknown_ticker", request)
    return failure_of("empty" if "data" in words or not words else "odd", request, reason)


def _short(reason: str) -> str:
    line = " ".join(reason.split())
    return line if len(line) <= LONGEST_REASON else line[: LONGEST_REASON - 1] + "…"
