"""What the features are worth: forecasts with them beside forecasts without, with a test of noise."""

from typing import TYPE_CHECKING

import numpy as np

from seqcore.data.series.series import Array64
from seqcore.evaluation import in_figures
from seqcore.evaluation.significance import DieboldMariano, diebold_mariano
from seqcore.evaluation.verdict import NOISE, Kind, Verdict
from seqcore.tasks.series_autoencoder.rules import RULES

if TYPE_CHECKING:
    from seqcore.tasks.series_autoencoder.examples import AutoencoderExamples

_OPENINGS: dict[Kind, str] = {
    "better": "Better than",
    "worse": "Worse than",
    "same": "It cannot be told from",
    "unclear": "Too few rows to tell it from",
}
OTHERS = "least_squares", "persistence"


def forecast_verdict(examples: "AutoencoderExamples", ours: Array64, without: Array64) -> Verdict:
    """Forecasts (held out,) with features and without. Better or worse is what Diebold and Mariano's test says."""
    kind, sentence = _against(examples, ours, without, "the forecaster without features")
    details = [_against(examples, ours, examples.by_rule[name], RULES[name].title.lower())[1] for name in OTHERS]
    seeds = "Other first weights give other features and another error: compare several seeds before believing this."
    return Verdict(sentence, kind, (*details, seeds))


def _against(examples: "AutoencoderExamples", ours: Array64, theirs: Array64, name: str) -> tuple[Kind, str]:
    came = examples.values[examples.held_out]
    test = diebold_mariano(came - ours, came - theirs, 1)
    kind = _kind(test)
    first, second = (float(np.sqrt(np.square(came - said).mean())) for said in (ours, theirs))
    p = "" if test.p_value is None else f", Diebold-Mariano {in_figures.p_value(test.p_value)}"
    return kind, f"{_OPENINGS[kind]} {name}: RMSE {first:.4g} against {second:.4g} over {test.n} held-out rows{p}."


def _kind(test: DieboldMariano) -> Kind:
    if test.p_value is None:
        return "unclear"
    if test.p_value >= NOISE:
        return "same"
    return "better" if test.mean_difference < 0 else "worse"
