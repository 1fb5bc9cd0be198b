"""What stands between the cells of a text file, and the rows that this gives."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from seqcore.data.series.reading.dates import date_shaped
from seqcore.data.series.reading.numbers import number_shaped, trimmed

SIGNS = {"tab": "\t", "semicolon": ";", "pipe": "|", "comma": ",", "space": " "}
"""The separators by name; when several explain a file equally well, the first of them is taken."""
COMMENTS = ("#", "%", "//")
TEXT, NUMBER, DATE = 0, 1, 2
"""What a cell looks like."""
_SAMPLE_LETTERS, _SAMPLE_ROWS, _SAMPLE_CELLS = 60_000, 100, 40
_GOOD_SCORE = 0.9
_DIRECTIVE = re.compile(r'"?sep=(.)"?\s*(?:[\r\n]+|$)', re.IGNORECASE)


def records(text: str, separator: str, quoting: int = csv.QUOTE_MINIMAL) -> Iterator[tuple[list[str], int]]:
    """The rows of the text as lists of cells, without empty ones at the end, and how many cells there were with them.

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
        width = len(row)
        while row and not row[-1].strip():
            row.pop()
        yield row, width


def is_comment(start: str) -> bool:
    """Whether a line that starts like this is a comment; #1001 is the number of an order."""
    return start.startswith(COMMENTS) and not re.match(r"#\d", start)


def is_ruler(row: Sequence[str]) -> bool:
    """Whether a row is a line below a heading: -----, or |---|:--:|."""
    return any("--" in cell or "==" in cell for cell in row) and all(re.fullmatch(r"[-=_+:\s]*", cell) for cell in row)


def find_separator(text: str, decimal: str) -> tuple[str, str]:
    """The separator that makes most cells a number or a date, and the text to be read with it.

    A line that names it (sep=;) is blank there, and lines that stand in quotes as a whole stand there without them.
    """
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
    if scores[best] < _GOOD_SCORE and _lines_in_quotes(sample):
        return find_separator(re.sub(r'(?m)^\s*"|"\s*$', "", text).replace('""', '"'), decimal)
    lines = [[line] for line in sample.splitlines() if line.strip()]
    if scores[best] < _GOOD_SCORE and _score(lines[:_SAMPLE_ROWS], 1) > scores[best]:
        # One column. Its commas, if any, are no separators.
        best = next((name for name in ("comma", "semicolon", "pipe") if SIGNS[name] not in text), "tab")
        return best, text
    return (best if scores[best] else "comma"), text


def _lines_in_quotes(sample: str) -> bool:
    """Whether every line is one cell in quotes with a separator in it, the heading too."""
    lines = [line.strip() for line in sample.splitlines() if line.strip()]
    quoted = [line for line in lines if re.fullmatch(r'"(?:[^"]|"")+"', line)]
    inside = [any(sign in line for sign in (",", ";", "\t", "|")) for line in quoted]
    return len(quoted) == len(lines) > 1 and all(inside)


def _sample_rows(sample: str, separator: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row, _ in records(sample, separator):
            if row and not is_comment(row[0]) and not is_ruler(row):
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
    first = next((place for place, cells in enumerate(shaped) if len(cells) == width and any(cells)), len(rows))
    meant = sum(cell == NUMBER or (cell == DATE and width > 1) for row in shaped[first:] for cell in row)
    written = sum(bool(cell) for row in rows[first:] for cell in row)
    even = sum(len(row) == width for row in rows) / len(rows)
    below = (len(rows) - first) / len(rows)
    fits = 1.0 if first == 0 or len(rows[first - 1]) == width else 0.5
    return even * (0.001 + below * fits * (meant / written if written else 0.0))


def usual_width(rows: Sequence[Sequence[str]]) -> int:
    """How many cells most rows have; 0 without rows."""
    return most_frequent(map(len, rows))


def most_frequent(widths: Iterator[int]) -> int:
    """The number that occurs most often, of several the largest; 0 without any."""
    counts = Counter(widths)
    return max(counts, key=lambda width: (counts[width], width), default=0)


def shapes(rows: Sequence[Sequence[str]]) -> list[list[int]]:
    """For each cell whether it looks like a number, a date or neither."""
    import pyarrow as pa
    import pyarrow.compute as pc

    text = trimmed(pa.array([cell[:100] for row in rows for cell in row], pa.string()))
    is_number = number_shaped(text)
    found = is_number.to_numpy(zero_copy_only=False).astype(np.int64) * NUMBER
    found[found == TEXT] = date_shaped(text.filter(pc.invert(is_number))) * DATE
    cells = iter(found.tolist())
    return [[next(cells) for _ in row] for row in rows]
