"""Tables, by numbers that can be checked by hand."""

import numpy as np

from pages.parts.tables import layers_table, prediction_table
from seqcore.architectures import LayerSummary

VALUES, LABELS = [0.5, 0.25, 0.25, 0.75], [0, 0, 1, 1]
COLUMNS = ["Step", "Value", "Sum", "Expected", "Probability", "Predicted", "Right"]


def test_predictions_by_hand():
    table = prediction_table(VALUES, LABELS, [0.25, 0.75, 0.5, 0.125])
    assert list(table) == COLUMNS
    assert table.to_numpy().tolist() == [
        [1, 0.5, 0.5, 0, 0.25, 0, "✓"],
        [2, 0.25, 0.75, 0, 0.75, 1, "✗"],
        [3, 0.25, 1.0, 1, 0.5, 1, "✓"],
        [4, 0.75, 1.75, 1, 0.125, 0, "✗"],
    ]


def test_before_training_the_columns_are_there_and_empty():
    table = prediction_table(VALUES, LABELS, None)
    assert list(table) == COLUMNS
    assert table[["Probability", "Predicted"]].isna().all(axis=None)
    assert set(table["Right"]) == {""}
    assert table["Expected"].tolist() == LABELS


def test_columns_of_one_feature_are_the_same_sequence():
    flat = prediction_table(VALUES, LABELS, LABELS)
    columns = [np.reshape(numbers, (4, 1)) for numbers in (VALUES, LABELS, LABELS)]
    assert prediction_table(columns[0], columns[1], columns[2]).equals(flat)


def test_running_total_adds_up_as_the_labels_do():
    values = np.full(10, 0.1, np.float32)
    total = prediction_table(values, np.zeros(10))["Sum"]
    assert total.tolist() == np.cumsum(values, dtype=np.float64).tolist()


def test_layers():
    rows = [
        LayerSummary("recurrent_1", "LSTM", (10, 20), 1760, "Keeps every step."),
        LayerSummary("d", "Dense", (1,), 21),
    ]
    assert layers_table(rows).to_numpy().tolist() == [
        ["recurrent_1", "LSTM", "(batch, 10, 20)", 1760, "Keeps every step."],
        ["d", "Dense", "(batch, 1)", 21, ""],
    ]
