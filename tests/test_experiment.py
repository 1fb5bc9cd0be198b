"""Experiments: to and from JSON and links, and how everything that is not one gets refused."""

import base64
import copy
import json
import pickle
import zlib
from collections.abc import Callable
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from small import small

from seqcore.architectures import ARCHITECTURES
from seqcore.architectures.recurrent_stack import (
    ACTIVATIONS,
    CELLS,
    DIRECTIONS,
    MERGES,
    RecurrentLayer,
    RecurrentStack,
)
from seqcore.experiment import (
    MOST_JSON_CHARACTERS,
    Experiment,
    architectures_for,
    from_json,
    from_link,
    from_values,
    with_values,
)
from seqcore.invalid import MOST_PROBLEMS, InvalidInput, explain
from seqcore.presets import PRESETS, default_experiment, from_file
from seqcore.registry import one_of
from seqcore.settings import Settings, setting
from seqcore.tasks import TASKS
from seqcore.training.settings import OPTIMIZERS

NO_TASK = {"architecture": {}, "training": {}}
DEFAULTS: dict[str, Any] = {"task": {}, "architecture": {}, "training": {}}


def problems(build: Callable[[], object]) -> tuple[str, ...]:
    with pytest.raises(InvalidInput) as refused:
        build()
    assert str(refused.value) == " ".join(refused.value.problems)
    return refused.value.problems


def outcome(build: Callable[[], Experiment]) -> Experiment | InvalidInput:
    try:
        return build()
    except InvalidInput as refused:
        return refused


# What is wrong is said by field, with what was passed and what is allowed.


@pytest.mark.parametrize(
    ("part", "values", "sentence"),
    [
        ("task", {"steps": 1}, "task.steps: got 1; allowed is a whole number from 2 to 200."),
        ("task", {"steps": "ten"}, "task.steps: got 'ten'; allowed is a whole number from 2 to 200."),
        ("task", {"steps": 2.5}, "task.steps: got 2.5; allowed is a whole number from 2 to 200."),
        ("task", {"threshold": 0}, "task.threshold: got 0; allowed is a number above 0 and up to 1."),
        ("task", {"threshold": None}, "task.threshold: got nothing; allowed is a number above 0 and up to 1."),
        ("task", {"kind": "adder"}, f"task.kind: got 'adder'; allowed is {', '.join(map(repr, TASKS))}."),
        ("task", {"step": 5}, "task.step: there is no such setting; allowed are steps, threshold."),
        ("task", 5, "task: got 5; allowed is a JSON object of settings."),
        ("task", None, "task: got nothing; allowed is a JSON object of settings."),
        ("training", [], "training: got 0 entries; allowed is a JSON object of settings."),
        (
            "training",
            {"optimizer": "adan"},
            f"training.optimizer: got 'adan'; allowed is one of {', '.join(OPTIMIZERS)}.",
        ),
        (
            "training",
            {"learning_rate": 11},
            "training.learning_rate: got 11; allowed is a number above 0 and up to 10, or nothing.",
        ),
        ("training", {"epochs": 0}, "training.epochs: got 0; allowed is a whole number from 1 to 100,000."),
        (
            "training",
            {"epochs": [1, 2]},
            "training.epochs: got 2 entries; allowed is a whole number from 1 to 100,000.",
        ),
        (
            "architecture",
            {"batch_normalization": "maybe"},
            "architecture.batch_normalization: got 'maybe'; allowed is true or false.",
        ),
        ("architecture", {"layers": []}, "architecture.layers: got 0 entries; allowed is a list of 1 to 4 entries."),
        ("architecture", {"layers": 3}, "architecture.layers: got 3; allowed is a list of 1 to 4 entries."),
        ("architecture", {"layers": [3]}, "architecture.layers.0: got 3; allowed is a JSON object of settings."),
        (
            "architecture",
            {"layers": [{}, {"cell": "lstn"}]},
            "architecture.layers.1.cell: got 'lstn'; allowed is one of simple_rnn, lstm, gru.",
        ),
        (
            "architecture",
            {"dense": [{"units": 513}]},
            "architecture.dense.0.units: got 513; allowed is a whole number from 1 to 512.",
        ),
    ],
)
def test_a_wrong_setting_is_named_with_what_was_passed_and_what_is_allowed(
    part: str, values: object, sentence: str
) -> None:
    assert problems(lambda: from_values(DEFAULTS | {part: values})) == (sentence,)


def test_the_version_and_the_parts_are_checked_too() -> None:
    assert problems(lambda: from_values(DEFAULTS | {"version": 2})) == ("version: got 2; allowed is 1.",)
    assert problems(lambda: from_values(NO_TASK)) == ("task: nothing was passed; it is needed.",)
    assert problems(lambda: from_values(DEFAULTS | {"teacher": 1})) == (
        "teacher: there is no such setting; allowed are task, architecture, training.",
    )
    assert problems(lambda: from_values([1])) == ("experiment: got list; allowed is a JSON object.",)


def test_every_problem_gets_a_sentence_of_its_own() -> None:
    wrong = {"task": {"steps": 1}, "architecture": {"layers": [{"units": 0}, {"units": 999}]}, "training": {"seed": -1}}
    assert [sentence.split(":")[0] for sentence in problems(lambda: from_values(wrong))] == [
        "task.steps",
        "architecture.layers.0.units",
        "architecture.layers.1.units",
        "training.seed",
    ]


def test_very_many_problems_are_cut_short() -> None:
    said = problems(lambda: from_values(DEFAULTS | {"architecture": {"layers": [5] * 3000}}))
    assert len(said) == MOST_PROBLEMS + 1
    assert said[0].startswith("architecture.layers.0: got 5;")
    assert said[-1] == f"{3000 - MOST_PROBLEMS:,} more problems like these."


def test_long_names_and_values_are_cut_short() -> None:
    (name,) = problems(lambda: from_values(DEFAULTS | {"x" * 50_000: 1}))
    (value,) = problems(lambda: from_values(DEFAULTS | {"task": {"steps": "9" * 50_000}}))
    assert len(name) < 250
    assert len(value) < 150


@pytest.mark.parametrize(
    ("task", "architecture", "why_not"),
    [
        ("cumulative_sum", "token_stack", "it reads symbols, and here numbers come in"),
        ("cumulative_sum", "attention", "it reads symbols, and here numbers come in"),
        ("next_character", "recurrent_stack", "it reads numbers, and here symbols come in"),
        ("next_character", "perceptron", "it reads numbers, and here symbols come in"),
        (
            "next_character",
            "state_passing",
            "it answers when it has read everything, and here every step is to be answered, or all of them once",
        ),
        ("addition", "token_stack", "it answers while it reads, and here the answer is a sequence of its own"),
        ("variable_length", "perceptron", "it cannot skip the padding of sequences that differ in length"),
    ],
)
def test_an_architecture_that_does_not_accept_the_task_is_refused(task: str, architecture: str, why_not: str) -> None:
    values = {"task": {"kind": task}, "architecture": {"kind": architecture}, "training": {}}
    allowed = ", ".join(architectures_for(TASKS[task]()))
    assert problems(lambda: from_values(values)) == (
        f"architecture: got {architecture!r}; for this task {why_not}. Allowed: {allowed}.",
    )


@pytest.mark.parametrize("setting", ["direction=bidirectional", "direction=backward", "recurrent_dropout=0.1"])
def test_only_layers_that_read_from_the_start_keep_their_memory(setting: str) -> None:
    pieces = with_values(PRESETS["masks-pieces"].experiment, [f"architecture.layers.1.{setting}"])
    (problem,) = problems(lambda: with_values(pieces, ["task.stateful=true"]))
    assert "only layers that read from the start, without recurrent dropout, carry their memory on" in problem


def test_without_masks_padding_is_read_like_anything_else() -> None:
    values = {"task": {"kind": "variable_length", "masking": False}, "architecture": {"kind": "perceptron"}}
    assert from_values(values | {"training": {}}).architecture.kind == "perceptron"


class Walk(Settings):
    kind: Literal["walk"] = "walk"
    speed: int = setting(5, "Speed", "In km/h.", ge=1, le=7)


class Ride(Settings):
    kind: Literal["ride"] = "ride"


class Journey(Settings):
    way: one_of({"walk": Walk, "ride": Ride})  # type: ignore[valid-type]


@pytest.mark.parametrize(
    ("way", "sentence"),
    [
        ({"kind": "fly"}, "way.kind: got 'fly'; allowed is 'walk', 'ride'."),
        ({"speed": 0}, "way.speed: got 0; allowed is a whole number from 1 to 7."),
        ({"kind": [1]}, "way.kind: got '[1]'; allowed is 'walk', 'ride'."),
        (5, "way: got 5; allowed is a JSON object of settings."),
        ({"kind": "walk", "speed": 9}, "way.speed: got 9; allowed is a whole number from 1 to 7."),
        ({"kind": "ride", "speed": 9}, "way.speed: there is no such setting; allowed are ."),
        ({"kind": "walk", "sped": 9}, "way.sped: there is no such setting; allowed are speed."),
    ],
)
def test_of_several_kinds_the_one_that_was_meant_is_explained(way: object, sentence: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Journey.model_validate({"way": way})
    assert explain(refused.value, Journey) == [sentence]


# Out and in again.


LAYERS = st.builds(
    dict,
    cell=st.sampled_from(list(CELLS)),
    units=st.integers(1, 512),
    direction=st.sampled_from(list(DIRECTIONS)),
    merge=st.sampled_from(list(MERGES)),
    activation=st.sampled_from(list(ACTIVATIONS)),
    dropout=st.floats(0, 0.9),
)
EXPERIMENTS = st.builds(
    small,
    layers=st.lists(LAYERS, min_size=1, max_size=4),
    task=st.builds(dict, steps=st.integers(2, 200), threshold=st.floats(1e-9, 1)),
    optimizer=st.sampled_from(list(OPTIMIZERS)),
    learning_rate=st.none() | st.floats(1e-9, 10),
    epochs=st.integers(1, 100_000),
    seed=st.integers(0, 2**31 - 1),
    patience=st.none() | st.integers(1, 50),
)


@given(experiment=EXPERIMENTS)
def test_an_experiment_survives_json_and_link(experiment: Experiment) -> None:
    assert from_json(experiment.model_dump_json()) == experiment
    assert from_json(experiment.model_dump_json(indent=2).encode()) == experiment
    assert from_link(experiment.to_link()) == experiment


def test_a_link_needs_no_quoting_and_is_short() -> None:
    link = small([{}] * 4, architecture={"dense": [{}] * 4}).to_link()
    assert set(link) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    assert len(link) < 1000


def test_what_is_left_out_takes_its_default() -> None:
    assert from_json('{"task": {}, "architecture": {}, "training": {}}') == from_values(DEFAULTS)
    assert from_values(DEFAULTS).architecture.layers == (RecurrentLayer(),)


@pytest.mark.parametrize("kind", TASKS)
def test_a_file_may_leave_out_what_is_as_in_the_first_preset(kind: str) -> None:
    first = default_experiment(kind)
    assert from_file(json.dumps({"task": {"kind": kind}})) == first
    changed = from_file(json.dumps({"task": {"kind": kind}, "training": {"epochs": 7}}))
    assert changed == first.model_copy(update={"training": first.training.model_copy(update={"epochs": 7})})
    for other in architectures_for(first.task):
        if other != first.architecture.kind:
            whole = from_file(json.dumps({"task": {"kind": kind}, "architecture": {"kind": other}}))
            assert whole.architecture == ARCHITECTURES[other]()  # type: ignore[abstract]


def test_an_empty_file_is_the_first_preset_of_all() -> None:
    assert from_file("{}") == default_experiment(next(iter(TASKS)))


def test_what_a_file_says_is_taken_as_it_is() -> None:
    for preset in PRESETS.values():
        assert from_file(preset.experiment.model_dump_json()) == preset.experiment


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{"task": {"kind": "prizes"}}', "task.kind: got 'prizes'; allowed is"),
        ('{"task": null}', "task: got nothing; allowed is a JSON object of settings."),
        ('{"task": {"kind": ["prices"]}}', "task.kind: got"),
        ('{"architecture": 5}', "architecture: got 5; allowed is"),
        ('{"trainings": {}}', "trainings: there is no such setting; allowed are task, architecture, training."),
        ("[]", "experiment: got list; allowed is a JSON object."),
    ],
)
def test_a_wrong_file_has_one_problem(text: str, sentence: str) -> None:
    (said,) = problems(lambda: from_file(text))
    assert said.startswith(sentence)


# Hostile input is refused with InvalidInput, and with nothing else.


def link_of(content: bytes) -> str:
    return base64.urlsafe_b64encode(zlib.compress(content, level=9)).decode().rstrip("=")


def test_a_bomb_is_not_unpacked() -> None:
    assert problems(lambda: from_link(link_of(b" " * 50_000_000))) == (
        f"experiment: got {MOST_JSON_CHARACTERS + 1:,} characters; allowed are at most {MOST_JSON_CHARACTERS:,}.",
    )


def test_a_huge_file_is_refused_by_its_size() -> None:
    huge = json.dumps(DEFAULTS | {"more": "x" * MOST_JSON_CHARACTERS})
    assert "allowed are at most 100,000" in problems(lambda: from_json(huge))[0]


@pytest.mark.parametrize("text", ["", "a", "=", "====", "é", "\x00", "AAAA", "not a link at all", "a" * 100_000])
def test_a_link_that_is_none_is_called_damaged(text: str) -> None:
    assert problems(lambda: from_link(text)) == ("link: it is damaged or incomplete; copy the whole link once more.",)


def test_a_link_that_was_cut_off_anywhere_is_called_damaged() -> None:
    link = small().to_link()
    for end in range(len(link) - 8):
        assert problems(lambda end=end: from_link(link[:end]))[0].startswith("link: it is damaged or incomplete")


@given(text=st.text())
def test_any_text_for_a_link_is_refused(text: str) -> None:
    problems(lambda: from_link(text))


@given(content=st.binary())
def test_any_bytes_in_a_link_or_file_are_refused(content: bytes) -> None:
    problems(lambda: from_link(link_of(content)))
    problems(lambda: from_json(content))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
PATHS = ["version", "task", "task.kind", "task.steps", "task.threshold", "architecture", "architecture.layers"]
PATHS += ["architecture.layers.0", "architecture.layers.0.cell", "architecture.layers.0.units", "architecture.dense"]
PATHS += ["architecture.dropout", "training", "training.learning_rate", "training.optimizer", "training.seed", "other"]


@given(path=st.sampled_from(PATHS), value=JSON)
def test_any_value_at_any_place_is_accepted_or_refused_with_sentences(path: str, value: object) -> None:
    values: Any = small().model_dump(mode="json")
    *parents, last = path.split(".")
    place = values
    for step in parents:
        place = place[int(step)] if isinstance(place, list) else place[step]
    place[int(last) if isinstance(place, list) else last] = value
    result = outcome(lambda: from_json(json.dumps(values)))
    if isinstance(result, InvalidInput):
        assert result.problems
        assert all(len(problem) < 500 for problem in result.problems)
    else:
        assert from_json(result.model_dump_json()) == result


@pytest.mark.parametrize(
    ("place", "before", "after"),
    [
        ('{{"task": {}}}', '{"a":', "}"),
        ('{{"task": {{"kind": {}}}}}', "[", "]"),
        ('{{"training": {{"epochs": {}}}}}', '[{"a":', "}]"),
    ],
)
def test_json_nested_to_any_depth_is_refused(place: str, before: str, after: str) -> None:
    for depth in (*range(600, 1000), 10_000):
        problems(lambda depth=depth: from_json(place.format(before * depth + "1" + after * depth)))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "null",
            "5",
            '"text"',
            "[]",
            "{",
            "NaN",
            "\ufeff{}",
            '{"task": {}, "task": 5}',
            "9" * 5000,
            '{"\\ud800": 1}',
        ),
        *('{"task": {"steps": 1e999}}', '{"task": {"kind": "\\ud800"}}', '{"task": {"threshold": NaN}}'),
    ],
)
def test_odd_json_is_refused(text: str) -> None:
    problems(lambda: from_json(text))


# PATH=VALUE.


def test_assignments_change_one_setting_each() -> None:
    changed = with_values(
        small(epochs=5),
        [
            *("training.epochs=250", "training.optimizer=sgd", "training.learning_rate=0.5", "training.patience=null"),
            *("architecture.layers.0.units=8", 'architecture.dense=[{"units": 4}]', "task.threshold=1"),
        ],
    )
    expected = small(
        [{"units": 8}],
        task={"threshold": 1},
        architecture={"dense": [{"units": 4}]},
        epochs=250,
        optimizer="sgd",
        learning_rate=0.5,
    )
    assert changed == expected


def test_a_later_assignment_wins_and_a_value_may_contain_an_equals_sign() -> None:
    assert with_values(small(), ["training.epochs=3", "training.epochs=4"]).training.epochs == 4
    assert "got 'a=b'" in problems(lambda: with_values(small(), ["training.optimizer=a=b"]))[0]


@pytest.mark.parametrize(
    ("assignment", "sentence"),
    [
        ("training.epochs", "--set: got 'training.epochs'; allowed is PATH=VALUE, as in training.epochs=250."),
        ("=5", "--set: got '=5'; allowed is PATH=VALUE, as in training.epochs=250."),
        ("", "--set: got ''; allowed is PATH=VALUE, as in training.epochs=250."),
        ("training.epochs=0", "training.epochs: got 0; allowed is a whole number from 1 to 100,000."),
        ("training.epochs=many", "training.epochs: got 'many'; allowed is a whole number from 1 to 100,000."),
        ("task.step=5", "task.step: there is no such setting; allowed are steps, threshold."),
        ("task=5", "task: got 5; allowed is a JSON object of settings."),
    ],
)
def test_a_wrong_assignment_is_explained(assignment: str, sentence: str) -> None:
    assert problems(lambda: with_values(small(), [assignment])) == (sentence,)


def test_the_place_after_the_last_entry_is_a_new_entry() -> None:
    changed = with_values(
        small(),
        ["architecture.layers.1.units=8", "architecture.layers.2.cell=gru", "architecture.dense.0.units=4"],
    )
    assert changed == small([{}, {"units": 8}, {"cell": "gru", "units": 20}], architecture={"dense": [{"units": 4}]})
    whole = with_values(small(), ['architecture.layers.1={"cell": "gru"}'])
    assert whole.architecture.layers == (*small().architecture.layers, RecurrentLayer(cell="gru"))
    features = with_values(default_experiment("prices"), ["task.features.0=volume"])
    assert features.task.features == ("volume",)  # type: ignore[attr-defined]


def test_a_place_beyond_the_next_one_is_explained() -> None:
    for path in ("architecture.layers.2.units", "architecture.layers.99999999999999999999"):
        (said,) = problems(lambda path=path: with_values(small(), [f"{path}=8"]))
        assert said.endswith("architecture.layers has 1 so far; the next one is architecture.layers.1.")
    (said,) = problems(lambda: with_values(small([{}] * 4), ["architecture.layers.4.units=8"]))
    assert said.startswith("architecture.layers: got 5 entries; allowed ")


def test_nothing_is_null_or_an_empty_value() -> None:
    chosen = small(learning_rate=0.5, patience=3, architecture={"dense": [{}]})
    for text in ("", "null"):
        changed = with_values(chosen, [f"training.learning_rate={text}", f"training.patience={text}"])
        assert (changed.training.learning_rate, changed.training.patience) == (None, None)
    assert with_values(chosen, ["architecture.dense="]).architecture.dense == ()
    prices = with_values(default_experiment("prices"), ["task.value_column=close"])
    assert with_values(prices, ["task.value_column="]).task.value_column == ""  # type: ignore[attr-defined]
    assert "got nothing;" in problems(lambda: with_values(chosen, ["training.epochs="]))[0]


def test_a_text_setting_takes_what_looks_like_something_else() -> None:
    changed = with_values(
        default_experiment("prices"),
        ["task.value_column=2020", "task.ticker=TRUE", "task.path=null", "task.start=2020"],
    )
    task: Any = changed.task
    assert (task.value_column, task.ticker, task.path, task.start) == ("2020", "TRUE", "null", "2020")


def test_another_kind_starts_from_its_defaults() -> None:
    sums = default_experiment("addition_mapping")
    for kind in architectures_for(sums.task):
        changed = with_values(sums, [f"architecture.kind={kind}"])
        assert changed.architecture == (
            sums.architecture if kind == sums.architecture.kind else ARCHITECTURES[kind]()  # type: ignore[abstract]
        )
    changed = with_values(sums, ["architecture.kind=recurrent_stack", "architecture.layers.0.units=8"])
    assert changed.architecture == RecurrentStack(layers=(RecurrentLayer(units=8),))
    assert with_values(small(), ["task.kind=prices"]).task == TASKS["prices"]()
    assert "allowed is" in problems(lambda: with_values(sums, ["architecture.kind=tree"]))[0]


@pytest.mark.parametrize(
    "path",
    ["layers.0.units", "training.epochs.first", "architecture.layers.-1.units", "architecture.layers.one", "a.b"],
)
def test_a_path_that_leads_nowhere_is_named(path: str) -> None:
    assert problems(lambda: with_values(small(), [f"{path}=1"])) == (
        f"{path}: there is no such setting; `python -m seqcore describe` lists them all.",
    )


@given(path=st.sampled_from(PATHS) | st.text(max_size=20), value=st.text(max_size=20))
def test_any_assignment_is_accepted_or_refused_with_sentences(path: str, value: str) -> None:
    result = outcome(lambda: with_values(small(), [f"{path}={value}"]))
    assert isinstance(result, Experiment) or result.problems


def test_a_deeply_nested_value_is_refused() -> None:
    problems(lambda: with_values(small(), ["training.epochs=" + "[" * 50_000]))


# What an experiment says of itself.


def test_an_experiment_counts_its_parameters() -> None:
    # LSTM: 4 gates x 3 units x (1 input + 3 units + 1 bias); output: 3 weights + 1 bias.
    assert small().parameters() == 4 * 3 * (1 + 3 + 1) + 4
    assert [layer.name for layer in small().layers()] == ["input", "recurrent_1", "output"]


def test_what_is_wrong_is_said_the_same_in_another_process() -> None:
    error = InvalidInput(["The first sentence.", "A second one."])
    for came in (copy.copy(error), pickle.loads(pickle.dumps(error))):
        assert (came.problems, str(came)) == (error.problems, "The first sentence. A second one.")
