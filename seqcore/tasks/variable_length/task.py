"""Variable length: short sequences filled up with zeros, with and without a mask. Which number is the error?

After the question "Keras LSTM with masking layer for variable-length inputs" (Stack Overflow).
"""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import model_validator

from seqcore.data.base import Data
from seqcore.limits import LARGEST_SEED
from seqcore.settings import OneOf, setting
from seqcore.tasks.base.signature import Signature, Spec
from seqcore.tasks.base.task import Task
from seqcore.tasks.variable_length.examples import VariableLengthExamples
from seqcore.tasks.variable_length.presets import VARIABLE_LENGTH_PRESETS

PADDINGS = {"after": "After the sequence", "before": "Before the sequence"}
LONGEST = 400


class VariableLength(Task):
    """Smooth signals of different length; the target is a fixed mix of them, some steps earlier or later."""

    kind: Literal["variable_length"] = "variable_length"
    sequences: int = setting(200, "Sequences", "How many there are; a quarter of them is held out.", ge=20, le=2000)
    shortest: int = setting(6, "Shortest", "Steps of the shortest sequence.", ge=2, le=LONGEST)
    longest: int = setting(24, "Longest", "Steps of the longest sequence.", ge=2, le=LONGEST)
    padded_to: int = setting(
        120, "Padded to", "Steps of every sequence, once it is filled up with zeros.", ge=2, le=LONGEST
    )
    features: int = setting(6, "Features", "How many signals a sequence has.", ge=1, le=64)
    shift: int = setting(
        5,
        "Shift",
        "The target is the mix of so many steps earlier: to be remembered. Below 0 it is that of later steps: to be "
        "foreseen.",
        ge=-20,
        le=20,
    )
    padding: Annotated[str, OneOf(PADDINGS)] = setting("after", "Padding", "Where the zeros are.")
    piece_steps: int | None = setting(
        None,
        "Cut into pieces",
        "Steps of a piece. The pieces of a sequence come in one batch after the other, and weights change in between. "
        "Empty: sequences are read whole.",
        ge=2,
        le=LONGEST,
    )
    stateful: bool = setting(
        False,
        "Keep the memory",
        "Go on from the state in which the piece before has ended (stateful), and forget when sequences begin. "
        "Otherwise every piece is read as if nothing had come before it.",
        only_if={"piece_steps": range(2, LONGEST + 1)},
    )
    masking: bool = setting(
        True, "Mask the padding", "Steps whose features are all 0 are skipped by the recurrent layers (Masking)."
    )
    counts_padding: bool = setting(
        False,
        "Padded steps count in the loss",
        "What Keras does without a mask. With one, or with weights of 0 and 1, only true steps count.",
    )
    data_seed: int = setting(1, "Data seed", "Decides the sequences: same seed, same data.", ge=0, le=LARGEST_SEED)

    title: ClassVar = "Variable length"
    question: ClassVar = (
        "Sequences of different length are filled up with zeros. Does the network learn them, or the zeros?"
    )
    counted: ClassVar = "sequences"
    metrics: ClassVar = ("mae_true_steps", "mae_all_steps")
    curves: ClassVar = ("mae_true_steps", "mae_all_steps")
    presets: ClassVar = VARIABLE_LENGTH_PRESETS
    group: ClassVar = "Numbers"
    to_see: ClassVar = "Two errors side by side: the one that is printed, and the one that counts."
    seconds: ClassVar = 20

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if not self.shortest <= self.longest <= self.padded_to:
            raise ValueError(
                f"shortest, longest and padded_to: got {self.shortest}, {self.longest} and {self.padded_to}; none may "
                "be smaller than the one before it."
            )
        return self

    def in_words(self) -> str:
        mask = "masked" if self.masking else "not masked"
        counted = "all steps count" if self.counts_padding else "true steps count"
        ahead = f"{abs(self.shift)} steps {'earlier' if self.shift >= 0 else 'later'}"
        memory = "memory kept" if self.stateful else "memory emptied"
        pieces = f", in pieces of {self.piece_steps} ({memory})" if self.piece_steps else ""
        return f"{self.shortest} to {self.longest} steps in {self.padded_to}{pieces}, {ahead}, {mask}, {counted}"

    @property
    def pieces(self) -> int:
        """Into how many pieces a sequence is cut: 1 for one that is read whole."""
        return -(-self.padded_to // self.piece_steps) if self.piece_steps else 1

    def signature(self) -> Signature:
        steps = self.piece_steps or self.padded_to
        read = Spec((steps, self.features), padding=0.0 if self.masking else None)
        carried = self.pieces if self.stateful else 1
        return Signature({"input": read}, Spec((steps, 1)), "linear", carried=carried)

    def objective(self) -> str:
        return "mean_absolute_error_everywhere" if self.counts_padding else "mean_absolute_error"

    def examples(self, data: Data | None = None) -> VariableLengthExamples:
        return VariableLengthExamples(self)
