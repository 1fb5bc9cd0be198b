"""What people have written about a run: a name, a note, tags, and whether it stays on top. In its `label.json`."""

import contextlib
from pathlib import Path
from typing import Annotated

from pydantic import Field

from seqcore.runs.damaged import Damaged, content_of, reading
from seqcore.settings import Settings
from seqcore.whole_file import write_whole

FILE = "label.json"
MOST_BYTES = 100_000
LONGEST_NAME, LONGEST_NOTE, LONGEST_TAG, MOST_TAGS = 100, 2000, 30, 20

Tag = Annotated[str, Field(min_length=1, max_length=LONGEST_TAG)]


class Label(Settings):
    """A label; an empty one says nothing."""

    name: str = Field(default="", max_length=LONGEST_NAME)
    note: str = Field(default="", max_length=LONGEST_NOTE)
    tags: tuple[Tag, ...] = Field(default=(), max_length=MOST_TAGS)
    pinned: bool = False


def read_label(folder: Path) -> Label:
    """The label of a run; an empty one where there is none, or what there is cannot be read."""
    with contextlib.suppress(FileNotFoundError, Damaged), reading(FILE):
        return Label.model_validate_json(content_of(folder, FILE, MOST_BYTES))
    return Label()


def write_label(folder: Path, label: Label) -> None:
    """Raises OSError when it cannot be written."""
    write_whole(folder / FILE, label.model_dump_json().encode())
