"""The named experiments of the autoencoder."""

from types import MappingProxyType
from typing import Any

from seqcore.tasks.base.preset import Expected, Lesson, Preset, Published

_READERS = "asked by readers of “Learn to Add Numbers with an Encoder-Decoder LSTM” (machinelearningmastery.com)"


def _values(task: dict[str, Any], architecture: dict[str, Any], **training: Any) -> dict[str, Any]:
    return {"task": task, "architecture": architecture, "training": training}


AUTOENCODER_PRESETS = MappingProxyType(
    {
        "autoencoder-shampoo": Preset(
            "Shampoo",
            "36 months of sales, 4 features, the last 12 months held out.",
            Lesson(
                "Look at the copies of windows that it was trained on, then at held-out ones. At the end, see whether "
                "the forecast from the features is better than the one without them, and better than least squares.",
                "Then change the seed and train again: with 18 windows the features differ more than they help.",
                ("autoencoder-amzn", "autoencoder-sunspots"),
                Expected("rmse", 80.2, 106),
            ),
            _values(
                {"source": "bundled", "bundle": "shampoo", "window": 6},
                {"units": 4},
                epochs=1000,
                batch_size=18,
                learning_rate=0.002,
            ),
            Published(
                _READERS,
                "features from an LSTM autoencoder make the forecast of the shampoo sales better",
                "rmse",
                beats="without_features",
            ),
        ),
        "autoencoder-amzn": Preset(
            "Amazon, weekly",
            "Two years of weekly prices, the last 26 weeks held out.",
            Lesson(
                "Copies of training windows go on getting better, those of held-out ones do not. At the end "
                "look whether the forecast from the features is as good as repeating the last value.",
                "Then take a series that comes back to where it was.",
                ("autoencoder-sunspots", "autoencoder-shampoo"),
                Expected("rmse", 0.0612, 0.0977),
            ),
            _values(
                {
                    "source": "bundled",
                    "bundle": "amzn-weekly",
                    "window": 12,
                    "held_out": 26,
                    "difference": "percent",
                },
                {"units": 8},
                epochs=1000,
                batch_size=66,
                learning_rate=0.002,
            ),
        ),
        "autoencoder-sunspots": Preset(
            "Sunspots",
            "309 years, windows of 22, the last 60 years held out: a map of features that goes round.",
            Lesson(
                "Watch the map of the features: every cycle of eleven years goes round once. Yet what rebuilds 22 "
                "years is not what tells the next one.",
                "Then look for planted anomalies, where an autoencoder is at home.",
                ("autoencoder-anomalies",),
                Expected("rmse", 42.4, 54.3),
            ),
            _values(
                {"source": "bundled", "bundle": "sunspots", "window": 22, "held_out": 60, "difference": "none"},
                {"units": 32, "features": 4},
                epochs=300,
                batch_size=32,
                learning_rate=0.005,
            ),
        ),
        "autoencoder-anomalies": Preset(
            "Anomalies",
            "A noisy sine with five strange values: what cannot be rebuilt stands out.",
            Lesson(
                "The stars are the strange values: watch the error rise above the line there, and at how many others. "
                "Here the features help to forecast, too: they tell where on the wave a window ends.",
                "Then make the noise larger (Volatility), until the strange values are lost in it.",
                ("autoencoder-shampoo", "autoencoder-sunspots"),
                Expected("found", 1, 1),
            ),
            _values(
                {
                    "process": "sine",
                    "length": 600,
                    "season": 25,
                    "window": 25,
                    "held_out": 150,
                    "difference": "none",
                    "anomalies": 5,
                },
                {"units": 16, "features": 3},
                epochs=100,
                batch_size=32,
                learning_rate=0.01,
            ),
        ),
    }
)
