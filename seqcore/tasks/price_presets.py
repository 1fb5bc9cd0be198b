"""The named experiments of the price task."""

from types import MappingProxyType
from typing import Any

from seqcore.tasks.base import Preset


def _layers(cell: str, *units: int, direction: str = "forward") -> dict[str, Any]:
    return {"layers": [{"cell": cell, "units": number, "direction": direction} for number in units]}


def _preset(title: str, summary: str, architecture: dict[str, Any], **task: Any) -> Preset:
    training = {"epochs": 50, "batch_size": 32}
    return Preset(title, summary, {"task": task, "architecture": architecture, "training": training})


PRICE_PRESETS = MappingProxyType(
    {
        "prices-lstm": _preset("LSTM", "Two stacked LSTM layers, as in most tutorials.", _layers("lstm", 64, 32)),
        "prices-simplernn": _preset("SimpleRNN", "Two small layers of 10 and 5.", _layers("simple_rnn", 10, 5)),
        "prices-gru": _preset("GRU", "Two stacked GRU layers.", _layers("gru", 64, 32)),
        "prices-bilstm": _preset(
            "BiLSTM",
            "Reads each window both ways: allowed, because all of it is past.",
            _layers("lstm", 32, direction="bidirectional"),
        ),
        "prices-raw-vs-percent": _preset(
            "Raw or percent",
            "A rising series: trained on raw prices it cannot follow beyond what it has seen; on changes it can.",
            _layers("lstm", 32),
            process="gbm",
            drift=0.15,
            difference="none",
            scaling="minmax",
            compare="differencing",
        ),
    }
)
