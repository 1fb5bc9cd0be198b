"""The cumulative-sum task: right answers by hand, and data that depends on seed and update only."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqcore.invalid import InvalidInput
from seqcore.tasks.base.evaluation import Evaluation
from seqcore.tasks.base.task import Trained
from seqcore.tasks.cumulative_sum.rules import step_frequencies
from seqcore.tasks.cumulative_sum.task import VALIDATION_SEQUENCES, CumulativeSum

SEEDS = st.integers(0, 2**31 - 1)


def labels(values: list[float], threshold: float = 0.25) -> list[float]:
    task = CumulativeSum(steps=len(values), threshold=threshold)
    return task.labels(np.array(values, np.float32)).tolist()


def test_the_answer_worked_out_in_the_docstring() -> None:
    assert CumulativeSum(steps=4, threshold=0.25).limit == 1.0
    assert labels([0.5, 0.25, 0.25, 0.75]) == [0, 0, 1, 1]


def test_a_sum_exactly_at_the_limit_counts_as_reached_and_just_below_it_does_not() -> None:
    assert labels([0.25, 0.25], threshold=0.25) == [0, 1]
    assert labels([0.25, 0.24], threshold=0.25) == [0, 0]
    assert labels([1.0, 1.0], threshold=1.0) == [0, 1]


@pytest.mark.parametrize(
    ("text", "threshold"),
    [("0.7, 0.9, 0.9", 2.5 / 3), ("0.7, 0.1", 0.4), ("0.1, 0.2, 0.3", 0.2), ("0.6, 0.6, 0.6, 0.7", 0.625)],
)
def test_decimals_that_add_up_to_the_limit_on_paper_reach_it(text: str, threshold: float) -> None:
    task = CumulativeSum(steps=len(text.split(",")), threshold=threshold)
    assert task.labels(task.parse(text)).tolist() == [0] * (task.steps - 1) + [1]


def test_labels_never_return_to_zero() -> None:
    _, targets = CumulativeSum(steps=30).validation().pair
    assert (np.diff(targets, axis=1) >= 0).all()


@given(seed=SEEDS, first=st.integers(0, 10**6), count=st.integers(1, 8), batch_size=st.integers(1, 5), data=st.data())
def test_a_batch_depends_on_seed_and_update_only(
    seed: int, first: int, count: int, batch_size: int, data: st.DataObject
) -> None:
    task = CumulativeSum(steps=7)
    place = data.draw(st.integers(0, count - 1))
    together = task.batches(seed, first, count, batch_size).pair
    alone = task.batches(seed, first + place, 1, batch_size).pair
    for many, one in zip(together, alone, strict=True):
        assert np.array_equal(many[place], one[0])


@given(seed=SEEDS)
def test_batches_are_uniform_numbers_with_their_labels(seed: int) -> None:
    task = CumulativeSum(steps=5, threshold=0.4)
    inputs, targets = task.batches(seed, 3, 2, 4).pair
    assert inputs.shape == targets.shape == (2, 4, 5, 1)
    assert inputs.dtype == targets.dtype == np.float32
    assert inputs.min() >= 0
    assert inputs.max() <= 1
    # Computed the slow way: sequence by sequence, step by step.
    for sequence, target in zip(inputs.reshape(-1, 5), targets.reshape(-1, 5), strict=True):
        assert target.tolist() == [float(sum(map(float, sequence[: step + 1])) >= 2.0) for step in range(5)]


def test_no_sequence_comes_twice() -> None:
    inputs, _ = CumulativeSum().batches(1, 0, 500, 2).pair
    assert len(np.unique(inputs.reshape(1000, 10), axis=0)) == 1000


def test_seeds_give_different_data_around_the_same_mean() -> None:
    first, second = (CumulativeSum().batches(seed, 0, 1000, 1).pair[0] for seed in (1, 2))
    assert not np.array_equal(first, second)
    assert abs(first.mean() - 0.5) < 0.02
    assert abs(second.mean() - 0.5) < 0.02


def test_validation_is_always_the_same_data() -> None:
    inputs, targets = CumulativeSum().validation().pair
    again = CumulativeSum().validation().pair
    assert inputs.shape == targets.shape == (VALIDATION_SEQUENCES, 10, 1)
    assert np.array_equal(inputs, again[0])
    assert np.array_equal(targets, again[1])


@pytest.mark.parametrize("seed", [0, 1, VALIDATION_SEQUENCES])
def test_no_run_trains_on_validation_data(seed: int) -> None:
    task = CumulativeSum()
    held_out = {row.tobytes() for row in task.validation().pair[0]}
    trained_on = task.batches(seed, 0, 1000, 1).pair[0].reshape(1000, 10, 1)
    assert not held_out & {row.tobytes() for row in trained_on}


@pytest.mark.parametrize(("steps", "size"), [(2, 20), (10, 20), (50, 4), (200, 1)])
def test_fewer_predictions_of_longer_sequences_are_recorded(steps: int, size: int) -> None:
    assert CumulativeSum(steps=steps).snapshot_size() == size


class Answers:
    """A network with these answers to the held-out sequences."""

    def __init__(self, answers: np.ndarray) -> None:
        self.answers = answers

    def predict(self, inputs: np.ndarray) -> np.ndarray:
        return self.answers


def judged(task: CumulativeSum, answers: np.ndarray) -> Evaluation:
    return task.judge(Answers(answers.astype(np.float32)), Trained(1, 1000, 1))


def test_the_rules_that_read_no_number_have_most_steps_right() -> None:
    """Counted independently: 88.4 % of steps and 25.8 % of sequences; 98.8 % with a threshold of 0.01."""
    rules = CumulativeSum().baselines()
    assert rules["step_number"].scores == pytest.approx(
        {"loss": 0.26, "accuracy": 0.884, "whole_sequence_accuracy": 0.258}, abs=0.005
    )
    assert rules["commoner_label"].scores == pytest.approx(
        {"loss": np.log(2), "accuracy": 0.53, "whole_sequence_accuracy": 0.0}, abs=0.005
    )
    early = CumulativeSum(threshold=0.01).baselines()
    assert early["commoner_label"].scores["accuracy"] == pytest.approx(0.988, abs=0.001)
    assert CumulativeSum(steps=200).baselines()["step_number"].scores["accuracy"] == pytest.approx(0.978, abs=0.001)


def test_frequencies_are_those_of_sums_of_uniform_numbers() -> None:
    """By hand, with the limit 1: the sum of k numbers stays below it with probability 1 / k!."""
    found = step_frequencies(CumulativeSum(steps=4, threshold=0.25))
    assert found == pytest.approx([0, 1 / 2, 1 - 1 / 6, 1 - 1 / 24], abs=0.005)
    assert (found > 0).all()


def test_a_network_is_judged_beside_the_step_number() -> None:
    task = CumulativeSum()
    _, labels = task.validation().pair
    rule = np.broadcast_to(step_frequencies(task)[np.newaxis, :, np.newaxis], labels.shape)
    perfect, same, untrained = judged(task, labels), judged(task, rule), judged(task, np.full_like(labels, 0.5))
    assert perfect.verdict is not None
    assert perfect.verdict.kind == "better"
    assert perfect.verdict.sentence.startswith(
        "Better than knowing only the step's number: 100.0 % of steps right against 88.4 % (difference 11.6 ± "
    )
    assert "over 500 sequences, p < 0.001" in perfect.verdict.sentence
    assert perfect.verdict.details[0].startswith("Whole sequences right: 100.0 % against 25.8 %")
    assert perfect.arrays["right_steps"].tolist() == [10] * 500
    assert same.verdict is not None
    assert same.verdict.kind == "same"
    assert untrained.verdict is not None
    assert untrained.verdict.kind == "worse"
    assert perfect.baselines == {name: rule.scores for name, rule in task.baselines().items()}


def test_the_task_in_words() -> None:
    assert CumulativeSum().in_words() == "10 steps, limit 2.5"


@pytest.mark.parametrize(
    "text", ["0.5, 0, 1, .25", "0.5 0 1 .25", "0.5;0;1;.25", "0.5\n0\n1\n.25\n", " 0.5,0,1,25e-2, "]
)
def test_a_typed_sequence_is_read(text: str) -> None:
    parsed = CumulativeSum(steps=4).parse(text)
    assert parsed.dtype == np.float32
    assert parsed.tolist() == [0.5, 0.0, 1.0, 0.25]


@pytest.mark.parametrize(
    ("text", "place", "shown"),
    [
        ("0.5, x, 0.1, 0.2", 2, "'x'"),
        ("0.5, 0.1, 1.5, 0.2", 3, "'1.5'"),
        ("-0.1, 0.1, 0.5, 0.2", 1, "'-0.1'"),
        ("0.5, 0.1, 0.5, nan", 4, "'nan'"),
        ("inf, 0.1, 0.5, 0.1", 1, "'inf'"),
        ("0.5 0.1, 0.1, 0.2", 1, "'0.5 0.1'"),
        ("0.1, " + "9" * 5000, 2, repr("9" * 20)),
    ],
)
def test_a_wrong_item_is_named_with_its_place(text: str, place: int, shown: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        CumulativeSum(steps=4).parse(text)
    assert refused.value.problems == (f"Item {place} is {shown}; allowed is a number from 0 to 1, as in 0.25.",)


@pytest.mark.parametrize(("text", "count"), [("", 0), (" , ,", 0), ("0.5", 1), ("0.1, 0.2, 0.3", 3), ("0 " * 5, 5)])
def test_too_few_and_too_many_numbers_are_counted(text: str, count: int) -> None:
    with pytest.raises(InvalidInput, match=f"has {count} numbers; allowed are exactly 4"):
        CumulativeSum(steps=4).parse(text)


@given(text=st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused_with_a_sentence(text: str) -> None:
    try:
        parsed = CumulativeSum(steps=2).parse(text)
    except InvalidInput:
        return
    assert parsed.shape == (2,)
    assert ((parsed >= 0) & (parsed <= 1)).all()


@given(values=st.lists(st.floats(0, 1, width=32), min_size=2, max_size=20))
def test_a_sequence_that_is_written_out_reads_the_same(values: list[float]) -> None:
    task = CumulativeSum(steps=len(values))
    assert task.parse(", ".join(map(repr, values))).tolist() == values
