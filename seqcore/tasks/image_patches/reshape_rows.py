"""What Keras said to several ways of putting convolutions before an LSTM: the rows of a table.

How they are found out stands in `seqcore/training/reshaping.py`, which loads TensorFlow.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class ReshapeRow:
    """One way. `layer` is where Keras stopped, or the LSTM where it did not; `arrived` the shape that came to it."""

    built: str
    layer: str
    arrived: tuple[int | None, ...]
    error: str
    """What Keras said, one line; empty where the network was built."""
    first_step: tuple[int, ...]
    """The patches (1 to 4) that the first step knows anything of; none where there was no network."""

    @property
    def shape_in_words(self) -> str:
        """As Keras prints shapes: "(batch, 4, 676)"."""
        return f"({', '.join('batch' if size is None else str(size) for size in self.arrived)})"
