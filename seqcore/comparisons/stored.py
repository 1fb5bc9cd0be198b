"""A comparison as it is kept: what is compared, and which runs belong to it.

Each is a folder with one file, `comparison.json`; the truth about its runs is in their own folders.
"""

import contextlib
import os
import shutil
import uuid
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from seqcore.comparisons.comparison import MOST_SEEDS, MOST_VARIANTS
from seqcore.experiment import Experiment
from seqcore.home import home
from seqcore.runs.damaged import content_of, reading
from seqcore.runs.folder import is_id
from seqcore.settings import Settings
from seqcore.tasks.base.variant import Variant
from seqcore.whole_file import write_whole

FILE = "comparison.json"
MOST_BYTES = 2_000_000
MOST_CHANGES = 100

Name = Annotated[str, Field(max_length=300)]
RunId = Annotated[str, Field(pattern="^[A-Za-z0-9]{1,64}$")]


class StoredVariant(Settings):
    """A variant, and its runs: one for each seed, in the order of the seeds."""

    name: Name
    title: Name
    changes: tuple[Name, ...] = Field(default=(), max_length=MOST_CHANGES)
    role: Name = ""
    runs: tuple[RunId, ...] = Field(min_length=1, max_length=MOST_SEEDS)

    def variant(self) -> Variant:
        """Without its runs."""
        return Variant(self.name, self.title, self.changes, self.role)


class StoredComparison(Settings):
    """What was compared. `measure` is what the verdict is about, `named` the named comparison that it is, if it is one.

    `guess` is the variant, by name, that somebody expected to win before anything was trained.
    """

    version: Literal[1] = 1
    title: Name
    base: Experiment
    variants: tuple[StoredVariant, ...] = Field(min_length=2, max_length=MOST_VARIANTS)
    measure: Name
    named: Name = ""
    guess: Name = ""

    @property
    def runs(self) -> tuple[str, ...]:
        """The ids of all runs."""
        return tuple(run for variant in self.variants for run in variant.runs)


def comparisons_folder() -> Path:
    """Where comparisons are kept."""
    return home() / "comparisons"


def save(comparison: StoredComparison) -> str:
    """Keep a comparison; returns its id. Raises OSError when it cannot be written."""
    comparison_id = uuid.uuid4().hex[:12]
    folder = comparisons_folder() / comparison_id
    folder.mkdir(parents=True)
    try:
        write_whole(folder / FILE, comparison.model_dump_json(indent=2).encode())
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return comparison_id


def find(comparison_id: str) -> StoredComparison | None:
    """A comparison by its id; nothing for an unknown or malformed one. Raises Damaged when it cannot be read."""
    if not is_id(comparison_id):
        return None
    with contextlib.suppress(FileNotFoundError, NotADirectoryError), reading(FILE):
        content = content_of(comparisons_folder() / comparison_id, FILE, MOST_BYTES)
        return StoredComparison.model_validate_json(content)
    return None


def comparison_ids() -> list[str]:
    """The ids of all comparisons, newest first."""
    found: list[tuple[float, str]] = []
    with contextlib.suppress(FileNotFoundError, NotADirectoryError), os.scandir(comparisons_folder()) as entries:
        for entry in entries:
            with contextlib.suppress(OSError):
                if is_id(entry.name):
                    found.append((os.stat(os.path.join(entry.path, FILE)).st_mtime, entry.name))
    return [name for _, name in sorted(found, reverse=True)]


def delete(comparison_id: str) -> None:
    """Forget a comparison; its runs stay."""
    if is_id(comparison_id):
        shutil.rmtree(comparisons_folder() / comparison_id, ignore_errors=True)
