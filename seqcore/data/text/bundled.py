"""Texts that come with the program: no network, and the same characters for everybody.

What they are, where they come from and their licences: `bundled/README.md`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from seqcore.invalid import InvalidInput

FOLDER = Path(__file__).parent / "bundled"


@dataclass(frozen=True)
class BundledText:
    """One text: the file in `FOLDER`, and in words what it is, where it comes from and who may use it."""

    title: str
    file: str
    source: str
    licence: str


BUNDLED: Mapping[str, BundledText] = {
    "alice": BundledText(
        "Alice’s Adventures in Wonderland",
        "alice.txt",
        "Lewis Carroll, 1865, in the copy of the Natural Language Toolkit (NLTK)",
        "Public domain: the author died in 1898.",
    ),
    "sonnets": BundledText(
        "Shakespeare’s sonnets",
        "sonnets.txt",
        "William Shakespeare, 154 sonnets, 1609, from ipstewart/shakespeare-sonnets on GitHub",
        "Public domain: the author died in 1616.",
    ),
    "tang": BundledText(
        "Tang poems in lines of five characters",
        "tang-five.txt",
        "807 Chinese poems of the 7th to 10th century, from chinese-poetry/chinese-poetry on GitHub",
        "Public domain by age; the collection: MIT licence, copyright 2016 JackeyGao.",
    ),
}


@cache
def bundled_text(name: str) -> str:
    """The text called `name` in `BUNDLED`, with "\\n" at the ends of lines. Raises InvalidInput for an unknown name."""
    if name not in BUNDLED:
        raise InvalidInput([f"task.bundle: got {name!r}; allowed is one of {', '.join(BUNDLED)}."])
    return (FOLDER / BUNDLED[name].file).read_text(encoding="utf-8")
