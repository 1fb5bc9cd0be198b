"""A table of what was measured, beside what was aimed at."""

import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Row:
    """One measurement. `ratio` says how many times faster than the row it is compared with (nothing: not compared)."""

    what: str
    value: float
    unit: str
    ratio: float | None
    target: str


def show(title: str, rows: Iterable[Row]) -> None:
    """Print a table, row by row as they come in."""
    table = Table("what", "measured", "times faster", "target", title=title)
    for row in rows:
        ratio = f"{row.ratio:,.1f}" if row.ratio is not None else ""
        table.add_row(row.what, f"{row.value:.3g} {row.unit}", ratio, row.target)
    console = Console(width=120)
    console.print(table)
    versions = ", ".join(f"{name} {version(name)}" for name in ("tensorflow", "keras", "streamlit", "distributed"))
    console.print(f"{os.cpu_count()} cores, Python {platform.python_version()}, {versions}\n")
