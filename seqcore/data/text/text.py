"""A text as data: what it holds, what it is called, where it is from."""

import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

import numpy as np

from seqcore.data.base import Data


@dataclass(frozen=True, eq=False)
class Text(Data):
    """`content` has "\\n" at the ends of lines. `origin` and `notes` are sentences for people."""

    kind: ClassVar = "text"
    content: str
    name: str
    origin: str
    notes: Sequence[str] = field(default=())

    @cached_property
    def fingerprint(self) -> str:
        """Changes when a character does."""
        return hashlib.sha256(self.content.encode("utf-8", "surrogatepass")).hexdigest()

    def to_bytes(self) -> bytes:
        """NumPy's .npz, without pickle."""
        words = {"name": self.name, "origin": self.origin, "notes": list(self.notes)}
        buffer = io.BytesIO()
        parts = {"words": json.dumps(words).encode(), "content": self.content.encode("utf-8", "surrogatepass")}
        arrays = {name: np.frombuffer(part, np.uint8) for name, part in parts.items()}
        np.savez_compressed(buffer, allow_pickle=False, **arrays)  # type: ignore[arg-type]
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> "Text":
        """The inverse of `to_bytes`. Raises ValueError when the content is damaged."""
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
                words = json.loads(arrays["words"].tobytes())
                text = arrays["content"].tobytes().decode("utf-8", "surrogatepass")
                return cls(text, str(words["name"]), str(words["origin"]), tuple(map(str, words["notes"])))
        except Exception as error:  # zipfile, json and NumPy raise a dozen kinds
            raise ValueError(f"damaged: {error}") from error
