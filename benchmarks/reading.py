"""Large files of one's own: how long reading takes, and to how many times its size memory grows, in a fresh process."""

import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.report import Row
from seqcore.data.series.reading.choices import Reading

MEGABYTE = 1_000_000
KNOWN = Reading(date_column="time", value_column="close")
LINE = "{date},{value:.4f},{volume}\n"
WAYS = {
    "40 rows": (40, KNOWN),
    "10 MB, the newest rows": (300_000, replace(KNOWN, too_long="newest")),
    "48 MB, the newest rows": (1_400_000, replace(KNOWN, too_long="newest")),
    "48 MB, every n-th row": (1_400_000, replace(KNOWN, too_long="every")),
    "48 MB, by day": (1_400_000, replace(KNOWN, resample="day")),
    "190 MB, by day": (5_600_000, replace(KNOWN, resample="day")),
}


def measure() -> Iterator[Row]:
    """For each file the seconds until it is read, and its peak of memory."""
    with tempfile.TemporaryDirectory() as folder:
        for name, (rows, reading) in WAYS.items():
            file = Path(folder) / f"{rows}.csv"
            if not file.exists():
                _write(file, rows)
            size = file.stat().st_size
            seconds, grown = _in_a_process(file, reading)
            yield Row(f"{name}: read", seconds, "s", None, "")
            if size > MEGABYTE:
                yield Row(f"{name}: memory, times its size", grown / size, "", None, "at most 4")


def _write(file: Path, rows: int) -> None:
    """Minutes with a value and a volume, oldest first."""
    minutes = np.datetime64("2005-01-01T00:00") + np.arange(rows)
    values = 100 + np.cumsum(np.random.default_rng(1).standard_normal(rows)) / 100
    with file.open("w") as out:
        out.write("time,close,volume\n")
        for date, value in zip(minutes, values, strict=True):
            out.write(LINE.format(date=date, value=value, volume=int(abs(value) * 1000)))


def _in_a_process(file: Path, reading: Reading) -> tuple[float, float]:
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_read, (str(file), reading))


def _read(file: str, reading: Reading) -> tuple[float, float]:
    """Seconds, and bytes by which the peak of memory has grown."""
    from seqcore.data.series.files import read_series

    small = "".join(f"2024-01-{day:02},{day}\n" for day in range(1, 31))
    read_series(f"date,close\n{small}".encode(), "small.csv")  # what it imports
    before = _peak()
    began = time.perf_counter()
    read_series(Path(file).read_bytes(), "large.csv", reading)
    return time.perf_counter() - began, _peak() - before


def _peak() -> float:
    """Bytes; kilobytes are what Linux tells."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else 1024.0 * peak
