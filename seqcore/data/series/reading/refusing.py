"""Files that hold no table of text: what they are, and what to do with them, in one true sentence."""

import re

from seqcore.invalid import InvalidInput

_IMAGE = "an image; pass the numbers that it shows as CSV"
_SIGNATURES = (
    (b"PK\x05\x06", "an empty zip archive; pass one with a file inside"),
    (b"ARROW1", "a Feather file; save it as Parquet or CSV"),
    (b"%PDF", "a PDF document; copy its table into a spreadsheet and save it as CSV"),
    (b"\x89PNG", _IMAGE),
    (b"\xff\xd8\xff", _IMAGE),
    (b"GIF8", _IMAGE),
    (b"RIFF", "a media file; pass numbers as CSV"),
    (b"BZh9", "a bzip2 archive; unpack it first"),
    (b"\xfd7zXZ\x00", "an xz archive; unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it first"),
    (b"(\xb5/\xfd", "a zstd archive; unpack it first"),
    (b"Rar!", "a rar archive; unpack it first"),
    (b"SQLite format 3", "a database; export its table as CSV"),
    (b"\x89HDF", "an HDF5 file; save its table as CSV or Parquet"),
    (b"CDF\x01", "a NetCDF file; save one series of it as CSV"),
    (b"CDF\x02", "a NetCDF file; save one series of it as CSV"),
    (b"\x93NUMPY", "a NumPy array; save it as CSV"),
    (b"\x80\x04\x95", "a Python pickle, which is never opened here; save it as CSV or Parquet"),
)
_MARKUP = re.compile(r"\s*<(?:!doctype|html|head|body|table|\?xml|!--)", re.IGNORECASE)
_JSON = re.compile(r'\s*(?:\{\s*["}]|\[\s*[\[{])')
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")
_SAMPLE_LETTERS = 60_000


def refused(sentence: str) -> InvalidInput:
    """What to raise about a file as a whole."""
    return InvalidInput([f"task.path: {sentence}."])


def refuse_binary(content: bytes) -> None:
    """Raises InvalidInput for what is known by its first bytes."""
    what = next((what for signature, what in _SIGNATURES if content.startswith(signature)), None)
    if what:
        raise refused(f"the file is {what}")


def refuse_unreadable(text: str) -> None:
    """Raises InvalidInput for what is no text, or empty."""
    sample = text[:_SAMPLE_LETTERS]
    if len(_CONTROL.findall(sample)) > len(sample) / 100:
        raise refused("the file holds binary data, not text; allowed are CSV and Parquet files")
    if not text.strip():
        raise refused("the file is empty; pass a table with a column of dates and a column of numbers")


def refuse_other_text(text: str) -> None:
    """Raises InvalidInput for text that is no table."""
    if _MARKUP.match(text):
        raise refused("the file is a web page (HTML or XML), not CSV; download the data itself")
    if _JSON.match(text):
        raise refused("the file is JSON, but no list of rows; save it as CSV")
