"""Files that were uploaded in the browser: kept by a hash of their content, and opened by it only.

A browser names an upload as ``upload:HASH:NAME``. The name is for people; no path is ever made of it.
"""

import hashlib
import os
import re
import uuid
from pathlib import Path, PurePath

from seqcore.home import home
from seqcore.invalid import InvalidInput

MOST_KEPT, MOST_BYTES = 200, 2_000_000_000
LONGEST_NAME = 60
_UPLOAD = re.compile(r"upload:([0-9a-f]{64}):(.*)", re.DOTALL)
_DIGEST = re.compile(r"upload:([0-9a-f]{64}):")


def save_upload(content: bytes, name: str) -> str:
    """Keep a file; returns what a setting names it by. Of very many, the ones used last are kept."""
    digest = hashlib.sha256(content).hexdigest()
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / digest
    if not file.exists():
        beside = folder / f"{digest}.{uuid.uuid4().hex[:8]}"
        beside.write_bytes(content)
        beside.replace(file)
    os.utime(file)
    _forget_old(folder)
    return f"upload:{digest}:{file_name(name)[-LONGEST_NAME:]}"


def _forget_old(folder: Path) -> None:
    """Delete the files that were not used for the longest time where they are too many, or too large together."""
    num_bytes = 0
    newest = sorted(folder.iterdir(), key=lambda kept: kept.stat().st_mtime, reverse=True)
    for place, file in enumerate(newest):
        num_bytes += file.stat().st_size
        if place >= MOST_KEPT or (place and num_bytes > MOST_BYTES):
            file.unlink(missing_ok=True)


def read_upload(path: str) -> bytes:
    """The content of a file that was uploaded here. Raises InvalidInput for anything else, above all for paths."""
    if not path:
        raise InvalidInput(["task.path: no file yet; upload one (a text may also be pasted)."])
    found = _UPLOAD.fullmatch(path)
    try:
        if found:
            return (_folder() / found[1]).read_bytes()
    except OSError:
        pass
    raise InvalidInput([f"task.path: the file {file_name(path)!r} is not on this server; upload it here."])


def num_bytes(settings: str) -> int:
    """The size of the uploads that are named in a text, together; those that are not here any more count nothing."""
    files = (_folder() / digest for digest in set(_DIGEST.findall(settings)))
    return sum(file.stat().st_size for file in files if file.exists())


def file_name(path: str) -> str:
    """The name of a file, for people: of an upload the one it had, of a path its last part."""
    found = _UPLOAD.fullmatch(path)
    return PurePath((found[2] if found else path).replace("\\", "/")).name


def _folder() -> Path:
    return home() / "uploads"
