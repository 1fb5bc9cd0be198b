"""What every kind of data is, how it comes from its source, and how sources get at files."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Self

from seqcore.invalid import InvalidInput

ReadFile = Callable[[str], bytes]
"""Gives the content of the file that a setting names. Which files somebody may name, the caller decides."""


class Data(ABC):
    """Base of all kinds. `origin` says in one sentence where it is from, `notes` what was changed on the way."""

    kind: ClassVar[str]
    name: str
    origin: str
    notes: Sequence[str]

    @property
    @abstractmethod
    def fingerprint(self) -> str:
        """Changes when anything does that a network learns from."""

    @abstractmethod
    def to_bytes(self) -> bytes:
        """The saved form, without pickle; `from_bytes` is the inverse."""

    @classmethod
    @abstractmethod
    def from_bytes(cls, content: bytes) -> Self:
        """The inverse of `to_bytes`. Raises ValueError when the content is damaged."""


@dataclass(frozen=True, eq=False)
class Answer:
    """One answer to a question: the value of the setting, what it means, and the data it gives where that was read."""

    value: str
    title: str
    data: Data | None = None


@dataclass(frozen=True, eq=False)
class Question:
    """What only a person can say of data that may be read in several ways.

    `about` names the setting that answers it; `chosen` is what is taken until then.
    """

    about: str
    sentence: str
    chosen: Answer
    others: Sequence[Answer]


@dataclass(frozen=True, eq=False)
class Loaded:
    """Data, and what is known about how it was read: `facts` are (what, in words), `columns` the file's own.

    `sentence` says in one line what was read; `questions` are about readings that are about as good.

    A download tells its `age_in_words` at a time in seconds since 1970; `problem` is why it could not be renewed.
    """

    data: Data
    facts: Sequence[tuple[str, str]] = ()
    columns: Sequence[str] = ()
    sentence: str = ""
    questions: Sequence[Question] = ()
    age_in_words: Callable[[float], str] | None = None
    problem: str = ""


def no_files(path: str) -> bytes:
    """Reads nothing: for callers that may not open files."""
    raise InvalidInput([f"task.path: got {path!r}; a file has to be uploaded here."])
