"""What is said of a run: how far it is, how it ended, and its numbers as a person says them."""

from collections.abc import Sequence
from typing import get_args

from pages.parts.server import GOING_ON
from seqcore.evaluation.measure import Measure
from seqcore.runs.view import RunView
from seqcore.training.averages import FEWEST_EXAMPLES
from seqcore.training.events import Ending

STEADY_UPDATES = 100
"""Updates after which the pace says something: before, most of the time goes into compiling."""
ENDED = get_args(Ending)
"""The statuses in which a run stays."""
ENDINGS = {
    "completed": ("Finished", ":material/check_circle:"),
    "early_stopping": ("Stopped early: the validation loss no longer improved", ":material/check_circle:"),
    "stopped": ("Stopped", ":material/stop_circle:"),
    "not_finite": ("Stopped: the loss is no longer a number", ":material/error:"),
    "failed": ("Failed", ":material/error:"),
    "paused": ("Paused", ":material/pause_circle:"),
    "interrupted": ("Interrupted: its process ended before it did; press Resume to go on", ":material/pause_circle:"),
    "elsewhere": ("Training in another process", ":material/hourglass_top:"),
    "queued": ("Waiting for its turn", ":material/hourglass_top:"),
    "waiting": ("Waiting for a training process", ":material/cloud_off:"),
    "running": ("Training", ":material/directions_run:"),
}


def state_together(statuses: Sequence[str]) -> str:
    """The key in ENDINGS of several runs together: all that have ended are finished."""
    if all(status in ENDED for status in statuses):
        return "completed"
    if any(status in GOING_ON for status in statuses):
        return "running"
    return "elsewhere" if "elsewhere" in statuses else "paused"


def progress_words(view: RunView, status: str) -> str:
    """The line above the progress bar, e.g. "Training · epoch 340 of 1,000 · 2,100 updates/s · 0.4 s · 0.3 s left"."""
    total = view.experiment.training.epochs
    if not status:
        return f"Epoch 0 of {total:,} · press **Train** to begin"
    words, icon = ENDINGS[status]
    parts = [f"{icon} **{words}**", reached(view)]
    steady = status in GOING_ON and view.updates >= STEADY_UPDATES
    if status == "running" and not view.epochs:
        parts.append("getting the network ready")
    if steady:
        parts.append(f"{view.pace:,.0f} updates/s")
    seconds = view.finished.seconds if view.finished else view.seconds
    if seconds:
        parts.append(f"{duration(seconds)} of training")
    if steady and view.seconds_left is not None:
        parts.append(f"{duration(view.seconds_left)} left")
    return " · ".join(parts)


def reached(view: RunView) -> str:
    """How far a run is, or how far it came."""
    if view.finished and not view.epochs:
        return f"before the {'end of the ' if view.finished.updates else ''}first epoch"
    return f"epoch {view.epochs:,} of {view.experiment.training.epochs:,}"


def duration(seconds: float) -> str:
    """A length of time as a person says it: 0.4 s, 12 s, 3 min 20 s, 2 h 5 min."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def numbers_words(view: RunView) -> str:
    """What the numbers are: those of training are means over enough examples, or left out."""
    average, counted = view.training_average(), view.experiment.task.counted
    if average is None:
        return f"Large: validation. Training follows as soon as {FEWEST_EXAMPLES:,} {counted} can be averaged."
    return f"Large: validation. Training: mean of the {average.in_words(counted)}."


def epoch_words(epoch: float) -> str:
    """An epoch for a person: 1,000, or 3.4 for an end within the fourth."""
    return f"{epoch:,.{0 if epoch == int(epoch) else 1}f}"


def in_a_sentence(title: str) -> str:
    """A title as it stands within a sentence: "Error in the sum (RMSE)" keeps its RMSE."""
    return title if title[:2].isupper() else title[0].lower() + title[1:]


def number_words(value: float, measure: Measure) -> str:
    """A measured number for a person."""
    return f"{value:.1%}" if measure.share else f"{value:.4g}".replace("-", "−")
