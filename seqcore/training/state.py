"""The state of a run between two slices: everything that the next update depends on besides the experiment."""

import io
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt

Reason = Literal["completed", "early_stopping", "not_finite"]
Variables = tuple[npt.NDArray[Any], ...]
LAYOUT, VARIABLES = "layout", "variables"
"""What holds the variables in a file."""
KINDS = "fiub"
"""NumPy's letters for the types that a variable may have: numbers, and yes or no."""


@dataclass(frozen=True)
class State:
    """State after `update` updates.

    `variables` are the model's variables (weights, batch-normalisation averages, dropout's random state) and then the
    optimizer's. `pending` holds the rows (loss, metrics …) of the updates of an unfinished epoch.
    """

    update: int
    updates_per_epoch: int
    learning_rate: float
    variables: Variables
    pending: npt.NDArray[np.float32]
    validated_epoch: int = -1
    best_loss: float = float("inf")
    best_epoch: int = 0
    seconds: float = 0.0
    finished: Reason | None = None

    @property
    def epoch(self) -> int:
        """Whole epochs trained."""
        return self.update // self.updates_per_epoch

    @property
    def num_bytes(self) -> int:
        """Of the variables."""
        return sum(value.nbytes for value in self.variables)

    @property
    def has_arrays(self) -> bool:
        """Whether it is whole: every network has variables."""
        return bool(self.variables)

    def without_arrays(self) -> "State":
        """What is small about it."""
        return replace(self, variables=(), pending=self.pending[:0])

    @property
    def trained_epochs(self) -> float:
        """Epochs trained, with the part of an unfinished one."""
        return self.update / self.updates_per_epoch


@dataclass(frozen=True)
class Controls:
    """What a person may change while a run goes on: a new learning rate, or an epoch to stop at (Step)."""

    learning_rate: float | None = None
    until_epoch: int | None = None


@dataclass(frozen=True)
class Checkpoint:
    """The model's variables after `epoch` epochs, kept so that predictions can be replayed.

    `content` is the file to be, made where the numbers are: a server that hears from many workers only writes it.
    """

    epoch: int
    content: npt.NDArray[np.uint8] = field(repr=False)

    @classmethod
    def of(cls, epoch: int, variables: Variables) -> "Checkpoint":
        """With these variables."""
        return cls(epoch, _as_array(arrays_to_bytes(variables)))

    @property
    def variables(self) -> Variables:
        """What is in the file."""
        return arrays_from_bytes(self.content.tobytes())[0]


@dataclass(frozen=True)
class Recorded:
    """The arrays of an evaluation after `epoch` epochs, kept so that they can be shown: as the file to be, too."""

    epoch: int
    content: npt.NDArray[np.uint8] = field(repr=False)

    @classmethod
    def of(cls, epoch: int, arrays: Mapping[str, npt.NDArray[Any]]) -> "Recorded":
        """With these arrays."""
        return cls(epoch, _as_array(arrays_to_bytes((), **arrays)))

    @property
    def arrays(self) -> Mapping[str, npt.NDArray[Any]]:
        """What is in the file."""
        return arrays_from_bytes(self.content.tobytes())[1]


def arrays_to_bytes(variables: Variables, **more: npt.NDArray[Any]) -> bytes:
    """NumPy's .npz format, without pickle.

    The variables are in it as one array of bytes, with their types and shapes beside it: an entry for each would take
    three times as long, and a run writes hundreds of these files.
    """
    buffer = io.BytesIO()
    layout = json.dumps([[value.dtype.str, value.shape] for value in variables])
    together = b"".join(value.tobytes() for value in variables)
    arrays = {LAYOUT: _as_array(layout.encode()), VARIABLES: _as_array(together)} if variables else {}
    np.savez(buffer, allow_pickle=False, **arrays, **more)
    return buffer.getvalue()


def arrays_from_bytes(content: bytes) -> tuple[Variables, dict[str, npt.NDArray[Any]]]:
    """The inverse of `arrays_to_bytes`. Raises ValueError when the content is damaged."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            found = {name: arrays[name] for name in arrays.files}
        if LAYOUT in found:
            return _apart(found.pop(LAYOUT), found.pop(VARIABLES)), found
        # As versions before wrote them: v0000, v0001, …
        numbered = sorted(name for name in found if name[0] == "v" and name[1:].isdigit())
        return tuple(found.pop(name) for name in numbered), found
    except Exception as error:  # zipfile and NumPy raise a dozen kinds
        raise ValueError(f"damaged: {error}") from error


def _as_array(content: bytes) -> npt.NDArray[np.uint8]:
    return np.frombuffer(content, dtype=np.uint8)


def _apart(layout: npt.NDArray[Any], together: npt.NDArray[Any]) -> Variables:
    """The variables in an array of bytes. Raises ValueError unless they are exactly what the layout says."""
    content, start = together.tobytes(), 0
    variables = []
    for name, shape in json.loads(layout.tobytes()):
        dtype = np.dtype(name)
        if dtype.kind not in KINDS or min(shape, default=0) < 0:
            raise ValueError(f"no variable is a {name} of shape {shape}")
        end = start + dtype.itemsize * math.prod(shape)
        variables.append(np.frombuffer(content[start:end], dtype).reshape(shape).copy())
        start = end
    if start != len(content):
        raise ValueError("the variables are not as long as they are to be")
    return tuple(variables)


def state_to_bytes(state: State) -> bytes:
    """The saved form of a state."""
    plain = {f.name: getattr(state, f.name) for f in fields(state) if f.name not in ("variables", "pending")}
    return arrays_to_bytes(state.variables, plain=_as_array(json.dumps(plain).encode()), pending=state.pending)


def state_from_bytes(content: bytes) -> State:
    """The inverse of `state_to_bytes`. Raises ValueError, KeyError or TypeError when the content is damaged."""
    variables, rest = arrays_from_bytes(content)
    plain = json.loads(rest["plain"].tobytes())
    state = State(variables=variables, pending=rest["pending"], **plain)
    whole = (state.update, state.updates_per_epoch, state.validated_epoch, state.best_epoch)
    numbers = (state.learning_rate, state.best_loss, state.seconds)
    if not (all(type(one) is int for one in whole) and all(isinstance(one, int | float) for one in numbers)):
        raise ValueError("damaged: a number is none")
    if state.update < 0 or state.updates_per_epoch < 1 or state.finished not in (None, *get_args(Reason)):
        raise ValueError("damaged: a number is out of range")
    return state
