"""Where word vectors come from: one entry for each source."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from seqcore.data.vectors.counted import SIZE, vectors_of
from seqcore.data.vectors.vectors import Vectors, bundled_vectors
from seqcore.invalid import InvalidInput

Texts = Sequence[Sequence[str]]


@dataclass(frozen=True)
class VectorSource:
    """A source of vectors: its title, how many numbers a word has (0: that is a setting), and whether it is a file.

    `vectors` gets the words of all sentences that may be trained on, and what was read from the file, if there is one.
    """

    title: str
    size: int
    vectors: Callable[[Texts, Vectors | None], Vectors]
    needs_file: bool = False


def _uploaded(training: Texts, read: Vectors | None) -> Vectors:
    if read is None:
        raise InvalidInput(["task.vector_path: no vectors yet; upload a file of them."])
    return read


VECTOR_SOURCES = {
    "glove": VectorSource("GloVe (bundled)", 50, lambda training, read: bundled_vectors()),
    "counted": VectorSource("Counted in these sentences", SIZE, lambda training, read: vectors_of(training)),
    "own": VectorSource("Your own file", 0, _uploaded, needs_file=True),
}
