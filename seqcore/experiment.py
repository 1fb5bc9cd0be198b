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
        if why_not := self.architecture.accepts(self.task.signature()):
            raise ValueError(
                f"architecture: got {self.architecture.kind!r}; for this task {why_not}. "
                f"Allowed: {', '.join(architectures_for(self.task))}."
            )
        return self

    def layers(self) -> Sequence[LayerSummary]:
        """The layers this experiment builds, with shapes and parameter counts, without TensorFlow."""
        return self.architecture.describe(self.task.signature())

    def parameters(self) -> int:
        """Number of weights of the network."""
        return sum(layer.parameters for layer in self.layers())

    def with_seed(self, seed: int) -> "Experiment":
        """The same with another seed."""
        return self.model_copy(update={"training": self.training.model_copy(update={"seed": seed})})

    def to_link(self) -> str:
        """Compressed, URL-safe text; `from_link` is the inverse."""
        packed = zlib.compress(self.model_dump_json().encode(), level=9)
        return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def architectures_for(task: Task) -> tuple[str, ...]:
    """The kinds of architecture that accept a task, as it is set; first the one that it begins with."""
    signature = task.signature()
    fitting = [kind for kind, one in ARCHITECTURES.items() if not one(kind=kind).accepts(signature)]
    return tuple(sorted(fitting, key=lambda kind: kind != task.architecture))


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
    return from_values(values_in(text))


def values_in(text: str | bytes) -> Any:
    """The plain values in a JSON text that is to be an experiment."""
    if len(text) > MOST_JSON_CHARACTERS:
        raise InvalidInput([f"experiment: got {len(text):,} characters; allowed are at most {MOST_JSON_CHARACTERS:,}."])
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(
            ["experiment: what was passed is not JSON; pass what “Save as JSON” or a run's experiment.json holds."]
        ) from error


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


def merged(values: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """`values` with `changes` in their place: groups are merged, lists and plain values are replaced.

    A group of another `kind` is replaced, too: the settings of one kind mean nothing to another.
    """
    if changes.get("kind", values.get("kind")) != values.get("kind"):
        return dict(changes)
    result = dict(values)
    for name, change in changes.items():
        old = result.get(name)
        result[name] = merged(old, change) if isinstance(old, Mapping) and isinstance(change, Mapping) else change
    return result


def with_values(experiment: Experiment, assignments: Iterable[str]) -> Experiment:
    """`experiment` with ``PATH=VALUE`` assignments applied, e.g. ``architecture.layers.0.units=8``.

    VALUE is JSON where it parses as JSON, and text otherwise; of a setting that is text, always text. An empty VALUE is
    None, of a list the empty list. The place after the last entry of a list is a new entry; another ``kind`` starts
    from the defaults of that kind.
    """
    values = experiment.model_dump(mode="json")
    for assignment in assignments:
        path, equals, text = assignment.partition("=")
        if not equals or not path:
            raise InvalidInput([f"--set: got {assignment!r}; allowed is PATH=VALUE, as in training.epochs=250."])
        try:
            _assign(values, path.split("."), text)
        except InvalidInput:
            raise
        except (KeyError, ValueError, TypeError) as error:
            raise InvalidInput(
                [f"{path}: there is no such setting; `python -m seqcore describe` lists them all."]
            ) from error
    return from_values(values)


_KINDS: Mapping[str, Mapping[str, type[Settings]]] = {"task": TASKS, "architecture": ARCHITECTURES}


def _assign(values: Any, path: Sequence[str], text: str) -> None:
    """Put what `text` means into the nested `values`. Raises KeyError, ValueError or TypeError for a wrong path."""
    place = values
    for depth, step in enumerate(path[:-1], 1):
        place = _entry(place, step, path[:depth], {}) if isinstance(place, list) else place[step]
    last = path[-1]
    if isinstance(place, list):
        old = _entry(place, last, path, None)
        place[int(last)] = _value(text, old)
    elif not isinstance(place, dict):
        raise KeyError(last)
    elif last == "kind" and place.get("kind") not in (None, text):
        kinds = _KINDS.get(path[0], {})
        place.clear()
        place.update(kinds[text]().model_dump(mode="json") if text in kinds else {"kind": text})
    else:
        place[last] = _value(text, place.get(last))


def _entry(entries: list[Any], step: str, path: Sequence[str], new: Any) -> Any:
    """The entry of a list that `step` counts to; `new` is appended for the place after the last one."""
    if not (step.isascii() and step.isdigit()):
        raise KeyError(step)
    index, name = int(step[:9]), ".".join(path[:-1])
    if index > len(entries):
        raise InvalidInput(
            [f"{'.'.join(path)}: {name} has {len(entries)} so far; the next one is {name}.{len(entries)}."]
        )
    if index == len(entries):
        entries.append(new)
    return entries[index]


def _without_quotes(text: str) -> str:
    """A text as it is, also when it is written as a JSON string."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return value if isinstance(value, str) else text


def _value(text: str, old: Any) -> Any:
    """What `text` means for a setting whose value is `old`."""
    if isinstance(old, str):
        return _without_quotes(text)
    if not text:
        return [] if isinstance(old, list) else None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
