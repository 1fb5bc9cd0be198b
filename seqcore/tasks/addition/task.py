"""Addition as sequence to sequence: characters in, characters out.

Sources: "Learn to Add Numbers with an Encoder-Decoder LSTM" (machinelearningmastery.com) and Keras' addition example.
A share of the unordered problems is kept out of training, by a hash of each, to tell adding from remembering.
"""

from types import MappingProxyType
from typing import Annotated, ClassVar, Literal, Self

import numpy as np
from pydantic import model_validator

from seqcore.data.arithmetic.hold_out import why_not_held_out
from seqcore.data.arithmetic.problems import LEAST_LARGEST, MOST_LARGEST, MOST_TERMS, Problems, Rules
from seqcore.data.base import Data
from seqcore.evaluation.measure import Measure
from seqcore.invalid import InvalidInput
from seqcore.settings import OneOf, setting
from seqcore.tasks.addition.alphabet import SPACE, input_length, output_length, symbols_of
from seqcore.tasks.addition.asked import Asked, asked
from seqcore.tasks.addition.encoding import PADDINGS, encode_problems
from seqcore.tasks.addition.examples import JUDGED, LOOKED_AT, AdditionExamples
from seqcore.tasks.addition.presets import ADDITION_PRESETS
from seqcore.tasks.base.batch import Tokens
from seqcore.tasks.base.signature import Signature, Spec
from seqcore.tasks.base.task import Task

OPERATION_SETS = {"+": "+", "+-": "+ and −", "+×": "+ and ×", "+-×": "+, − and ×"}
_SAME_PROBLEMS = f"{LOOKED_AT} at most, different ones, the same at every look (the verdict counts up to {JUDGED:,})"


class Addition(Task):
    """Problems such as "12+34" as characters; the answer, character by character, as the target."""

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
            "accuracy": Measure(
                "Characters right on its own",
                share=True,
                explanation="As published results count: it is told nothing but what it has written itself, and spaces "
                "that fill up short answers count as characters.",
            ),
            "exact_match": Measure(
                "Answers right, like training",
                share=True,
                chart="Whole answers right",
                line="like training",
                explanation=f"Right in every character, for problems of the part that training sees: {_SAME_PROBLEMS}.",
            ),
            "exact_match_held_out": Measure(
                "Answers right, held out",
                share=True,
                chart="Whole answers right",
                line="held out",
                explanation=f"Right in every character, for problems that training never sees: {_SAME_PROBLEMS}.",
            ),
        }
    )
    curves: ClassVar = ("loss", "character_accuracy", "exact_match")
    architecture: ClassVar = "repeat_vector"
    presets: ClassVar = ADDITION_PRESETS
    group: ClassVar = "Arithmetic"
    to_see: ClassVar = "Answers that come right character by character; then ask it sums of your own."
    seconds: ClassVar = 30

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

    def measures(self) -> dict[str, Measure]:
        """Without a score of held-out problems where there are none."""
        without = () if self.held_out else ("exact_match_held_out",)
        return {name: measure for name, measure in super().measures().items() if name not in without}

    def signature(self) -> Signature:
        symbols = symbols_of(self.rules)
        read, written = (
            Spec((length,), vocabulary=len(symbols), padding=symbols.index(SPACE))
            for length in (input_length(self.rules), output_length(self.rules))
        )
        return Signature({"input": read}, written, "softmax", is_step_by_step=False)

    def inputs_of(self, problems: Problems, rules: Rules | None = None) -> Tokens:
        """Problems of these rules, or of harder `rules`, as networks get them: tokens (problems, length)."""
        return encode_problems(problems, rules or self.rules, self.padding, self.reversed).astype(np.int32)

    def asked(self, text: str) -> Asked:
        """A question that a person typed; raises InvalidInput, with one sentence, for what cannot be read at all."""
        return asked(text, self.rules, self.padding, self.reversed, self.held_out)

    def examples(self, data: Data | None = None) -> AdditionExamples:
        return AdditionExamples(self)
