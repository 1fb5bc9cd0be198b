"""JSON as rows of text: lines of objects, lists of objects or of lists, and objects of lists of equal length."""

import json
from typing import Any

from seqcore.data.series.reading.refusing import refused

_ONE_LINE = 2
Rows = list[list[str]]


def json_rows(text: str) -> Rows | None:
    """The rows with the names first, where there are any; None for text that is no JSON. Raises InvalidInput."""
    if not text.lstrip("\ufeff \r\n\t").startswith(("{", "[")):
        return None
    try:
        return _rows(_parsed(text))
    except RecursionError:
        raise refused("the file is JSON, nested too deeply; save it as CSV") from None


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        lines = [line for line in text.splitlines() if line.strip()]
    try:
        return [json.loads(line) for line in lines]
    except ValueError:
        return None


def _rows(value: Any) -> Rows | None:
    """Of several lists in an object the longest."""
    if isinstance(value, dict):
        lists = {name: cells for name, cells in value.items() if isinstance(cells, list) and len(cells) >= _ONE_LINE}
        length = max(map(len, lists.values()), default=0)
        flat = {name: cells for name, cells in lists.items() if len(cells) == length and not _nested(cells[0])}
        if named := _named(value, length):
            names, inside = named
            rows = zip(*flat.values(), inside, strict=True)
            return [[*flat, *names], *([*map(_cell, beside), *map(_cell, row)] for *beside, row in rows)]
        if flat:
            return [list(flat), *(list(map(_cell, row)) for row in zip(*flat.values(), strict=True))]
        inner = [_rows(one) for one in value.values() if isinstance(one, dict | list)]
        return max((rows for rows in inner if rows), key=len, default=None)
    if not isinstance(value, list) or not value:
        return None
    if all(isinstance(row, dict) for row in value):
        names = list(dict.fromkeys(name for row in value for name in row))
        return [names, *([_cell(row.get(name)) for name in names] for row in value)]
    if all(isinstance(row, list) for row in value):
        return [list(map(_cell, row)) for row in value]
    if any(_nested(cell) for cell in value):
        return None
    return [[_cell(cell)] for cell in value]


def _named(value: dict[str, Any], length: int) -> tuple[list[str], list[list[Any]]] | None:
    """A list of so many rows and the list of their names, as pandas splits a table."""
    lists = [cells for cells in value.values() if isinstance(cells, list) and cells]
    names = [cells for cells in lists if all(isinstance(cell, str) for cell in cells)]
    for rows in lists:
        if len(rows) == length and all(isinstance(row, list) for row in rows):
            found = next((one for one in names if {len(one)} == set(map(len, rows))), None)
            return (found, rows) if found else None
    return None


def _nested(value: Any) -> bool:
    return isinstance(value, dict | list)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False)[:1000] if _nested(value) else str(value)
