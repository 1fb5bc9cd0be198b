"""Comparisons: which runs they are, and networks of the same size."""

import pytest
from small import small

from seqcore.comparisons.comparison import MOST_SEEDS, Comparison, Trial
from seqcore.comparisons.estimate import seconds_of
from seqcore.comparisons.matching import TOLERANCE, matched
from seqcore.comparisons.presets import COMPARISONS
from seqcore.comparisons.varying import varied
from seqcore.experiment import with_values
from seqcore.invalid import InvalidInput
from seqcore.limits import LARGEST_SEED
from seqcore.presets import PRESETS
from seqcore.tasks.base.variant import Variant


def problems(call: object) -> tuple[str, ...]:
    with pytest.raises(InvalidInput) as raised:
        call()  # type: ignore[operator]
    return tuple(raised.value.problems)


def test_two_settings_make_a_grid() -> None:
    assert varied(["a=1,2", "b=x,"]) == (
        Variant("1-x", "1, x", ("a=1", "b=x")),
        Variant("1-nothing", "1, nothing", ("a=1", "b=")),
        Variant("2-x", "2, x", ("a=2", "b=x")),
        Variant("2-nothing", "2, nothing", ("a=2", "b=")),
    )


@pytest.mark.parametrize("setting", ["", "a", "a=", "a=1", "=1,2"])
def test_a_setting_needs_two_values(setting: str) -> None:
    assert problems(lambda: varied([setting])) == (
        f"--vary: got {setting!r}; allowed is PATH=V1,V2, as in training.optimizer=adam,sgd.",
    )


def test_every_variant_has_every_seed() -> None:
    base = small(seed=7)
    comparison = Comparison(base, varied(["architecture.layers.0.units=3,4"]), 2)
    trials = list(comparison.trials())
    assert [(trial.variant.name, trial.seed) for trial in trials] == [("3", 7), ("3", 8), ("4", 7), ("4", 8)]
    assert trials[3].experiment == with_values(base, ["architecture.layers.0.units=4", "training.seed=8"])


def test_seeds_beyond_the_largest_begin_again() -> None:
    base = small(seed=LARGEST_SEED)
    trials = Comparison(base, varied(["training.batch_size=1,2"]), 2).trials()
    assert [trial.seed for trial in trials] == [LARGEST_SEED, 0] * 2


def test_what_cannot_be_compared_is_said() -> None:
    base = small()
    two = varied(["training.optimizer=adam,sgd"])
    assert "allowed is a whole number from 1" in problems(lambda: Comparison(base, two, MOST_SEEDS + 1))[0]
    assert "allowed are 2 to" in problems(lambda: Comparison(base, two[:1], 2))[0]
    assert "'adam' twice" in problems(lambda: Comparison(base, (two[0], two[0]), 2))[0]
    assert problems(lambda: Comparison(base, varied(["training.optimizer=adam,sgx"]), 2))[0].startswith(
        "sgx: training.optimizer: got 'sgx'"
    )


def test_variants_that_come_out_the_same_are_refused() -> None:
    """A perceptron has no cell; and where units are chosen to match, they cannot be what differs."""
    base = PRESETS["cumsum-lstm"].experiment
    grid = varied(["architecture.layers.0.cell=lstm,gru", "architecture.kind=perceptron,recurrent_stack"])
    assert "nothing differs" in problems(lambda: Comparison(base, grid, 2))[0]
    units = Comparison(base, varied(["architecture.layers.0.units=4,8"]), 2)
    assert "4 and 8 are the same network" in problems(lambda: matched(units))[0]


def test_seeds_are_no_variants() -> None:
    assert (
        "training.seed cannot differ"
        in problems(lambda: Comparison(small(seed=1), varied(["training.seed=2,3"]), 2))[0]
    )


def test_a_folder_has_no_path_in_its_name() -> None:
    names = [Trial(Variant(name, name), 0, 3, small()).folder_name for name in ("../up", "a b", "…", "0.01")]
    assert names == ["up-3", "a-b-3", "variant-3", "0-01-3"]


def test_units_are_chosen_so_that_parameters_match() -> None:
    base = small([{"units": 20}])
    comparison = matched(Comparison(base, varied(["architecture.layers.0.cell=lstm,simple_rnn,gru"]), 1))
    first, *others = [one.parameters() for one in comparison.experiments.values()]
    assert first == 4 * 20 * (1 + 20 + 1) + 21
    assert all(abs(size - first) <= TOLERANCE * first for size in others)
    assert comparison.experiments["simple_rnn"].architecture.layers[0].units > 30


def test_a_size_that_cannot_be_matched_is_said() -> None:
    tiny = small([{"units": 1}])
    comparison = Comparison(tiny, varied(["architecture.layers.0.cell=lstm,simple_rnn"]), 1)
    assert "no number of units comes within 3 %" in problems(lambda: matched(comparison))[0]


@pytest.mark.parametrize("name", COMPARISONS)
def test_every_named_comparison_can_be_trained_and_its_measure_is_known(name: str) -> None:
    named = COMPARISONS[name]
    comparison = named.comparison()
    assert named.title
    assert named.measure in comparison.base.task.measures()
    assert len({one.model_dump_json() for one in comparison.experiments.values()}) == len(comparison.variants)


def test_cells_are_compared_at_the_same_size() -> None:
    sizes = [one.parameters() for one in COMPARISONS["compare-cells"].comparison().experiments.values()]
    assert max(sizes) <= (1 + TOLERANCE) * min(sizes)


def test_on_a_single_step_only_weights_that_act_take_time() -> None:
    # 329,857 weights, of which 229,888 never act; 268 points, 2,001 updates: about 7 s instead of 22.
    seconds = seconds_of(PRESETS["line-lstm"].experiment, 1)
    assert seconds == pytest.approx(0.5 + 2001 * (5e-5 + 1.2e-10 * 99_969 * 268))


MEASURED = {
    "cumsum-lstm": (1, 0.4),
    "cumsum-bilstm": (1, 0.6),
    "prices-lstm": (32, 10.8),
    "prices-gru": (32, 9.8),
    "prices-simplernn": (32, 1.4),
    "addition-seq2seq": (100, 1.4),
    "addition-attention": (50, 9.8),
    "text-alice": (20, 12.4),
    "masks-on": (6, 1.2),
    "line-lstm": (1, 5.2),
    "patches": (50, 8.7),
    "patches-large": (25, 68.8),
}
"""Updates an epoch, and CPU seconds of a whole run with a compiled program on one core of a small server."""


@pytest.mark.parametrize("preset", MEASURED)
def test_the_estimate_is_right_to_a_factor_of_two_or_so(preset: str) -> None:
    updates, seconds = MEASURED[preset]
    assert 0.4 < seconds_of(PRESETS[preset].experiment, updates) / seconds < 2.5


def test_a_table_of_words_takes_no_time_for_its_size() -> None:
    small_table, large_table = (
        seconds_of(with_values(PRESETS["tags-bilstm-crf"].experiment, [f"task.most_words={words}"]), 1)
        for words in (100, 20_000)
    )
    assert small_table == large_table
