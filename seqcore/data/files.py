"""Files of this computer, for the command line only: never with a path that came from a browser."""

import os
from pathlib import Path

from seqcore.invalid import InvalidInput

LARGEST_BYTES = 200_000_000


def read_file(path: str) -> bytes:
    """The content of a file. Raises InvalidInput where it cannot be read or is too large."""
    if not path:
        raise InvalidInput(["task.path: nothing was passed; name a file, as in task.path=prices.csv."])
    try:
        with Path(path).expanduser().open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > LARGEST_BYTES:
                largest = f"at most {LARGEST_BYTES / 1e6:g} MB are allowed"
                raise InvalidInput([f"task.path: the file has {size / 1e6:,.1f} MB; {largest}."])
            return file.read(LARGEST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise InvalidInput([f"task.path: {path!r} cannot be read ({error}); name another file."]) from error
