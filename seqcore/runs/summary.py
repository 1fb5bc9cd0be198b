"""What a list of runs needs to know of each, read without its curves: a thousand of them in a second or two."""

import math
import os
from collections.abc import Mapping
from pathlib import Path

from pydantic import Field

from seqcore.invalid import InvalidInput
from seqcore.runs.damaged import Damaged, reading
from seqcore.runs.folder import RunFolder
from seqcore.runs.label import FILE as LABEL
from seqcore.runs.label import Label, read_label
from seqcore.settings import Settings
from seqcore.training.events import Finished, StatusChanged, Validations, event_from_line

FILES = ("experiment.json", "events.jsonl", LABEL, "owner")
"""What a summary is read from."""
LAST_BYTES = 65_536
"""Of the events: the end of a run, or what it was doing last, is in there."""


class Summary(Settings):
    """One run. `damage` says why nothing else is known; `scores` are those of its end, or the last ones."""

    task: str = ""
    architecture: str = ""
    words: str = ""
    status: str = "queued"
    scores: Mapping[str, float] = Field(default_factory=dict)
    owners: tuple[str, ...] = ()
    label: Label = Label()
    damage: str = ""


def fingerprint(folder: Path) -> str:
    """Another one when anything has changed that a summary is read from."""
    path = str(folder)  # joining texts: with thousands of runs, paths would take most of the time
    return " ".join(_state(f"{path}{os.sep}{name}") for name in FILES)


def summarize(folder: RunFolder) -> Summary:
    """The summary of a run, also of a damaged one."""
    label = read_label(folder.path)
    try:
        experiment = folder.experiment()
        status, scores = _end(folder)
        owners = tuple(folder.ownership.owners())
    except (InvalidInput, FileNotFoundError) as error:
        return Summary(damage=str(error) or "a file is missing", label=label)
    architecture = experiment.architecture.in_words()
    words = (experiment.task.title, experiment.task.in_words(), architecture, experiment.training.in_words())
    return Summary(
        task=experiment.task.kind,
        architecture=experiment.architecture.kind,
        words=" ".join((*words, f"seed {experiment.training.seed}")),
        status=status,
        scores=scores,
        owners=owners,
        label=label,
    )


def _end(folder: RunFolder) -> tuple[str, dict[str, float]]:
    """Its status, and what it measured last."""
    status, scores = "queued", dict[str, float]()
    try:
        with (folder.path / "events.jsonl").open("rb") as file, reading("events.jsonl"):
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - LAST_BYTES))
            lines = file.read().decode(errors="replace").splitlines()
            for line in lines[size > LAST_BYTES :]:
                match event_from_line(line):
                    case Finished() as finished:
                        return finished.reason, _finite(finished.validation)
                    case StatusChanged() as changed:
                        status = changed.status
                    case Validations() as validations:
                        scores = {name: values[-1] for name, values in validations.metrics.items() if values}
    except OSError as error:
        raise Damaged("events.jsonl", error.strerror or type(error).__name__) from error
    return status, _finite(scores)


def _finite(scores: Mapping[str, float]) -> dict[str, float]:
    return {name: value for name, value in scores.items() if math.isfinite(value)}


def _state(file: str) -> str:
    try:
        about = os.stat(file)
    except OSError:
        return "-"
    return f"{about.st_mtime_ns}:{about.st_size}"
