"""The named comparisons, with what was published about each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from seqcore.comparisons.comparison import Comparison, Variant
from seqcore.comparisons.matching import matched
from seqcore.experiment import with_values
from seqcore.presets import PRESETS

LAYER = "architecture.layers.0"
EPOCHS = "training.epochs=250"
TUTORIAL = "“How to Develop a Bidirectional LSTM For Sequence Classification in Python with Keras”"


@dataclass(frozen=True)
class NamedComparison:
    """A comparison of variants of the preset `of`, changed by `changes`; `measure` is what the verdict is about."""

    title: str
    of: str
    variants: tuple[Variant, ...]
    seeds: int
    changes: tuple[str, ...] = ()
    measure: str = "loss"
    published: str = ""
    groups: Sequence[Sequence[str]] = field(default=())
    """Variants, by name, that are given as many parameters as the first of their group; none: they stay as they are."""

    def comparison(self) -> Comparison:
        """Raises InvalidInput where an operator's limits do not allow it."""
        base = with_values(PRESETS[self.of].experiment, self.changes)
        if not self.groups:
            return Comparison(base, self.variants, self.seeds)
        known = {variant.name: variant for variant in self.variants}
        parts = [matched(Comparison(base, tuple(known[name] for name in group), self.seeds)) for group in self.groups]
        return Comparison(base, tuple(variant for part in parts for variant in part.variants), self.seeds)


def _one_setting(path: str, values: dict[str, str]) -> tuple[Variant, ...]:
    """A variant for each value, with its title."""
    return tuple(Variant(value, title, (f"{path}={value}",)) for value, title in values.items())


_CELLS = {"simple_rnn": "SimpleRNN", "lstm": "LSTM", "gru": "GRU"}
_OPTIMIZERS = ("sgd", "adagrad", "nadam", "adadelta", "rmsprop", "adam", "adamax")

COMPARISONS = MappingProxyType(
    {
        "compare-directions": NamedComparison(
            "Directions",
            "cumsum-lstm",
            (
                Variant("forward", "LSTM"),
                Variant(
                    "backward-unaligned",
                    "backward LSTM, unaligned",
                    (f"{LAYER}.direction=backward", f"{LAYER}.backward_outputs=unaligned"),
                ),
                Variant("backward-aligned", "backward LSTM, aligned", (f"{LAYER}.direction=backward",)),
                Variant("bidirectional", "BiLSTM (concat)", (f"{LAYER}.direction=bidirectional",)),
            ),
            10,
            (EPOCHS,),
            published=f"Forward and backward similar, bidirectional falls faster and lower. {TUTORIAL}",
        ),
        "compare-merge-modes": NamedComparison(
            "Merge modes",
            "cumsum-bilstm",
            _one_setting(f"{LAYER}.merge", {name: name for name in ("sum", "mul", "ave", "concat")}),
            10,
            (EPOCHS,),
            published=f"Sum and concat may do better. {TUTORIAL}",
        ),
        "compare-cells": NamedComparison(
            "Cells",
            "cumsum-lstm",
            tuple(
                Variant(f"{cell}-{steps}", f"{title}, {steps} steps", (f"task.steps={steps}", f"{LAYER}.cell={cell}"))
                for steps in (10, 100)
                for cell, title in _CELLS.items()
            ),
            3,
            (EPOCHS,),
            groups=tuple(tuple(f"{cell}-{steps}" for cell in ("lstm", "simple_rnn", "gru")) for steps in (10, 100)),
        ),
        "compare-optimizers": NamedComparison(
            "Optimizers",
            "cumsum-lstm",
            _one_setting("training.optimizer", {name: name for name in _OPTIMIZERS}),
            3,
            (EPOCHS, "training.learning_rate="),
        ),
        "compare-differencing": NamedComparison(
            "Differencing",
            "prices-lstm",
            _one_setting(
                "task.difference", {"none": "raw prices", "absolute": "absolute changes", "percent": "percent changes"}
            ),
            5,
            ("task.source=bundled", "task.bundle=amzn-weekly", f"{LAYER}.units=32"),
            measure="skill",
            published="On raw prices a network cannot follow beyond what it has seen.",
        ),
        "compare-adders": NamedComparison(
            "Adders",
            "addition-seq2seq-100",
            _one_setting(
                "architecture.kind",
                {"repeat_vector": "repeat vector", "state_passing": "state passing", "attention": "attention"},
            ),
            3,
            measure="exact_match_held_out",
        ),
        "compare-reading-orders": NamedComparison(
            "Reading orders",
            "patches",
            _one_setting("task.order", {order: order for order in ("1234", "4321", "1324", "4231")}),
            3,
            ("training.validate_every=10",),
            measure="accuracy",
        ),
        "compare-scaling-leak": NamedComparison(
            "Scaling leak",
            "prices-scaler-mistake",
            _one_setting(
                "task.scale_on_everything", {"false": "fitted on the training part", "true": "fitted on everything"}
            ),
            5,
            measure="skill",
        ),
    }
)
