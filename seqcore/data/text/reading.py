"""Reading an uploaded text file: its encoding is found out, its line ends made alike, control characters removed."""

import re
from dataclasses import dataclass

from seqcore.data.text.characters import counted
from seqcore.data.text.encodings import LARGEST_CONTROL_SHARE, binary, decode, refused

LARGEST_BYTES = 5_000_000

_UNPACK = "unpack it first and pass the text in it"
_SAVE_AS_TEXT = "open it and save it as plain text (UTF-8)"
_SIGNATURES = (
    (b"%PDF", f"a PDF document; {_SAVE_AS_TEXT}"),
    (b"{\\rtf", f"a document in RTF; {_SAVE_AS_TEXT}"),
    (b"PK\x03\x04", f"a Word, OpenDocument, EPUB or zip file; {_SAVE_AS_TEXT}"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", f"an old Word or Excel document; {_SAVE_AS_TEXT}"),
    (b"\x1f\x8b", f"a gzip archive; {_UNPACK}"),
    (b"BZh9", f"a bzip2 archive; {_UNPACK}"),
    (b"\xfd7zXZ\x00", f"an xz archive; {_UNPACK}"),
    (b"7z\xbc\xaf\x27\x1c", f"a 7z archive; {_UNPACK}"),
    (b"Rar!", f"a rar archive; {_UNPACK}"),
    (b"\x89PNG", "an image; pass a text file"),
    (b"\xff\xd8\xff", "an image; pass a text file"),
    (b"GIF8", "an image; pass a text file"),
)
_LINE_ENDS = ("\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029")
# Also marks of byte order inside a text, and signs that turn the direction of what follows.
_REMOVED = re.compile("[\x01-\x08\x0e-\x1f\x7f-\x9f\ufeff\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class ReadText:
    """A text whose lines end with "\\n", the encoding of its file, and sentences about what was found or changed."""

    text: str
    encoding: str
    notes: tuple[str, ...]


def read_text(content: bytes) -> ReadText:
    """The text in the content of a file.

    Raises InvalidInput with one sentence for a file that is empty, too large or no text, or whose encoding is unknown.
    """
    if len(content) > LARGEST_BYTES:
        raise refused(f"the file has {len(content) / 1e6:,.2f} MB; at most {LARGEST_BYTES / 1e6:g} MB are allowed")
    what = next((what for signature, what in _SIGNATURES if content.startswith(signature)), None)
    if what:
        raise refused(f"the file is {what}")
    text, encoding, notes = decode(content)
    num_zeros = text.count("\x00")
    if num_zeros:
        raise binary(num_zeros, "NUL character", "NUL characters")
    text, num_line_ends = _with_plain_line_ends(text)
    if num_line_ends:
        kinds = counted(num_line_ends, "line end of another kind", "line ends of other kinds")
        notes.append(f"{kinds} became \\n.")
    text, num_removed = _REMOVED.subn("", text)
    if num_removed > LARGEST_CONTROL_SHARE * (len(text) + num_removed):
        raise binary(num_removed, "control character", "control characters")
    if num_removed:
        removed = counted(num_removed, "control character was", "control characters were")
        notes.append(f"{removed} removed.")
    if not text.strip():
        raise refused("the file is empty; pass a text file with something to learn from")
    return ReadText(text, encoding, tuple(notes))


def _with_plain_line_ends(text: str) -> tuple[str, int]:
    """The text with "\\n" for every line end, and how many were something else."""
    number = 0
    for line_end in _LINE_ENDS:
        number += text.count(line_end)
        text = text.replace(line_end, "\n")
    return text, number
