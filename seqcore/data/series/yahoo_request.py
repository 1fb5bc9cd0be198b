"""What Yahoo Finance can be asked for, checked before anybody is asked."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta

from seqcore.invalid import InvalidInput

INTERVALS = {"1d": "Daily", "1wk": "Weekly", "1mo": "Monthly", "1h": "Hourly"}
PERIODS = {
    "1y": "1 year",
    "2y": "2 years",
    "5y": "5 years",
    "10y": "10 years",
    "max": "All there is",
    "dates": "From … to …",
}
HOURLY_PERIODS = ("1y", "2y", "max", "dates")
HOURLY_DAYS = 729
"""How far back hourly rows go: Yahoo refuses what began 730 days ago, to the second."""

_TICKER = re.compile(r"[A-Za-z0-9.\-^=]{1,20}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Raise it when a series is made from an answer in a new way: what is cached was made in the old one.
_FORMAT = 1


@dataclass(frozen=True)
class YahooRequest:
    """The prices of one ticker. Raises InvalidInput, one sentence for each thing that Yahoo cannot be asked for.

    `start` and `end` are ISO dates, `end` being the day after the last one or empty for until now. They count only
    with the period "dates" and are emptied otherwise, so that equal requests are equal. The ticker is upper-cased.
    """

    ticker: str
    period: str = "5y"
    start: str = ""
    end: str = ""
    interval: str = "1d"
    adjusted: bool = True

    def __post_init__(self) -> None:
        values = {name: getattr(self, name).strip() for name in ("ticker", "start", "end")}
        if self.period != "dates":
            values["start"] = values["end"] = ""
        for name, value in values.items():
            object.__setattr__(self, name, value)
        problems = [*self._problems()]
        if problems:
            raise InvalidInput(problems)
        object.__setattr__(self, "ticker", self.ticker.upper())

    @property
    def key(self) -> str:
        """Names this request in the cache."""
        return hashlib.sha256(json.dumps([_FORMAT, asdict(self)]).encode()).hexdigest()[:32]

    @property
    def is_hourly(self) -> bool:
        return self.interval == "1h"

    def _problems(self) -> Iterator[str]:
        if not _TICKER.fullmatch(self.ticker):
            yield (
                f"task.ticker: got {self.ticker[:30]!r}; allowed are 1 to 20 letters, digits and the signs . - ^ =, "
                "in Yahoo's own notation, as in AMZN, BRK-B or ^GSPC."
            )
        if self.interval not in INTERVALS:
            yield f"task.interval: got {self.interval!r}; allowed is one of {', '.join(INTERVALS)}."
        if self.period not in PERIODS:
            yield f"task.period: got {self.period!r}; allowed is one of {', '.join(PERIODS)}."
        elif self.is_hourly and self.period not in HOURLY_PERIODS:
            yield (
                f"task.period: got {self.period!r} with hourly rows, of which Yahoo keeps about two years; "
                f"pass one of {', '.join(HOURLY_PERIODS)}, or a longer interval."
            )
        elif self.period == "dates":
            yield from self._problems_of_dates()

    def _problems_of_dates(self) -> Iterator[str]:
        # A date is in the future only when nowhere on Earth has it begun.
        today = (datetime.now(UTC) + timedelta(hours=14)).date()
        if not self.start:
            yield "task.start: nothing was passed; name the first day, as in 2020-01-31."
        days = {name: _day(text) for name in ("start", "end") if (text := getattr(self, name))}
        for name, day in days.items():
            if day is None:
                yield f"task.{name}: got {getattr(self, name)[:20]!r}; allowed is a date, as in 2020-01-31."
            elif day > today:
                yield f"task.{name}: got {day}, which is in the future; allowed is a date up to {today}."
        start, end = days.get("start"), days.get("end")
        if start and end and start >= end:
            yield f"task.end: got {end}; it has to be after the first day, {start}. Pass a later date, or nothing."
        earliest = today - timedelta(days=HOURLY_DAYS)
        if start and self.is_hourly and start < earliest:
            yield (
                f"task.start: got {start} with hourly rows; Yahoo keeps them for about two years. "
                f"Pass {earliest} or a later date, or a longer interval."
            )


def _day(text: str) -> date | None:
    """The date of an ISO text; nothing for any other text and for years before there were prices."""
    try:
        day = date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None
    return day if day and day.year >= 1900 else None
