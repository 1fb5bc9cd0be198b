"""Reading a file of word vectors: text (GloVe's .txt, fastText's .vec) or word2vec's binary format (.bin).

A text has a word and its numbers in each line, and may begin with a line of two numbers: how many words, and how many
numbers each. A binary file begins with such a line; then, for each word, come its letters, a space, and the numbers as
float32. Nothing of a file is ever run. Kept are words that are wanted, and the first ones of the file besides.
"""

import re
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from seqcore.data.vectors.vectors import Vectors
from seqcore.invalid import InvalidInput

LARGEST_BYTES = 200_000_000
MOST_KEPT = 20_000
LARGEST_SIZE = 300
LONGEST_WORD = 500
_HEADER = re.compile(rb"\s*(\d{1,9})[ \t]+(\d{1,5})[ \t]*\r?\n")
_ARCHIVES = (b"PK", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
Row = tuple[str, npt.NDArray[np.float32]]


def read_vectors(content: bytes, wanted: set[str]) -> Vectors:
    """The vectors in the content of a file, cut to words that are `wanted` (in small letters), and some others.

    Raises InvalidInput with one sentence, and the number of the line or of the word that cannot be read.
    """
    if len(content) > LARGEST_BYTES:
        raise _refused(f"the file has {len(content) / 1e6:,.0f} MB; at most {LARGEST_BYTES / 1e6:g} MB are allowed")
    if content.startswith(_ARCHIVES):
        raise _refused("the file is an archive; unpack it first")
    header = _HEADER.match(content)
    size = int(header[2]) if header else 0
    begin = header.end() if header else 0
    is_binary = header is not None and not _is_text(content[begin : begin + 20 * size + LONGEST_WORD], size)
    rows = _of_binary(content, begin, int(header[1]), size) if header and is_binary else _of_text(content, begin)
    wanted_rows: dict[str, npt.NDArray[np.float32]] = {}
    others: dict[str, npt.NDArray[np.float32]] = {}
    for word, numbers in rows:
        word = word.lower()
        if word in wanted:
            wanted_rows.setdefault(word, numbers)
        elif len(others) < MOST_KEPT:
            others.setdefault(word, numbers)
    if not wanted_rows:
        raise _refused("no word of the sentences is in it; use vectors of their language")
    kept = list((wanted_rows | others).items())[:MOST_KEPT]
    numbers = np.stack([values for _, values in kept])
    if not np.isfinite(numbers).all():
        raise _refused("a vector has a number that is not finite")
    return Vectors([word for word, _ in kept], numbers, "your own vectors")


def _is_text(beginning: bytes, size: int) -> bool:
    """Whether what follows a header is a line of a word and so many numbers."""
    parts = beginning.split(b"\n")[0].split()
    try:
        return len([float(part) for part in parts[-size:]]) == size
    except ValueError:
        return False


def _of_text(content: bytes, begin: int) -> Iterator[Row]:
    size, number = 0, content[:begin].count(b"\n")
    while begin < len(content):
        end = content.find(b"\n", begin)
        end = len(content) if end < 0 else end
        line, begin, number = content[begin:end], end + 1, number + 1
        parts = line.rstrip().split(b" ") if b"\t" not in line else line.split()
        if not line.strip():
            continue
        size = size or len(parts) - 1
        _check_size(size)
        try:
            numbers = np.array(parts[-size:], np.float32)
            word = b" ".join(parts[:-size]).decode()
        except ValueError as error:
            raise _refused(f"line {number:,} is not a word and {size} numbers") from error
        if not word or len(word) > LONGEST_WORD:
            raise _refused(f"line {number:,} is not a word and {size} numbers")
        yield word, numbers


def _of_binary(content: bytes, begin: int, words: int, size: int) -> Iterator[Row]:
    _check_size(size)
    for number in range(1, words + 1):
        space = content.find(b" ", begin, begin + LONGEST_WORD)
        end = space + 1 + 4 * size
        if space < 0 or end > len(content):
            raise _refused(f"word {number:,} of {words:,} is cut off, or the file is no word2vec file")
        yield (
            content[begin:space].strip().decode("utf-8", "replace"),
            np.frombuffer(content[space + 1 : end], "<f4").astype(np.float32),
        )
        begin = end


def _check_size(size: int) -> None:
    if not 1 <= size <= LARGEST_SIZE:
        raise _refused(f"a word has {size:,} numbers; from 1 to {LARGEST_SIZE} are allowed")


def _refused(why: str) -> InvalidInput:
    return InvalidInput([f"task.vector_path: {why}."])
