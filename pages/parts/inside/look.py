"""What a view of the inside is about: a run, one example, one recurrent layer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from pages.parts.controls import Shown
from seqcore.inspection.layers import Reader
from seqcore.tasks.base.task import Examples

Array = npt.NDArray[Any]

UNSEEN = {" ": "␣", "\n": "⏎", "\t": "⇥"}


@dataclass(frozen=True, eq=False)
class Example:
    """One input (1, steps, …) and what its tokens stand for, if it has some."""

    title: str
    inputs: Array
    symbols: tuple[str, ...] = ()
    spelled: tuple[str, ...] = ()
    """What stands for each of its steps, if it is words."""

    @property
    def steps(self) -> int:
        return int(self.inputs.shape[1])

    def words(self) -> list[str]:
        """What comes in at each step, in a word."""
        values = self.inputs[0]
        if self.spelled:
            return [word or "∅" for word in self.spelled]
        if self.symbols:
            return [self.symbol(int(code)) for code in values]
        if values.ndim > 2:
            return ["image"] * len(values)
        return [", ".join(f"{number:.3g}" for number in row[:3]) + (", …" if len(row) > 3 else "") for row in values]

    def symbol(self, code: int) -> str:
        """A token as it is shown."""
        return visible(self.symbols[code]) if 0 <= code < len(self.symbols) else "∅"


@dataclass(frozen=True)
class Own:
    """A place of the screen where a person makes an example. `inputs` gives it as (1, steps, …); None: not yet."""

    title: str
    inputs: Callable[[Examples], Array | None]
    missing: str
    """Where to make one, in a sentence."""


@dataclass(frozen=True, eq=False)
class Look:
    """A run at rest or going on, its held-out examples, the one that is chosen, and the layer."""

    shown: Shown
    examples: Examples
    example: Example
    readers: list[Reader]
    reader: Reader

    def words(self) -> list[str]:
        """What the chosen layer's steps stand for, in a word each."""
        if not self.reader.reads_input:
            return [f"answer {step}" for step in range(1, self.reader.steps + 1)]
        words = self.example.words()
        return words + ["nothing"] * (self.steps - len(words))

    @property
    def steps(self) -> int:
        """Of the chosen layer, for this example."""
        return max(self.example.steps, self.reader.steps) if self.reader.reads_input else self.reader.steps

    @property
    def drawn_steps(self) -> int:
        """All of them; where they are words those until the last word, and one of the padding after it."""
        if not self.example.spelled or not self.reader.reads_input:
            return self.steps
        said = [place for place, word in enumerate(self.example.spelled, 1) if word]
        return min(max(said, default=0) + 1, self.steps)


def visible(symbol: str) -> str:
    """A symbol that can be seen."""
    return UNSEEN.get(symbol, symbol if symbol.isprintable() else f"U+{ord(symbol[0]):04X}")


def held_out(examples: Examples, pieces: int) -> Array:
    """The held-out inputs as networks read them whole: (examples, steps, …), the pieces of a sequence as one."""
    inputs = examples.validation().input
    whole = len(inputs) // pieces
    return np.reshape(inputs[: whole * pieces], (whole, pieces * inputs.shape[1], *inputs.shape[2:]))
