"""A Parquet file as a table. Numbers and dates stay as they are stored; nested columns are empty here.

Limits are checked on what the file says of itself before anything is unpacked: ten megabytes may hold a lot of zeros.
"""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from seqcore.data.series.reading.cells import too_many_rows
from seqcore.data.series.reading.date_forms import FIRST_YEAR, LAST_YEAR
from seqcore.data.series.reading.refusing import refused
from seqcore.data.series.reading.table import Table, clean_names, columns_note, listed, most_columns, shown
from seqcore.invalid import InvalidInput
from seqcore.limits import LIMITS

if TYPE_CHECKING:
    import pyarrow as pa

MAGIC = b"PAR1"
LARGEST_UNPACKED = 200_000_000
_UNNAMED_INDEX = "__index_level_0__"


def read_parquet(content: bytes, wanted: Sequence[str] = ()) -> Table:
    """A Parquet file as columns; of too many, those `wanted` by name and the first.

    Raises InvalidInput when it is damaged or too large.
    """
    try:
        return _read(content, wanted)
    except InvalidInput:
        raise
    except Exception as error:  # A damaged file makes pyarrow raise a dozen kinds.
        raise refused(f"the Parquet file is damaged ({type(error).__name__}); save it once more") from error


def _read(content: bytes, wanted: Sequence[str]) -> Table:
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = pq.ParquetFile(pa.BufferReader(content))
    schema, about = file.schema_arrow, file.metadata
    if about.num_rows > LIMITS.rows:
        raise too_many_rows()
    groups = [about.row_group(place) for place in range(about.num_row_groups)]
    if sum(group.total_byte_size for group in groups) > LARGEST_UNPACKED:
        raise refused(f"the Parquet file unpacks to more than {LARGEST_UNPACKED // 1_000_000} MB; leave columns out")
    indexes = _indexes(schema.metadata or {})
    names = sorted(schema.names, key=lambda name: name not in indexes)
    if len(set(names)) < len(names):
        raise refused("the Parquet file has several columns of the same name; rename them")
    if not names or not about.num_rows:
        raise refused("the Parquet file has no rows")
    notes = []
    most = most_columns(about.num_rows)
    if len(names) > most:
        notes.append(columns_note(len(names), about.num_rows, most))
        first = [*(name for name in names if name in wanted), *names][:most]
        names = [name for name in names if name in first]
    zones = {getattr(schema.field(name).type, "tz", None) for name in names} - {None, "UTC"}
    if zones:
        notes.append(f"Times of the zone {listed(sorted(map(shown, zones)))} were converted to UTC.")
    flat = [name for name in names if _is_useful(schema.field(name).type)]
    text = [name for name in flat if _is_text(schema.field(name).type)]
    # Text as a dictionary: a word that is repeated a million times is kept once.
    file = pq.ParquetFile(pa.BufferReader(content), read_dictionary=text)
    read = file.read(columns=flat, use_threads=False) if flat else None
    cells = [_cells(read.column(name)) if read and name in flat else pa.nulls(about.num_rows) for name in names]
    if any(len(column) != about.num_rows for column in cells):
        raise ValueError("columns of different length")
    titles = clean_names("index" if name == _UNNAMED_INDEX else name for name in names)
    rows = np.arange(1, about.num_rows + 1)
    return Table(dict(zip(titles, cells, strict=True)), rows, notes=tuple(notes), kind="Parquet")


def _indexes(metadata: dict[bytes, bytes]) -> list[str]:
    """The columns that pandas kept its index in."""
    try:
        indexes = json.loads(metadata.get(b"pandas", b"{}"))["index_columns"]
        return [name for name in indexes if isinstance(name, str)]
    except (ValueError, KeyError, TypeError, RecursionError):
        return []


def _is_text(kind: "pa.DataType") -> bool:
    import pyarrow as pa

    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _is_useful(kind: "pa.DataType") -> bool:
    import pyarrow as pa

    if pa.types.is_dictionary(kind):
        return _is_useful(kind.value_type)
    tests = (pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal, pa.types.is_date, pa.types.is_timestamp)
    return _is_text(kind) or any(test(kind) for test in tests)


def _cells(column: Any) -> "pa.Array":
    """One array; text as a dictionary of plain strings."""
    import pyarrow as pa

    cells = column.combine_chunks()
    if isinstance(cells, pa.ChunkedArray):
        cells = cells.chunk(0) if cells.num_chunks else pa.nulls(0)
    # What pyarrow does with text that is none, or with words that a dictionary does not have, is not an error yet.
    cells.validate(full=True)
    if pa.types.is_date(cells.type) or pa.types.is_timestamp(cells.type):
        return _seconds(cells)
    if not pa.types.is_dictionary(cells.type):
        return cells.cast(pa.string()) if _is_text(cells.type) else cells
    if _is_text(cells.type.value_type):
        return pa.DictionaryArray.from_arrays(cells.indices, cells.dictionary.cast(pa.string()))
    return cells.dictionary_decode()


def _seconds(cells: "pa.Array") -> "pa.Array":
    """Dates in UTC where there is a zone, to the second or less; nothing for years that no calendar shows."""
    import pyarrow as pa
    import pyarrow.compute as pc

    zone = getattr(cells.type, "tz", None)
    moments = pc.cast(cells, pa.timestamp("us", tz=zone), safe=False)
    seconds = pc.cast(moments, pa.timestamp("s", tz=zone), safe=False).cast(pa.int64())
    first, after = (np.datetime64(f"{year}", "s").astype(np.int64) for year in (FIRST_YEAR, LAST_YEAR + 1))
    inside = pc.and_(pc.greater_equal(seconds, first), pc.less(seconds, after))
    if not pc.any(pc.not_equal(pc.subsecond(moments), 0)).as_py():
        moments = seconds.cast(pa.timestamp("s"))
    return pc.if_else(inside, moments, None).cast(pa.timestamp(moments.type.unit))
