"""Files of this computer, for the command line only: never with a path that came from a browser."""

from pathlib import Path

from seqcore.invalid import InvalidInput

LARGEST_BYTES = 10_000_000


def read_file(path: str) -> bytes:
    """The content of a file, up to one byte more than is allowed. Raises InvalidInput where it cannot be read."""
    if not path:
        raise InvalidInput(["task.path: nothing was passed; name a file, as in task.path=prices.csv."])
    try:
        with Path(path).expanduser().open("rb") as file:
            return file.read(LARGEST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise InvalidInput([f"task.path: {path!r} cannot be read ({error}); name another file."]) from error
