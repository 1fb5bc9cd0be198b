"""Which series is meant: where it comes from, how it is made, downloaded or read, and which of its columns count.

Every source has settings of its own, which have no effect elsewhere. How to load from each is in `sources.py`.
"""

from typing import Annotated, cast

from seqcore.data.base import Data, Loaded, ReadFile, no_files
from seqcore.data.formula import LONGEST
from seqcore.data.series.bundled import BUNDLED
from seqcore.data.series.generated import PROCESSES
from seqcore.data.series.reading.choices import DATE_ORDERS, DECIMALS, DUPLICATES, MISSING, SEPARATORS, TOO_LONG
from seqcore.data.series.reading.encoding import ENCODINGS
from seqcore.data.series.reading.numbers import UNITS
from seqcore.data.series.reading.resampling import AGGREGATES, RESAMPLINGS
from seqcore.data.series.reading.row_order import ROW_ORDERS
from seqcore.data.series.season import has_season
from seqcore.data.series.series import Series
from seqcore.data.series.sources import SOURCES, load
from seqcore.data.series.yahoo import INTERVALS, PERIODS
from seqcore.limits import LARGEST_SEED, LIMITS
from seqcore.settings import OneOf, Settings, fields_of, setting

_SECTION = "Series"
_GENERATED = {"source": ("generated",)}
_MADE = {"source": ("generated", "formula")}
_YAHOO = {"source": ("yahoo",)}
_FILE = {"source": ("file",)}


def _processes_with(parameter: str) -> tuple[str, ...]:
    return tuple(name for name, process in PROCESSES.items() if parameter in process.uses)


class SeriesSettings(Settings):
    """The part of a task's settings that names its series: mixed in before `Task`, whose hooks it fills in."""

    source: Annotated[str, OneOf(SOURCES)] = setting(
        "generated", "Source", "Where the series comes from.", section=_SECTION
    )
    process: Annotated[str, OneOf(PROCESSES)] = setting(
        "gbm", "Process", "The rule that makes the series.", only_if=_GENERATED, section=_SECTION
    )
    formula: str = setting(
        "100 + 10*sin(2*pi*t/50) + randn",
        "Formula",
        "The value of row t (0, 1, 2 and so on); randn is noise with a deviation of 1, rand is between 0 and 1.",
        only_if={"source": ("formula",)},
        section=_SECTION,
        examples=("100 + t/10 + 5*sin(2*pi*t/30) + randn", "50 + cumsum(randn)"),
        max_length=LONGEST,
    )
    length: int = setting(
        1500, "Rows", "How many rows to make.", ge=100, le=LIMITS.rows, only_if=_MADE, section=_SECTION
    )
    volatility: float = setting(
        1.0,
        "Volatility (%)",
        "Size of the random part of a step, in percent of the level at the start.",
        ge=0,
        le=20,
        only_if=_GENERATED,
        section=_SECTION,
    )
    drift: float = setting(
        0.03,
        "Drift (%)",
        "Average change of a step, in percent of the level at the start.",
        ge=-1,
        le=1,
        only_if=_GENERATED | {"process": _processes_with("drift")},
        section=_SECTION,
    )
    season: int = setting(
        50,
        "Season (rows)",
        "After how many rows the pattern repeats.",
        ge=2,
        le=1000,
        only_if=_GENERATED | {"process": _processes_with("season")},
        section=_SECTION,
    )
    series_seed: int = setting(
        1,
        "Series seed",
        "Decides the noise: same seed, same series.",
        ge=0,
        le=LARGEST_SEED,
        only_if=_MADE,
        section=_SECTION,
    )
    bundle: Annotated[str, OneOf(BUNDLED)] = setting(
        "aapl",
        "Series",
        "Prices, weather and four classics that work offline.",
        only_if={"source": ("bundled",)},
        section=_SECTION,
    )
    ticker: str = setting(
        "AMZN",
        "Ticker",
        "The name at Yahoo Finance.",
        only_if=_YAHOO,
        section=_SECTION,
        examples=("AMZN", "BRK-B", "^GSPC"),
        max_length=20,
    )
    period: Annotated[str, OneOf(PERIODS)] = setting(
        "5y", "Period", "How far to look back, or from and to which day.", only_if=_YAHOO, section=_SECTION
    )
    start: str = setting(
        "2020-01-01",
        "From",
        "The first day, as in 2020-01-31.",
        only_if=_YAHOO | {"period": ("dates",)},
        section=_SECTION,
        examples=("2020-01-01", "2019-06-30"),
        max_length=10,
    )
    end: str = setting(
        "",
        "To",
        "The day after the last one, as in 2024-12-31. Empty: today.",
        only_if=_YAHOO | {"period": ("dates",)},
        section=_SECTION,
        examples=("2024-12-31", "2023-12-31"),
        max_length=10,
    )
    interval: Annotated[str, OneOf(INTERVALS)] = setting(
        "1d", "Interval", "Time from one row to the next.", only_if=_YAHOO, section=_SECTION
    )
    adjusted: bool = setting(
        True, "Adjusted close", "Prices corrected for splits and dividends.", only_if=_YAHOO, section=_SECTION
    )
    path: str = setting(
        "",
        "File",
        "A table: CSV, Excel, OpenDocument, Parquet or JSON; in the browser, one that was uploaded.",
        only_if=_FILE,
        section=_SECTION,
        examples=("prices.csv", "more.csv"),
        max_length=1000,
    )
    value_column: str = setting(
        "",
        "Value column",
        "What to forecast; “*” takes columns that are years one behind the other. Empty: find out.",
        only_if=_FILE,
        section=_SECTION,
        examples=("close", "open"),
        max_length=100,
    )
    date_column: str = setting(
        "",
        "Date column",
        "What orders the rows; “Date + Time” are two columns together, “-” takes rows as they come. Empty: find out.",
        only_if=_FILE,
        section=_SECTION,
        examples=("-", "date"),
        max_length=400,
    )
    series: str = setting(
        "",
        "Series in the file",
        "Which one, where several stand below each other: its ticker, region or sensor. Empty: find out.",
        only_if=_FILE,
        section=_SECTION,
        examples=("AAPL", "Berlin"),
        max_length=100,
    )
    sheet: str = setting(
        "",
        "Sheet",
        "Which sheet of a workbook. Empty: the longest.",
        only_if=_FILE,
        advanced=True,
        examples=("Sheet1", "2024"),
        max_length=100,
    )
    date_order: Annotated[str, OneOf(DATE_ORDERS)] = setting(
        "auto", "Order of a date", "Which of day, month and year comes first.", only_if=_FILE, advanced=True
    )
    row_order: Annotated[str, OneOf(ROW_ORDERS)] = setting(
        "auto",
        "Order of the rows",
        "Which row is the oldest, where no date is understood.",
        only_if=_FILE,
        advanced=True,
    )
    encoding: Annotated[str, OneOf(ENCODINGS)] = setting(
        "auto", "Letters", "How the letters of a text file are encoded.", only_if=_FILE, advanced=True
    )
    separator: Annotated[str, OneOf(SEPARATORS)] = setting(
        "auto", "Separator", "What stands between two columns.", only_if=_FILE, advanced=True
    )
    decimal: Annotated[str, OneOf(DECIMALS)] = setting(
        "auto", "Decimal sign", "What stands before the tenths.", only_if=_FILE, advanced=True
    )
    unit: Annotated[str, OneOf(UNITS)] = setting(
        "auto", "Letters behind numbers", "Whether K, M, B or T is a unit or a scale.", only_if=_FILE, advanced=True
    )
    missing_numbers: str = setting(
        "",
        "Numbers for missing values",
        "Numbers that stand for no value, such as -999; “-” for none. Empty: find out.",
        only_if=_FILE,
        advanced=True,
        examples=("-999", "-200, -999"),
        max_length=100,
    )
    missing: Annotated[str, OneOf(MISSING)] = setting(
        "drop", "Missing values", "What to do with rows that have no value.", only_if=_FILE, advanced=True
    )
    duplicates: Annotated[str, OneOf(DUPLICATES)] = setting(
        "last", "Duplicate dates", "Which row counts when a date occurs twice.", only_if=_FILE, advanced=True
    )
    resample: Annotated[str, OneOf(RESAMPLINGS)] = setting(
        "none", "Resample", "Rows of equal periods out of rows at any times.", only_if=_FILE, section=_SECTION
    )
    aggregate: Annotated[str, OneOf(AGGREGATES)] = setting(
        "mean",
        "Of a period",
        "What stands for all rows of a period.",
        only_if=_FILE | {"resample": tuple(name for name in RESAMPLINGS if name != "none")},
        section=_SECTION,
    )
    too_long: Annotated[str, OneOf(TOO_LONG)] = setting(
        "newest",
        "Of a very long file",
        f"Which rows to take where there are more than {LIMITS.rows:,}; resampling takes all.",
        only_if=_FILE,
        advanced=True,
    )
    features: tuple[str, ...] = setting(
        (),
        "Further inputs",
        "Columns that the network sees besides the value itself.",
        section=_SECTION,
        examples=("volume",),
        max_length=20,
    )

    def data_settings(self) -> str:
        """What decides the series, as JSON: equal texts load the same series. `features` only choose among columns."""
        values = dict(self)
        of_series = {
            name
            for name, field in fields_of(SeriesSettings).items()
            if name == "source" or ("source" in field.only_if and field.applies(values))
        }
        return self.model_dump_json(include=of_series)

    def load(self, read: ReadFile = no_files, *, refresh: bool = False) -> Loaded:
        """The series. Reads files with `read`; raises InvalidInput with a sentence for whatever is in the way."""
        return load(self, read, refresh=refresh)

    def in_use(self, data: Data) -> Data:
        """The series with its further inputs, without the columns that are none."""
        return cast(Series, data).only(self.features)

    def season_of(self, series: Series, training: int) -> int | None:
        """Rows of a season: of the process that made the series, or that of its dates if the first rows show it.

        `training` says how many rows may be looked at to find out.
        """
        if fields_of(SeriesSettings)["season"].applies(dict(self)):
            return self.season
        season = series.season()
        return season if season and has_season(series.values[:training], season) else None
