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
_TALL = _SMALL | {"convolutions": [{"filters": 16, "pooling": "max"}, {"filters": 32, "pooling": "max"}]}
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
                "Watch how sure it is after each patch: one patch tells little, and which digit it is often turns with "
                "the third. The line to pass is that of the nearest neighbours, which learn nothing.",
                "Then take a larger network, or give each step all four patches at once.",
                ("patches-large", "patches-side-by-side"),
                Expected("accuracy", 0.9645, 0.9656, seeds=3),
            ),
            _values(_SMALL),
        ),
        "patches-large": Preset(
            "Larger",
            "The network of the question: twice 32 filters, an LSTM and a dense layer of 50.",
            Lesson(
                "It takes several times as long, and the surest mistakes are what is left: would you have read them "
                "right?",
                "Then see how far the small one gets in a quarter of the time.",
                ("patches",),
                Expected("accuracy", 0.9745, 0.9776, seeds=2),
            ),
            _values(_LARGE, batch_size=64, updates_per_epoch=25, epochs=50),
        ),
        "patches-side-by-side": Preset(
            "Side by side",
            "Every step shows all four patches, in four orders: 56 × 14 pixels a step, as in the question.",
            Lesson(
                "Now each step shows the whole digit, so it can be sure after the first one. Is it?",
                "Then compare with one order: that this one has learned more after as many epochs says nothing about "
                "orders, for each of its steps sees four times as much.",
                ("patches",),
                Expected("accuracy", 0.9665, 0.9751, seeds=2),
            ),
            _values(_TALL, {"order": ALL_FOUR}, epochs=20),
        ),
    }
)
