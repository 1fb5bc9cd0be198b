"""The named experiments of the next character."""

from types import MappingProxyType
from typing import Any

from seqcore.tasks.preset import Lesson, Preset

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
            ),
            _values(_network()),
        ),
        "text-onehot": Preset(
            "One-hot",
            "The same network; each character is a row of zeros with a single 1.",
            Lesson(
                "The network has as many numbers to learn from, but no table of its own in front: expect it to be "
                "behind the Embedding at every epoch.",
                "Then go back to the Embedding, with the same seed.",
                ("text-alice",),
            ),
            _values(_network(embedding=None)),
        ),
        "text-last-step": Preset(
            "Last step",
            "Each window teaches one character, the one after its end, as in the guide.",
            Lesson(
                "Each update costs as much and teaches a fortieth of what it could: expect about the tenth part of the "
                "pace.",
                "Then let every step predict.",
                ("text-alice",),
            ),
            _values(_network(), {"predicts": "last"}),
        ),
        "text-gru": Preset(
            "GRU",
            "A GRU instead of the LSTM: three gates, a quarter fewer weights.",
            Lesson(
                "Does it pass the same lines, and after as many seconds?",
                "Then take the gates away altogether.",
                ("text-alice", "text-simplernn"),
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
            ),
            _values(
                _network(embedding=64),
                {"bundle": "tang", "most_symbols": 1000, "steps": 24},
                epochs=80,
            ),
        ),
    }
)
