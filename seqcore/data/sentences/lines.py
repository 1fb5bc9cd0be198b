"""Reading sentences in two columns, line by line: a word, white space, its tag; an empty line ends a sentence.

The first column is the word and the last one the tag, as in the files of CoNLL. Lines that begin with "# " are
comments, and -DOCSTART- begins a document.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from seqcore.data.sentences.tagged import Sentence
from seqcore.invalid import InvalidInput

LONGEST_WORD = 500
MOST_NAMED = 5
"""So many bad lines are told at once; of others only how many there are."""
_TAG = re.compile(r"O|[BI]-\S{1,30}")
_OTHER_BEGINNINGS = ("E-", "L-", "S-", "U-")
_DOCUMENT = "-DOCSTART-"


@dataclass(frozen=True)
class ReadSentences:
    """Sentences, and how many names began with I- instead of B-."""

    sentences: list[Sentence]
    repaired: int


def sentences_in(text: str) -> ReadSentences:
    """The sentences of a text. Raises InvalidInput with a sentence for each of the first bad lines."""
    found: list[Sentence] = []
    repaired = 0
    for rows in _sentences(text):
        words, tags = zip(*rows, strict=True)
        whole = _with_beginnings(tags)
        repaired += sum(old != new for old, new in zip(tags, whole, strict=True))
        found.append(Sentence(words, whole))
    return ReadSentences(found, repaired)


def _sentences(text: str) -> Iterator[list[tuple[str, str]]]:
    rows: list[tuple[str, str]] = []
    bad: list[str] = []
    more = 0
    for number, line in enumerate(text.split("\n"), 1):
        line = line.strip("\r\ufeff")
        if not line.strip():
            if rows:
                yield rows
            rows = []
        elif not (line.startswith("# ") and not rows) and not line.startswith(_DOCUMENT):
            try:
                rows.append(_row(line))
            except ValueError as error:
                if len(bad) < MOST_NAMED:
                    bad.append(f"task.path: line {number:,} cannot be read: {error}.")
                else:
                    more += 1
    if bad:
        rest = f"task.path: {more:,} more line{'s' * (more != 1)} cannot be read."
        raise InvalidInput(bad + [rest] * (more > 0))
    if rows:
        yield rows


def _row(line: str) -> tuple[str, str]:
    """Word and tag. Raises ValueError with what is wrong with the line."""
    columns = line.split("\t") if "\t" in line else line.split()
    word, tag = columns[0].strip(), columns[-1].strip()
    if len(columns) < 2 or not word:
        raise ValueError(f"it has one column ({_short(line.strip())}), and a word and its tag are needed")
    if not _TAG.fullmatch(tag):
        also = " (E- and L- are I- there, S- and U- are B-)" if tag.startswith(_OTHER_BEGINNINGS) else ""
        raise ValueError(f"the tag is {_short(tag)}; allowed are O, B-NAME and I-NAME, as in B-PER{also}")
    if len(word) > LONGEST_WORD:
        raise ValueError(f"the word has {len(word):,} characters; at most {LONGEST_WORD} are allowed")
    return word, tag


def _with_beginnings(tags: tuple[str, ...]) -> tuple[str, ...]:
    """Tags in which every name begins with B-: those of the older form IOB1 begin with I-."""
    found: list[str] = []
    for tag in tags:
        goes_on = found and found[-1] in (tag, f"B-{tag[2:]}")
        found.append(f"B-{tag[2:]}" if tag.startswith("I-") and not goes_on else tag)
    return tuple(found)


def _short(text: str) -> str:
    return repr(text if len(text) <= 40 else f"{text[:39]}…")
