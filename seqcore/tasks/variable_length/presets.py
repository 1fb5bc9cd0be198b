"""The named experiments of sequences of different length."""

from types import MappingProxyType
from typing import Any

from seqcore.tasks.base.preset import Expected, Lesson, Preset

_TRAINING = {"batch_size": 25, "epochs": 40, "learning_rate": 0.004}
_SMALL = {"layers": [{"units": 32}]}

_PIECES = {"shortest": 60, "longest": 120, "shift": 8, "piece_steps": 10}


def _values(task: dict[str, Any], architecture: dict[str, Any] | None = None, **training: Any) -> dict[str, Any]:
    return {"task": task, "architecture": architecture or _SMALL, "training": _TRAINING | training}


VARIABLE_LENGTH_PRESETS = MappingProxyType(
    {
        "masks-on": Preset(
            "Mask",
            "Padded steps are skipped, and count nowhere.",
            Lesson(
                "Two errors stand side by side: over the true steps, and over all of them. With the mask only the "
                "first is trained, and only that one is worth reading.",
                "Then take the mask away, and see which of the two numbers gets better.",
                ("masks-off",),
                Expected("mae_true_steps", 0.122, 0.140),
            ),
            _values({}),
        ),
        "masks-off": Preset(
            "No mask",
            "Padded steps are read like any other, and count in the loss.",
            Lesson(
                "The error over all steps, which Keras would print, is small at once: most steps are padding, and 0 is "
                "the right answer there. Look at the error over the true steps.",
                "Then put the mask back.",
                ("masks-on",),
                Expected("mae_true_steps", 0.208, 0.248),
            ),
            _values({"masking": False, "counts_padding": True}),
        ),
        "masks-original": Preset(
            "Original size",
            "The size of the question: 100 sequences of up to 362 steps, 24 features, LSTM 128 → 64.",
            Lesson(
                "Watch the error over all steps stay above the one over the true ones: after the end of a sequence a "
                "masked LSTM goes on saying what it said last, and that is no 0.",
                "Then go back to the small sequences, where it matters more.",
                ("masks-on", "masks-off"),
                Expected("mae_true_steps", 0.049, 0.059, seeds=2),
            ),
            _values(
                {"sequences": 100, "shortest": 60, "longest": 362, "padded_to": 362, "features": 24},
                {"layers": [{"units": 128}, {"units": 64}]},
                epochs=15,
            ),
        ),
        "masks-stateful": Preset(
            "Pieces, memory kept",
            "Long sequences in pieces of 10 steps; the LSTM goes on from the state in which the last piece ended.",
            Lesson(
                "What is asked for lies 8 steps back: for most steps of a piece that is in the piece before. The state "
                "that is carried on from batch to batch (stateful) still knows it.",
                "Then take the memory away: the same pieces, each as if nothing had come before.",
                ("masks-pieces",),
                Expected("mae_true_steps", 0.068, 0.081),
            ),
            _values(_PIECES | {"stateful": True}, epochs=20),
        ),
        "masks-pieces": Preset(
            "Pieces, no memory",
            "The same pieces of 10 steps, each read as if nothing had come before it.",
            Lesson(
                "Only the last two steps of a piece can be known: for all others the answer lies in the piece before. "
                "Look at where along a sequence the error is.",
                "Then let the LSTM keep its memory.",
                ("masks-stateful",),
                Expected("mae_true_steps", 0.234, 0.243),
            ),
            _values(_PIECES, epochs=20),
        ),
    }
)
