"""What to say of a run that has ended without being better than its baseline: how it ended, and what may help."""

from dataclasses import replace

from seqcore.evaluation.verdict import Verdict
from seqcore.experiment import Experiment
from seqcore.training.events import Ending
from seqcore.training.settings import OPTIMIZERS

HIGH_RATE = 10
"""A learning rate so many times the optimizer's default is named as what may be in the way."""


def with_ending(verdict: Verdict | None, reason: Ending, epochs: int, experiment: Experiment) -> Verdict | None:
    """The verdict with a sentence on how the run ended, where that has to do with what it did not learn."""
    if verdict is None or verdict.kind == "better":
        return verdict
    detail = _ending(reason, epochs, experiment)
    return replace(verdict, details=(*verdict.details, detail)) if detail else verdict


def _ending(reason: Ending, epochs: int, experiment: Experiment) -> str:
    training = experiment.training
    if reason == "early_stopping":
        return (
            f"Early stopping ended it at epoch {epochs:,} of {training.epochs:,}, before it was better than the "
            f"baseline: the validation loss had not improved for {training.patience:,} epochs. If that was a plateau, "
            "a longer patience gets past it."
        )
    if reason != "completed":
        return ""
    rate, usual = training.first_learning_rate(), OPTIMIZERS[training.optimizer].learning_rate
    words = f"All {epochs:,} epochs were trained: nothing cut the run short."
    if rate >= HIGH_RATE * usual:
        words += (
            f" The learning rate is {rate:g}, {OPTIMIZERS[training.optimizer].title}'s default {usual:g}: try less."
        )
    return words
