"""The features of all windows as a map: windows that the network takes for alike lie together."""

from typing import Any

import numpy as np
import numpy.typing as npt

from pages.parts.figure_style import frame
from pages.parts.series.time_axis import for_axis
from seqcore.tasks.series_autoencoder.examples import AutoencoderExamples

SYMBOLS = {"training": "circle", "held out": "diamond-open"}
Values = npt.NDArray[Any]


def feature_figure(examples: AutoencoderExamples, features: Values) -> dict[str, Any]:
    """Of features (drawn, k): the two directions in which those of training differ most, coloured by time."""
    ends = examples.drawn
    is_learned = ends < examples.split
    placed, when = on_a_map(features, is_learned), for_axis(examples.series.index[ends])
    ticks = {"tickvals": [float(ends[0]), float(ends[-1])], "ticktext": [str(when[0]), str(when[-1])]}
    traces = [
        {
            "type": "scatter",
            "mode": "markers",
            "uid": name.replace(" ", "-"),
            "name": name,
            "x": placed[places, 0].astype(np.float32),
            "y": placed[places, 1].astype(np.float32),
            "text": [str(when[place]) for place in places],
            "marker": {
                "color": ends[places].astype(np.float32),
                "cmin": float(ends[0]),
                "cmax": float(ends[-1]),
                "colorscale": "Viridis",
                "size": 7,
                "symbol": SYMBOLS[name],
                "line": {"width": 1.5},
                **({"colorbar": {"thickness": 10, "len": 0.8, **ticks}} if name == "training" else {}),
            },
            "hovertemplate": "window that ends at %{text}<extra></extra>",
        }
        for name, places in (("training", np.flatnonzero(is_learned)), ("held out", np.flatnonzero(~is_learned)))
    ]
    layout = frame("Features, coloured by time") | {
        "xaxis": {"title": {"text": "first direction"}, "zeroline": False, "nticks": 6},
        "yaxis": {"title": {"text": "second direction"}, "zeroline": False, "nticks": 6},
        "hovermode": "closest",
    }
    return {"data": traces, "layout": layout}


def on_a_map(features: Values, learned: Values) -> Values:
    """(n, k) -> (n, 2): principal components of the `learned` rows, each with its largest weight above 0.

    So that the map does not turn round from epoch to epoch. A single feature stands on the first axis.
    """
    centred = features - features[learned].mean(axis=0)
    _, _, directions = np.linalg.svd(centred[learned], full_matrices=False)
    largest = np.abs(directions).argmax(axis=1)
    directions = directions * np.sign(directions[np.arange(len(directions)), largest])[:, np.newaxis]
    placed = centred @ directions[:2].T
    return np.pad(placed, ((0, 0), (0, 2 - placed.shape[1])))
