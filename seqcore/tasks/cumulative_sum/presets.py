"""The named experiments of the cumulative sum."""

from types import MappingProxyType
from typing import Any

from seqcore.tasks.base.preset import Expected, Lesson, Preset, Published

_TUTORIAL = Published(
    source="How to Develop a Bidirectional LSTM For Sequence Classification in Python with Keras "
    "(machinelearningmastery.com)",
    claim="90–100 % of the steps of a sequence right at the end of 1,000 epochs",
    metric="accuracy",
    low=0.90,
    high=1.00,
)


def _layer(**values: str) -> dict[str, Any]:
    return {"architecture": {"layers": [values]}}


def _merge(merge: str) -> dict[str, Any]:
    return _layer(cell="lstm", direction="bidirectional", merge=merge)


CUMULATIVE_SUM_PRESETS = MappingProxyType(
    {
        "cumsum-lstm": Preset(
            "LSTM",
            "Reads forward only: it has to remember the total.",
            Lesson(
                "A rule that knows only the step's number, not the values, is right at most steps already: watch "
                "whether the network leaves that line behind, and whether it does so slowly or all at once.",
                "Then let it read from both ends, or from the end only.",
                ("cumsum-bilstm", "cumsum-backward"),
                Expected("accuracy", 0.918, 0.941),
            ),
            {},
            _TUTORIAL,
        ),
        "cumsum-bilstm": Preset(
            "BiLSTM",
            "Reads both ways, side by side (concat).",
            Lesson(
                "The forward half knows the total so far, the backward half what is still to come. Look at the steps "
                "around the limit: those are the ones that are hard.",
                "Then ask what each half is worth alone, and whether the way they are merged matters.",
                ("cumsum-lstm", "cumsum-backward", "cumsum-bilstm-mul"),
                Expected("accuracy", 0.937, 0.948),
            ),
            _merge("concat"),
            _TUTORIAL,
        ),
        "cumsum-backward": Preset(
            "Backward",
            "Reads from the end: it never saw what came before.",
            Lesson(
                "At each step it has seen that step and the later ones, never the earlier ones that the total is made "
                "of. Expect it to end near the rule that knows only the step's number.",
                "Then turn it round.",
                ("cumsum-lstm",),
                Expected("accuracy", 0.888, 0.893),
            ),
            _layer(direction="backward"),
        ),
        "cumsum-bilstm-sum": Preset(
            "BiLSTM sum",
            "Both directions, added.",
            Lesson(
                "Added up, two directions of 20 units give 20 numbers a step instead of 40. Watch whether anything is "
                "lost: one run cannot tell, so train with another seed, too.",
                "Then average them, or put them side by side.",
                ("cumsum-bilstm-ave", "cumsum-bilstm"),
                Expected("accuracy", 0.941, 0.955),
            ),
            _merge("sum"),
        ),
        "cumsum-bilstm-mul": Preset(
            "BiLSTM mul",
            "Both directions, multiplied.",
            Lesson(
                "A product is small as soon as one direction says little, so both have to agree. Watch how long the "
                "loss stays near the baseline before it falls.",
                "Then add them up instead.",
                ("cumsum-bilstm-sum",),
                Expected("accuracy", 0.916, 0.939),
            ),
            _merge("mul"),
        ),
        "cumsum-bilstm-ave": Preset(
            "BiLSTM ave",
            "Both directions, averaged.",
            Lesson(
                "The average is half the sum: the layer after it can make up for that. Expect the same as from the "
                "sum, up to the noise of seeds.",
                "Then compare with the sum, and with side by side.",
                ("cumsum-bilstm-sum", "cumsum-bilstm"),
                Expected("accuracy", 0.934, 0.947),
            ),
            _merge("ave"),
        ),
        "cumsum-simplernn": Preset(
            "SimpleRNN",
            "The simplest memory there is.",
            Lesson(
                "One block of weights and no gates. Adding up ten numbers asks little of a memory: watch how far it "
                "gets without any.",
                "Then set Steps to 50, train again, and see whether it still keeps up with gates.",
                ("cumsum-gru", "cumsum-lstm"),
                Expected("accuracy", 0.920, 0.933),
            ),
            _layer(cell="simple_rnn"),
        ),
        "cumsum-gru": Preset(
            "GRU",
            "Gates like an LSTM, with fewer of them.",
            Lesson(
                "Three blocks of weights where an LSTM has four: the table of layers counts them. Watch whether you "
                "could tell the two apart by their curves.",
                "Then train the LSTM with the same seed.",
                ("cumsum-lstm",),
                Expected("accuracy", 0.919, 0.945),
            ),
            _layer(cell="gru"),
        ),
    }
)
