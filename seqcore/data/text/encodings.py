"""The encoding of a text file: by its byte order mark, by strict decoding, or by a guess that is told with its reasons.

Not recognised: UTF-32 without a mark.
"""

import codecs

import numpy as np

from seqcore.data.text.characters import counted
from seqcore.data.text.guessing import Decoded, guess, guess_note
from seqcore.invalid import InvalidInput

MARKS = (  # UTF-32 begins like UTF-16.
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
LARGEST_CONTROL_SHARE = 0.01
"""Above it, a file is binary."""
_CONTROL_BYTES = bytes([*range(1, 9), *range(14, 32), 127])
_BEYOND_ASCII = bytes(range(128, 256))
_FEW_DAMAGED = 0.05
"""Relative to the characters beyond ASCII that are valid. Other encodings are valid UTF-8 by rare chance only."""
_PLAIN = "\n .,。，"
_ADVICE = "save it as UTF-8"


def refused(sentence: str) -> InvalidInput:
    """What to raise about a file as a whole."""
    return InvalidInput([f"task.path: {sentence}."])


def binary(number: int, one: str, many: str) -> InvalidInput:
    """What to raise about a file with so many characters that are no text."""
    return refused(
        f"the file holds binary data ({counted(number, one, many)}); allowed is text, which is saved as “plain text”"
    )


def decode(content: bytes) -> Decoded:
    """The text of a file. Raises InvalidInput when it is binary, or when no encoding explains all of its bytes."""
    unicode = _marked(content) or _utf_16(content)
    if unicode:
        return unicode
    _refuse_binary(content)
    decoded = _utf_8(content) or guess(content)
    if decoded is None:
        raise refused(f"the file is not UTF-8, and no other encoding of text explains all of its bytes; {_ADVICE}")
    return decoded


def _refuse_binary(content: bytes) -> None:
    num_controls = len(content) - len(content.translate(None, _CONTROL_BYTES))
    if 0 in content:
        raise binary(content.count(0), "NUL byte", "NUL bytes")
    if num_controls > LARGEST_CONTROL_SHARE * len(content):
        raise binary(num_controls, "control character", "control characters")


def _marked(content: bytes) -> Decoded | None:
    for mark, encoding in MARKS:
        if content.startswith(mark):
            try:
                text = content[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                where = f"byte {error.start + len(mark) + 1:,} does not fit"
                raise refused(
                    f"the file begins like {encoding[:6].rstrip('-').upper()}, but its {where}; {_ADVICE}"
                ) from None
            return text, encoding, [f"The file begins with the byte order mark of {encoding.upper()}."]
    return None


def _utf_16(content: bytes) -> Decoded | None:
    """UTF-16 without a mark, where blanks and stops show the order of the bytes: they are common only in one."""
    if 0 not in content or len(content) % 2:
        return None
    units = np.frombuffer(content, "<u2")
    plain = np.array([ord(sign) for sign in _PLAIN], np.uint16)
    little, big = (int(np.isin(order, plain).sum()) for order in (units, units.byteswap()))
    most = max(little, big)
    if most < max(1, len(units) / 200) or min(little, big) > most / 10:
        return None
    encoding = "utf-16-le" if little > big else "utf-16-be"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    if "\x00" in text:
        return None
    signs = f"{most:,} of {len(units):,} characters are blanks, line ends or stops"
    return text, encoding, [guess_note(encoding, f"{signs}, with the other order of bytes {min(little, big):,}")]


def _utf_8(content: bytes) -> Decoded | None:
    """UTF-8, also with a few damaged characters, as at the end of a file that was cut off."""
    try:
        return content.decode("utf-8"), "utf-8", []
    except UnicodeDecodeError as error:
        first = error.start + 1
    text = content.decode("utf-8", "replace")
    damaged = text.count("\ufffd") - content.count("\ufffd".encode())
    beyond_ascii = len(text) - len(content.translate(None, _BEYOND_ASCII)) - damaged
    if damaged > _FEW_DAMAGED * beyond_ascii:
        return None
    places = counted(damaged, "place is not", "places are not")
    share = f"{beyond_ascii:,} characters beyond ASCII are valid UTF-8, {places}"
    return text, "utf-8", [f"{share} (the first is byte {first:,}) and became \ufffd."]
