"""Where deleted runs are for a day: they can be brought back from there."""

import contextlib
import os
import shutil
import time
from pathlib import Path

from seqcore.home import home
from seqcore.runs.folder import RunFolder, is_id, runs_folder

SECONDS_KEPT = 24 * 3600


def bin_folder() -> Path:
    """Beside the runs, so that a folder is moved in one step."""
    return home() / "bin"


def throw_away(run: RunFolder) -> None:
    """Take a run out of every list. Raises OSError when its folder cannot be moved."""
    run.release()
    bin_folder().mkdir(parents=True, exist_ok=True)
    target = bin_folder() / run.id
    shutil.rmtree(target, ignore_errors=True)  # of a run with the same id that was brought in by hand
    run.path.rename(target)
    os.utime(target)


def bring_back(run_id: str) -> bool:
    """Put a run back where it was; False when it is not in the bin any more."""
    if not is_id(run_id) or (runs_folder() / run_id).exists():
        return False
    try:
        (bin_folder() / run_id).rename(runs_folder() / run_id)
    except OSError:
        return False
    return True


def thrown_away() -> list[RunFolder]:
    """What is in the bin, deleted last first."""
    try:
        with os.scandir(bin_folder()) as entries:
            known = [(entry.stat(follow_symlinks=False).st_mtime, entry.name) for entry in entries if is_id(entry.name)]
    except OSError:
        return []
    return [RunFolder(bin_folder() / name) for _, name in sorted(known, reverse=True)]


def empty_bin(now: float | None = None) -> None:
    """Remove for good what has been in the bin for a day."""
    with contextlib.suppress(FileNotFoundError, NotADirectoryError), os.scandir(bin_folder()) as entries:
        for entry in entries:
            with contextlib.suppress(OSError):
                if entry.stat(follow_symlinks=False).st_mtime + SECONDS_KEPT < (now or time.time()):
                    shutil.rmtree(entry.path, ignore_errors=True)
