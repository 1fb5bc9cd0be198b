"""The repeat vector: the decoder gets one list of numbers at every step."""

from typing import Any

import numpy as np
import pytest
from characters import (
    ANSWER,
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
    rows = RepeatVector().describe(ANSWER)
    assert [row.parameters for row in rows] == [0, 0, 45_200, 0, 30_200, 612]
    # 13 = the symbols and none.
    assert network(embedding=5).describe(ANSWER)[1].parameters == 13 * 5


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


def test_every_setting_changes_the_answers() -> None:
    changes = {"cell": ["simple_rnn", "gru"], "units": [3], "layers": [2], "bidirectional": [True], "embedding": [4]}
    more = {"masking": [True], "decoder_units": [3], "decoder_layers": [2]}
    assert_no_dead_knob(RepeatVector, {**changes, **more})
