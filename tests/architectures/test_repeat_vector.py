"""The repeat vector: the decoder gets one list of numbers at every step."""

from typing import Any

import numpy as np
import pytest
from characters import (
    ANSWER,
    SHAPE,
    Answer,
    answered,
    assert_no_dead_knob,
    assert_padding_is_skipped,
    problems,
    shaken,
)

from seqcore.architectures.repeat_vector import RepeatVector


def network(**values: Any) -> RepeatVector:
    return RepeatVector.model_validate({"units": 4, "decoder_units": 3} | values)


def test_parameters_worked_out_by_hand() -> None:
    # Gates x units x (features + units + bias): 4 x 100 x (12 + 100 + 1), then 4 x 50 x (100 + 50 + 1); 51 x 12.
    rows = RepeatVector().describe(SHAPE, ANSWER)
    assert [row.parameters for row in rows] == [0, 45_200, 0, 30_200, 612]
    # 13 = the symbols and none.
    assert network(embedding=5).describe(SHAPE, ANSWER)[1].parameters == 13 * 5


def test_the_published_network_in_words() -> None:
    assert RepeatVector().in_words() == "LSTM 100 → repeat → LSTM 50"
    assert network(bidirectional=True, layers=2).in_words() == "2 × BiLSTM 4 → repeat → LSTM 3"


def test_the_decoder_gets_the_same_numbers_at_every_step() -> None:
    model = shaken(network())
    reader = type(model)(model.inputs[0], model.get_layer("repeat").output)
    repeated = reader(problems()).numpy()
    assert np.all(repeated == repeated[:, :1])


def test_padding_counts_unless_it_is_masked() -> None:
    with pytest.raises(AssertionError):
        assert_padding_is_skipped(network())


def test_without_a_padding_symbol_rows_of_zeros_are_skipped() -> None:
    architecture, inputs = network(masking=True), problems()
    model = architecture.build((SHAPE[0] + 2, SHAPE[1]), Answer(padding=None))
    shorter = architecture.build(SHAPE, Answer(padding=None))
    shorter.set_weights(model.get_weights())
    more = np.pad(inputs, ((0, 0), (2, 0), (0, 0)))
    np.testing.assert_allclose(
        answered(architecture, model, more), answered(architecture, shorter, inputs), rtol=1e-4, atol=1e-5
    )


def test_every_setting_changes_the_answers() -> None:
    changes = {"cell": ["simple_rnn", "gru"], "units": [3], "layers": [2], "bidirectional": [True], "embedding": [4]}
    more = {"masking": [True], "decoder_units": [3], "decoder_layers": [2]}
    assert_no_dead_knob(RepeatVector, {**changes, **more})
