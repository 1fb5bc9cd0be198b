"""Where a series comes from: one entry for each source. Loading is an edge: it reads files or asks the network."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from seqcore.invalid import InvalidInput
from seqcore.series.bundled import bundled_series
from seqcore.series.files import LARGEST_BYTES, Reading, read_series
from seqcore.series.generated import generate
from seqcore.series.loaded import Loaded, ReadFile, no_files
from seqcore.series.uploads import file_name
from seqcore.series.yahoo import DownloadFailed, YahooRequest, download

if TYPE_CHECKING:
    from seqcore.tasks.prices import Prices


@dataclass(frozen=True)
class Source:
    """A source of series. `load` gets the task, a way to read files, and whether to ask the network anew."""

    title: str
    load: Callable[["Prices", ReadFile, bool], Loaded]


def _generated(task: "Prices", read: ReadFile, refresh: bool) -> Loaded:
    return Loaded(generate(task.process, task.length, task.volatility, task.drift, task.season, task.series_seed))


def _bundled(task: "Prices", read: ReadFile, refresh: bool) -> Loaded:
    return Loaded(bundled_series(task.bundle))


def _yahoo(task: "Prices", read: ReadFile, refresh: bool) -> Loaded:
    found = download(request_of(task), refresh=refresh)
    return Loaded(found.series, age_in_words=found.age_in_words)


def _file(task: "Prices", read: ReadFile, refresh: bool) -> Loaded:
    understood = read_series(read(task.path), file_name(task.path), reading_of(task))
    return Loaded(understood.series, understood.facts(), understood.columns)


SOURCES = {
    "generated": Source("Generated", _generated),
    "bundled": Source("Bundled", _bundled),
    "yahoo": Source("Yahoo", _yahoo),
    "file": Source("File", _file),
}


def request_of(task: "Prices") -> YahooRequest:
    """What to ask Yahoo for. Raises InvalidInput for what it cannot be asked for."""
    return YahooRequest(task.ticker, task.period, task.start, task.end, task.interval, task.adjusted)


def reading_of(task: "Prices") -> Reading:
    """How to read the file."""
    return Reading(
        separator=task.separator,
        decimal=task.decimal,
        date_order=task.date_order,
        date_column=task.date_column,
        value_column=task.value_column,
        missing=task.missing,
        duplicates=task.duplicates,
    )


def read_file(path: str) -> bytes:
    """A file of this computer, for the command line only: never with a path that came from a browser."""
    if not path:
        raise InvalidInput(["task.path: nothing was passed; name a CSV or Parquet file, as in task.path=prices.csv."])
    try:
        with Path(path).expanduser().open("rb") as file:
            return file.read(LARGEST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise InvalidInput([f"task.path: {path!r} cannot be read ({error}); name a CSV or Parquet file."]) from error


def load(task: "Prices", read: ReadFile = no_files, *, refresh: bool = False) -> Loaded:
    """The series of a price task. Raises InvalidInput with a sentence for whatever is in the way."""
    try:
        return SOURCES[task.source].load(task, read, refresh)
    except DownloadFailed as error:
        raise InvalidInput([f"task.ticker: {error}"]) from error
