"""A CSV file that is too large to be taken apart cell by cell in Python: read in pieces, and only what is wanted kept.

How it is written is found out from its beginning. Of more rows than a series may have, the newest, every n-th, or
periods (resampled) are kept; the file itself and the kept cells are all that is ever in memory.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from seqcore.data.series.reading.cells import read_cells
from seqcore.data.series.reading.choices import Reading
from seqcore.data.series.reading.columns import Columns
from seqcore.data.series.reading.dialect import SIGNS
from seqcore.data.series.reading.plan import Plan, dated_values, make_plan
from seqcore.data.series.reading.questions import asked_of
from seqcore.data.series.reading.refusing import refused
from seqcore.data.series.reading.resampling import RESAMPLINGS, beginnings
from seqcore.data.series.reading.sentinels import NONE
from seqcore.data.series.reading.table import Table, counted, listed
from seqcore.data.series.reading.time_plans import TimePlan
from seqcore.invalid import InvalidInput
from seqcore.limits import LIMITS

if TYPE_CHECKING:
    import pyarrow as pa

LARGE = 10_000_000
"""Files of more bytes are read like this, and of more rows than a series may have."""
_SAMPLE_BYTES, _BLOCK_BYTES, _LOOKED_AT = 300_000, 4 << 20, 5000


@dataclass(frozen=True)
class _File:
    content: bytes
    sample: Table
    """The first rows, as they are read."""
    skipped: list[int]

    def pieces(self) -> Iterator["pa.Table"]:
        """The rows below the heading, piece by piece, all cells text; rows that do not fit are counted."""
        import pyarrow as pa
        from pyarrow import csv

        def skip(row: object) -> str:
            self.skipped.append(1)
            return "skip"

        names = [str(place) for place in range(self.sample.width)]
        read = csv.ReadOptions(
            use_threads=False,
            block_size=_BLOCK_BYTES,
            skip_rows=int(self.sample.rows[0]) - 1,
            column_names=names,
            encoding=self.sample.encoding,
        )
        parse = csv.ParseOptions(delimiter=SIGNS[self.sample.separator], invalid_row_handler=skip)
        convert = csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False)
        try:
            yield from csv.open_csv(pa.BufferReader(self.content), read, parse, convert)
        except pa.ArrowInvalid as error:
            raise refused(f"the file cannot be read to its end ({str(error)[:80]}); pass a smaller one") from error


def is_large(content: bytes) -> bool:
    """Whether a text is to be read in pieces."""
    return len(content) > LARGE or content.count(b"\n") > LIMITS.rows


def read_large(content: bytes, reading: Reading) -> Table:
    """The rows of a large CSV file that a series is made of. Raises InvalidInput when its beginning is no table."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        content = content.decode("utf-16", "replace").encode()
    cut = content.rfind(b"\n", 0, _SAMPLE_BYTES) + 1
    sample = read_cells(content[: cut or _SAMPLE_BYTES], reading.separator, reading.decimal, reading.encoding)
    if sample.kind != "CSV":
        raise refused(f"the file is {sample.kind} of more than {LARGE // 1_000_000} MB; save it as CSV or Parquet")
    if sample.separator == "space":
        raise refused(f"a file of more than {LARGE // 1_000_000} MB needs another separator than spaces")
    file = _File(content, sample, [])
    every, first, last, rows = _thinned(file)
    notes = [*sample.notes]
    if file.skipped:
        notes.append(f"{counted(len(file.skipped), 'row', 'rows')} with another number of cells left out.")
    if rows <= LIMITS.rows:
        return replace(_table(sample, first, 0), notes=tuple(notes))
    plan = make_plan(Columns(_table(sample, every, 0), reading.unit), replace(reading, resample="none"))
    if reading.resample != "none":
        if not isinstance(plan.order, TimePlan):
            raise InvalidInput(["task.resample: the file has no dates; choose none."])
        for asked in asked_of(plan, reading):
            answers = listed([asked.chosen, *asked.others])
            raise InvalidInput(
                [f"task.{asked.about}: {asked.sentence} A long file is resampled when you chose: {answers}."]
            )
        return _resampled(file, plan, reading, rows, notes)
    if reading.too_long == "every":
        step = -(-rows // LIMITS.rows)
        notes.append(f"Of {rows:,} rows every {step}th was taken; resample for all of them.")
        return replace(_table(sample, _every(file, step), 0), notes=tuple(notes), total=rows)
    notes.append(f"Of {rows:,} rows the newest {LIMITS.rows:,} were taken; resample for all of them.")
    kept, start = (first, 0) if plan.rows.newest_first else (last, rows - LIMITS.rows)
    return replace(_table(sample, kept, start), notes=tuple(notes), total=rows)


def _thinned(file: _File) -> tuple["pa.Table", "pa.Table", "pa.Table", int]:
    """Some rows from all over the file, the first and the last ones that a series may have, and how many there are."""
    import pyarrow as pa

    step = max(1, file.content.count(b"\n") // _LOOKED_AT)
    some, first, last, rows = list["pa.Table"](), list["pa.Table"](), list["pa.Table"](), 0
    for piece in file.pieces():
        table = pa.Table.from_batches([piece])
        some.append(table.take(pa.array(np.arange(-rows % step, len(table), step))))
        if rows < LIMITS.rows:
            first.append(table.slice(0, LIMITS.rows - rows))
        last.append(table)
        while sum(map(len, last)) - len(last[0]) >= LIMITS.rows:
            last.pop(0)
        rows += len(table)
    if not rows:
        raise refused("the file has no rows")
    end = pa.concat_tables(last)
    return pa.concat_tables(some), pa.concat_tables(first), end.slice(max(0, len(end) - LIMITS.rows)), rows


def _every(file: _File, step: int) -> "pa.Table":
    import pyarrow as pa

    kept, rows = list["pa.Table"](), 0
    for piece in file.pieces():
        kept.append(pa.Table.from_batches([piece]).take(pa.array(np.arange(-rows % step, len(piece), step))))
        rows += len(piece)
    return pa.concat_tables(kept)


def _table(sample: Table, cells: "pa.Table", start: int) -> Table:
    """Cells under the names of the sample; `start` is how many rows stand before them."""
    columns = {
        name: cells.column(place).combine_chunks() for name, place in zip(sample.columns, sample.places, strict=False)
    }
    rows = np.arange(cells.num_rows) + int(sample.rows[0]) + start
    return replace(sample, columns=columns, rows=rows)


def _resampled(file: _File, plan: Plan, reading: Reading, rows: int, notes: list[str]) -> Table:
    """A table of periods: their sums, means or last values, each of all rows of the file."""
    import pyarrow as pa

    assert isinstance(plan.order, TimePlan)  # noqa: S101 (checked by the caller)
    fixed = replace(
        reading,
        resample="none",
        missing_numbers=", ".join(f"{number:g}" for number in plan.sentinels) or NONE,
        date_column=plan.order.title,
        date_order=plan.order.order or reading.date_order,
        value_column=plan.values.column,
        decimal=plan.decimal,
        series=plan.series,
    )
    used = [*plan.order.columns, plan.values.column, *(plan.key.columns if plan.key else ())]
    sums, counts, lasts = dict[int, float](), dict[int, int](), dict[int, tuple[int, float]]()
    for piece in file.pieces():
        part = _table(file.sample, pa.Table.from_batches([piece]), 0)
        part = replace(part, columns={name: part.columns[name] for name in used if name in part.columns})
        times, values = dated_values(Columns(part, reading.unit), fixed, plan.key)
        starts, groups = np.unique(beginnings(times, reading.resample), return_inverse=True)
        newest = np.lexsort((times, groups))
        ends = newest[np.append(np.diff(groups[newest]) != 0, True)] if len(newest) else newest
        summed, counted_ = np.bincount(groups, values), np.bincount(groups)
        for place, start in enumerate(starts.tolist()):
            sums[start] = sums.get(start, 0.0) + float(summed[place])
            counts[start] = counts.get(start, 0) + int(counted_[place])
            end = (int(times[ends[place]]), float(values[ends[place]]))
            lasts[start] = max(lasts.get(start, end), end)
    order = sorted(sums)
    of = {
        "sum": [sums[start] for start in order],
        "mean": [sums[start] / counts[start] for start in order],
        "last": [lasts[start][1] for start in order],
    }
    notes.append(f"All {rows:,} rows went into {len(order):,} {RESAMPLINGS[reading.resample].lower()}.")
    dates = pa.array(np.array(order, np.int64).view("datetime64[s]"))
    columns = {plan.order.title: dates, plan.values.column: pa.array(of[reading.aggregate], pa.float64())}
    return replace(
        file.sample,
        columns=columns,
        rows=np.arange(1, len(order) + 1),
        notes=tuple(notes),
        is_named=True,
        total=rows,
        is_resampled=True,
    )
