"""Tagged sentences as data: words, a tag for each, and the texts that they stand in."""

import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import ClassVar

import numpy as np

from seqcore.data.base import Data
from seqcore.data.sentences.bundled import BUNDLED, bundled_texts
from seqcore.data.sentences.tagged import Sentence
from seqcore.data.vectors.vectors import Vectors

OUTSIDE = "O"
"""The tag of words that are in no name."""


@dataclass(frozen=True, eq=False)
class Sentences(Data):
    """`texts` hold sentences that stand in one text, one after the other; `vectors` are known of some words.

    Of what comes with the program, `bundle` is the name, and saved are the name and a fingerprint: 5,000 runs need not
    keep 5,000 copies.
    """

    kind: ClassVar = "sentences"
    texts: Sequence[Sequence[Sentence]]
    name: str
    origin: str
    notes: Sequence[str] = field(default=())
    bundle: str = ""
    vectors: Vectors | None = None

    @classmethod
    def bundled(cls, bundle: str) -> "Sentences":
        """Those that come with the program."""
        known = BUNDLED[bundle]
        return cls(bundled_texts(bundle), known.title, f"{known.source}. {known.licence}", bundle=bundle)

    def __len__(self) -> int:
        return sum(map(len, self.texts))

    def with_vectors(self, vectors: Vectors) -> "Sentences":
        """The same, with vectors from a file."""
        return replace(self, vectors=vectors)

    @property
    def num_words(self) -> int:
        """How many words the sentences have together."""
        return sum(len(sentence.words) for text in self.texts for sentence in text)

    @property
    def words(self) -> set[str]:
        """All words that occur, in small letters."""
        return {word.lower() for text in self.texts for sentence in text for word in sentence.words}

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of names that occur, as LOC, ORG, PER, in the order of the alphabet."""
        tags = {tag for text in self.texts for sentence in text for tag in sentence.tags}
        return tuple(sorted({tag[2:] for tag in tags - {OUTSIDE}}))

    @cached_property
    def _content(self) -> bytes:
        return json.dumps([[[one.words, one.tags] for one in text] for text in self.texts]).encode()

    @cached_property
    def fingerprint(self) -> str:
        """Changes when a word, a tag, or a vector does."""
        more = self.vectors.fingerprint.encode() if self.vectors else b""
        return hashlib.sha256(self._content + more).hexdigest()

    def to_bytes(self) -> bytes:
        """NumPy's .npz, without pickle."""
        words = {"name": self.name, "origin": self.origin, "notes": list(self.notes), "bundle": self.bundle}
        parts = {"words": json.dumps(words | {"fingerprint": self.fingerprint}).encode()}
        parts |= {} if self.bundle else {"content": self._content}
        parts |= {"vectors": self.vectors.to_bytes()} if self.vectors else {}
        buffer = io.BytesIO()
        arrays = {name: np.frombuffer(part, np.uint8) for name, part in parts.items()}
        np.savez_compressed(buffer, allow_pickle=False, **arrays)  # type: ignore[arg-type]
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> "Sentences":
        """The inverse of `to_bytes`. Raises ValueError when the content is damaged."""
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
                words = json.loads(arrays["words"].tobytes())
                bundle = str(words["bundle"])
                texts = bundled_texts(bundle) if bundle else _texts(arrays["content"].tobytes())
                vectors = Vectors.from_bytes(arrays["vectors"].tobytes()) if "vectors" in arrays.files else None
            notes = tuple(map(str, words["notes"]))
            found = cls(texts, str(words["name"]), str(words["origin"]), notes, bundle, vectors)
        except Exception as error:  # zipfile, json and NumPy raise a dozen kinds
            raise ValueError(f"damaged: {error}") from error
        if found.fingerprint != words["fingerprint"]:
            raise ValueError("these sentences are not the ones that the run has learned from")
        return found


def _texts(content: bytes) -> tuple[tuple[Sentence, ...], ...]:
    texts = json.loads(content)
    return tuple(tuple(Sentence(tuple(map(str, a)), tuple(map(str, b))) for a, b in text) for text in texts)
