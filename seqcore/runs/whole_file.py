"""Writing a file so that whoever reads it finds the old content or the new, never half of it."""

import time
from pathlib import Path


def write_whole(file: Path, content: bytes) -> None:
    """Replace the content of `file` in one step."""
    beside = file.with_name(file.name + ".new")
    beside.write_bytes(content)
    for patience in (0.05, 0.05, 0.0):
        try:
            beside.replace(file)
            return
        except PermissionError:  # on Windows, while somebody reads the old file
            if not patience:
                raise
            time.sleep(patience)
