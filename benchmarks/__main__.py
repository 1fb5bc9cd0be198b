"""``python -m benchmarks [PART …]``: all parts when none is named."""

import sys

from benchmarks import (
    addition,
    comparisons,
    dashboard,
    dropout,
    engine,
    first_use,
    inside,
    load,
    many,
    prices,
    reading,
    series,
)
from benchmarks.report import show

PARTS = {
    "engine": ("Engine", engine.measure),
    "dropout": ("Dropout", dropout.measure),
    "prices": ("Prices", prices.measure),
    "series": ("Series", series.measure),
    "reading": ("Reading files", reading.measure),
    "addition": ("Addition", addition.measure),
    "dashboard": ("Dashboard", dashboard.measure),
    "comparisons": ("Comparisons", comparisons.measure),
    "inside": ("Looking inside", inside.measure),
    "first_use": ("First use", first_use.measure),
    "load": ("A class of thirty", load.measure),
    "many": ("Many experiments", many.measure),
}

if __name__ == "__main__":
    for name in sys.argv[1:] or PARTS:
        show(PARTS[name][0], PARTS[name][1]())
