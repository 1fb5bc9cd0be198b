"""The named experiments of a line."""

from types import MappingProxyType
from typing import Any

from seqcore.tasks.base.preset import Expected, Lesson, Preset, Published

_TRAINING = {"batch_size": 268, "epochs": 2001}
_THREE = {"layers": [{"units": 128, "dropout": 0.01}] * 3}
_SMALL = {"layers": [{"units": 16}]}


def _values(task: dict[str, Any], architecture: dict[str, Any], **training: Any) -> dict[str, Any]:
    return {"task": task, "architecture": architecture, "training": _TRAINING | training}


REGRESSION_LINE_PRESETS = MappingProxyType(
    {
        "line-lstm": Preset(
            "LSTM 128 × 3",
            "Three LSTM layers for one number: 330,000 weights where two are enough.",
            Lesson(
                "Watch the curve lie level at first, then bend until it lies on the line. Look where the test error "
                "ends: beside that of least squares, which is two numbers.",
                "Then let a single small layer do it, or give it points that no line can follow.",
                ("line-small", "line-sine"),
                Expected("mse", 0.23, 0.233, seeds=3),
            ),
            _values({}, _THREE),
            Published(
                "Keras + LSTM regression demo",
                "points with a noise of 0.5, so that no error below 0.25 is to be expected",
                "mse",
                0.25,
                0.25,
                is_limit=True,
            ),
        ),
        "line-small": Preset(
            "LSTM 16",
            "One small layer, with a rate ten times as high: 1,169 weights.",
            Lesson(
                "Compare its test error at the end with that of the large network, and how soon it gets there.",
                "Then take the memory away: on a single step nothing is remembered anyway.",
                ("line-dense", "line-lstm"),
                Expected("mse", 0.224, 0.227, seeds=3),
            ),
            _values({}, _SMALL, learning_rate=0.01),
        ),
        "line-dense": Preset(
            "No LSTM",
            "Dense layers without gates and without a memory.",
            Lesson(
                "The table of layers has no recurrent one. Look whether anything is missing at the end.",
                "Then go back to the three LSTM layers, and look at which of their weights never act.",
                ("line-lstm",),
                Expected("mse", 0.227, 0.228, seeds=3),
            ),
            _values(
                {},
                {"kind": "perceptron", "dense": [{"units": 32, "activation": "tanh"}]},
                learning_rate=0.01,
            ),
        ),
        "line-sine": Preset(
            "Sine",
            "A rule that no line can follow.",
            Lesson(
                "Least squares is still a line, and now it is wrong. Watch the curve find the waves, and what it says "
                "beyond the points.",
                "Then give it a step, or outliers.",
                ("line-step", "line-outliers"),
                Expected("mse", 0.238, 0.241, seeds=3),
            ),
            _values({"function": "sine"}, _THREE),
        ),
        "line-step": Preset(
            "Step",
            "A jump in the middle.",
            Lesson(
                "A network of smooth functions cannot jump. Watch how steep the curve gets with time.",
                "Then go back to what a line can follow.",
                ("line-lstm", "line-sine"),
                Expected("mse", 0.269, 0.303, seeds=3),
            ),
            _values({"function": "step"}, _THREE),
        ),
        "line-outliers": Preset(
            "Outliers",
            "A fifth of the points are 10 too high, and the loss is the absolute error.",
            Lesson(
                "Least squares lies 2 too high: a fifth of 10. Watch whether the curve does, and how far off the rule "
                "it ends.",
                "Then set the loss to the mean squared error and train again, or compare all four losses on the "
                "Compare page.",
                ("line-lstm",),
                Expected("off_the_rule", 0.157, 0.179, seeds=3),
            ),
            _values({"outliers": 0.2, "loss": "mean_absolute_error"}, _SMALL, learning_rate=0.01),
        ),
    }
)
