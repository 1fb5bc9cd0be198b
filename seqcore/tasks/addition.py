"""Addition as sequence to sequence: characters in, characters out.

Sources: "Learn to Add Numbers with an Encoder-Decoder LSTM" (machinelearningmastery.com) and Keras' addition example.
A share of the unordered problems is kept out of training, by a hash of each, to tell adding from remembering.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import model_validator

from seqcore.addition.alphabet import SPACE, input_length, output_length, symbols_of
from seqcore.addition.encoding import PADDINGS, encode_problems, one_hot
from seqcore.addition.hold_out import why_not_held_out
from seqcore.addition.problems import LEAST_LARGEST, MOST_LARGEST, MOST_TERMS, Problems, Rules
from seqcore.evaluation.metrics import Measure
from seqcore.invalid import InvalidInput
from seqcore.series.series import Series
from seqcore.settings import OneOf, setting
from seqcore.tasks.addition_examples import AdditionExamples
from seqcore.tasks.base import Array, Output, Preset, Published, Score, Task

OPERATION_SETS = {"+": "+", "+-": "+ and −", "+×": "+ and ×", "+-×": "+, − and ×"}

_TUTORIAL = Published(
    source="Learn to Add Numbers with an Encoder-Decoder LSTM (machinelearningmastery.com)",
    claim="loss 0.058, 99.4 % of the characters right after 30 epochs",
    metric="character_accuracy",
    low=0.994,
    high=0.994,
)


def _preset(
    title: str,
    summary: str,
    task: Mapping[str, Any],
    architecture: Mapping[str, Any],
    training: Mapping[str, Any],
    published: Published | None = None,
) -> Preset:
    values = {"task": dict(task), "architecture": dict(architecture), "training": {"batch_size": 10} | dict(training)}
    return Preset(title, summary, values, published)


_AS_PUBLISHED = {"epochs": 30}
_ATTENTION = {"kind": "attention", "units": 64}
_PADDED = {"kind": "padded", "layers": 2, "units": 64}
# Found by trying: with these, most seeds need 2,000 to 3,000 updates for two terms up to 100.
_QUICKLY = {"batch_size": 128, "learning_rate": 0.01, "clip_norm": 1.0, "updates_per_epoch": 50, "epochs": 64}
_SLOWLY = _QUICKLY | {"learning_rate": 0.005, "epochs": 120}


class Addition(Task):
    """Problems such as "12+34" as one-hot characters; the answer, character by character, as the target."""

    kind: Literal["addition"] = "addition"
    terms: int = setting(2, "Terms", "How many numbers a problem has.", ge=2, le=MOST_TERMS)
    up_to: bool = setting(
        False,
        "Up to so many terms",
        "Also problems with fewer terms, down to two.",
        only_if={"terms": range(3, MOST_TERMS + 1)},
    )
    largest: int = setting(
        10, "Largest number", "Numbers are drawn from 1 to this one.", ge=LEAST_LARGEST, le=MOST_LARGEST
    )
    operations: Annotated[str, OneOf(OPERATION_SETS)] = setting(
        "+", "Operations", "What may stand between two numbers. × binds tighter than + and −."
    )
    parentheses: bool = setting(
        False,
        "Parentheses",
        "A pair of neighbours may stand in parentheses.",
        only_if={"terms": range(3, MOST_TERMS + 1)},
    )
    padding: Annotated[str, OneOf(PADDINGS)] = setting("whole", "Padding", "Where spaces fill up short problems.")
    reversed: bool = setting(False, "Read backwards", "Turn round the problem, so that it begins with its last digit.")
    held_out: float = setting(
        0.2,
        "Held out",
        "Share of the problems that training never sees, with their terms in any order.",
        ge=0,
        le=0.5,
    )

    title: ClassVar = "Addition"
    question: ClassVar = (
        "Characters of a sum come in, characters of the answer go out. Does it add, or does it remember?"
    )
    counted: ClassVar = "problems"
    metrics: ClassVar = ("character_accuracy",)
    scores: ClassVar = MappingProxyType(
        {
            "accuracy": Score(
                "Characters right on its own",
                share=True,
                explanation="As published results count: it is told nothing but what it has written itself, and spaces "
                "that fill up short answers count as characters.",
            ),
            "exact_match": Score(
                "Answers right, like training",
                share=True,
                chart="Whole answers right",
                line="like training",
                explanation="Right in every character, for problems of the part that training sees.",
            ),
            "exact_match_held_out": Score(
                "Answers right, held out",
                share=True,
                chart="Whole answers right",
                line="held out",
                explanation="Right in every character, for problems that training never sees.",
            ),
        }
    )
    curves: ClassVar = ("loss", "character_accuracy", "exact_match")
    architectures: ClassVar = ("repeat_vector", "state_passing", "attention", "padded")
    is_judged: ClassVar = True
    presets: ClassVar = MappingProxyType(
        {
            "addition-seq2seq": _preset(
                "Repeat vector",
                "As published: two terms up to 10.",
                {"held_out": 0},
                {"kind": "repeat_vector"},
                _AS_PUBLISHED,
                _TUTORIAL,
            ),
            "addition-seq2seq-100": _preset(
                "Up to 100",
                "The same network on larger numbers.",
                {"largest": 100},
                {"kind": "repeat_vector"},
                _SLOWLY,
            ),
            "addition-state-passing": _preset(
                "State passing",
                "The decoder starts from the encoder's last state.",
                {"largest": 100},
                {"kind": "state_passing"},
                _SLOWLY,
            ),
            "addition-attention": _preset(
                "Attention",
                "Every step of the answer looks back at the problem. 64 units, batches of 128 and a rate of 0.01 "
                "get it to 99 % of the problems it never saw within 30 seconds.",
                {"largest": 100, "reversed": True},
                _ATTENTION,
                _QUICKLY,
            ),
            "addition-padded": _preset(
                "Padded",
                "No encoder and decoder: as many steps out as in.",
                {"largest": 100},
                _PADDED,
                _SLOWLY | {"epochs": 100},
            ),
            "addition-three-terms": _preset(
                "Three terms",
                "Up to three terms, some with two, read both ways by two layers.",
                {"largest": 99, "terms": 3, "up_to": True},
                _PADDED,
                _SLOWLY | {"epochs": 100},
            ),
            "addition-mixed-operations": _preset(
                "+ − ×",
                "Answers may be negative, or long: products it learns by heart.",
                {"largest": 20, "operations": "+-×"},
                _ATTENTION,
                _QUICKLY,
            ),
            "addition-reversed-999": _preset(
                "Up to 999",
                "Three digits, read backwards: the hard one.",
                {"largest": 999, "reversed": True},
                _ATTENTION | {"units": 96},
                _SLOWLY | {"epochs": 160},
            ),
        }
    )

    @model_validator(mode="after")
    def _has_problems_enough(self) -> Self:
        try:
            reason = why_not_held_out(self.rules, self.held_out) if self.held_out else None
        except InvalidInput as error:
            raise ValueError(str(error)) from error
        if reason:
            raise ValueError(reason)
        return self

    @property
    def rules(self) -> Rules:
        """Which problems there are. Raises InvalidInput where their answers would be too long."""
        more = self.terms > 2
        return Rules(self.terms, self.up_to and more, self.largest, tuple(self.operations), self.parentheses and more)

    def in_words(self) -> str:
        unseen = f", {self.held_out:.0%} held out" if self.held_out else ""
        turned = ", read backwards" if self.reversed else ""
        return f"{self.rules.in_words()}{turned}{unseen}"

    def measures(self) -> dict[str, Measure | Score]:
        """Without a score of held-out problems where there are none."""
        without = () if self.held_out else ("exact_match_held_out",)
        return {name: measure for name, measure in super().measures().items() if name not in without}

    def input_shape(self) -> tuple[int, int]:
        return input_length(self.rules), len(symbols_of(self.rules))

    def output(self) -> Output:
        symbols = symbols_of(self.rules)
        return Output(
            units=len(symbols),
            activation="softmax",
            per_step=True,
            steps=output_length(self.rules),
            padding=symbols.index(SPACE),
        )

    def objective(self) -> str:
        return "categorical_crossentropy"

    def inputs_of(self, problems: Problems, rules: Rules | None = None) -> Array:
        """Problems of these rules, or of harder `rules`, as networks get them: one-hot (problems, length, symbols)."""
        codes = encode_problems(problems, rules or self.rules, self.padding, self.reversed)
        return one_hot(codes, len(symbols_of(self.rules)))

    def examples(self, series: Series | None = None) -> AdditionExamples:
        return AdditionExamples(self)
