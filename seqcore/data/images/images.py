"""Images as data. What is saved of them is the name of their source and a fingerprint: all sources are public files
that never change, and 5,000 runs need not keep 5,000 copies."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from seqcore.data.base import Data, Loaded
from seqcore.data.images.digits import BUNDLED, Digits, bundled_digits
from seqcore.data.images.mnist import full_mnist


@dataclass(frozen=True)
class DigitSource:
    """A source of digits: its title, where it is from in a sentence, the pixels of a side, and how it is loaded."""

    title: str
    origin: str
    side: int
    load: Callable[[], Digits]


def _bundled(name: str) -> DigitSource:
    known = BUNDLED[name]
    return DigitSource(known.title, f"{known.source}. {known.licence}", known.side, lambda: bundled_digits(name))


SOURCES: Mapping[str, DigitSource] = {
    **{name: _bundled(name) for name in BUNDLED},
    "full": DigitSource(
        "MNIST, 70,000 digits (download)",
        "MNIST, by Yann LeCun and Corinna Cortes, the file of keras.datasets.mnist. Licence: CC BY-SA 3.0.",
        28,
        full_mnist,
    ),
}


@dataclass(frozen=True, eq=False)
class Images(Data):
    """The digits of one of `SOURCES`."""

    kind: ClassVar = "images"
    source: str
    digits: Digits
    notes: Sequence[str] = ()

    @classmethod
    def of(cls, source: str) -> "Images":
        """Load them. Raises InvalidInput when they cannot be had."""
        return cls(source, SOURCES[source].load())

    @property
    def name(self) -> str:  # type: ignore[override]
        """Of the source, for people."""
        return SOURCES[self.source].title

    @property
    def origin(self) -> str:  # type: ignore[override]
        """Where they are from, in a sentence, with the licence."""
        return SOURCES[self.source].origin

    @cached_property
    def fingerprint(self) -> str:
        """Changes when a pixel or a label does."""
        arrays = (self.digits.images, self.digits.labels)
        return hashlib.sha256(b"".join(part.tobytes() for part in arrays)).hexdigest()

    def to_bytes(self) -> bytes:
        """JSON: which source, and the fingerprint."""
        return json.dumps({"source": self.source, "fingerprint": self.fingerprint}).encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> "Images":
        """The inverse of `to_bytes`; reads the source again. Raises ValueError when the content is damaged."""
        try:
            words = json.loads(content)
            source, fingerprint = words["source"], words["fingerprint"]
        except (ValueError, RecursionError, KeyError, TypeError) as error:
            raise ValueError(f"damaged: {error}") from error
        if not isinstance(source, str) or source not in SOURCES:
            raise ValueError("damaged: there is no such source of images")
        found = cls.of(source)
        if found.fingerprint != fingerprint:
            raise ValueError("these images are not the ones that the run has learned from")
        return found


def loaded(source: str) -> Loaded:
    """What a task loads. Raises InvalidInput when it cannot be had."""
    return Loaded(Images.of(source))
