"""A series as it comes from its source, and how sources get at files."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from seqcore.invalid import InvalidInput
from seqcore.series.series import Series

ReadFile = Callable[[str], bytes]
"""Gives the content of the file that `SeriesSettings.path` names. Which files somebody may name, the caller decides."""


@dataclass(frozen=True, eq=False)
class Loaded:
    """A series and what is known about how it was read: `facts` are (what, in words), `columns` the file's own.

    A download tells its `age_in_words` at a time in seconds since 1970; `problem` is why it could not be renewed.
    """

    series: Series
    facts: Sequence[tuple[str, str]] = ()
    columns: Sequence[str] = ()
    age_in_words: Callable[[float], str] | None = None
    problem: str = ""


def no_files(path: str) -> bytes:
    """Reads nothing: for callers that may not open files."""
    raise InvalidInput([f"task.path: got {path!r}; a file has to be uploaded here."])
