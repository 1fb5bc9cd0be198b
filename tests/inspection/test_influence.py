"""The memory horizon: known answers, gradients by finite differences, and the sentence."""

from typing import Any

import numpy as np
import pytest
from small import small

from seqcore.experiment import Experiment, from_values
from seqcore.inspection.horizon import horizon, in_a_sentence
from seqcore.inspection.influence import influence
from seqcore.training.program import build_model

STEPS = 8


def of(experiment: Experiment, model: Any, inputs: Any, outputs: Any, counts: Any = None) -> Any:
    """The influences of the only checkpoint, (outputs, steps)."""
    checkpoint = tuple(variable.numpy() for variable in model.variables)
    return influence(experiment, [checkpoint], inputs, tuple(outputs), counts)[0]


def linear(**layer: Any) -> tuple[Experiment, Any]:
    """One linear unit whose recurrent weight is 0.5, and all other weights 1."""
    layers = [{"cell": "simple_rnn", "units": 1, "activation": "linear"} | layer]
    experiment = small(layers, task={"steps": STEPS})
    model = build_model(experiment)
    model.set_weights([np.array(one) for one in ([[1.0]], [[0.5]], [0.0], [[1.0]], [0.0])])
    return experiment, model


def test_a_linear_unit_forgets_half_at_every_step() -> None:
    experiment, model = linear()
    inputs = experiment.task.examples().validation().input[:5]
    found = of(experiment, model, inputs, range(STEPS))
    away = np.arange(STEPS)[:, None] - np.arange(STEPS)
    np.testing.assert_allclose(found, np.where(away >= 0, 0.5 ** np.maximum(away, 0), 0), atol=1e-6)
    known = horizon(found, range(STEPS))
    np.testing.assert_array_equal(known.distances, np.arange(STEPS))
    np.testing.assert_allclose(known.influence, 0.5 ** np.arange(STEPS), atol=1e-6)
    assert in_a_sentence(known) == "The output depends on about the last 4 steps (influence below a tenth beyond)."


def test_tags_of_a_crf_count_before_it_is_asked_for_a_path() -> None:
    network = {"kind": "word_stack", "embedding": 4, "layers": [{"units": 2}]}
    task = {"kind": "entity_tags", "steps": 5, "most_words": 60, "head": "crf"}
    experiment = from_values({"task": task, "architecture": network, "training": {}})
    found = of(experiment, build_model(experiment), experiment.task.examples().validation().input[:3], range(5))
    assert found.shape == (5, 5)
    assert np.tril(found).any()
    assert not np.triu(found, 1).any()


def test_a_unit_that_reads_backward_depends_on_what_comes() -> None:
    experiment, model = linear(direction="backward")
    inputs = experiment.task.examples().validation().input[:5]
    known = horizon(of(experiment, model, inputs, range(STEPS)), range(STEPS))
    assert (known.before, known.after) == (0, 3)


@pytest.mark.parametrize("cell", ["simple_rnn", "lstm", "gru"])
def test_influences_are_those_of_small_differences(cell: str) -> None:
    experiment = small([{"cell": cell, "direction": "bidirectional"}], task={"steps": 5})
    model, inputs = build_model(experiment), experiment.task.examples().validation().input[:1]
    found, small_change = of(experiment, model, inputs, range(5)), 1e-2
    for step in range(5):
        change = np.zeros_like(inputs)
        change[0, step] = small_change
        higher, lower = (_logits(model, inputs + sign * change) for sign in (1, -1))
        by_difference = np.abs(higher - lower)[0, :, 0] / (2 * small_change)
        np.testing.assert_allclose(found[:, step], by_difference, atol=1e-4)


def _logits(model: Any, inputs: Any) -> Any:
    said = np.asarray(model(inputs), np.float64)
    return np.log(said / (1 - said))


def test_outputs_that_do_not_count_and_padding_are_left_out() -> None:
    task = {"kind": "variable_length", "sequences": 40, "shortest": 3, "longest": 6, "padded_to": 9}
    layers = {"kind": "recurrent_stack", "layers": [{"cell": "gru", "units": 3}]}
    experiment = from_values({"task": task, "architecture": layers, "training": {}})
    held_out = experiment.task.examples().validation()
    found = of(experiment, build_model(experiment), held_out.input, range(9), held_out.weights)
    assert found[2, 1] > 0
    assert not found[8].any()


@pytest.mark.parametrize("kind", ["repeat_vector", "state_passing", "attention", "padded"])
@pytest.mark.parametrize("embedding", [None, 3])
def test_symbols_count_by_the_numbers_that_stand_for_them(kind: str, embedding: int | None) -> None:
    architecture = {"kind": kind, "units": 4, "embedding": embedding}
    experiment = from_values({"task": {"kind": "addition", "largest": 9}, "architecture": architecture, "training": {}})
    model, inputs = build_model(experiment), experiment.task.examples().validation().input[:4]
    found = of(experiment, model, inputs, (0, 1))
    assert found.shape == (2, inputs.shape[1])
    assert (found > 0).all()


def test_a_network_that_answers_once_has_one_row() -> None:
    architecture = {"kind": "cnn_recurrent", "convolutions": [{"filters": 2}], "layers": [{"units": 3}]}
    experiment = from_values({"task": {"kind": "image_patches"}, "architecture": architecture, "training": {}})
    inputs = np.random.default_rng(0).random((3, *experiment.task.signature().input.shape), np.float32)
    found = of(experiment, build_model(experiment), inputs, (3,))
    assert found.shape == (1, 4)
    assert in_a_sentence(horizon(found, (3,))).startswith("The output depends on ")


def test_a_network_that_ignores_its_input_says_so() -> None:
    assert in_a_sentence(horizon(np.zeros((2, 2)), (0, 1))) == "The output does not depend on the input."


def test_of_a_single_step_there_is_no_memory() -> None:
    assert in_a_sentence(horizon(np.ones((1, 1)), (0,))) == "There is one step, so there is nothing to remember."
