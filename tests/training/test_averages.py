"""Training numbers are means over enough examples, and say over how many; or there are none."""

import pytest

from seqcore.training.averages import FEWEST_EXAMPLES, training_average

RIGHT = [0.0] * 50 + [1.0] * 100


@pytest.mark.parametrize(
    ("examples", "mean", "epochs", "words"),
    [
        (1, 1.0, 100, "last 100 epochs (100 sequences)"),
        (3, 1.0, 34, "last 34 epochs (102 sequences)"),
        (1000, 1.0, 1, "last epoch (1,000 sequences)"),
    ],
)
def test_the_mean_is_over_as_few_epochs_as_have_enough_examples(
    examples: int, mean: float, epochs: int, words: str
) -> None:
    found = training_average({"accuracy": RIGHT, "loss": [0.5] * 150}, examples)
    assert found is not None
    assert found.scores == {"accuracy": mean, "loss": 0.5}
    assert (found.epochs, found.examples) == (epochs, epochs * examples)
    assert found.in_words("sequences") == words


def test_a_single_right_sequence_is_no_100_percent() -> None:
    assert training_average({"accuracy": [1.0]}, 1) is None
    found = training_average({"accuracy": [0.0, 1.0] * FEWEST_EXAMPLES}, 1)
    assert found is not None
    assert found.scores["accuracy"] == 0.5


def test_nothing_trained_has_no_mean() -> None:
    assert training_average({}, 1) is None
    assert training_average({"loss": [1.0] * 500}, 0) is None
