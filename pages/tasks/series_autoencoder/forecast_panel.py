"""What the features are worth: the held-out values, and what was forecast with the features and without."""

from typing import Any

import numpy as np
import numpy.typing as npt
import streamlit as st

from pages.parts.controls import Shown
from pages.parts.figure_style import FIRST, GOOD, MARK, SECOND, frame
from pages.parts.live_chart import live_chart, pack
from pages.parts.run_words import in_a_sentence
from pages.parts.series.time_axis import for_axis
from seqcore.findings.rows import subjects
from seqcore.findings.rule import Interval
from seqcore.findings.stored import current, read
from seqcore.presets import preset_of
from seqcore.runs.folder import RunFolder
from seqcore.tasks.series_autoencoder.examples import FORECASTS, WITHOUT, AutoencoderExamples

HEIGHT = 320
WHY = (
    "The small forecaster is an LSTM of 8 units on one step, trained on the training part at the end of a run, once on "
    "the features, once on features and last change, and once on the last change alone; each held-out row is forecast "
    "one row ahead."
)


def forecast_panel(examples: AutoencoderExamples, shown: Shown | None) -> None:
    """The chart of a run that has ended."""
    st.header("What the features are worth", anchor=False)
    st.markdown(WHY)
    kept = _kept(examples, shown)
    if kept is None:
        st.caption("When training ends, the forecasts stand here.")
        return
    if words := over_seeds(shown):
        st.markdown(words)
    figure = forecast_figure(examples, *kept)
    live_chart(pack(figure), key="forecasts", height=HEIGHT, label="Forecasts of the held-out rows")


def over_seeds(shown: Shown | None) -> str:
    """What the same preset reached with several seeds, where it was measured; else empty."""
    name = preset_of(shown.view.experiment) if shown else None
    subject = subjects().get(name or "")
    found = current(subject, read()) if subject else None
    if subject is None or found is None:
        return ""
    numbers = {who: Interval.of(row) for who, row in found.numbers().items()}
    words = [f"{in_a_sentence(subject.titles[who])} **{one.mean:.3g} ± {one.std:.2g}**" for who, one in numbers.items()]
    return f"One run is one draw. Over {len(found.seeds)} seeds the RMSE is: {', '.join(words)}."


def _kept(
    examples: AutoencoderExamples, shown: Shown | None
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]] | None:
    """The forecasts with and without features; None before the end, or where a file was damaged."""
    folder = RunFolder.find(shown.id) if shown is not None and shown.view.finished else None
    arrays = folder.load_judgement() if folder else {}
    found = [arrays.get(name) for name in (FORECASTS, WITHOUT)]
    if any(one is None or one.shape != examples.held_out.shape or one.dtype.kind != "f" for one in found):
        return None
    with_, without = (np.asarray(one, np.float64) for one in found)
    return with_, without


def forecast_figure(
    examples: AutoencoderExamples, ours: npt.NDArray[np.float64], without: npt.NDArray[np.float64]
) -> dict[str, Any]:
    """Forecasts (held out,) beside what came, and beside least squares."""
    x = for_axis(examples.series.index[examples.held_out])
    lines = {
        "actual": (examples.values[examples.held_out], FIRST, "solid"),
        "with features": (ours, SECOND, "solid"),
        "without features": (without, MARK, "dash"),
        "least squares": (examples.by_rule["least_squares"], GOOD, "dot"),
    }
    traces = [
        {
            "type": "scatter",
            "mode": "lines",
            "uid": name,
            "name": name,
            "x": x,
            "y": np.asarray(values, np.float32),
            "line": {"color": color, "width": 2, "dash": dash},
            "hovertemplate": f"%{{x}}: %{{y:.4g}}<extra>{name}</extra>",
        }
        for name, (values, color, dash) in lines.items()
    ]
    layout = frame("Forecasts, one row ahead") | {
        "xaxis": {"type": "date" if examples.series.has_dates else "linear", "nticks": 6},
        "yaxis": {"nticks": 6},
    }
    layout["margin"] |= {"t": 84}
    return {"data": traces, "layout": layout}
