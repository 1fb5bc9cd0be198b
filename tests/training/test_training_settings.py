"""Training settings: which epochs are validated, and with which learning rate a run starts."""

import pytest

from seqcore.training.settings import OPTIMIZERS, Training


def validated_epochs(training: Training) -> list[int]:
    epochs = [0]
    while epochs[-1] < training.epochs:
        epochs.append(training.next_validation(epochs[-1]))
    return epochs


@pytest.mark.parametrize(("epochs", "step"), [(1, 1), (99, 1), (199, 1), (200, 2), (1000, 10), (100_000, 1000)])
def test_a_run_is_validated_about_a_hundred_times_unless_said_otherwise(epochs: int, step: int) -> None:
    training = Training(epochs=epochs)
    assert training.validation_step() == step
    assert len(validated_epochs(training)) <= 201


def test_the_last_epoch_is_always_validated() -> None:
    assert validated_epochs(Training(epochs=10, validate_every=4)) == [0, 4, 8, 10]
    assert validated_epochs(Training(epochs=8, validate_every=4)) == [0, 4, 8]
    assert validated_epochs(Training(epochs=3, validate_every=4)) == [0, 3]


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_optimizer_brings_its_learning_rate_unless_one_is_set(optimizer: str) -> None:
    assert Training(optimizer=optimizer).first_learning_rate() == OPTIMIZERS[optimizer].learning_rate
    assert Training(optimizer=optimizer, learning_rate=0.5).first_learning_rate() == 0.5


def test_training_in_words() -> None:
    assert Training().in_words() == "1,000 epochs, batch size 1, Adam 0.001"
    assert "1,000 epochs of 5 updates, batch" in Training(updates_per_epoch=5).in_words()
