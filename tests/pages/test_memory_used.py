"""What small files cost the server: measured in a process of its own, because memory is not given back reliably."""

import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from seqcore.data.series.files import read_series
from seqcore.data.series.reading.choices import Reading
from seqcore.data.uploads import save_upload

ROOT = Path(__file__).parents[2]
FILES, ROWS, COLUMNS = 4, 200_000, 100
MOST_BYTES = 350e6
"""Kept may be 100 MB here; the rest is for reading one file. A file as it says of itself would be 160 MB."""
LOAD = """
import sys, psutil, pyarrow.compute, pyarrow.parquet
from pages.parts.loading import Loading
from seqcore.experiment import with_values
from seqcore.kept import Memory
from seqcore.presets import PRESETS

memory, process = Memory(100e6), psutil.Process()
loading = Loading(memory)
before, most = process.memory_info().rss, 0
for path in sys.argv[1:]:
    settings = ["task.source=file", "task.value_column=last", "task.path=" + path]
    what = with_values(PRESETS["prices-lstm"].experiment, settings)
    while loading.is_pending(what):
        pass
    prepared = loading.prepare(what)
    assert prepared.is_ready, prepared.problems
    del prepared
    most = max(most, process.memory_info().rss - before)
assert memory.num_bytes <= 100e6
print(most)
"""


def wide(seed: int) -> bytes:
    """A Parquet file of half a megabyte with a hundred columns, nearly all zeros."""
    columns = {f"c{place}": np.zeros(ROWS) for place in range(COLUMNS)} | {"last": np.arange(ROWS) % (7 + seed) + 1.0}
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer, compression="zstd")
    return buffer.getvalue()


def test_wide_files_that_pack_well_do_not_fill_memory() -> None:
    files = [wide(seed) for seed in range(FILES)]
    assert sum(map(len, files)) < 4e6
    paths = [save_upload(content, f"{place}.parquet") for place, content in enumerate(files)]
    ended = subprocess.run([sys.executable, "-c", LOAD, *paths], cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr[-2000:]
    assert 0 < float(ended.stdout) < MOST_BYTES


def test_of_too_many_columns_the_first_and_the_chosen_are_read() -> None:
    understood = read_series(wide(0), "wide.parquet", Reading(value_column="last"))
    assert understood.value_column == "last"
    assert len(understood.columns) == 10
    assert f"The file has 101 columns with {ROWS:,} rows; the first 10 are used." in understood.notes
