"""What columns are called by a heading of one or more lines."""

from collections.abc import Sequence

from seqcore.data.series.reading.lines import Row


def names_of(stack: Sequence[Row]) -> tuple[Row | None, int]:
    """The names of the columns, and from how many lines of the heading they are: from as many as make them differ."""
    if not stack:
        return None, 0
    width = max(map(len, stack))
    rows = [[*row, *[""] * (width - len(row))] for row in stack]
    names, used = rows[0], 1
    below = rows[1] if len(rows) > 1 else [""] * width
    # Columns without any name may stand between tables beside each other.
    gaps = [place for place in range(1, width) if not names[place].strip() and below[place].strip()]
    if gaps and (alike(below) or all(names[place].strip() or place in gaps for place in range(1, width))):
        differ = len({cell.strip() for cell in rows[1]}) == width
        names, used = (rows[1], 2) if differ else (_filled(names, below), 1)
    while used < len(rows) and alike(names) and sum(bool(cell.strip()) for cell in rows[used]) > width / 2:
        pairs = zip(names, rows[used], strict=True)
        names, used = [" ".join(filter(None, (one.strip(), other.strip()))) for one, other in pairs], used + 1
    for row in rows[used:]:  # pandas names its index in a line of its own
        if row[0].strip() and not any(cell.strip() for cell in row[1:]):
            names = [row[0], *names[1:]]
    return names, used


def alike(names: Row) -> bool:
    """Whether two columns after the first have the same name."""
    words = [name.strip() for name in names[1:] if name.strip()]
    return len(set(words)) < len(words)


def _filled(names: Row, below: Row) -> Row:
    """Names over several columns, which stand above the first of them only; above the first column alone if it is one.

    Where nothing stands `below` either, a column is empty.
    """
    filled, last = names[:1], names[0] if below[0] in below[1:] else ""
    for name, under in zip(names[1:], below[1:], strict=True):
        last = name if name.strip() else last
        filled.append(last if under.strip() else name)
    return filled
