"""The named experiments of the price task."""

from types import MappingProxyType
from typing import Any

from seqcore.tasks.base.preset import Expected, Lesson, Preset


def _layers(cell: str, *units: int, direction: str = "forward") -> dict[str, Any]:
    return {"layers": [{"cell": cell, "units": number, "direction": direction} for number in units]}


def _preset(
    title: str,
    summary: str,
    lesson: Lesson,
    architecture: dict[str, Any],
    *,
    epochs: int = 50,
    batch_size: int = 32,
    **task: Any,
) -> Preset:
    training = {"epochs": epochs, "batch_size": batch_size}
    return Preset(title, summary, lesson, {"task": task, "architecture": architecture, "training": training})


PRICE_PRESETS = MappingProxyType(
    {
        "prices-lstm": _preset(
            "LSTM",
            "Two stacked LSTM layers, as in most tutorials.",
            Lesson(
                "This series is made by chance alone, so nothing beats repeating the last value. Expect a chart that "
                "looks splendid and a skill of 0 at best, which is what counts.",
                "Then take a series that has a pattern: set Process to Sine or to Trend and season.",
                ("prices-raw-vs-percent",),
                Expected("skill", -0.253, -0.108, part="test"),
            ),
            _layers("lstm", 64, 32),
        ),
        "prices-simplernn": _preset(
            "SimpleRNN",
            "Two small layers of 10 and 5.",
            Lesson(
                "A hundredth of the weights of the stacked LSTM. Expect the same verdict: with nothing to learn, a "
                "larger network only finds more noise.",
                "Then see whether gates change anything.",
                ("prices-lstm", "prices-gru"),
                Expected("skill", -0.037, -0.013, part="test"),
            ),
            _layers("simple_rnn", 10, 5),
        ),
        "prices-gru": _preset(
            "GRU",
            "Two stacked GRU layers.",
            Lesson(
                "Watch the training loss fall while the validation loss does not follow: what it finds in the "
                "training part does not come back.",
                "Then try a real series: set Source to Bundled.",
                ("prices-lstm",),
                Expected("skill", -0.070, -0.030, part="test"),
            ),
            _layers("gru", 64, 32),
        ),
        "prices-bilstm": _preset(
            "BiLSTM",
            "Reads each window both ways: allowed, because all of it is past.",
            Lesson(
                "Reading backwards is no look into the future here: the whole window lies before the forecast. Expect "
                "no more skill from it, as there is nothing to find.",
                "Then compare with one that reads forward only.",
                ("prices-lstm",),
                Expected("skill", -0.134, -0.046, part="test"),
            ),
            _layers("lstm", 32, direction="bidirectional"),
        ),
        "prices-raw-vs-percent": _preset(
            "Raw or percent",
            "A rising series: trained on raw prices it cannot follow beyond what it has seen; on changes it can.",
            Lesson(
                "Two networks train side by side. Look at the test part, where the series rises above everything in "
                "the training part: which forecast bends away from it?",
                "Then set Drift to 0, and see whether the difference stays.",
                ("prices-lstm",),
                Expected("skill", -9.09, -3.05, part="test"),
            ),
            _layers("lstm", 32),
            process="gbm",
            drift=0.15,
            difference="none",
            scaling="minmax",
            compare="differencing",
        ),
        "prices-scaler-mistake": _preset(
            "Scaler mistake",
            "Raw prices that rise beyond what was trained on, scaled by someone who knows how far: less wrong "
            "here than its honest twin, and no use tomorrow.",
            Lesson(
                "The scaler has seen the highest price of the test part; an honest twin trains beside it. Look at the "
                "sentence below both scores: with this series the mistake hides part of the error.",
                "Then set Differencing to Percent: changes hardly leave what was seen, and the mistake does next to "
                "nothing.",
                ("prices-raw-vs-percent",),
                Expected("skill", -8.44, -2.98, part="test"),
            ),
            _layers("lstm", 32),
            process="gbm",
            drift=0.15,
            series_seed=3,
            difference="none",
            scaling="minmax",
            scale_on_everything=True,
        ),
        "prices-short": _preset(
            "Short series",
            "A hundred rows, as a table of months has them: a window of 6, small batches and few units.",
            Lesson(
                "Sixty rows teach and twenty judge, and the wave of twelve rows is found all the same. Read in the "
                "verdict what twenty rows can tell.",
                "Then set Source to File and upload a short table of your own: window and batch fit from 30 rows on.",
                ("prices-lstm",),
                Expected("skill", 0.306, 0.347, part="test"),
            ),
            _layers("lstm", 8),
            epochs=200,
            batch_size=8,
            process="trend_season",
            length=100,
            season=12,
            volatility=2.0,
            window=6,
            difference="absolute",
            training_share=0.6,
            validation_share=0.2,
        ),
    }
)
