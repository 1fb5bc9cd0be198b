"""The named comparisons, with what was published about each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from seqcore.comparisons.claims import Claim
from seqcore.comparisons.comparison import Comparison
from seqcore.comparisons.matching import matched
from seqcore.evaluation.metrics import FORECAST_LOSSES
from seqcore.experiment import with_values
from seqcore.presets import PRESETS
from seqcore.tasks.base.variant import Variant

LAYER = "architecture.layers.0"
EPOCHS = ("training.epochs=250", "training.validate_every=5")
"""With fifty held-out evaluations, which take longer than the training."""
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
    claims: tuple[Claim, ...] = ()
    """What was published, as far as numbers can say whether it holds."""
    claimed_after: int | None = None
    """After how many epochs; None: at the end."""
    look_for: str = ""
    """What to watch, and what is compared here in truth."""
    groups: Sequence[Sequence[str]] = field(default=())
    """Variants, by name, that are given as many parameters as the first of their group; none: they stay as they are."""

    def comparison(self, changes: Sequence[str] = ()) -> Comparison:
        """The comparison, with further `changes` of all variants. Raises InvalidInput, also for operators' limits."""
        base = with_values(PRESETS[self.of].experiment, (*self.changes, *changes))
        if not self.groups:
            return Comparison(base, self.variants, self.seeds)
        known = {variant.name: variant for variant in self.variants}
        parts = [matched(Comparison(base, tuple(known[name] for name in group), self.seeds)) for group in self.groups]
        return Comparison(base, tuple(variant for part in parts for variant in part.variants), self.seeds)


def _one_setting(path: str, values: dict[str, str]) -> tuple[Variant, ...]:
    """A variant for each value, with its title."""
    return tuple(Variant(value, title, (f"{path}={value}",)) for value, title in values.items())


_LINE_DEMO = "“Keras + LSTM regression demo”"
_KERAS_1_RATES = {
    "sgd": 0.01,
    "adagrad": 0.01,
    "nadam": 0.002,
    "adadelta": 1.0,
    "rmsprop": 0.001,
    "adam": 0.001,
    "adamax": 0.002,
}
"""The default learning rates of Keras 1, for which the demonstration was written."""


def _as_in_keras_1(optimizer: str) -> Variant:
    """An optimizer with the defaults of Keras 1, whose Adagrad began with a sum of 0."""
    rate = _KERAS_1_RATES[optimizer]
    changes = (f"training.optimizer={optimizer}", f"training.learning_rate={rate:g}", "training.first_sum=0")
    return Variant(optimizer, f"{optimizer} {rate:g}", changes)


_HUANG = "Huang, Xu and Yu, “Bidirectional LSTM-CRF Models for Sequence Tagging” (2015)"
_KERAS_BLOG = "“Using pre-trained word embeddings in a Keras model”"
_HEADS = {
    "softmax": ("softmax", "false"),
    "softmax-rule": ("softmax", "true"),
    "crf": ("crf", "false"),
    "crf-rule": ("crf", "true"),
}
"""Head and rule of each variant."""


def _tag_heads(*names: str) -> tuple[Variant, ...]:
    """These variants of `_HEADS`."""
    changes = {name: (f"task.head={head}", f"task.rule={rule}") for name, (head, rule) in _HEADS.items()}
    return tuple(Variant(name, name.replace("-", " + "), changes[name]) for name in names)


_VECTORS = {"random": "7000", "frozen": "16000", "trained": "16000"}
"""Kinds of vectors, with the size of the vocabulary."""


def _vectors(kind: str, sentences: int) -> Variant:
    """A kind of vectors, trained on so many sentences."""
    changes = (f"task.vectors={kind}", f"task.most_words={_VECTORS[kind]}", f"task.training_sentences={sentences}")
    return Variant(f"{kind}-{sentences}", f"{kind} ({sentences:,})", changes)


_CELLS = {"simple_rnn": "SimpleRNN", "lstm": "LSTM", "gru": "GRU"}
_OPTIMIZERS = ("sgd", "adagrad", "nadam", "adadelta", "rmsprop", "adam", "adamax")

_RACE = (
    Claim("Adadelta is the fastest", ("adadelta",), ("sgd", "adagrad", "nadam", "rmsprop", "adam", "adamax")),
    Claim("SGD is the slowest", ("adadelta", "adagrad", "nadam", "rmsprop", "adam", "adamax"), ("sgd",)),
)

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
            EPOCHS,
            published=f"Forward and backward similar, bidirectional falls faster and lower. {TUTORIAL}",
            claims=(
                Claim("forward and backward are similar", ("forward", "backward-unaligned")),
                Claim("bidirectional gets lower", ("bidirectional",), ("forward", "backward-unaligned")),
            ),
        ),
        "compare-merge-modes": NamedComparison(
            "Merge modes",
            "cumsum-bilstm",
            _one_setting(f"{LAYER}.merge", {name: name for name in ("sum", "mul", "ave", "concat")}),
            10,
            EPOCHS,
            published=f"Sum and concat may do better. {TUTORIAL}",
            claims=(Claim("sum and concat do better", ("sum", "concat"), ("mul", "ave")),),
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
            EPOCHS,
            groups=tuple(tuple(f"{cell}-{steps}" for cell in ("lstm", "simple_rnn", "gru")) for steps in (10, 100)),
        ),
        "compare-optimizers": NamedComparison(
            "Optimizers",
            "cumsum-lstm",
            _one_setting("training.optimizer", {name: name for name in _OPTIMIZERS}),
            3,
            (*EPOCHS, "training.learning_rate="),
        ),
        "compare-optimizers-line": NamedComparison(
            "Optimizers on a line, today's rates",
            "line-lstm",
            _one_setting("training.optimizer", {name: name for name in _OPTIMIZERS}),
            3,
            ("training.learning_rate=",),
            published=f"Fastest Adadelta, slowest SGD. {_LINE_DEMO}",
            claims=_RACE,
            claimed_after=60,
            look_for="Each optimizer runs at its default learning rate of today, best seen on a logarithmic axis "
            "(Curves): this is a race of default rates, not of optimizers, and Adadelta's was 1 and is 0.001 now.",
        ),
        "compare-optimizers-line-keras1": NamedComparison(
            "Optimizers on a line, the rates of Keras 1",
            "line-lstm",
            tuple(map(_as_in_keras_1, _OPTIMIZERS)),
            3,
            published=f"Fastest Adadelta, slowest SGD. {_LINE_DEMO}",
            claims=_RACE,
            claimed_after=60,
            look_for="The same race at the default rates of Keras 1, for which the demonstration was written: who was "
            "last with today's rates may be among the first.",
        ),
        "compare-losses-line": NamedComparison(
            "Losses, with outliers",
            "line-outliers",
            _one_setting("task.loss", {name: loss.title.lower() for name, loss in FORECAST_LOSSES.items()}),
            3,
            measure="off_the_rule",
            look_for="Some points are 10 too high. Squared, they pull the curve towards them; losses that grow in a "
            "straight line leave it where the others are. Compared is how far the curve is from the rule itself.",
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
            published="On raw prices a network cannot follow beyond what it has seen. Advice in tutorials on prices",
            claims=(Claim("changes do better than raw prices", ("absolute", "percent"), ("none",)),),
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
        "compare-tag-heads": NamedComparison(
            "Softmax and CRF",
            "tags-bilstm-crf",
            _tag_heads(*_HEADS),
            3,
            ("training.validate_every=5",),
            measure="entity_f1",
            published=f"A CRF above a BiLSTM tags better than a softmax. {_HUANG}",
            claims=(Claim("a CRF tags better than a softmax", ("crf",), ("softmax",)),),
            look_for="The rule that forbids illegal tags costs nothing and can be put on either: a fair comparison is "
            "the CRF against the softmax with the rule.",
        ),
        "compare-tags-chinese": NamedComparison(
            "Softmax and CRF in Chinese",
            "tags-chinese",
            _tag_heads("softmax-rule", "crf-rule"),
            3,
            ("training.validate_every=6",),
            measure="entity_f1",
            published=f"A CRF above a BiLSTM tags better than a softmax, in English. {_HUANG}",
            claims=(Claim("a CRF tags better than a softmax, in Chinese, too", ("crf-rule",), ("softmax-rule",)),),
            look_for="Both have the rule that forbids illegal tags, which costs nothing. Character by character names "
            "are several tags long, so there is more to learn about which tag follows which.",
        ),
        "compare-vectors": NamedComparison(
            "Word vectors and little data",
            "tags-vectors-trained",
            tuple(_vectors(kind, sentences) for sentences in (100, 200, 500, 1000) for kind in _VECTORS),
            3,
            ("training.validate_every=5",),
            measure="entity_f1",
            published=f"Vectors from elsewhere help where there is little data to train on. {_KERAS_BLOG}",
            claims=(
                Claim("vectors from elsewhere help with 200 sentences", ("frozen-200", "trained-200"), ("random-200",)),
                Claim("they help with 1,000, too", ("frozen-1000", "trained-1000"), ("random-1000",)),
                Claim("training them on is better still, with 1,000", ("trained-1000",), ("frozen-1000",)),
            ),
            look_for="All train for as many updates. The seeds decide the first weights and the order; the sentences "
            "that are drawn are the same.",
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
