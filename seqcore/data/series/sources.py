"""Where a series comes from: one entry for each source. Loading is an edge: it reads files or asks the network."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from seqcore.data.base import Loaded, ReadFile, no_files
from seqcore.data.series.bundled import BUNDLED, bundled_series
from seqcore.data.series.files import Understood, read_series
from seqcore.data.series.formula import formula_series
from seqcore.data.series.generated import PROCESSES, generate
from seqcore.data.series.reading.choices import Reading
from seqcore.data.series.yahoo import DownloadFailed, YahooRequest, download
from seqcore.data.uploads import file_name
from seqcore.invalid import InvalidInput

if TYPE_CHECKING:
    from seqcore.data.series.settings import SeriesSettings


@dataclass(frozen=True, eq=False)
class LoadedFile(Loaded):
    """A series out of a file, with all that was understood of it."""

    understood: Understood | None = None


@dataclass(frozen=True)
class Source:
    """A source of series. `load` gets the settings, a way to read files, and whether to ask the network anew."""

    title: str
    load: Callable[["SeriesSettings", ReadFile, bool], Loaded]
    in_words: Callable[["SeriesSettings"], str]
    """The series in a few words, before it is loaded."""


def _generated(asked: "SeriesSettings", read: ReadFile, refresh: bool) -> Loaded:
    return Loaded(generate(asked.process, asked.length, asked.volatility, asked.drift, asked.season, asked.series_seed))


def _formula(asked: "SeriesSettings", read: ReadFile, refresh: bool) -> Loaded:
    return Loaded(formula_series(asked.formula, asked.length, asked.series_seed))


def _bundled(asked: "SeriesSettings", read: ReadFile, refresh: bool) -> Loaded:
    return Loaded(bundled_series(asked.bundle))


def _yahoo(asked: "SeriesSettings", read: ReadFile, refresh: bool) -> Loaded:
    found = download(request_of(asked), refresh=refresh)
    return Loaded(found.series, age_in_words=found.age_in_words)


def _file(asked: "SeriesSettings", read: ReadFile, refresh: bool) -> Loaded:
    understood = read_series(read(asked.path), file_name(asked.path), reading_of(asked))
    return LoadedFile(
        understood.series,
        understood.facts(),
        understood.columns,
        understood.sentence(),
        understood.questions,
        understood=understood,
    )


SOURCES = {
    "generated": Source(
        "Generated", _generated, lambda asked: f"{PROCESSES[asked.process].title}, {asked.length:,} rows"
    ),
    "formula": Source("Formula", _formula, lambda asked: f"{asked.formula}, {asked.length:,} rows"),
    "bundled": Source("Bundled", _bundled, lambda asked: BUNDLED[asked.bundle].title),
    "yahoo": Source("Yahoo", _yahoo, lambda asked: f"{asked.ticker.upper()} from Yahoo Finance"),
    "file": Source("File", _file, lambda asked: file_name(asked.path) or "no file yet"),
}


def request_of(asked: "SeriesSettings") -> YahooRequest:
    """What to ask Yahoo for. Raises InvalidInput for what it cannot be asked for."""
    return YahooRequest(asked.ticker, asked.period, asked.start, asked.end, asked.interval, asked.adjusted)


def reading_of(asked: "SeriesSettings") -> Reading:
    """How to read the file."""
    return Reading(**{field.name: getattr(asked, field.name) for field in fields(Reading)})


def load(asked: "SeriesSettings", read: ReadFile = no_files, *, refresh: bool = False) -> Loaded:
    """The series that is asked for. Raises InvalidInput with a sentence for whatever is in the way."""
    try:
        return SOURCES[asked.source].load(asked, read, refresh)
    except DownloadFailed as error:
        raise InvalidInput([f"task.ticker: {error}"]) from error
