"""One look at how well a network does on the validation data."""

import numpy as np

from seqcore.experiment import Experiment
from seqcore.tasks.base.evaluation import Evaluation, Scores
from seqcore.tasks.base.task import Examples
from seqcore.training.program import Program
from seqcore.training.state import Variables


def look(experiment: Experiment, examples: Examples, program: Program) -> tuple[Scores, Evaluation | None, Variables]:
    """All scores on the validation data, the evaluation, the variables; only the loss where that is not finite."""
    row, predictions, variables = program.network.evaluate(examples.validation())
    if not np.isfinite(row[0]):
        return {"loss": float(row[0])}, None, variables
    seen = examples.look(predictions, program.network)
    names = ("loss", *experiment.task.metrics)
    scores = dict(zip(names, map(float, row), strict=True)) | seen.own()
    return {name: seven_digits(score) for name, score in scores.items()}, seen, variables


def seven_digits(value: float) -> float:
    """As many as a float32 has: 0.9665, not 0.96649998."""
    return float(f"{value:.7g}")
