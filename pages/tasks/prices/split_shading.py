"""The parts of a split in the background of a chart: what was trained on, validated and tested."""

from typing import Any

import numpy as np
import numpy.typing as npt

from pages.parts.series.time_axis import at_rows, for_axis
from pages.tasks.prices.price_colors import PARTS
from seqcore.data.series.series import Series
from seqcore.data.series.windows import Split

NARROW = 0.2
"""A part with a smaller share of the axis than this may have less room than its name needs."""


def split_shading(series: Series, split: Split, shown: npt.NDArray[Any]) -> dict[str, Any]:
    """Shading and names of the parts, as entries of a layout; the names are where the rows `shown` (two) show them."""
    edges = np.minimum([0, split.training, split.validation, split.rows - 1], len(series) - 1)
    times = series.index[edges]
    first, last = at_rows(series.index, shown)
    shapes, labels = [], []
    for name, start, end in zip(PARTS, times[:-1], times[1:], strict=True):
        color, text_color = PARTS[name]
        x0, x1 = for_axis(np.array([start, end], series.index.dtype))
        if end > first:  # what is out of sight has its name in the middle, for who goes there
            start = max(start, first)
        is_narrow = (end - start) / max(last - first, end - start) < NARROW if end > start else True
        # A name that may be wider than its part reaches into the larger neighbour, not into the other small one.
        side = {"validation": "right", "test": "left"}.get(name, "center") if is_narrow else "center"
        place = {"right": end, "left": start, "center": start + (end - start) // 2}[side]
        (x,) = for_axis(np.array([place], series.index.dtype))
        shapes.append(
            {"type": "rect", "xref": "x", "yref": "paper", "x0": x0, "x1": x1, "y0": 0, "y1": 1, "layer": "below"}
            | {"line_width": 0, "fillcolor": color, "opacity": 0.13}
        )
        labels.append(
            {
                "text": name,
                "x": x,
                "xanchor": side,
                "xshift": {"right": -4, "left": 4}.get(side, 0),
                "yref": "paper",
                "y": 1,
                "yanchor": "top",
            }
            | {"showarrow": False, "font_color": text_color}
        )
    return {"shapes": shapes, "annotations": labels}
