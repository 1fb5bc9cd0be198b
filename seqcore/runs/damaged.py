"""The one door to what lies in a run's folder: whatever is met there, the reader hears "damaged", and why.

A folder may have been written by another version, cut off by a full disk, or changed by hand.
"""

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from seqcore.invalid import InvalidInput

LONGEST_REASON = 200


class Damaged(InvalidInput):
    """A file of a run cannot be read; the sentence says which one and why."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__([f"{file}: {reason.strip()[:LONGEST_REASON].removesuffix('.')}."])


@contextmanager
def reading(file: str) -> Iterator[None]:
    """Raise Damaged for whatever goes wrong in here, except that a file is not there: FileNotFoundError."""
    try:
        yield
    except (FileNotFoundError, Damaged):
        raise
    except InvalidInput as error:
        raise Damaged(file, error.problems[0]) from error
    except OSError as error:
        raise Damaged(file, error.strerror or type(error).__name__) from error
    except UnicodeDecodeError as error:
        raise Damaged(file, "it is no text in UTF-8") from error
    except (MemoryError, RecursionError) as error:
        raise Damaged(file, f"it is too large or nested too deeply ({type(error).__name__})") from error
    except Exception as error:
        raise Damaged(file, str(error) or type(error).__name__) from error


def content_of(folder: Path, name: str, most_bytes: int) -> bytes:
    """The content of a file of a run. Raises FileNotFoundError without one, Damaged for anything else."""
    with reading(name):
        path = folder / name
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise Damaged(name, "it is no file")
        if about.st_size > most_bytes:
            raise Damaged(name, f"it has {about.st_size / 1e6:,.0f} MB, more than {most_bytes / 1e6:g}")
        return path.read_bytes()
