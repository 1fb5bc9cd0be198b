"""Fractions of a second, which a series does not keep: where they tell rows apart, the rows are numbered in order."""

from typing import TYPE_CHECKING

import numpy as np

from seqcore.data.series.reading.columns import Columns
from seqcore.data.series.reading.numbers import Array64, trimmed
from seqcore.data.series.reading.row_order import RowOrder
from seqcore.data.series.reading.table import FEW
from seqcore.data.series.reading.time_plans import TimePlan

if TYPE_CHECKING:
    import pyarrow as pa

_FRACTION = r":\d\d[.,](?P<fraction>\d{1,9})"


def finer_order(columns: Columns, plan: TimePlan) -> RowOrder | None:
    """The rows by their dates with fractions of seconds; None where whole seconds tell about as many rows apart."""
    here = plan.readable
    if plan.different > (1 - FEW) * here.sum():
        return None
    fractions = sum(_fractions(columns.table.columns[name], plan.digits) for name in plan.columns)
    ranks = np.where(here, np.where(here, plan.seconds, 0) + fractions, np.nan)
    if len(np.unique(ranks[here])) < (1 + FEW) * plan.different:
        return None
    told = f"The dates in {plan.title} differ by fractions of a second, not kept: the rows are numbered in their order."
    return RowOrder(plan.columns, ranks, notes=(told,))


def _fractions(cells: "pa.Array", digits: str) -> Array64:
    """What is left of whole seconds, cell by cell; 0 where nothing is."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_timestamp(cells.type):
        stored: Array64 = pc.subsecond(cells).fill_null(0).to_numpy(zero_copy_only=False)
        return stored
    text = trimmed(cells if pa.types.is_string(cells.type) else pc.cast(cells, pa.string()))
    if digits == "unix":
        numbers = pc.cast(pc.replace_substring(text, ",", "."), pa.float64()).fill_null(0).to_numpy()
        figures = np.floor(np.log10(np.maximum(numbers, 1))) + 1
        since: Array64 = numbers / 1000 ** np.clip(np.ceil((figures - 10) / 3), 0, 3)
        return since % 1
    found = pc.extract_regex(text, _FRACTION).field("fraction")
    written = pc.binary_join_element_wise("0.", pc.if_else(pc.equal(found, ""), "0", found), "")
    fractions: Array64 = pc.cast(written, pa.float64()).fill_null(0).to_numpy(zero_copy_only=False)
    return fractions
