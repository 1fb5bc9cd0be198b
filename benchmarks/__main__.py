"""``python -m benchmarks [engine] [dashboard]``: all of them when none is named."""

import sys

from benchmarks import dashboard, engine
from benchmarks.report import show

PARTS = {"engine": ("Engine", engine.measure), "dashboard": ("Dashboard", dashboard.measure)}

if __name__ == "__main__":
    for name in sys.argv[1:] or PARTS:
        show(PARTS[name][0], PARTS[name][1]())
