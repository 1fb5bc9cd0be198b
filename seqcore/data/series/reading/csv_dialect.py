"""How a CSV file is written: its encoding, and what stands between cells. Files of other kinds are refused here."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from seqcore.data.series.reading.dates import date_shaped
from seqcore.data.series.reading.numbers import number_shaped, trimmed
from seqcore.invalid import InvalidInput

SIGNS = {"tab": "\t", "semicolon": ";", "pipe": "|", "comma": ",", "space": " "}
"""The separators by name; when several explain a file equally well, the first of them is taken."""
_SAMPLE_LETTERS, _SAMPLE_ROWS, _SAMPLE_CELLS = 60_000, 100, 40
_GOOD_SCORE = 0.9

_EXCEL = "an Excel workbook; open it and save it as CSV first"
_SIGNATURES = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _EXCEL),
    (b"%PDF", "a PDF document; copy its table into a spreadsheet and save it as CSV"),
    (b"\x89PNG", "an image; pass the numbers that it shows as CSV"),
    (b"\xff\xd8\xff", "an image; pass the numbers that it shows as CSV"),
    (b"GIF8", "an image; pass the numbers that it shows as CSV"),
    (b"RIFF", "a media file; pass numbers as CSV"),
    (b"PK\x03\x04", "a zip archive; unpack it first"),
    (b"\x1f\x8b", "a gzip archive; unpack it first"),
    (b"BZh9", "a bzip2 archive; unpack it first"),
    (b"\xfd7zXZ\x00", "an xz archive; unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it first"),
    (b"(\xb5/\xfd", "a zstd archive; unpack it first"),
    (b"Rar!", "a rar archive; unpack it first"),
    (b"SQLite format 3", "a database; export its table as CSV"),
    (b"\x89HDF", "an HDF5 file; save its table as CSV or Parquet"),
    (b"\x93NUMPY", "a NumPy array; save it as CSV"),
    (b"ARROW1", "a Feather file; save it as CSV or Parquet"),
)
_MARKS = (  # UTF-32 begins like UTF-16.
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")
_INVISIBLE = "\ufeff\u200b\u200e\u200f\x00"
_DIRECTIVE = re.compile(r'"?sep=(.)"?\s*(?:[\r\n]+|$)', re.IGNORECASE)
_MARKUP = re.compile(r"\s*<(?:!doctype|html|head|body|table|\?xml|!--)", re.IGNORECASE)
_JSON = re.compile(r'\s*(?:\{\s*["}]|\[\s*[\[{])')


def refused(sentence: str) -> InvalidInput:
    """What to raise about a file as a whole."""
    return InvalidInput([f"task.path: {sentence}."])


def decode(content: bytes) -> tuple[str, str, list[str]]:
    """The text of a file, the name of its encoding, and notes. Raises InvalidInput for what is no text table."""
    _refuse_binary(content)
    text, encoding = _decoded(content)
    sample = text[:_SAMPLE_LETTERS]
    if len(_CONTROL.findall(sample)) > len(sample) / 100:
        raise refused("the file holds binary data, not text; allowed are CSV and Parquet files")
    zeros = text.count("\x00")
    for sign in _INVISIBLE:
        text = text.replace(sign, "")
    if not text.strip():
        raise refused("the file is empty; pass a table with a column of dates and a column of numbers")
    if _MARKUP.match(text):
        raise refused("the file is a web page (HTML or XML), not CSV; download the data itself")
    if _JSON.match(text):
        raise refused("the file is JSON, not CSV; save it as CSV")
    return text, encoding, [f"{zeros:,} NUL characters were left out."] if zeros else []


def _refuse_binary(content: bytes) -> None:
    what = next((what for signature, what in _SIGNATURES if content.startswith(signature)), None)
    if what and content.startswith(b"PK") and (b"xl/" in content or b"[Content_Types]" in content):
        what = _EXCEL
    if what:
        raise refused(f"the file is {what}")


def _decoded(content: bytes) -> tuple[str, str]:
    for mark, codec in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(codec, "replace"), codec[:6].rstrip("-")
    start = content[:4096]
    even, odd = start[::2].count(0), start[1::2].count(0)
    if max(even, odd) > 0.3 * len(start) / 2 and min(even, odd) < 0.1 * max(even, odd):
        return content.decode("utf-16-le" if odd > even else "utf-16-be", "replace"), "utf-16"
    for encoding in ("utf-8", "cp1252"):
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1"), "latin-1"


def records(text: str, separator: str, quoting: int = csv.QUOTE_MINIMAL) -> Iterator[list[str]]:
    """The rows of the text as lists of cells, without empty ones at the end.

    Blank rows are there, too: so that counting them gives the numbers that a spreadsheet shows.
    """
    lines: Iterator[str] = io.StringIO(text, newline="")
    if separator == "space":
        lines = (re.sub(r"[ \t]+", " ", line.strip()) for line in lines)
    rows = csv.reader(
        lines,
        delimiter=SIGNS[separator],
        skipinitialspace=separator != "space",
        quoting=quoting,  # type: ignore[arg-type]
    )
    for row in rows:
        while row and not row[-1].strip():
            row.pop()
        yield row


def find_separator(text: str, decimal: str) -> tuple[str, str]:
    """The separator that makes most cells a number or a date, and the text without a line that names it (sep=;)."""
    directive = _DIRECTIVE.match(text)
    named = next((name for name, sign in SIGNS.items() if directive and sign == directive[1]), None)
    if directive and named:
        # A blank line in its place: the numbers of the rows stay those of the file.
        return named, "\n" + text[directive.end() :]
    sample = text[:_SAMPLE_LETTERS]
    if len(text) > len(sample):
        sample = sample[: max(sample.rfind("\n"), sample.rfind("\r")) + 1] or sample
    scores = {name: _score(_sample_rows(sample, name), 2) for name in SIGNS}
    if decimal == "comma":
        scores["comma"] /= 2
    best = max(scores, key=lambda name: scores[name])
    lines = [[line] for line in sample.splitlines() if line.strip()]
    if scores[best] < _GOOD_SCORE and _score(lines[:_SAMPLE_ROWS], 1) > scores[best]:
        # One column. Its commas, if any, are no separators.
        best = next((name for name in ("comma", "semicolon", "pipe") if SIGNS[name] not in text), "tab")
        return best, text
    return (best if scores[best] else "comma"), text


def _sample_rows(sample: str, separator: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in records(sample, separator):
            if row and not row[0].startswith("#"):
                rows.append(row[:_SAMPLE_CELLS])
            if len(rows) == _SAMPLE_ROWS:
                break
    except csv.Error:
        pass
    return rows


def _score(rows: Sequence[Sequence[str]], fewest: int) -> float:
    """How well a separator explains these rows: the share of cells with a meaning, in even rows below a heading."""
    width = usual_width(rows)
    if width < fewest:
        return 0.0
    shaped = shapes(rows)
    first = next((place for place, cells in enumerate(shaped) if any(cells)), len(rows))
    meant = sum(map(sum, shaped[first:]))
    written = sum(bool(cell) for row in rows[first:] for cell in row)
    even = sum(len(row) == width for row in rows) / len(rows)
    below = (len(rows) - first) / len(rows)
    fits = 1.0 if first == 0 or len(rows[first - 1]) == width else 0.5
    return even * (0.001 + below * fits * (meant / written if written else 0.0))


def usual_width(rows: Sequence[Sequence[str]]) -> int:
    """How many cells most rows have; 0 without rows."""
    widths = Counter(map(len, rows))
    return max(widths, key=lambda width: (widths[width], width), default=0)


def shapes(rows: Sequence[Sequence[str]]) -> list[list[bool]]:
    """For each cell whether it looks like a number or a date."""
    import pyarrow as pa
    import pyarrow.compute as pc

    text = trimmed(pa.array([cell[:100] for row in rows for cell in row], pa.string()))
    found = number_shaped(text).to_numpy(zero_copy_only=False).copy()
    found[~found] = date_shaped(text.filter(pc.invert(pa.array(found))))
    cells = iter(found.tolist())
    return [[next(cells) for _ in row] for row in rows]
