"""Series that come with the program: no network, and the same rows for everybody. NumPy only.

What they are, where they come from and their licences: `snapshot/README.md`.
"""

import gzip
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from seqcore.data.series.series import Series
from seqcore.invalid import InvalidInput

FOLDER = Path(__file__).parent / "snapshot"

_DAILY_SOURCE = "Quandl WIKI Prices (public domain), by way of bokeh_sampledata 2026.1"
_DAILY_NOTE = "Adjusted for splits and dividends, also for those after the last row."


@dataclass(frozen=True)
class Bundled:
    """One series of the snapshot. `values_are` says in words what the forecast column holds."""

    title: str
    name: str
    values_are: str
    source: str
    note: str


BUNDLED: dict[str, Bundled] = {
    "aapl": Bundled("Apple, daily 2000–2013", "AAPL", "daily adjusted close in dollars", _DAILY_SOURCE, _DAILY_NOTE),
    "goog": Bundled("Google, daily 2004–2013", "GOOG", "daily adjusted close in dollars", _DAILY_SOURCE, _DAILY_NOTE),
    "ibm": Bundled("IBM, daily 2000–2013", "IBM", "daily adjusted close in dollars", _DAILY_SOURCE, _DAILY_NOTE),
    "msft": Bundled(
        "Microsoft, daily 2000–2013", "MSFT", "daily adjusted close in dollars", _DAILY_SOURCE, _DAILY_NOTE
    ),
    "amzn-weekly": Bundled(
        "Amazon, weekly 2018–2019",
        "AMZN",
        "weekly close divided by the first week's",
        "plotly.data.stocks() of plotly 7.1.0 (MIT licence)",
        "The source divided every price by the first one: the values start at 1 and are no dollars.",
    ),
    "co2": Bundled(
        "CO₂ at Mauna Loa, monthly 1958–2015",
        "CO₂",
        "parts per million in dry air, means of months",
        "NOAA and the Scripps Institution (public domain), by way of the data package co2-ppm (PDDL)",
        "A trend and a season of 12 rows. Months without measurements were filled in by the source.",
    ),
    "sunspots": Bundled(
        "Sunspots, yearly 1700–2008",
        "Sunspots",
        "relative numbers, means of years",
        "NOAA's National Geophysical Data Center (public domain), by way of statsmodels",
        "A cycle of about 11 rows, never quite the same. Some years have 0: percent changes do not exist there.",
    ),
    "airline": Bundled(
        "Airline passengers, monthly 1949–1960",
        "Passengers",
        "thousands of passengers of international airlines, totals of months",
        "Box and Jenkins 1976, by way of sktime 1.2.0 (BSD licence)",
        "A trend, and a season of 12 rows that grows with it: percent changes or logarithms make it even.",
    ),
    "seattle-weather": Bundled(
        "Weather in Seattle, daily 2012–2015",
        "Seattle",
        "highest temperature of the day in °C",
        "NOAA (public domain), by way of vega_datasets 0.9.0 (MIT licence)",
        "A season of a year, which four years show four times. Rain in mm and wind in m/s are further columns.",
    ),
    "shampoo": Bundled(
        "Shampoo sales, 36 months",
        "Shampoo",
        "sales of one kind of shampoo, totals of months",
        "Makridakis, Wheelwright and Hyndman 1998, by way of sktime 1.2.0 (BSD licence)",
        "The months of three years that the source does not name: rows are counted.",
    ),
}


@cache
def bundled_series(name: str) -> Series:
    """The series called `name` in `BUNDLED`, read once; its arrays are read-only because everybody shares them.

    Columns: close, then for the daily ones open, high, low and volume; one for each of the others. Raises InvalidInput
    for an unknown name.
    """
    if name not in BUNDLED:
        raise InvalidInput([f"task.bundle: got {name!r}; allowed is one of {', '.join(BUNDLED)}."])
    entry = BUNDLED[name]
    lines = gzip.decompress((FOLDER / f"{name}.csv.gz").read_bytes()).decode("ascii").splitlines()
    table = np.array([line.split(",") for line in lines[1:]])
    has_dates = "-" in table[0, 0]
    index = table[:, 0].astype("datetime64[s]" if has_dates else np.int64)
    columns = {title: table[:, place].astype(np.float64) for place, title in enumerate(lines[0].split(",")) if place}
    for array in (index, *columns.values()):
        array.setflags(write=False)
    series = Series(index, columns, entry.name, "", (entry.note,))
    first, last = series.ends_in_words()
    origin = f"Snapshot of {entry.name}: {entry.values_are}, {first} to {last}, from {entry.source}."
    return replace(series, origin=origin)
