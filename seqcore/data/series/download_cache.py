"""Downloads kept on disk, one Parquet file for each request, and whose turn it is to make one."""

import json
import os
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from weakref import WeakValueDictionary

import numpy as np
from filelock import FileLock, Timeout

from seqcore.data.series.series import Series
from seqcore.home import home

MOST_FILES = 200
SECONDS_FOR_A_TURN = 30.0
"""How long to wait for another process that asks for the same."""
SECONDS_LEFT_OVER = 3600.0

_WORDS = b"sequence-lab"
_AGES = ((86_400, "day"), (3600, "hour"), (60, "minute"))

_locks: WeakValueDictionary[str, threading.Lock] = WeakValueDictionary()
_locks_lock = threading.Lock()


@dataclass(frozen=True)
class Downloaded:
    """A series, when it was fetched (seconds since 1970), and whether it lay here already."""

    series: Series
    fetched_at: float
    from_cache: bool

    def age_in_words(self, now: float) -> str:
        """How long before `now` (seconds since 1970) it was fetched: "just now", "12 minutes ago", "3 days ago"."""
        age = now - self.fetched_at
        for seconds, unit in _AGES:
            if age >= seconds:
                number = int(age // seconds)
                return f"{number} {unit}{'s' * (number > 1)} ago"
        return "just now"


def folder() -> Path:
    """Where downloads are kept."""
    return home() / "downloads"


def load(key: str) -> Downloaded | None:
    """What was stored under `key`; nothing when there is none or its file is damaged."""
    try:
        content = (folder() / f"{key}.parquet").read_bytes()
    except OSError:
        return None
    import pyarrow
    import pyarrow.parquet

    try:
        table = pyarrow.parquet.read_table(pyarrow.BufferReader(content))
        words = json.loads(table.schema.metadata[_WORDS])
        arrays = {name: table.column(name).to_numpy() for name in table.column_names}
        index = arrays.pop("index").astype("datetime64[s]")
        columns = {name: values.astype(np.float64) for name, values in arrays.items()}
        series = Series(index, columns, words["name"], words["origin"], tuple(words["notes"]))
        is_whole = series.fingerprint == words["fingerprint"]
        return Downloaded(series, float(words["fetched_at"]), from_cache=True) if is_whole else None
    except Exception:  # pyarrow, json and NumPy raise a dozen kinds; whatever it is, the file is of no use
        return None


def store(key: str, download: Downloaded) -> None:
    """Keep a download in one step, in place of an older one. Where nothing can be written, nothing is kept."""
    import pyarrow
    import pyarrow.parquet

    series = download.series
    words = {
        "name": series.name,
        "origin": series.origin,
        "notes": list(series.notes),
        "fingerprint": series.fingerprint,
        "fetched_at": download.fetched_at,
    }
    table = pyarrow.table({"index": series.index, **series.columns})
    table = table.replace_schema_metadata({_WORDS: json.dumps(words).encode()})
    beside = folder() / f"{key}.{uuid.uuid4().hex[:8]}.new"
    with suppress(OSError):
        folder().mkdir(parents=True, exist_ok=True)
        try:
            pyarrow.parquet.write_table(table, beside)
            os.replace(beside, folder() / f"{key}.parquet")
        finally:
            beside.unlink(missing_ok=True)
        _make_room()


@contextmanager
def turn(key: str) -> Iterator[None]:
    """Only one thread of all processes at a time is in here with the same `key`."""
    with _locks_lock:
        lock = _locks.setdefault(key, threading.Lock())
    with lock, ExitStack() as held:
        # Where no lock can be had (a folder that is read-only, another process that hangs), each process asks itself.
        with suppress(OSError, Timeout, NotImplementedError):
            folder().mkdir(parents=True, exist_ok=True)
            held.enter_context(FileLock(folder() / f"{key}.lock", timeout=SECONDS_FOR_A_TURN))
        yield


def _make_room() -> None:
    """Remove the oldest downloads beyond `MOST_FILES`, and what was left over by others."""
    ages = {file: time.time() - file.stat().st_mtime for file in folder().iterdir() if file.is_file()}
    downloads = sorted((file for file in ages if file.suffix == ".parquet"), key=ages.__getitem__)
    for file in downloads[MOST_FILES:]:
        file.unlink(missing_ok=True)
    for file, age in ages.items():
        if file.suffix in (".new", ".lock") and age > SECONDS_LEFT_OVER:
            with suppress(OSError):  # Windows keeps files that are in use
                file.unlink()
