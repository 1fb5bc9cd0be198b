"""The state of a run between two slices: everything that the next update depends on besides the experiment."""

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt

Reason = Literal["completed", "early_stopping", "not_finite"]
Variables = tuple[npt.NDArray[Any], ...]


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
    """The model's variables after `epoch` epochs, kept so that predictions can be replayed."""

    epoch: int
    variables: Variables = field(repr=False)


@dataclass(frozen=True)
class Recorded:
    """The arrays of an evaluation after `epoch` epochs, kept so that they can be shown."""

    epoch: int
    arrays: Mapping[str, npt.NDArray[Any]] = field(repr=False)


def arrays_to_bytes(variables: Variables, **more: npt.NDArray[Any]) -> bytes:
    """NumPy's .npz format, without pickle."""
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **{f"v{i:04d}": value for i, value in enumerate(variables)}, **more)
    return buffer.getvalue()


def arrays_from_bytes(content: bytes) -> tuple[Variables, dict[str, npt.NDArray[Any]]]:
    """The inverse of `arrays_to_bytes`. Raises ValueError when the content is damaged."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            numbered = sorted(name for name in arrays.files if name[0] == "v" and name[1:].isdigit())
            rest = {name: arrays[name] for name in arrays.files if name not in numbered}
            return tuple(arrays[name] for name in numbered), rest
    except Exception as error:  # zipfile and NumPy raise a dozen kinds
        raise ValueError(f"damaged: {error}") from error


def state_to_bytes(state: State) -> bytes:
    """The saved form of a state."""
    plain = {f.name: getattr(state, f.name) for f in fields(state) if f.name not in ("variables", "pending")}
    text = np.frombuffer(json.dumps(plain).encode(), dtype=np.uint8)
    return arrays_to_bytes(state.variables, plain=text, pending=state.pending)


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
