"""What is registered is tested by being registered: every task with every architecture that it accepts.

A new task or architecture needs no line in here. It has to give the same data for the same seed, in the shapes it
declares; to train, describe itself and survive JSON; and to have no dead knob: every setting, if changed to another
allowed value, has to change something that is built or run, and nothing where the setting says it has no effect.
"""

import contextlib
import json
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Any

import keras
import numpy as np
import pytest
from data.series.fake_yfinance import install
from data.series.workbooks import xlsx

from seqcore.architectures import ARCHITECTURES
from seqcore.data.series.settings import SeriesSettings
from seqcore.evaluation.metrics import LOSSES, METRICS
from seqcore.experiment import Experiment, architectures_for, from_json, from_link, from_values
from seqcore.invalid import InvalidInput
from seqcore.limits import LIMITS
from seqcore.runs.view import RunView
from seqcore.settings import SettingField, Settings, fields_of
from seqcore.tasks import TASKS
from seqcore.tasks.base.batch import Batch
from seqcore.training.advance import advance, judge, start
from seqcore.training.program import QUICK_UPDATES, build_model
from seqcore.training.settings import Training
from seqcore.training.state import Controls, State

DAYS = [(month, day) for month in range(1, 13) for day in range(1, 13)]
ROWS = range(500)


def _table(names: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    return "\n".join(",".join(map(str, row)) for row in (names, *rows)).encode()


FILES = {
    # Every way to read it gives something else: ambiguous dates, a date twice, a value missing, points and commas.
    "": "\n".join(
        ["date;close;open", *(f"{day:02}/{month:02}/2020;{month}{day:02}.5{day % 10};{day}" for month, day in DAYS)]
        + ["13/12/2020;;9", "14/12/2020;99.5;9", "14/12/2020;88.5;9"]
    ).encode(),
    "prices.csv": "\n".join(["x", *(str(value**2) for value in range(90))]).encode(),
    "words.txt": b"All work and no play makes Jack a dull boy. " * 40,
    "more.txt": b"The quick brown fox jumps over the lazy dog. " * 40,
    "names.tsv": b"Ada\tB-PER\nLovelace\tI-PER\nslept\tO\n\n" * 40,
    "places.tsv": b"in\tO\nRome\tB-LOC\n\n" * 40,
    "vectors.vec": b"the" + b" 0.5" * 50 + b"\nin" + b" 0.25" * 50 + b"\n",
    "others.vec": b"the" + b" 0.75" * 50 + b"\n",
    # Where a setting is about a kind of file that the first one is not.
    "task.vector_size": b"the" + b" 0.5" * 50 + b"\n",
    "task.sheet": xlsx(
        {"Sheet1": [["x"], *([row % 7] for row in range(600))], "2024": [["x"], *([row] for row in ROWS)]}
    ),
    "task.row_order": _table(("x",), ((row**2,) for row in ROWS)),
    "task.unit": _table(("x",), ((f"{row + 1}K" if row % 3 else f"{row + 1}",) for row in ROWS)),
    "task.missing_numbers": _table(("x",), ((-999 if row % 50 == 9 else -190 - row % 20,) for row in ROWS)),
    "task.aggregate": _table(
        ("time", "x"),
        (
            (f"2024-{1 + row // 672:02}-{1 + row // 24 % 28:02} {row % 24:02}:{m}", (row + 1) * int(m))
            for row in range(600)
            for m in ("10", "50")
        ),
    ),
    "task.too_long": _table(("x",), ((row % 1000 + 1,) for row in range(LIMITS.rows + 50_000))),
}

OPERATIONS = {"OneHot"}
"""Rows of the layers panel that are no layers to Keras."""
Path = tuple[str | int, ...]
Values = dict[str, Any]

PAIRS = [(name, architecture) for name, task in TASKS.items() for architecture in architectures_for(task())]
BATCH_SIZE = 2
# Few updates, with a rate so high that validation gets worse now and then, so that patience ends.
TRAINING = {"epochs": 8, "updates_per_epoch": 2, "batch_size": BATCH_SIZE, "learning_rate": 0.3}
assert TRAINING["epochs"] * TRAINING["updates_per_epoch"] < QUICK_UPDATES, "nothing to be compiled by XLA"


def values_of(task: str, architecture: str) -> Values:
    """Plain values of the experiment with all defaults, but a short training and two items in every list."""
    experiment = from_values({"task": {"kind": task}, "architecture": {"kind": architecture}, "training": TRAINING})
    values = experiment.model_dump(mode="json")
    for part, model in parts(task, architecture).items():
        for name, field in fields_of(model).items():
            if field.item:
                values[part][name] = [field.item().model_dump(mode="json")] * 2
    return values


def parts(task: str, architecture: str) -> dict[str, type[Settings]]:
    return {"task": TASKS[task], "architecture": ARCHITECTURES[architecture], "training": Training}


def settings_under(path: Path, model: type[Settings]) -> Iterator[tuple[Path, SettingField]]:
    """Every field below `path`; of lists, the list itself and the fields of its first item."""
    for name, field in fields_of(model).items():
        yield (*path, name), field
        if field.item:
            yield from settings_under((*path, name, 0), field.item)


def models() -> Iterator[tuple[str, str, str, type[Settings]]]:
    """Every group of settings once, with a task and an architecture that go with it."""
    seen = set()
    for task, architecture in PAIRS:
        for part, model in parts(task, architecture).items():
            if model not in seen:
                seen.add(model)
                yield task, architecture, part, model


def is_known(seen: set[tuple[type[Settings], str]], model: type[Settings], name: str) -> bool:
    """Whether the settings that decide a series were tested with another task: they load the same one there."""
    of_series = issubclass(model, SeriesSettings) and name in fields_of(SeriesSettings)
    key = (SeriesSettings, name)
    return of_series and name not in ("source", "features") and (key in seen or bool(seen.add(key)))


SEEN: set[tuple[type[Settings], str]] = set()
SETTINGS = [
    pytest.param(task, architecture, path, field, id=f"{task}-{architecture}-{'.'.join(map(str, path))}")
    for task, architecture, part, model in models()
    for path, field in settings_under((part,), model)
    if not is_known(SEEN, model, field.name)
]


def group(values: Any, path: Path) -> Values:
    """The group of `values` that holds the last name of `path`."""
    for step in path[:-1]:
        values = values[step]
    return values


def other_values(field: SettingField, current: Any) -> Iterator[Any]:
    """Allowed values that differ from the current one; near ones, so that nothing gets expensive."""
    if field.choices:
        yield from (name for name in field.choices if name != current)
    elif field.item:
        yield [*current, field.item().model_dump(mode="json")]
    elif field.value_type is bool:
        yield not current
    elif field.value_type in (str, tuple):
        yield from (value for value in field.examples if field.value_type is str and value != current)
        yield from ([*current, value] for value in field.examples if field.value_type is tuple)
    elif field.value_type is int:
        low = int(field.low if field.low is not None else field.above + 1)
        near = (
            [] if current is None else [value for value in (current + 1, current - 1) if value <= (field.high or value)]
        )
        yield from (value for value in (low, low + 1, *near) if value != current)
    else:
        low, high = field.low if field.low is not None else field.above, field.high
        yield from (low + (high - low) * share for share in (0.5, 0.01, 1e-5))


def changed(values: Values, path: Path, value: Any) -> Experiment:
    values = json.loads(json.dumps(values))
    group(values, path)[path[-1]] = value
    return from_values(values)


def allowed_changes(values: Values, path: Path, field: SettingField) -> Iterator[Experiment]:
    """Experiments with another value at `path`, as far as the other settings allow them."""
    for value in other_values(field, group(values, path)[path[-1]]):
        with contextlib.suppress(InvalidInput):
            yield changed(values, path, value)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tasks that download get made-up prices."""
    install(monkeypatch)


# What is built and run, part by part, as values to compare.


def parts_of(batch: Batch) -> list[np.ndarray]:
    """Its arrays, always in the same order."""
    weights = [] if batch.weights is None else [batch.weights]
    return [*batch.inputs.values(), batch.targets, *weights]


def data(experiment: Experiment) -> Hashable:
    task = experiment.task
    try:
        loaded = task.load(lambda path: FILES.get(path, b""))
        series = loaded.data if loaded else None
        examples = task.examples(series)
    except InvalidInput as refused:
        return str(refused)
    arrays = [
        part for batch in (examples.batches(3, 5, 50, BATCH_SIZE), examples.validation()) for part in parts_of(batch)
    ]
    learned = repr((task.signature(), task.objective(), task.variants(series), task.reading_off()))
    of_series = series.fingerprint if series else ""
    return tuple((array.shape, array.tobytes()) for array in arrays), learned, of_series


def network(experiment: Experiment) -> Hashable:
    """What the network answers while it trains (dropout and all), from the first weights that the seed decides."""
    inputs, targets = experiment.task.examples().batches(3, 5, 1, BATCH_SIZE).pair
    fed = experiment.architecture.feed(keras.ops.array(inputs[0]), keras.ops.array(targets[0]))
    outputs = build_model(experiment)(fed, training=True).numpy()
    return outputs.shape, outputs.tobytes()


def run(experiment: Experiment) -> Hashable:
    """Everything that a whole run records and ends with, but the time it took."""
    state, view = start(experiment), RunView(experiment)
    while not state.finished:
        state, happened = advance(experiment, state, budget_seconds=60)
        view.fold(happened)
    recorded = json.dumps([view.training, view.validation, state.finished, state.learning_rate])
    return recorded, tuple(variable.tobytes() for variable in state.variables)


OUTCOMES = {"task": data, "architecture": network, "training": run}


@pytest.fixture(scope="module")
def unchanged() -> dict[Any, Hashable]:
    """Outcomes with nothing changed, computed once for each pair and part."""
    return {}


@pytest.mark.parametrize(("task", "architecture", "path", "field"), SETTINGS)
def test_every_setting_changes_something_that_is_built_or_run(
    task: str, architecture: str, path: Path, field: SettingField, unchanged: dict[Any, Hashable]
) -> None:
    values, outcome = values_of(task, architecture), OUTCOMES[str(path[0])]
    group(values, path).update({name: allowed[0] for name, allowed in field.only_if.items()})
    if (file := ".".join(map(str, path))) in FILES:
        group(values, path).update({name: file for name in ("path", "vector_path") if name in group(values, path)})
    key = json.dumps([path[0], values])
    if key not in unchanged:
        unchanged[key] = outcome(from_values(values))
    candidates = allowed_changes(values, path, field)
    assert any(outcome(other) != unchanged[key] for other in candidates)


CONDITIONAL = [parameters for parameters in SETTINGS if parameters.values[3].only_if]


@pytest.mark.parametrize(("task", "architecture", "path", "field"), CONDITIONAL)
def test_a_setting_changes_nothing_where_it_says_so(
    task: str, architecture: str, path: Path, field: SettingField
) -> None:
    values, outcome = values_of(task, architecture), OUTCOMES[str(path[0])]
    siblings = group(values, path)
    fields = {sibling: field for (*_, sibling), field in all_fields(task, architecture, path)}
    for name, allowed in field.only_if.items():
        excluded = [choice for choice in everything_for(fields[name]) if choice not in allowed]
        for place, choice in enumerate(excluded):
            siblings[name] = choice
            assert not field.applies(siblings)
            changes = list(allowed_changes(values, path, field))
            if changes:  # one of them each time, so that all have their turn
                assert outcome(changes[place % len(changes)]) == outcome(from_values(values))


def everything_for(field: SettingField) -> Sequence[Any]:
    """All values of a field with choices or of a whole number, or of none."""
    numbers = range(int(field.low or 0), int(field.high or 0) + 1)
    return [*(field.choices or numbers), *([None] if field.optional else [])]


def all_fields(task: str, architecture: str, path: Path) -> list[tuple[Path, SettingField]]:
    """The fields beside the last one of `path`."""
    model = parts(task, architecture)[str(path[0])]
    return [(other, field) for other, field in settings_under(path[:1], model) if other[:-1] == path[:-1]]


@pytest.mark.parametrize(("task", "architecture", "path", "field"), SETTINGS)
def test_every_setting_says_what_it_is_and_what_is_allowed(
    task: str, architecture: str, path: Path, field: SettingField
) -> None:
    assert field.title
    assert field.title[0].isupper()
    assert field.explanation.endswith(".")
    assert len(field.explanation) > 15
    bounded = field.high is not None and (field.low is not None or field.above is not None)
    if field.item:
        assert field.high is not None
    else:
        named = field.value_type in (str, tuple) and field.examples and field.high is not None
        assert field.choices or field.value_type is bool or bounded or named
    beside = {other[-1]: sibling for other, sibling in all_fields(task, architecture, path)}
    for name, allowed in field.only_if.items():
        assert name != path[-1]
        assert set(allowed) < set(everything_for(beside[name])), (
            f"{name} has to be able to switch {path[-1]} on and off"
        )


@pytest.mark.parametrize(("task", "architecture", "path", "field"), SETTINGS)
def test_every_default_is_allowed(task: str, architecture: str, path: Path, field: SettingField) -> None:
    values = values_of(task, architecture)
    default = [item.model_dump(mode="json") for item in field.default] if field.item else field.default
    default = list(default) if isinstance(default, tuple) else default
    assert changed(values, path, default)


# Tasks.


@pytest.mark.parametrize("name", TASKS)
def test_a_task_describes_itself(name: str) -> None:
    task = TASKS[name]
    assert task.model_fields["kind"].default == name
    assert task.title
    assert task.question.strip().endswith(("?", "."))
    assert task().in_words()
    assert task().objective() in LOSSES
    assert task.metrics
    assert set(task.metrics) <= set(METRICS)
    assert architectures_for(task())[0] == task.architecture
    assert task.presets


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_an_architecture_describes_itself_and_some_task_accepts_it(name: str) -> None:
    architecture = ARCHITECTURES[name]
    assert architecture.model_fields["kind"].default == name
    assert architecture.title
    assert architecture().in_words()
    assert any(name == kind for _, kind in PAIRS)


@pytest.mark.parametrize("name", TASKS)
def test_data_come_in_the_declared_shapes_and_depend_on_seed_and_update_only(name: str) -> None:
    task = TASKS[name]()
    examples, signature = task.examples(), task.signature()
    batches, held_out = examples.batches(3, 4, 5, BATCH_SIZE), examples.validation()
    assert batches.inputs.keys() == held_out.inputs.keys() == signature.inputs.keys()
    for batch, lead in ((batches, (5, BATCH_SIZE)), (held_out, (len(held_out),))):
        named = [(batch.inputs[name], spec) for name, spec in signature.inputs.items()]
        for array, spec in [*named, (batch.targets, signature.output)]:
            assert array.shape == (*lead, *spec.shape)
            assert array.dtype == spec.dtype
            assert np.isfinite(array).all()
            assert spec.vocabulary is None or 0 <= array.min() <= array.max() < spec.vocabulary
        assert batch.weights is None or batch.weights.shape == batch.targets.shape[: batch.weights.ndim]

    again, later = (parts_of(examples.batches(3, first, count, BATCH_SIZE)) for first, count in ((4, 5), (6, 1)))
    assert all(map(np.array_equal, parts_of(batches), again))
    assert all(np.array_equal(all_[2], one[0]) for all_, one in zip(parts_of(batches), later, strict=True))
    assert not np.array_equal(batches.input, examples.batches(4, 4, 5, BATCH_SIZE).input)
    assert all(map(np.array_equal, parts_of(held_out), parts_of(TASKS[name]().examples().validation())))


@pytest.mark.parametrize("name", TASKS)
def test_a_task_has_baselines(name: str) -> None:
    """Known before training, with every score that training has."""
    experiment = from_values(values_of(name, TASKS[name].architecture))
    learned = {"loss", *experiment.task.metrics}
    baselines = experiment.task.examples().baselines()
    assert baselines
    assert len({one.title for one in baselines.values()}) == len(baselines)
    for one in baselines.values():
        assert one.title
        assert one.explanation.endswith(".")
        assert one.scores
        assert np.isfinite(list(one.scores.values())).all()
    assert any(one.scores.keys() >= learned for one in baselines.values())


# Pairs of a task and an architecture.


@pytest.mark.parametrize(("task", "architecture"), PAIRS)
def test_an_experiment_survives_json_and_link(task: str, architecture: str) -> None:
    experiment = from_values(values_of(task, architecture))
    assert from_json(experiment.model_dump_json()) == experiment
    assert from_link(experiment.to_link()) == experiment


@pytest.mark.parametrize(("task", "architecture"), PAIRS)
def test_the_network_is_the_one_that_was_described(task: str, architecture: str) -> None:
    experiment = from_values(values_of(task, architecture))
    model = build_model(experiment)
    for row in experiment.layers():
        if row.kind in OPERATIONS:
            assert any(type(operation).__name__ == row.kind for operation in model.operations)
            continue
        output = model.get_layer(row.name).output
        output = output[0] if isinstance(output, list | tuple) else output  # the others are last states
        assert tuple(output.shape[1:]) == row.shape
        assert model.get_layer(row.name).count_params() == row.parameters
    assert model.count_params() == experiment.parameters()
    output = experiment.task.signature().output
    lead = output.shape if output.vocabulary else output.shape[:-1]
    assert tuple(model.output_shape[1:]) == (*lead, output.features)


@pytest.mark.parametrize(("task", "architecture"), PAIRS)
def test_two_updates_are_trained_and_recorded(task: str, architecture: str) -> None:
    experiment = from_values(values_of(task, architecture))
    before = start(experiment)
    if architecture == TASKS[task].architecture:  # one is enough
        assert_no_better_than_baselines(experiment, before)
    after, happened = advance(experiment, before, Controls(until_epoch=1), budget_seconds=60)
    assert after.update == 2
    changes = [not np.array_equal(old, new) for old, new in zip(before.variables, after.variables, strict=True)]
    assert sum(changes) >= 2
    view = RunView(experiment).fold(happened)
    names = {"loss", *experiment.task.metrics}
    assert view.training.keys() == names
    assert view.last_validation().keys() >= names
    assert all(np.isfinite(values).all() for values in view.training.values())
    assert view.snapshots.keys() == {0, 1}
    assert view.snapshots[1].shape == view.snapshots[0].shape
    assert not np.array_equal(view.snapshots[1], view.snapshots[0])
    assert all(0 <= view.last_validation()[name] <= 1 for name in names - {"loss"} if METRICS[name].share)


def assert_no_better_than_baselines(experiment: Experiment, untrained: State) -> None:
    """At the end the verdict is beside them."""
    judgement = judge(experiment, untrained)
    assert judgement is not None
    assert judgement.own().keys() >= {"loss", *experiment.task.metrics}
    assert judgement.baselines
    assert judgement.verdict is not None
    assert judgement.verdict.kind != "better"


def test_titles_tell_the_registered_apart() -> None:
    assert len({task.title for task in TASKS.values()}) == len(TASKS)
    assert len({architecture.title for architecture in ARCHITECTURES.values()}) == len(ARCHITECTURES)
