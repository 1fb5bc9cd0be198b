"""Word vectors, and those that come with the program (`bundled/README.md`)."""

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

FOLDER = Path(__file__).parent / "bundled"
Numbers = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Vectors:
    """`numbers` (words, size) of `words` in small letters, the most frequent ones first."""

    words: Sequence[str]
    numbers: Numbers
    name: str

    @property
    def size(self) -> int:
        """How many numbers a word has."""
        return int(self.numbers.shape[1])

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """The place of each word."""
        return {word: place for place, word in enumerate(self.words)}

    @cached_property
    def fingerprint(self) -> str:
        """Changes when a word or a number does."""
        return hashlib.sha256("\n".join(self.words).encode() + self.numbers.tobytes()).hexdigest()

    def table(self, words: Sequence[str], first: int) -> Numbers:
        """(first + words, size): rows of zeros, then the vector of each word."""
        found = np.zeros((first + len(words), self.size), np.float32)
        found[first:] = self.numbers[[self.rows[word] for word in words]]
        return found

    def to_bytes(self) -> bytes:
        """NumPy's .npz, without pickle."""
        buffer = io.BytesIO()
        texts = {"words": "\n".join(self.words), "name": self.name}
        arrays = {name: np.frombuffer(text.encode(), np.uint8) for name, text in texts.items()}
        np.savez_compressed(buffer, allow_pickle=False, numbers=self.numbers, **arrays)
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> "Vectors":
        """The inverse of `to_bytes`. Raises what zipfile and NumPy raise when the content is damaged."""
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            words, name = (arrays[part].tobytes().decode() for part in ("words", "name"))
            return cls(words.split("\n"), arrays["numbers"].astype(np.float32), name)


@cache
def bundled_vectors() -> Vectors:
    """16,359 words of GloVe with 50 numbers each."""
    with np.load(FOLDER / "glove-50d.npz", allow_pickle=False) as arrays:
        words = str(arrays["words"]).split("\n")
        return Vectors(words, arrays["vectors"].astype(np.float32), "GloVe 6B, 50 numbers")
