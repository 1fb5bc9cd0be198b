"""The named experiments of image patches."""

from types import MappingProxyType
from typing import Any

from seqcore.tasks.base.preset import Expected, Lesson, Preset
from seqcore.tasks.image_patches.orders import ALL_FOUR

_SMALL = {
    "kind": "cnn_recurrent",
    "convolutions": [{"filters": 16, "pooling": "max"}, {"filters": 32}],
    "layers": [{"units": 64}],
}
_LARGE = _SMALL | {
    "convolutions": [{"filters": 32}, {"filters": 32, "pooling": "max"}],
    "dense": [{"units": 50}],
}
_TRAINING = {"batch_size": 32, "updates_per_epoch": 50, "epochs": 40, "validate_every": 5, "learning_rate": 0.002}


def _values(architecture: dict[str, Any], task: dict[str, Any] | None = None, **training: Any) -> dict[str, Any]:
    return {"task": task or {}, "architecture": architecture, "training": _TRAINING | training}


IMAGE_PATCHES_PRESETS = MappingProxyType(
    {
        "patches": Preset(
            "Four patches",
            "Two small convolutions read each patch, an LSTM puts the four together.",
            Lesson(
                "Watch.",
                "Then.",
                ("patches-large",),
                Expected("accuracy", 0.9, 1.0),
            ),
            _values(_SMALL),
        ),
        "patches-large": Preset(
            "Larger",
            "The network of the question: twice 32 filters, an LSTM and a dense layer of 50.",
            Lesson("Watch.", "Then.", ("patches",), Expected("accuracy", 0.9, 1.0)),
            _values(_LARGE, batch_size=64, updates_per_epoch=25, epochs=50),
        ),
        "patches-side-by-side": Preset(
            "Side by side",
            "Every step shows all four patches, in four orders: 56 × 14 pixels a step, as in the question.",
            Lesson("Watch.", "Then.", ("patches",), Expected("accuracy", 0.9, 1.0)),
            _values(_SMALL, {"order": ALL_FOUR}, epochs=30),
        ),
    }
)
