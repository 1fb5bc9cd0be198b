"""The form: one widget for every setting, no dead knob, nothing lost, and one clear sentence for what is wrong."""

from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
from form_screen import (
    LAYER,
    Path,
    enter,
    experiment_of,
    opened,
    press,
    run,
    told,
    value_at,
    values_of,
    widget,
    widgets,
)
from streamlit.testing.v1 import AppTest

from pages.parts.fields import WIDGETS, widget_key
from pages.parts.told import MARK
from seqcore.architectures import ARCHITECTURES, Architecture
from seqcore.experiment import Experiment
from seqcore.presets import PRESETS, default_experiment, presets_of
from seqcore.settings import SettingField, Settings, fields_of, setting
from seqcore.tasks import TASKS
from seqcore.tasks.base.signature import Signature
from seqcore.training.settings import Training


def settings_of(path: Path, model: type[Settings], values: Any) -> Iterator[tuple[Path, SettingField, bool]]:
    """Every setting under `path`, and whether it has an effect beside `values`."""
    for name, field in fields_of(model).items():
        if field.item:
            for place, item in enumerate(values[name]):
                yield from settings_of((*path, name, place), field.item, item)
        else:
            yield (*path, name), field, field.applies(values)


def settings_in(experiment: Experiment) -> list[tuple[Path, SettingField, bool]]:
    values, architecture = experiment.model_dump(mode="json"), ARCHITECTURES[experiment.architecture.kind]
    groups = {"task": TASKS[experiment.task.kind], "architecture": architecture, "training": Training}
    return [one for name, model in groups.items() for one in settings_of((name,), model, values[name])]


def other_value(field: SettingField, value: Any) -> Any:
    """A value that is allowed and is not the one there."""
    if field.choices:
        return next(name for name in field.choices if name != value)
    if field.value_type is bool:
        return not value
    if field.value_type is tuple:
        return [*value, *field.examples]
    if field.value_type is str:
        return next((example for example in field.examples if example != value), f"{value}x")
    low = field.low if field.low is not None else field.above or 0
    if field.value_type is float:
        return float(low + 0.125)
    # A neighbour: some numbers may not be larger than others.
    return int(low + 1) if value is None else value + 1 if field.high is None or value < field.high else value - 1


@pytest.mark.parametrize("task", TASKS)
def test_every_setting_has_exactly_one_widget_with_its_title_and_explanation(task: str) -> None:
    found = widgets(opened(task))
    wanted = {widget_key(path): field for path, field, applies in settings_in(default_experiment(task)) if applies}
    assert wanted.keys() == found.keys() - {"form-architecture-kind", MARK}
    for key, field in wanted.items():
        (one,) = found[key]
        assert one.label == field.title
        assert one.proto.help == field.explanation


@pytest.mark.parametrize("preset", ["cumsum-bilstm-mul", "addition-three-terms", "prices-bilstm", "tags-bilstm-crf"])
def test_a_browser_that_misses_what_a_widget_is_told_shows_it_all_the_same(preset: str) -> None:
    """It shows the default then; a number that may be left empty has none."""
    experiment = PRESETS[preset].experiment
    for (one,) in widgets(opened(experiment.task.kind, experiment.to_link())).values():
        default = one.proto.default
        if one.type in ("button_group", "multiselect"):
            assert list(default) == one.indices, one.label
        elif one.type == "selectbox":
            assert default == one.index, one.label
        elif one.type != "number_input" or one.proto.HasField("default"):
            assert default == one.value, one.label


@pytest.mark.parametrize("task", TASKS)
def test_every_setting_that_can_have_an_effect_changes_the_experiment(task: str) -> None:
    test = opened(task)
    for path, field, applies in settings_in(default_experiment(task)):
        if not applies:
            continue
        before = value_at(values_of(test), path)
        value = other_value(field, before)
        enter(test, path, value)
        assert value_at(values_of(test), path) == value, path
        assert widget(test, *path).value == value
        enter(test, path, before)


@pytest.mark.parametrize("path", [(*LAYER, "merge"), (*LAYER, "backward_outputs")])
def test_a_setting_shows_while_it_has_an_effect_and_keeps_its_value_meanwhile(path: Path) -> None:
    field = dict(fields_of(type(default_experiment("cumulative_sum").architecture.layers[0])))[path[-1]]
    (when,) = field.only_if["direction"]
    test = enter(opened(), (*LAYER, "direction"), when)
    value = other_value(field, widget(test, *path).value)
    enter(test, path, value)
    enter(test, (*LAYER, "direction"), "forward")
    assert widget_key(path) not in widgets(test)
    enter(test, (*LAYER, "direction"), when)
    assert widget(test, *path).value == value


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_one_click_and_is_marked(name: str) -> None:
    task = PRESETS[name].task
    test = press(opened(task), f"form-preset-{name}")
    assert experiment_of(test) == PRESETS[name].experiment
    primary = [entry.name for entry in presets_of(task) if _is_primary(test, entry.name)]
    assert primary == [name]
    assert test.button(key=f"form-preset-{name}").help == PRESETS[name].preset.summary


def _is_primary(test: AppTest, name: str) -> bool:
    return test.button(key=f"form-preset-{name}").proto.type == "primary"


def test_a_preset_keeps_the_seed() -> None:
    test = press(enter(opened(), ("training", "seed"), 7), "form-preset-cumsum-gru")
    assert value_at(values_of(test), ("training", "seed")) == 7
    assert _is_primary(test, "cumsum-gru")


def test_undo_brings_back_what_a_preset_replaced_and_undone_twice_the_preset() -> None:
    test = opened()
    assert test.button(key="form-undo").disabled
    enter(test, ("training", "epochs"), 123)
    enter(test, ("task", "steps"), 30)
    mine = values_of(test)
    press(test, "form-preset-cumsum-bilstm")
    press(test, "form-undo")
    assert values_of(test) == mine
    assert widget(test, "training", "epochs").value == 123
    press(test, "form-undo")
    assert experiment_of(test) == PRESETS["cumsum-bilstm"].experiment


def test_one_can_go_back_to_the_preset_chosen_last() -> None:
    test = press(opened(), "form-preset-cumsum-gru")
    assert test.button(key="form-back").disabled
    enter(test, (*LAYER, "units"), 3)
    assert test.button(key="form-back").label == "Back to GRU"
    press(test, "form-back")
    assert experiment_of(test) == PRESETS["cumsum-gru"].experiment
    assert widget(test, *LAYER, "units").value == 20


def test_layers_are_added_up_to_the_limit_and_removed_down_to_one() -> None:
    field = fields_of(ARCHITECTURES["recurrent_stack"])["layers"]
    assert field.low is not None
    assert field.high is not None
    test = enter(opened(), (*LAYER, "units"), 5)
    for _ in range(int(field.high - field.low)):
        press(test, "form-architecture-layers-add")
    assert [layer["units"] for layer in values_of(test)["architecture"]["layers"]] == [5] * int(field.high)
    assert test.button(key="form-architecture-layers-add").disabled
    enter(test, ("architecture", "layers", 1, "units"), 6)
    press(test, "form-architecture-layers-0-remove")
    assert [layer["units"] for layer in values_of(test)["architecture"]["layers"]][:2] == [6, 5]
    assert widget(test, *LAYER, "units").value == 6
    for _ in range(int(field.high - field.low) - 1):
        press(test, "form-architecture-layers-0-remove")
    assert "form-architecture-layers-0-remove" not in {button.key for button in test.button}
    press(test, "form-undo")
    assert len(values_of(test)["architecture"]["layers"]) == 2


def test_dense_layers_come_and_go() -> None:
    test = press(opened(), "form-architecture-dense-add")
    enter(test, ("architecture", "dense", 0, "activation"), "tanh")
    assert values_of(test)["architecture"]["dense"] == [{"units": 10, "activation": "tanh"}]
    press(test, "form-architecture-dense-0-remove")
    assert values_of(test)["architecture"]["dense"] == []


def test_folded_settings_that_were_changed_are_counted_on_the_fold() -> None:
    test = enter(opened(), ("training", "clip_norm"), 1.0)
    assert [fold.label for fold in test.expander][-1] == "More settings · 1 changed"


def test_values_survive_another_page() -> None:
    test = enter(opened(), ("training", "epochs"), 77)
    test.session_state["elsewhere"] = True
    assert not widgets(run(test))
    test.session_state["elsewhere"] = False
    assert widget(run(test), "training", "epochs").value == 77
    assert value_at(values_of(test), ("training", "epochs")) == 77


def test_an_empty_learning_rate_tells_the_optimizers_own() -> None:
    test = opened()
    assert widget(test, "training", "learning_rate").proto.placeholder == "0.001 (Adam's default)"
    enter(test, ("training", "optimizer"), "sgd")
    assert widget(test, "training", "learning_rate").proto.placeholder == "0.01 (SGD's default)"
    assert widget(test, "training", "clip_norm").proto.placeholder == "no clipping"


def test_every_type_of_setting_has_a_widget() -> None:
    for task in TASKS:
        for path, field, _ in settings_in(default_experiment(task)):
            assert field.choices or field.value_type in WIDGETS, path


EPOCHS, RATE = ("training", "epochs"), ("training", "learning_rate")
WHOLE, NUMBER = "allowed is a whole number from 1 to 100,000.", "allowed is a number above 0 and up to 10, or nothing."


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        *((EPOCHS, value, f"Got {value:g}; {WHOLE}") for value in (200_000, 0, -5, 3.7, 1e308)),
        *((RATE, value, f"Got {value:g}; {NUMBER}") for value in (0, 11, -1e-4)),
    ],
)
def test_a_number_that_is_not_allowed_stays_in_the_form_and_is_told_at_its_field(
    path: Path, value: float, sentence: str
) -> None:
    test = enter(opened(), path, value)
    assert experiment_of(test) is None
    assert told(test) == [sentence]
    assert widget(test, *path).value == value
    enter(test, path, 1)
    assert not told(test)
    assert value_at(values_of(test), path) == 1


def test_no_number_of_the_form_is_bounded_by_the_browser() -> None:
    """It would keep a value out of bounds to itself."""
    for task in TASKS:
        for number in opened(task).number_input:
            assert not number.proto.has_min | number.proto.has_max, number.key


def test_a_preset_undo_and_back_to_show_what_the_form_holds() -> None:
    test = enter(opened(), EPOCHS, 200_000)
    enter(test, RATE, 11.0)
    press(test, "form-preset-cumsum-gru")
    assert experiment_of(test) == PRESETS["cumsum-gru"].experiment
    assert (widget(test, *EPOCHS).value, widget(test, *RATE).value, told(test)) == (1000, None, [])
    press(test, "form-undo")
    assert (widget(test, *EPOCHS).value, widget(test, *RATE).value, len(told(test))) == (200_000, 11, 2)
    press(test, "form-back")
    assert (widget(test, *EPOCHS).value, widget(test, *RATE).value, told(test)) == (1000, None, [])


@pytest.mark.parametrize("key", ["form-preset-cumsum-gru", "form-architecture-layers-add", "form-undo"])
def test_what_was_typed_just_before_a_click_comes_first(key: str) -> None:
    """On a busy server both arrive at once, and Streamlit calls back in the order of drawing."""
    test = press(opened(), "form-preset-cumsum-bilstm")
    widget(test, *LAYER, "units").set_value(7)
    press(test, key)
    layers = [layer["units"] for layer in values_of(test)["architecture"]["layers"]]
    assert layers == ([7, 7] if key.endswith("add") else [20])


def test_two_settings_that_do_not_go_together_are_both_told() -> None:
    test = enter(enter(opened("prices"), ("task", "training_share"), 0.9), ("task", "validation_share"), 0.5)
    assert experiment_of(test) is None
    assert told(test) == 2 * [
        "Got 0.9 and 0.5; together they may be 0.95 at most, or nothing is left for the test part."
    ]


def test_a_setting_that_is_hidden_is_not_in_the_way() -> None:
    compare, folds = ("task", "compare"), ("task", "folds")
    test = enter(enter(opened("prices"), compare, "backtest"), folds, 99)
    assert experiment_of(test) is None
    enter(test, compare, "nothing")
    assert value_at(values_of(test), folds) == 4


def test_a_text_that_is_too_long_is_told() -> None:
    test = enter(opened("prices"), ("task", "source"), "yahoo")
    enter(test, ("task", "ticker"), "A" * 21)
    assert told(test) == ["Got 21 characters; allowed are at most 20."]


def test_another_architecture_keeps_what_was_set_in_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    class Other(Architecture):
        kind: str = "other"
        width: int = setting(3, "Width", "How wide.", ge=1, le=9)
        title: ClassVar = "Other network"

        def accepts(self, signature: Signature) -> str:
            return ""

    monkeypatch.setitem(ARCHITECTURES, "other", Other)
    test = enter(opened(), (*LAYER, "units"), 5)
    kind = ("architecture", "kind")
    assert widget(test, *kind).options == ["Recurrent stack", "Multilayer perceptron", "Other network"]
    enter(enter(test, kind, "other"), ("architecture", "width"), 4)
    assert widget_key((*LAYER, "units")) not in widgets(test)
    assert widget(enter(test, kind, "recurrent_stack"), *LAYER, "units").value == 5
    assert widget(enter(test, kind, "other"), "architecture", "width").value == 4
