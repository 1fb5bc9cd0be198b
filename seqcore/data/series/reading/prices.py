"""Opening, high, low and closing prices, known by their numbers where no name says so."""

from collections.abc import Sequence

import numpy as np

from seqcore.data.series.reading.names import OPENING, speaks_of
from seqcore.data.series.reading.numbers import Numbers


def closing_price(names: Sequence[str], numeric: dict[str, Numbers], *, is_named: bool) -> tuple[list[str], str] | None:
    """The closing price among four columns beside each other, one of which is never below and one never above.

    Names that do not speak of an opening price are those of something else.
    """
    for start in range(len(names) - 3):
        four = list(names[start : start + 4])
        prices = np.column_stack([numeric[name].values for name in four])
        prices = prices[np.isfinite(prices).all(axis=1)]
        if len(prices) < 2 or (is_named and not any(speaks_of(name, OPENING["open"]) for name in four)):
            continue
        high, low = (np.flatnonzero((prices == edge[:, None]).all(axis=0)) for edge in (prices.max(1), prices.min(1)))
        if len(high) != 1 or len(low) != 1 or high[0] == low[0]:
            continue
        others = [place for place in range(4) if place not in (high[0], low[0])]
        first, last = prices[:, others].T
        if np.median(np.abs(first - last)) > last.std():
            continue  # a day is not far from its neighbours
        usual = (high[0], low[0]) == (1, 2)
        closing = [four[place] for place in (others[::-1] if usual else others)]
        closing = [name for name in closing if not speaks_of(name, OPENING["open"])] or closing
        told = (
            f"{four[high[0]]!r} is never below and {four[low[0]]!r} never above {four[others[0]]!r} and "
            f"{four[others[1]]!r}: prices, of which {closing[0]!r} was taken for the last."
        )
        return closing[:1] if usual else [*closing, *(name for name in names if name not in closing)], told
    return None
