"""The named experiments of the next character."""

from types import MappingProxyType
from typing import Any

from seqcore.tasks.base.preset import Expected, Lesson, Preset

_STACK = {"kind": "token_stack"}
_TRAINING = {
    "batch_size": 16,
    "updates_per_epoch": 20,
    "epochs": 100,
    "validate_every": 5,
    "learning_rate": 0.008,
    "clip_norm": 1.0,
}


def _network(cell: str = "lstm", units: int = 128, embedding: int | None = 32) -> dict[str, Any]:
    return _STACK | {"layers": [{"cell": cell, "units": units}], "embedding": embedding}


def _values(architecture: dict[str, Any], task: dict[str, Any] | None = None, **training: Any) -> dict[str, Any]:
    return {"task": task or {}, "architecture": architecture, "training": _TRAINING | training}


NEXT_CHARACTER_PRESETS = MappingProxyType(
    {
        "text-alice": Preset(
            "Alice",
            "An LSTM reads Alice in Wonderland; each character is an entry of a learned table (Embedding).",
            Lesson(
                "Watch it pass the n-grams one after the other: the lines are what counting alone is worth. The 5-gram "
                "is the hard one.",
                "Then see what the learned table is worth, and how much slower it learns from the last step only.",
                ("text-onehot", "text-last-step"),
                Expected("bits_per_character", 2.203, 2.236, seeds=2),
            ),
            _values(_network()),
        ),
        "text-onehot": Preset(
            "One-hot",
            "The same network; each character is a row of zeros with a single 1.",
            Lesson(
                "No table of its own in front: does it learn more slowly than with an Embedding? In our runs both "
                "ended close together.",
                "Then go back to the Embedding, with the same seed, and compare the first epochs.",
                ("text-alice",),
                Expected("bits_per_character", 2.223, 2.243, seeds=2),
            ),
            _values(_network(embedding=None)),
        ),
        "text-last-step": Preset(
            "Last step",
            "Each window teaches one character, the one after its end, as in the guide.",
            Lesson(
                "Each update costs as much and teaches one character instead of forty. Watch which n-grams it still "
                "passes in the same number of epochs.",
                "Then let every step predict.",
                ("text-alice",),
                Expected("bits_per_character", 2.866, 2.911, seeds=2),
            ),
            _values(_network(), {"predicts": "last"}),
        ),
        "text-gru": Preset(
            "GRU",
            "A GRU instead of the LSTM: three gates, a quarter fewer weights.",
            Lesson(
                "Does it pass the same lines as the LSTM? In our runs it ended just short of the 5-gram.",
                "Then take the gates away altogether.",
                ("text-alice", "text-simplernn"),
                Expected("bits_per_character", 2.288, 2.292, seeds=2),
            ),
            _values(_network("gru")),
        ),
        "text-simplernn": Preset(
            "SimpleRNN",
            "No gates: the memory is written anew at every step.",
            Lesson(
                "Characters depend most on the few before them, so even this one learns. Watch where it stops.",
                "Then put the gates back.",
                ("text-alice", "text-gru"),
                Expected("bits_per_character", 2.428, 2.465, seeds=2),
            ),
            _values(_network("simple_rnn")),
        ),
        "text-tang": Preset(
            "Tang poems",
            "807 Chinese poems in lines of five characters: more than a thousand symbols, and a strict form.",
            Lesson(
                "The form comes first: after a few hundred updates the samples have five characters a line. What is in "
                "them takes longer.",
                "Then read English, where a symbol says much less.",
                ("text-alice",),
                Expected("bits_per_character", 7.91, 7.973, seeds=2),
            ),
            _values(
                _network(embedding=64),
                {"bundle": "tang", "most_symbols": 1000, "steps": 24},
                epochs=80,
            ),
        ),
    }
)
