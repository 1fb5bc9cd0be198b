"""Addition as sequence to sequence: characters in, characters out.

Sources: "Learn to Add Numbers with an Encoder-Decoder LSTM" (machinelearningmastery.com) and Keras' addition example.
A share of the unordered problems is kept out of training, by a hash of each, to tell adding from remembering.
"""

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Literal, Self

import numpy as np
from pydantic import model_validator

from seqcore.addition.alphabet import SPACE, input_length, output_length, symbols_of
from seqcore.addition.anatomy import exact, per_character
from seqcore.addition.drawing import VALIDATION_STREAM, draw
from seqcore.addition.encoding import PADDINGS, encode_answers, encode_problems, one_hot
from seqcore.addition.hold_out import why_not_held_out
from seqcore.addition.probe import Reach, draw_probe, one_more_digit, one_more_term
from seqcore.addition.problems import LEAST_LARGEST, MOST_LARGEST, MOST_TERMS, Problems, Rules
from seqcore.invalid import InvalidInput
from seqcore.series.series import Series
from seqcore.settings import OneOf, setting
from seqcore.tasks.base import Array, Examples, Judgement, Look, Network, Output, Preset, Published, Score, Scores, Task

EXAMPLES_PER_EPOCH = 1000
LOOKED_AT = 300
"""Problems of each part that are solved at a look; the judgement at the end takes `JUDGED`."""
JUDGED = 2000
PROBED = 500
RECORDED = 20
"""Problems of each part whose answers are recorded for the table."""
OPERATION_SETS = {"+": "+", "+-": "+ and −", "+×": "+ and ×", "+-×": "+, − and ×"}

_TUTORIAL = Published(
    source="Learn to Add Numbers with an Encoder-Decoder LSTM (machinelearningmastery.com)",
    claim="loss 0.058, 99.4 % of the characters right after 30 epochs",
    metric="accuracy",
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
    metrics: ClassVar = ("character_accuracy",)
    scores: ClassVar = MappingProxyType(
        {
            "accuracy": Score("Characters right", share=True),
            "exact_match": Score("Answers right, like training", share=True),
            "exact_match_held_out": Score("Answers right, held out", share=True),
        }
    )
    curves: ClassVar = ("loss", "exact_match", "exact_match_held_out")
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
                "Every step of the answer looks back at the problem.",
                {"largest": 100, "reversed": True},
                _ATTENTION,
                _QUICKLY,
            ),
            "addition-padded": _preset(
                "Padded",
                "No encoder and decoder: as many steps out as in.",
                {"largest": 100},
                {"kind": "padded"},
                _SLOWLY,
            ),
            "addition-three-terms": _preset(
                "Three terms",
                "Up to three terms, some with two.",
                {"largest": 99, "terms": 3, "up_to": True},
                _ATTENTION,
                _QUICKLY,
            ),
            "addition-mixed-operations": _preset(
                "+ − ×",
                "Answers may be negative, or long.",
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

    def inputs_of(self, problems: Problems, length: int | None = None) -> Array:
        """Problems as the network gets them: one-hot (problems, input_length, symbols)."""
        codes = encode_problems(problems, self.rules, self.padding, self.reversed, length)
        return one_hot(codes, len(symbols_of(self.rules)))

    def examples(self, series: Series | None = None) -> Examples:
        return AdditionExamples(self)


class AdditionExamples(Examples):
    """Fresh problems for every update, and fixed ones of both parts to judge by."""

    def __init__(self, task: Addition) -> None:
        self.task, self.rules = task, task.rules
        self.symbols = len(symbols_of(task.rules))

    def updates_per_pass(self, batch_size: int) -> int:
        return -(-EXAMPLES_PER_EPOCH // batch_size)

    def batches(self, seed: int, first: int, count: int, batch_size: int) -> tuple[Array, Array]:
        problems = draw(
            self.rules, seed, first * batch_size, count * batch_size, held_out=False, share=self.task.held_out
        )
        inputs, targets = self.task.inputs_of(problems), self.targets_of(problems)
        return tuple(part.reshape(count, batch_size, *part.shape[1:]) for part in (inputs, targets))  # type: ignore[return-value]

    def targets_of(self, problems: Problems) -> Array:
        """Answers as one-hot characters (problems, output_length, symbols)."""
        return one_hot(encode_answers(problems.answers(), self.rules), self.symbols)

    def validation(self) -> tuple[Array, Array]:
        return self._validation

    @cached_property
    def _validation(self) -> tuple[Array, Array]:
        """Problems as they come, seen or not."""
        problems = draw(self.rules, 0, 0, LOOKED_AT, stream=VALIDATION_STREAM)
        return self.task.inputs_of(problems), self.targets_of(problems)

    def problems_of(self, held_out: bool, count: int) -> Problems:
        """Fixed problems that training may see, or those held out; without a held-out part there are none of them."""
        if held_out and not self.task.held_out:
            count = 0
        share = self.task.held_out
        return draw(self.rules, 1, 0, count, stream=VALIDATION_STREAM, held_out=held_out, share=share)

    @cached_property
    def looked_at(self) -> tuple[Problems, Problems]:
        """The problems of both parts that are solved at every look: like those trained on, and held out."""
        return self.problems_of(False, LOOKED_AT), self.problems_of(True, LOOKED_AT)

    def look(self, predictions: Array, network: Network) -> Look:
        """Recorded are the probabilities (up to 40, output_length, symbols) for the first 20 problems of each part."""
        expected = self._validation[1].argmax(axis=-1)
        scores = {"accuracy": per_character(expected, predictions.argmax(axis=-1))}
        recorded = []
        for name, problems in zip(("exact_match", "exact_match_held_out"), self.looked_at, strict=True):
            if len(problems):
                answers = network.predict(self.task.inputs_of(problems))
                scores[name] = self.share_right(problems, answers)
                recorded.append(answers[:RECORDED])
        return Look(scores, np.round(np.concatenate(recorded).astype(np.float64), 3))

    def share_right(self, problems: Problems, answers: Array) -> float:
        """The share of whole answers that are right; `answers` are probabilities (problems, output_length, symbols)."""
        expected = encode_answers(problems.answers(), self.rules)
        return float(exact(expected, answers.argmax(axis=-1)).mean())

    def judge(self, network: Network) -> Judgement:
        arrays, scores = {}, {}
        for name, held_out in (("exact_match", False), ("exact_match_held_out", True)):
            problems = self.problems_of(held_out, JUDGED)
            if len(problems):
                answers = network.predict(self.task.inputs_of(problems))
                scores[name] = self.share_right(problems, answers)
                arrays[name] = answers.argmax(axis=-1).astype(np.int8)
        return Judgement(scores, self._beyond(network), {}, arrays)

    def _beyond(self, network: Network) -> Scores:
        """The share of right answers to problems with one more digit and one more term, as far as they fit in."""
        reach = Reach(*self.task.input_shape()[:1], self.task.output().steps)
        scores = {}
        for name, harder in (("one_more_digit", one_more_digit), ("one_more_term", one_more_term)):
            probe = harder(self.rules, reach)
            if probe.rules is not None:
                problems = draw_probe(probe, 0, PROBED)
                read, said = probe.lengths(reach)
                codes = encode_problems(problems, probe.rules, self.task.padding, self.task.reversed, read)
                answers = network.predict(one_hot(codes, self.symbols))
                expected = encode_answers(problems.answers(), probe.rules, said)
                scores[name] = float(exact(expected, answers.argmax(axis=-1)).mean())
        return scores
