"""The presets that the product promises by name."""

import re

import pytest

from seqcore.experiment import Experiment, from_json, from_values, merged
from seqcore.presets import PRESETS, default_experiment, preset_of, presets_of
from seqcore.tasks import TASKS

# name -> (cell, direction, merge mode)
CUMULATIVE_SUM = {
    "cumsum-lstm": ("lstm", "forward", "concat"),
    "cumsum-bilstm": ("lstm", "bidirectional", "concat"),
    "cumsum-backward": ("lstm", "backward", "concat"),
    "cumsum-bilstm-sum": ("lstm", "bidirectional", "sum"),
    "cumsum-bilstm-mul": ("lstm", "bidirectional", "mul"),
    "cumsum-bilstm-ave": ("lstm", "bidirectional", "ave"),
    "cumsum-simplernn": ("simple_rnn", "forward", "concat"),
    "cumsum-gru": ("gru", "forward", "concat"),
}


def test_cumulative_sum_presets_are_all_there_in_order() -> None:
    assert [entry.name for entry in presets_of("cumulative_sum")] == list(CUMULATIVE_SUM)


@pytest.mark.parametrize(("name", "expected"), CUMULATIVE_SUM.items())
def test_cumulative_sum_presets_are_as_promised(name: str, expected: tuple[str, str, str]) -> None:
    experiment = PRESETS[name].experiment
    (layer,) = experiment.architecture.layers
    assert (layer.cell, layer.direction, layer.merge) == expected
    assert layer.units == 20
    assert experiment.training.epochs == 1000
    assert experiment.training.updates_per_epoch is None
    assert experiment.training.batch_size == 1
    assert experiment.training.optimizer == "adam"
    assert experiment.training.learning_rate is None


def test_the_tutorials_result_stands_beside_its_two_presets() -> None:
    published = {name for name in CUMULATIVE_SUM if PRESETS[name].preset.published}
    assert published == {"cumsum-lstm", "cumsum-bilstm"}


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_is_found_again_whatever_the_seed(name: str) -> None:
    experiment = PRESETS[name].experiment
    assert preset_of(from_json(experiment.model_dump_json())) == name
    assert preset_of(_with_training(experiment, seed=77)) == name
    assert preset_of(_with_training(experiment, epochs=7)) is None


def test_a_setting_without_effect_does_not_hide_the_preset() -> None:
    values = PRESETS["cumsum-lstm"].experiment.model_dump(mode="json")
    values["architecture"]["layers"][0]["merge"] = "sum"
    assert preset_of(from_values(values)) == "cumsum-lstm"
    values["architecture"]["layers"][0]["direction"] = "bidirectional"
    assert preset_of(from_values(values)) == "cumsum-bilstm-sum"


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_says_what_it_is(name: str) -> None:
    preset = PRESETS[name].preset
    assert preset.title
    assert preset.summary.endswith(".")


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_says_what_to_look_for_and_what_to_try_next(name: str) -> None:
    entry = PRESETS[name]
    lesson = entry.preset.lesson
    for told in (lesson.look_for, lesson.try_next):
        assert 1 <= len(re.findall(r"[.?](?= |$)", told)) <= 2, "one or two sentences"
        assert told.endswith((".", "?"))
    assert lesson.presets
    for other in lesson.presets:
        assert other != name
        assert PRESETS[other].task == entry.task
    assert lesson.expected is not None, "python -m benchmarks.expected measures it"
    assert lesson.expected.measure in entry.experiment.task.measures()
    assert lesson.expected.low <= lesson.expected.high


@pytest.mark.parametrize("task", TASKS)
def test_every_task_starts_with_its_first_preset(task: str) -> None:
    assert default_experiment(task) == presets_of(task)[0].experiment
    assert default_experiment(task).task.kind == task


def test_merging_goes_into_groups_and_replaces_lists() -> None:
    values = {"task": {"steps": 10, "threshold": 0.25}, "layers": [1, 2]}
    changes = {"task": {"steps": 20}, "layers": [3]}
    assert merged(values, changes) == {"task": {"steps": 20, "threshold": 0.25}, "layers": [3]}
    assert values == {"task": {"steps": 10, "threshold": 0.25}, "layers": [1, 2]}


def _with_training(experiment: Experiment, **changes: object) -> Experiment:
    return experiment.model_copy(update={"training": experiment.training.model_copy(update=changes)})
