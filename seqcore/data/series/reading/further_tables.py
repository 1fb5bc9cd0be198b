"""Tables below each other: a heading that occurs again, or another one, among the rows."""

from collections.abc import Container, Sequence

from seqcore.data.series.reading.lines import Lines, Row, is_thin


def part(lines: Lines, stack: Sequence[Row], width: int, kinds: Container[int], notes: list[str]) -> None:
    """Name the table of each row where a heading stands among the rows, and leave out the headings and titles."""
    heading = [[cell.strip() for cell in row] for row in stack]
    again, others = set[int](), set[int]()
    for place, row in enumerate(lines.rows):
        cells = [cell.strip() for cell in row]
        if cells in heading:
            again.add(place)
        elif len(cells) == width and _is_other_heading(cells, heading, kinds):
            others.add(place)
    again |= others
    if not again or 2 * len(again) > len(lines.rows):
        return
    gone, tables, number, title = set(again), list[str](), 1, ""
    for place, row in enumerate(lines.rows):
        if place in again:
            number += place - 1 not in again
            title = ", ".join(cell.strip() for cell in row)[:60] if place in others else title
        elif is_thin(row, width) and any(later in again for later in range(place + 1, place + 4)):
            gone.add(place)
            title = " ".join(cell.strip() for cell in row if cell.strip())[:60]
        tables.append(f"table {number}: {title}" if title and number > 1 else f"table {number}")
    lines.tables, lines.differ = tables, bool(others)
    first = lines.numbers[min(again)]
    lines.leave_out(gone)
    again_or = "Another heading stands" if others else "The heading occurs again"
    notes.append(f"{again_or} in row {first}: {number} tables below each other.")


def _is_other_heading(cells: Row, heading: Sequence[Row], kinds: Container[int]) -> bool:
    """Whether a row of words has the name of a column of numbers below that name."""
    if any(not cell or any(map(str.isdecimal, cell)) for cell in cells):
        return False
    named = (zip(range(len(cells)), cells, row, strict=False) for row in heading)
    return any(cell == name and place in kinds for row in named for place, cell, name in row)
