"""An experiment = task + architecture + training: frozen, validated, and JSON in every direction.

`Experiment.model_dump_json()` is the save format; `to_link` packs it for a URL; `from_json`, `from_link` and
`with_values` are the three doors through which outside text enters. All of them raise `InvalidInput`.
"""

import base64
import binascii
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from pydantic import ValidationError, model_validator

from seqcore.architectures import ARCHITECTURES, Architecture, LayerSummary
from seqcore.invalid import InvalidInput, explain
from seqcore.registry import one_of
from seqcore.settings import Settings
from seqcore.tasks import TASKS, Task
from seqcore.training.settings import Training

if TYPE_CHECKING:
    AnyTask = Task
    AnyArchitecture = Architecture
else:
    AnyTask = one_of(TASKS)
    AnyArchitecture = one_of(ARCHITECTURES)

MOST_JSON_CHARACTERS = 100_000


class Experiment(Settings):
    """Everything that decides the numbers of a run."""

    version: Literal[1] = 1
    task: AnyTask
    architecture: AnyArchitecture
    training: Training

    @model_validator(mode="after")
    def _task_accepts_architecture(self) -> "Experiment":
        if self.architecture.kind not in self.task.architectures:
            raise ValueError(
                f"architecture: got {self.architecture.kind!r}; the task {self.task.kind!r} allows "
                f"{', '.join(self.task.architectures)}. Choose one of those."
            )
        return self

    def layers(self) -> Sequence[LayerSummary]:
        """The layers this experiment builds, with shapes and parameter counts, without TensorFlow."""
        return self.architecture.describe(self.task.input_shape(), self.task.output())

    def parameters(self) -> int:
        """Number of weights of the network."""
        return sum(layer.parameters for layer in self.layers())

    def to_link(self) -> str:
        """Compressed, URL-safe text; `from_link` is the inverse."""
        packed = zlib.compress(self.model_dump_json().encode(), level=9)
        return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def from_values(values: Any) -> Experiment:
    """An experiment from plain values (nested dicts and lists)."""
    if not isinstance(values, Mapping):
        raise InvalidInput([f"experiment: got {type(values).__name__}; allowed is a JSON object."])
    try:
        return Experiment.model_validate(values)
    except ValidationError as error:
        raise InvalidInput(explain(error, Experiment)) from error


def from_json(text: str | bytes) -> Experiment:
    """An experiment from its saved form."""
    if len(text) > MOST_JSON_CHARACTERS:
        raise InvalidInput([f"experiment: got {len(text):,} characters; allowed are at most {MOST_JSON_CHARACTERS:,}."])
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(
            ["experiment: what was passed is not JSON; pass what “Save as JSON” or a run's experiment.json holds."]
        ) from error
    return from_values(values)


def from_link(text: str) -> Experiment:
    """The inverse of `Experiment.to_link`."""
    try:
        packed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        stream = zlib.decompressobj()
        unpacked = stream.decompress(packed, MOST_JSON_CHARACTERS + 1)
        if not stream.eof and len(unpacked) <= MOST_JSON_CHARACTERS:
            raise ValueError("cut off")
    except (binascii.Error, ValueError, zlib.error) as error:
        raise InvalidInput(["link: it is damaged or incomplete; copy the whole link once more."]) from error
    return from_json(unpacked)


def with_values(experiment: Experiment, assignments: Iterable[str]) -> Experiment:
    """`experiment` with ``PATH=VALUE`` assignments applied, e.g. ``architecture.layers.0.units=8``.

    VALUE is JSON where it parses as JSON, and text otherwise.
    """
    values = experiment.model_dump(mode="json")
    for assignment in assignments:
        path, equals, text = assignment.partition("=")
        if not equals or not path:
            raise InvalidInput([f"--set: got {assignment!r}; allowed is PATH=VALUE, as in training.epochs=250."])
        *parents, last = path.split(".")
        place: Any = values
        try:
            for step in parents:
                place = place[int(step)] if isinstance(place, list) else place[step]
            if isinstance(place, list):
                place[int(last)] = _json_or_text(text)
            elif isinstance(place, dict):
                place[last] = _json_or_text(text)
            else:
                raise KeyError(last)
        except (KeyError, ValueError, IndexError, TypeError) as error:
            raise InvalidInput(
                [f"{path}: there is no such setting; `python -m seqcore describe` lists them all."]
            ) from error
    return from_values(values)


def _json_or_text(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
