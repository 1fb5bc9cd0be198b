"""The memory horizon: how much the output at a step changes with the input at another, before and after training."""

import numpy as np
import streamlit as st

from pages.parts.inside.asked import place_of
from pages.parts.inside.look import Array, Look, held_out
from pages.parts.inside.memory_figure import Reach, distance_figure, influence_figure
from pages.parts.live_chart import Chart, live_charts, pack
from pages.parts.replay import epochs_of
from pages.parts.run_words import epoch_words
from seqcore.experiment import Experiment
from seqcore.inspection.horizon import horizon, in_a_sentence
from seqcore.inspection.layers import readers
from seqcore.jobs.inspecting import Influences
from seqcore.jobs.questions import Replay
from seqcore.tasks.base.task import Examples

HEIGHT = 320
PAIRS = "Influence of each step on each output"
MOST_EXAMPLES, MOST_VALUES, FEWEST_EXAMPLES = 32, 2_000_000, 4
MOST_OUTPUTS = 24
"""Output steps whose gradients are computed, evenly spread; of longer sequences the others are left out."""


def question(look: Look) -> Influences:
    """About the first held-out examples, whichever is chosen."""
    return influences(look.shown.view.experiment, look.examples)


def influences(experiment: Experiment, examples: Examples) -> Influences:
    """The question about an experiment's first held-out examples: as many as can be answered within a second."""
    signature, outputs = experiment.task.signature(), outputs_of(experiment)
    inputs = held_out(examples, signature.carried)
    units = max(reader.units for reader in readers(experiment.architecture.network(signature)))
    count = int(np.clip(MOST_VALUES // max(1, inputs[0].size * len(outputs) * units), FEWEST_EXAMPLES, MOST_EXAMPLES))
    weights = examples.validation().weights
    if weights is None or not is_step_by_step(experiment) or not signature.output.is_per_step:
        return Influences(inputs[:count], outputs)
    whole = np.reshape(weights[: len(inputs) * signature.carried], (len(inputs), -1))
    return Influences(inputs[:count], outputs, whole[:count])


def is_step_by_step(experiment: Experiment) -> bool:
    """Whether there is a distance between steps of the input and of the output."""
    signature = experiment.task.signature()
    return signature.is_step_by_step or not signature.output.is_per_step


def outputs_of(experiment: Experiment) -> tuple[int, ...]:
    """The output steps that are asked for; the last step of the input for a network that answers once."""
    signature = experiment.task.signature()
    steps = signature.input.steps * signature.carried
    if not signature.output.is_per_step:
        return (steps - 1,)
    written = steps if signature.is_step_by_step else signature.output.steps
    return tuple(np.unique(np.linspace(0, written - 1, min(written, MOST_OUTPUTS)).round().astype(int)).tolist())


def near(look: Look) -> tuple[float, ...] | None:
    """The first and the last epoch, which stand beside the one that is chosen."""
    epochs = epochs_of(look.shown)
    return (float(epochs[0]), float(epochs[-1])) if epochs else None


def draw(look: Look, replay: Replay, epoch: float | None) -> None:
    """The sentence, the map of all pairs of steps, and the curves over the distance."""
    experiment = look.shown.view.experiment
    outputs, place, is_aligned = outputs_of(experiment), place_of(replay, epoch), is_step_by_step(experiment)
    when = f"after epoch {epoch_words(replay.epochs[place])}"
    words = _told(replay.predictions[place], outputs) if is_aligned else ""
    st.markdown(f"**{when.capitalize()}**{f': {words}' if words else ''}")
    charts = [Chart(pack(influence_figure(replay.predictions[place], outputs)), PAIRS, HEIGHT)]
    if is_aligned:
        charts.append(Chart(pack(distance_figure(_lines(replay, outputs, place))), "Influence by distance", HEIGHT))
    live_charts(charts, key="inside-memory-drawn")
    st.caption(
        "Influence: the norm of the gradient of the output at step t by the input at step s (of symbols, by the "
        "numbers that stand for them), before the last activation; the root mean square over held-out examples."
    )


def _told(influence: Array, outputs: tuple[int, ...]) -> str:
    words = in_a_sentence(horizon(influence, outputs))
    return words[0].lower() + words[1:]


def _lines(replay: Replay, outputs: tuple[int, ...], place: int) -> list[Reach]:
    """Untrained or first, newest, and the chosen one, each once."""
    chosen = {0: "first", len(replay.epochs) - 1: "newest"}
    chosen.setdefault(place, "chosen")
    return [
        Reach(
            "untrained" if replay.epochs[at] == 0 else f"epoch {epoch_words(replay.epochs[at])}",
            horizon(replay.predictions[at], outputs),
            how,
        )
        for at, how in sorted(chosen.items())
    ]
