"""Where a table begins among the lines of a file, and what its columns are called.

The rows of a table look alike: numbers and dates stand in the same columns. What stands directly above the first of
them, in words, is the heading; further above are titles and smaller tables. A heading that occurs again begins a
further table of the same columns.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from seqcore.data.series.reading.dialect import DATE, NUMBER, TEXT, most_frequent, shapes, usual_width
from seqcore.data.series.reading.further_tables import part
from seqcore.data.series.reading.heading_names import alike, names_of
from seqcore.data.series.reading.lines import Lines, Row, is_empty, is_thin
from seqcore.data.series.reading.names import TOTALS, words_of
from seqcore.data.series.reading.numbers import is_missing
from seqcore.data.series.reading.refusing import refused
from seqcore.data.series.reading.table import counted

MOST_LINES_OF_HEADING = 4
_LOOKED_AT, _CELLS_LOOKED_AT = 400, 100
_USUAL = 0.6
_FOLLOWING = 6
_MOST_TOTALS = 10
FIRST_YEAR, LAST_YEAR = 1500, 2200


@dataclass(frozen=True)
class Found:
    """The rows of the table, and the names of its columns if it has any."""

    lines: Lines
    names: Row | None


def find_table(lines: Lines, notes: list[str]) -> Found:
    """The largest table among the lines. Raises InvalidInput when there is nothing but a heading."""
    width = most_frequent(iter(lines.widths))
    shaped = shapes([row[:_CELLS_LOOKED_AT] for row in lines.rows[:_LOOKED_AT]])
    kinds = _kinds(lines, width, shaped)
    first = _first_row(lines, width, shaped, kinds)
    start = _start_of_heading(lines, first, width, shaped)
    end = _end(lines, first, width, kinds)
    stack = lines.rows[start:first]
    around = start + len(lines.rows) - end
    if around:
        notes.append(f"{counted(around, 'line', 'lines')} above or below the table left out.")
    names, used = names_of([_whole(lines, place) for place in range(start, first)])
    if len(stack) - used > 0:
        notes.append(f"{counted(len(stack) - used, 'line', 'lines')} below the names of the columns left out.")
    if names is None:
        filled = usual_width(lines.rows[first:end])
        names, _ = names_of([*takewhile(lambda row: len(row) == filled, lines.comments[::-1])][::-1])
    if names is None:
        notes.append("The file has no names of columns; they were numbered.")
    lines.rows, lines.numbers, lines.widths = lines.rows[first:end], lines.numbers[first:end], lines.widths[first:end]
    if not lines.rows:
        raise refused("the file has names of columns, but no rows below them")
    if stack:
        part(lines, stack, width, kinds, notes)
    return Found(lines, names)


def _kinds(lines: Lines, width: int, shaped: Sequence[Sequence[int]]) -> dict[int, int]:
    """The columns that hold numbers or dates in most rows, and which of both."""
    usual = [place for place in range(len(shaped)) if lines.widths[place] == width]
    bulk = usual[len(usual) // 3 :] or usual
    columns = range(min(width, _CELLS_LOOKED_AT))
    kinds = [
        most_frequent(_cell(shaped[row], column) for row in bulk if _cell(shaped[row], column)) for column in columns
    ]
    filled = [sum(_cell(shaped[row], column) == kinds[column] for row in bulk) for column in columns]
    return {column: kinds[column] for column in columns if kinds[column] and filled[column] >= _USUAL * len(bulk)}


def _first_row(lines: Lines, width: int, shaped: Sequence[Sequence[int]], kinds: dict[int, int]) -> int:
    """The place of the first row that looks like most of the rows further down."""
    usual = [place for place in range(len(shaped)) if lines.widths[place] == width]
    telling = list(kinds)
    filled = [{column for column, cell in enumerate(lines.rows[place]) if cell.strip()} for place in usual]
    vacant = {column for column in range(width) if sum(column in row for row in filled) < len(filled) / 4}

    def alike(place: int) -> bool:
        cells, row = shaped[place], lines.rows[place]
        empty = [column for column in telling if is_empty(row, column)]
        as_usual = [column for column in telling if _cell(cells, column) == kinds[column]]
        odd = [column for column in telling if column not in (*empty, *as_usual)]
        if any(
            (kinds[column] == DATE and not _is_year(row[column])) or (column == telling[0] and not _cell(cells, column))
            for column in odd
        ):
            return False
        if len(as_usual) < len(telling) / 2 and any(row[column].strip() for column in vacant if column < len(row)):
            return False
        return bool(as_usual) and len(odd) <= len(telling) / 2 and not _has_names_of_numbers(lines, place, telling)

    for place in usual:
        following = [row for row in usual if place <= row < place + _FOLLOWING]
        if alike(place) and sum(map(alike, following)) >= _USUAL * len(following):
            return place
    return _after_words(lines, width, shaped)


def _is_year(cell: str) -> bool:
    return re.fullmatch(r"\s*\d{4}\s*", cell, re.ASCII) is not None and FIRST_YEAR <= int(cell) <= LAST_YEAR


def _after_words(lines: Lines, width: int, shaped: Sequence[Sequence[int]]) -> int:
    """The place of the first row below a line of words, for tables whose rows do not look alike."""
    wide = next((p for p in range(len(shaped)) if lines.widths[p] == width and not is_thin(lines.rows[p], width)), 0)
    is_heading = not any(shaped[wide]) and not all(map(is_missing, lines.rows[wide]))
    return wide + 1 if is_heading else wide


def _cell(cells: Sequence[int], column: int) -> int:
    return cells[column] if column < len(cells) else TEXT


def _has_names_of_numbers(lines: Lines, place: int, telling: Sequence[int]) -> bool:
    """Whether numbers in this row are names: years that run on, or 0, 1, 2, … in all columns, and not so below."""

    def numbers(at: int) -> list[int]:
        row = lines.rows[at] if at < len(lines.rows) else []
        cells = [row[column].strip(" \"'") if column < len(row) else "" for column in telling]
        return [int(cell) if cell.isdecimal() and cell.isascii() and len(cell) < 5 else -1 for cell in cells]

    here, below = numbers(place), numbers(place + 1)
    steps = {later - earlier for earlier, later in pairwise(here)}
    run = len(here) > 1 and len(steps) == 1 and 0 not in steps
    same = sum(one == other for one, other in zip(here, below, strict=True)) > len(here) / 2
    are_years = all(FIRST_YEAR <= number <= LAST_YEAR for number in here)
    are_places = here == list(range(len(lines.rows[place])))
    return (
        run and not same and place < MOST_LINES_OF_HEADING * 50 and (are_years or are_places) and _differs(here, below)
    )


def _differs(here: Sequence[int], below: Sequence[int]) -> bool:
    return any(not FIRST_YEAR <= number <= LAST_YEAR for number in below) or list(here) == list(range(len(here)))


def _start_of_heading(lines: Lines, first: int, width: int, shaped: Sequence[Sequence[int]]) -> int:
    """The place of the topmost line of words directly above the first row, as wide as the table."""
    start, is_named = first, False
    while start > max(0, first - MOST_LINES_OF_HEADING):
        above = start - 1
        apart = start < first and lines.numbers[start] - lines.numbers[above] > 1
        narrow = lines.widths[above] not in (width, width - 1, width + 1) or (apart and width > 1)
        bare = (not any(map(str.isalpha, cell)) for cell in lines.rows[above])  # 1USD is a name
        numbers = sum(kind == NUMBER and is_bare for kind, is_bare in zip(shaped[above], bare, strict=False))
        if narrow or (start < first and numbers > (0 if is_named else len(lines.rows[above]) / 2)):
            break
        start = above
        is_named |= not numbers and not is_thin(lines.rows[above], min(width, usual_width(lines.rows[first:])))
    while start < first and is_thin(lines.rows[start], min(width, usual_width(lines.rows[first:]))):
        names_second = width == len(lines.rows[start]) == 2  # R leaves the column of row numbers without a name
        if names_second or _names_several(lines.rows[start:first]):
            break
        start += 1
    return start


def _names_several(stack: Sequence[Row]) -> bool:
    """Whether the first line names groups of columns that the second one calls the same: ;Berlin;;Paris;"""
    return len(stack) == 2 and sum(bool(cell.strip()) for cell in stack[0]) > 1 and alike(stack[1])


def _end(lines: Lines, first: int, width: int, kinds: dict[int, int]) -> int:
    """Where the table ends: above remarks, totals, and a smaller table of another width."""
    end, dates = len(lines.rows), [column for column, kind in kinds.items() if kind == DATE]
    while end > first + 1 and lines.widths[end - 1] not in (width, width - 1, width + 1):
        if (
            len(lines.rows[end - 1]) <= width
            and not is_thin(lines.rows[end - 1], width)
            and any(shapes([lines.rows[end - 1]])[0])
            and lines.widths[end - 2] == width
        ):
            break
        end -= 1
    while end > first + 1 and is_thin(lines.rows[end - 1], width) and not any(shapes([lines.rows[end - 1]])[0]):
        end -= 1
    body, key = max(first + 1, len(lines.rows) - _MOST_TOTALS), dates[0] if dates else 0
    while end > body and _is_total(
        lines.rows[end - 1], key if key in kinds else None, bool(dates), lines.rows[first:body]
    ):
        end -= 1
    return end


def _is_total(row: Row, key: int | None, is_date: bool, above: Sequence[Row]) -> bool:
    """Whether a row holds a sum or mean of those above: words in place of the date or number, or the name of a sum.

    What also stands in the column above tells nothing: words between digits may be a way of writing dates.
    """
    columns = [] if key is None or is_empty(row, key) or shapes([row])[0][key] else [key]
    if not is_date:
        columns += [column for column, cell in enumerate(row) if _in_words(cell) in TOTALS]
    said = [(column, _in_words(row[column])) for column in columns]
    return any(all(len(other) <= at or _in_words(other[at]) != word for other in above) for at, word in said)


def _in_words(cell: str) -> str:
    """A cell by its words: digits stand for nothing."""
    return " ".join(words_of(re.sub(r"\d+", " ", cell)))


def _whole(lines: Lines, place: int) -> Row:
    """A row with the empty cells at its end."""
    row = lines.rows[place]
    return [*row, *[""] * (lines.widths[place] - len(row))]
