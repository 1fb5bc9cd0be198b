"""What can be compared: settings, their values, and the variants that these make."""

import pytest
from small import small

from seqcore.comparisons.choices import SEED, choices_of, grid
from seqcore.comparisons.comparison import Comparison
from seqcore.comparisons.differing import differing, grouped, in_words, titles_of
from seqcore.experiment import with_values
from seqcore.presets import PRESETS
from seqcore.tasks.base.variant import Variant


@pytest.mark.parametrize("name", PRESETS)
def test_every_offered_value_can_be_tried_and_changes_the_experiment(name: str) -> None:
    """A value may be refused together with others; then it says so. None is lost without a word."""
    base = PRESETS[name].experiment
    for choice in choices_of(base).values():
        assert choice.path != SEED
        assert choice.title
        assert choice.allowed
        for value in choice.values:
            try:
                changed = with_values(base, [f"{choice.path}={value}"])
            except ValueError as refused:
                assert str(refused)
            else:
                assert (changed == base) == (value == choice.value), choice.path


def test_numbers_are_typed_with_commas_and_nothing_is_a_value() -> None:
    choices = choices_of(small())
    units, rate = choices["architecture.layers.0.units"], choices["training.learning_rate"]
    assert units.typed(" 8, 16;32  8") == ["8", "16", "32"]
    assert rate.typed("0.1, nothing") == ["0.1", ""]
    assert rate.title_of("") == "nothing"


def test_two_settings_make_a_grid_whose_titles_name_them() -> None:
    choices = choices_of(small())
    cell, both = choices["architecture.layers.0.cell"], choices["architecture.batch_normalization"]
    assert grid([(cell, ["gru", "lstm"])]) == (
        Variant("gru", "GRU", ("architecture.layers.0.cell=gru",)),
        Variant("lstm", "LSTM", ("architecture.layers.0.cell=lstm",)),
    )
    assert [one.title for one in grid([(cell, ["gru", "lstm"]), (both, ["false", "true"])])] == [
        *("Cell GRU, Batch normalization off", "Cell GRU, Batch normalization on"),
        *("Cell LSTM, Batch normalization off", "Cell LSTM, Batch normalization on"),
    ]


def test_kinds_of_network_can_be_compared() -> None:
    base = PRESETS["addition-seq2seq-100"].experiment
    kind = choices_of(base)["architecture.kind"]
    assert {"repeat_vector", "state_passing", "attention"} <= set(kind.values)
    experiments = Comparison(base, grid([(kind, ["attention", "state_passing"])]), 1).experiments
    assert [one.architecture.kind for one in experiments.values()] == ["attention", "state_passing"]


def test_only_what_differs_is_told_and_never_the_seed() -> None:
    one = small(seed=1)
    other = with_values(one, ["training.seed=2", "architecture.layers.0.units=5"])
    assert differing([one, other]) == {"architecture.layers.0.units": ["3", "5"]}
    assert differing([one, with_values(one, ["training.seed=2"])]) == {}


def test_what_differs_is_told_as_the_form_calls_it() -> None:
    one = small()
    other = with_values(one, ["architecture.layers.0.cell=gru", "training.optimizer=sgd"])
    both = [one, with_values(other, ["training.clip_norm=2"])]
    told = in_words(differing(both), both)
    assert told["Recurrent layer 1 › Cell"] == ["LSTM", "GRU"]
    assert sorted(value for row in told.values() for value in row) == ["2.0", "Adam", "GRU", "LSTM", "SGD", "nothing"]


def test_titles_tell_runs_apart_that_were_put_together_by_hand() -> None:
    one, text = small(), PRESETS["text-alice"].experiment
    five = with_values(one, ["architecture.layers.0.units=5"])
    assert titles_of([one, five]) == ["Recurrent layer 1 › Units 3", "Recurrent layer 1 › Units 5"]
    assert titles_of([one, text]) == ["LSTM 3 · Cumulative sum", f"{text.architecture.in_words()} · Next character"]
    assert titles_of([one, one]) == ["LSTM 3 · Cumulative sum (1)", "LSTM 3 · Cumulative sum (2)"]


def test_runs_that_differ_in_their_seeds_are_one_line() -> None:
    one, other = small(seed=1), small(epochs=7)
    assert grouped({"a": one, "b": other, "c": one.with_seed(9)}) == [["a", "c"], ["b"]]
