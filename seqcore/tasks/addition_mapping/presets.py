"""The named experiments of sums as numbers."""

from types import MappingProxyType
from typing import Any

from seqcore.tasks.base.preset import Expected, Lesson, Preset, Published

_SOURCE = "Learn to Add Numbers with an Encoder-Decoder LSTM (machinelearningmastery.com)"


def _published(claim: str, rmse: float) -> Published:
    return Published(source=_SOURCE, claim=claim, metric="rmse", low=max(0.0, rmse - 0.005), high=rmse + 0.005)


def _recurrent(*units: int) -> dict[str, Any]:
    return {"kind": "recurrent_stack", "layers": [{"cell": "lstm", "units": number} for number in units]}


ADDITION_MAPPING_PRESETS = MappingProxyType(
    {
        "addition-mlp": Preset(
            "Perceptron",
            "No memory at all, and it adds perfectly.",
            Lesson(
                "A sum weighs every number by one, which two dense layers find exactly. Watch the error in the sum "
                "fall to nothing.",
                "Then give the same numbers to an LSTM, one a step.",
                ("addition-mapping-lstm",),
                Expected("rmse", 7e-6, 1.4e-5, seeds=3),
            ),
            {"architecture": {"kind": "perceptron"}, "training": dict(epochs=50, batch_size=2, learning_rate=0.01)},
            _published("RMSE 0.00", 0.0),
        ),
        "addition-mapping-lstm": Preset(
            "LSTM",
            "One LSTM layer reads the numbers one by one: slower, and worse.",
            Lesson(
                "Its gates squash every number through a curve, and adding is a straight line. Expect small errors "
                "that never quite vanish, and the same with the terms shuffled.",
                "Then stack a second layer on it, or take the memory away.",
                ("addition-mapping-lstm-stacked", "addition-mlp"),
                Expected("rmse", 0.247, 0.359, seeds=3),
            ),
            {"architecture": _recurrent(10), "training": {"epochs": 100}},
            _published("RMSE 0.57", 0.57),
        ),
        "addition-mapping-lstm-stacked": Preset(
            "Stacked LSTM",
            "Two LSTM layers of 6: no better.",
            Lesson(
                "More depth for a task without depth. Watch whether the error in the sum ends below that of the "
                "single layer.",
                "Then go back to the network without a memory.",
                ("addition-mlp", "addition-mapping-lstm"),
                Expected("rmse", 0.69, 1.31, seeds=3),
            ),
            {"architecture": _recurrent(6, 6), "training": {"epochs": 100}},
        ),
    }
)
