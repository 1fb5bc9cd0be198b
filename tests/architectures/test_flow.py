"""The flow of shapes, by networks that can be followed by hand; the errors that it names are those of Keras."""

from typing import Any

import keras
import numpy as np
import pytest
from keras import layers
from small import small

from pages.parts.shapes.flow_html import flow_html
from seqcore.architectures.flow import EFFECTS, KERNEL, NEEDS_STEPS, TOO_MANY_AXES, Effect, Stop, flow
from seqcore.architectures.flow_numbers import in_short, numbers_in
from seqcore.experiment import Experiment, with_values
from seqcore.presets import PRESETS


def network(what: Experiment) -> Any:
    return what.architecture.network(what.task.signature())


def stops(what: Experiment) -> dict[str, Stop]:
    return {stop.name: stop for stop in flow(network(what))}


def effects(stop: Stop) -> dict[str, Effect]:
    return {effect.option: effect for effect in stop.effects}


def test_a_stack_by_hand() -> None:
    window = "task.window=7"
    layers = ("layers.0.units=3", "layers.0.direction=bidirectional", "layers.1.units=3")
    changes = [window, *(f"architecture.{change}" for change in layers)]
    found = stops(with_values(PRESETS["prices-lstm"].experiment, changes))
    first, second, output = found["recurrent_1"], found["recurrent_2"], found["output"]
    assert (first.shape, first.axes) == (("batch", "7", "6"), ("batch", "time", "features"))
    assert first.changed == {2}
    assert effects(first)["merge_mode=concat"].sentence == "Both directions side by side: 2 × 3 = 6 features."
    assert NEEDS_STEPS in effects(first)["return_sequences=True"].error
    assert "recurrent_2" in effects(first)["return_sequences=True"].error
    assert (second.shape, second.changed) == (("batch", "3"), {1})
    assert "answers at 7 steps and a single target" in effects(second)["return_sequences=False"].error
    assert output.shape == ("batch", "1")


@pytest.mark.parametrize(("merge", "features"), [("concat", "6"), ("sum", "3"), ("ave", "3"), ("mul", "3")])
def test_only_concat_doubles_the_features(merge: str, features: str) -> None:
    found = stops(small([{"direction": "bidirectional", "merge": merge}]))["recurrent_1"]
    assert found.shape[-1] == features
    assert f"{features} features" in effects(found)[f"merge_mode={merge}"].sentence


def test_a_backward_layer_says_where_its_outputs_stand() -> None:
    aligned, unaligned = (
        effects(stops(small([{"direction": "backward", "backward_outputs": how}]))["recurrent_1"])["go_backwards=True"]
        for how in ("aligned", "unaligned")
    )
    assert "line up" in aligned.sentence
    assert "reversed" in unaligned.sentence


def test_a_repeat_vector_makes_a_time_axis() -> None:
    found = stops(PRESETS["addition-seq2seq"].experiment)
    assert found["encoder_1"].shape == ("batch", "100")
    assert found["repeat"].shape == ("batch", "2", "100")
    assert TOO_MANY_AXES in effects(found["encoder_1"])["return_sequences=False"].error
    assert NEEDS_STEPS in effects(found["repeat"])["n=2"].error


@pytest.mark.parametrize("preset", PRESETS)
def test_every_layer_of_every_preset_has_words_for_its_axes(preset: str) -> None:
    for stop in flow(network(PRESETS[preset].experiment)):
        assert len(stop.axes) == len(stop.shape)
        assert stop.axes[0] == stop.shape[0] == "batch"


def test_what_changes_a_shape_says_so() -> None:
    said = {
        layer.keras for preset in PRESETS.values() for layer in network(preset.experiment) if layer.keras in EFFECTS
    }
    assert {"LSTM", "Bidirectional", "RepeatVector", "TimeDistributed", "Embedding", "Masking"} <= said


def raised(make: Any, *shape: int) -> str:
    with pytest.raises(ValueError, match=r".") as caught:
        make(keras.Input(shape))
    return str(caught.value)


def test_keras_says_what_we_say_it_says() -> None:
    assert NEEDS_STEPS in raised(layers.LSTM(3), 20)
    assert NEEDS_STEPS in raised(layers.Bidirectional(layers.GRU(3)), 20)
    assert TOO_MANY_AXES in raised(layers.RepeatVector(2), 5, 20)
    assert KERNEL in raised(layers.Conv2D(2, 3), 4, 14, 14, 1)
    assert NEEDS_STEPS in raised(lambda images: layers.LSTM(3)(layers.Flatten()(images)), 4, 14, 14, 1)


@pytest.mark.parametrize(("targets", "answers"), [((4, 10, 1), (4, 1)), ((4, 1), (4, 10, 1))])
def test_one_answer_does_not_fit_targets_at_every_step(targets: tuple[int, ...], answers: tuple[int, ...]) -> None:
    arrays = np.zeros(targets, np.float32), np.full(answers, 0.5, np.float32)
    with pytest.raises(ValueError, match="must have the same"):
        keras.losses.BinaryCrossentropy()(*arrays)
    assert float(keras.losses.MeanSquaredError()(*arrays)) == 0.25  # says nothing


def test_the_numbers_of_an_example_go_as_far_as_no_weight_is_needed() -> None:
    what = PRESETS["addition-seq2seq"].experiment
    first = {name: values[0] for name, values in what.task.examples().validation().inputs.items()}
    found = numbers_in(network(what), first)
    assert list(found) == ["input", "one_hot"]
    assert (found["one_hot"].argmax(axis=1) == first["input"] - network(what)[1].first).all()
    assert list(numbers_in(network(small()), {"input": np.zeros((4, 1))})) == ["input"]


def test_an_example_in_short() -> None:
    assert in_short(np.array([3, 1, 2])) == "3 1 2"
    assert in_short(np.array([[340, 4, 58], [6012, 3, 200]], np.int32)) == "[340 4 58] [6012 3 200]"
    assert in_short(np.array([[0.25], [-0.5]])) == "0.25 −0.5"
    assert in_short(np.eye(6)[[4, 0, 1]]) == "[… 0 0 1 0] [1 0 0 0 …] …"


def test_no_text_of_a_layer_becomes_markup() -> None:
    hostile = Stop(
        "<script>", "<b>", ("<i>",), ("batch", "<u>"), ("batch", "<s>"), frozenset({1}), (Effect("<a>", "<p>", "<q>"),)
    )
    html = flow_html([hostile], {"<script>": "<x>"})
    for tag in ("<script>", "<u>", "<s>", "<a>", "<q>", "<x>"):
        assert tag not in html
