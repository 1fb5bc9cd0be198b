"""What the table says of masks: against models made by hand, and against sums that need no model."""

import warnings

import keras
import numpy as np
import pytest
from keras import layers

from seqcore.tasks.variable_length.mask_rows import MaskRow, sentences
from seqcore.training.masks import AFTER_MASKING, CUT, SEQUENCES, STEPS, UNITS, mask_rows, padded

KEPT = (
    *("LSTM", "Bidirectional(LSTM)", "TimeDistributed(Dense)"),
    *("Dropout", "LayerNormalization", "BatchNormalization"),
)
WARNED = ("Conv1D", "Reshape", "Lambda", "Cropping1D")
SLICE, CONCATENATE = f"Slice x[:, {CUT}:]", "Concatenate (unmasked)"
ZERO_STEP, WEIGHTS = "LSTM (a true step is 0)", "LSTM (0/1 weights)"
SILENT = "the mask hides nothing: Keras does not say so, and prints the error over all steps."
WARNS = "the mask hides nothing: Keras warns, and prints the error over all steps."
SOME_WORDS = "does not support masking"


@pytest.fixture(scope="module")
def rows() -> dict[str, MaskRow]:
    return {row.after: row for row in mask_rows()}


def row(after: str = "LSTM", mask: str = "kept", warning: str = "", printed: float = 2.0) -> MaskRow:
    return MaskRow(after, mask, warning, printed, all_steps=1.0, true_steps=2.0, true_share=0.25)


def test_every_case_has_its_row(rows: dict[str, MaskRow]) -> None:
    assert [*rows] == [*KEPT, *WARNED, SLICE, CONCATENATE, ZERO_STEP, WEIGHTS]


@pytest.mark.parametrize("after", KEPT)
def test_kept_the_printed_error_is_that_over_the_true_steps(rows: dict[str, MaskRow], after: str) -> None:
    found = rows[after]
    assert (found.mask, found.warning) == ("kept", "")
    assert found.printed == pytest.approx(found.true_steps, rel=1e-5)
    assert found.prints == "true steps"


@pytest.mark.parametrize("after", [*WARNED, SLICE, CONCATENATE])
def test_without_effect_the_printed_error_is_that_over_all_steps(rows: dict[str, MaskRow], after: str) -> None:
    found = rows[after]
    assert found.mask == ("all true" if after == CONCATENATE else "lost")
    assert (SOME_WORDS in found.warning) == (after in WARNED)
    assert bool(found.warning) == (after in WARNED)
    assert found.printed == pytest.approx(found.all_steps, rel=1e-5)
    assert abs(found.all_steps / found.true_steps - 1) > 0.01
    assert found.prints == "all steps"


def test_a_true_step_that_is_all_0_is_hidden_too(rows: dict[str, MaskRow]) -> None:
    found = rows[ZERO_STEP]
    assert (found.mask, found.warning, found.prints) == ("hides more", "", "neither")


def test_the_loss_with_weights_is_the_sum_over_true_steps_by_the_number_of_all(rows: dict[str, MaskRow]) -> None:
    found = rows[WEIGHTS]
    num_true = padded().is_true.sum()
    assert found.printed == pytest.approx(found.true_steps * num_true / (SEQUENCES * STEPS), rel=1e-5)
    assert (found.mask, found.warning, found.prints) == ("none", "", "true steps over all")
    assert found.true_steps == pytest.approx(rows["LSTM"].true_steps, rel=1e-5)  # the same network


def test_the_same_each_time(rows: dict[str, MaskRow]) -> None:
    again = {row.after: row for row in mask_rows()}
    assert [row.printed for row in again.values()] == [row.printed for row in rows.values()]


def test_the_sequences_are_padded_with_zeros() -> None:
    data = padded()
    lengths = data.is_true.sum(axis=1)
    assert (lengths >= 3).all()
    assert (lengths <= 10).all()
    assert len(set(lengths)) > 1
    assert np.array_equal((data.inputs != 0).any(axis=-1), data.is_true)
    assert np.array_equal(data.targets[..., 0] != 0, data.is_true)


@pytest.mark.parametrize("after", [*KEPT[:1], SLICE, CONCATENATE])
def test_a_layer_at_the_end_is_given_the_mask_that_the_table_tells_of(after: str) -> None:
    """By Keras' public way to a mask: the argument of `call`."""
    given: list[np.ndarray | None] = []

    class Last(layers.Layer):
        supports_masking = True

        def call(self, inputs, mask=None):
            given.append(mask if mask is None else np.asarray(mask))
            return inputs

    data = padded()
    masked = layers.Masking()(data.inputs)
    Last()(AFTER_MASKING[after](masked, data.inputs))
    (mask,) = given
    expected = {"LSTM": data.is_true, SLICE: None, CONCATENATE: np.ones_like(data.is_true)}[after]
    assert (mask is None) == (expected is None)
    assert expected is None or np.array_equal(mask, expected)


@pytest.mark.parametrize("cut", [0, CUT])
def test_a_compiled_model_prints_what_the_table_says(cut: int) -> None:
    """Written down by hand, with a graph and weights of Keras' own: kept without a slice, lost with one."""
    data = padded()
    inputs = keras.Input(data.inputs.shape[1:])
    outputs = layers.LSTM(UNITS, return_sequences=True)(layers.Masking()(inputs))
    model = keras.Model(inputs, layers.Dense(1)(outputs[:, cut:] if cut else outputs))
    model.compile(loss="mean_absolute_error")
    targets, is_true = data.targets[:, cut:], data.is_true[:, cut:]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        printed = model.evaluate(data.inputs, targets, SEQUENCES, verbose=0)
    off = np.abs(model.predict(data.inputs, verbose=0) - targets)[..., 0]
    assert printed == pytest.approx((off if cut else off[is_true]).mean(), rel=1e-5)


def test_the_sentences_say_what_the_rows_show(rows: dict[str, MaskRow]) -> None:
    silent, warned, weights = sentences([*rows.values()])
    assert silent == f"After {SLICE} and {CONCATENATE}, {SILENT}"
    assert warned == f"After Conv1D, Reshape, Lambda and Cropping1D, {WARNS}"
    assert weights.startswith("With weights of 0 and 1")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (row(), []),
        (row(mask="lost", printed=2.0), []),
        (row(mask="lost", printed=1.0), [f"After LSTM, {SILENT}"]),
        (row(mask="lost", warning="!", printed=1.0), [f"After LSTM, {WARNS}"]),
        (row(mask="none", printed=2.0), []),
        (row(mask="kept", printed=0.5), []),
    ],
)
def test_nothing_is_said_that_the_rows_do_not_show(row: MaskRow, said: list[str]) -> None:
    assert sentences([row]) == said
