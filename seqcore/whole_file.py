"""Writing a file so that whoever reads it finds the old content or the new, never half of it: not on a full disk."""

import contextlib
import os
import time
from io import FileIO
from pathlib import Path


def write_whole(file: Path, content: bytes | memoryview) -> None:
    """Replace the content of `file` in one step."""
    beside = f"{file}.new"  # no Path: a server writes some hundred files a second while a class trains
    try:
        with open(beside, "wb", buffering=0) as opened:
            _write_all(opened, content)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(beside)  # half of it would only fill the disk
        raise
    for patience in (0.05, 0.05, 0.0):
        try:
            os.replace(beside, file)
            return
        except PermissionError:  # on Windows, while somebody reads the old file
            if not patience:
                raise
            time.sleep(patience)


def append_lines(file: Path, content: bytes) -> None:
    """Add whole lines at the end of `file`, all or none of them; a last line that a crash has cut off goes."""
    with file.open("r+b", buffering=0) as opened:
        end = _end_of_lines(opened)
        opened.truncate(end)
        opened.seek(end)
        try:
            _write_all(opened, content)
        except OSError:
            opened.truncate(end)
            raise


def _write_all(opened: FileIO, content: bytes | memoryview) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[opened.write(rest) :]


def _end_of_lines(opened: FileIO) -> int:
    """Where the last whole line ends, in bytes from the start."""
    end = opened.seek(0, os.SEEK_END)
    while end:
        start = max(0, end - 65536)
        opened.seek(start)
        found = opened.read(end - start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end = start
    return 0
