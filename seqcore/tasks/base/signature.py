"""What goes into a network and what comes out of it: arrays by name, their shapes, and what the output means."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

CODE = "code"
"""The layer whose output stands for a whole sequence, in networks that have one."""


@dataclass(frozen=True)
class Given:
    """Vectors of `size` numbers that words have from elsewhere; `frozen` ones are not trained on."""

    size: int
    frozen: bool


@dataclass(frozen=True)
class Spec:
    """One array, without the axis of examples: (10, 1), (50,), (4, 14, 14, 1).

    Tokens are whole numbers below `vocabulary`; `padding` is the token, or the number, of steps that are to be skipped.
    A step of several tokens (50, 3) has a vocabulary for each in `columns`, and `vocabulary` is the largest one.
    `given` is there where the words of the first column have vectors already.
    """

    shape: tuple[int, ...]
    vocabulary: int | None = None
    padding: float | None = None
    columns: tuple[int, ...] = ()
    given: Given | None = None

    @property
    def dtype(self) -> Literal["float32", "int32"]:
        """Of the array: tokens are integers."""
        return "float32" if self.vocabulary is None else "int32"

    @property
    def steps(self) -> int:
        """How many steps a sequence has."""
        return self.shape[0]

    @property
    def features(self) -> int:
        """How many numbers stand for a step: of tokens one for each symbol (one-hot)."""
        return self.shape[-1] if self.vocabulary is None else self.vocabulary

    @property
    def is_per_step(self) -> bool:
        """Whether there is something for each step, and not once a sequence."""
        return len(self.shape) > (1 if self.vocabulary is None else 0)

    def with_steps(self, steps: int) -> "Spec":
        """The same for sequences of another length."""
        return replace(self, shape=(steps, *self.shape[1:]))


@dataclass(frozen=True)
class Head:
    """How a network ends: the activation of its last dense layer, and the loss that goes with what this says.

    With `is_chain` a CRF layer follows, and what is said is a chain: each tag, given the one before it.
    """

    activation: str
    loss: str
    is_chain: bool = False


HEADS = {
    "sigmoid": Head("sigmoid", "binary_crossentropy"),
    "softmax": Head("softmax", "sparse_categorical_crossentropy"),
    "linear": Head("linear", "mean_squared_error"),
    "crf": Head("linear", "path_crossentropy", is_chain=True),
}
"""Yes or no, one of several symbols (targets are tokens), a number, a whole path of symbols."""


@dataclass(frozen=True)
class Signature:
    """The inputs of a network by name, its output, and the head (a key of `HEADS`) that says what the output is."""

    inputs: Mapping[str, Spec]
    output: Spec
    head: str
    is_step_by_step: bool = True
    """Of outputs with steps: each belongs to the same step of the input. Else they are a sequence of their own."""
    carried: int = 1
    """Over how many batches recurrent layers carry their state on (stateful): so many pieces make up a sequence."""

    @property
    def input(self) -> Spec:
        """The only input, of networks that have one."""
        (only,) = self.inputs.values()
        return only

    @property
    def activation(self) -> str:
        """Of the last layer."""
        return HEADS[self.head].activation

    @property
    def head_is_chain(self) -> bool:
        """Whether a CRF layer comes last."""
        return HEADS[self.head].is_chain

    def with_steps(self, read: int, written: int) -> "Signature":
        """The same for inputs of `read` steps and outputs of `written`."""
        inputs = {name: spec.with_steps(read) for name, spec in self.inputs.items()}
        return replace(self, inputs=inputs, output=self.output.with_steps(written))
