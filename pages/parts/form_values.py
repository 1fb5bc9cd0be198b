"""What the forms of one browser session hold: plain values for each task, one step of undo, and a message.

The values here are the truth and the widgets only show them, so nothing typed is lost when a widget is hidden or a
page is left. This is the one file that touches the forms in `st.session_state`.
"""

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import streamlit as st

from pages.parts.paths import Path, fields_along, paths_of
from seqcore.architectures import ARCHITECTURES
from seqcore.experiment import Experiment, from_link, from_values
from seqcore.invalid import InvalidInput
from seqcore.presets import PRESETS, default_experiment, from_file, preset_of, presets_of


@dataclass
class Form:
    """The form of one task. `values` has the shape of a saved experiment, and may be invalid while someone types."""

    values: dict[str, Any]
    preset: str
    """The preset chosen last: the one that "Back to …" goes back to."""
    previous: "Form | None" = None
    """What the form held before the last large change; undoing swaps the two."""
    unused: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Settings of the architectures that were looked at and are not chosen now, by kind."""
    last_valid: Experiment | None = None
    """The newest experiment that was read from the form: what the page is about while somebody types."""
    problems: Sequence[str] = ()
    """What is wrong with the values, as it was found when the page was drawn last."""
    changes: list[Callable[[], None]] = field(default_factory=list)
    """What buttons want to be done to the form, until it is read."""

    @property
    def kinds(self) -> tuple[str, str]:
        """The kinds of task and architecture."""
        return self.at(("task", "kind")), self.at(("architecture", "kind"))

    def read(self) -> Experiment | None:
        """The experiment in the form, after the changes that buttons want; None if not valid: `problems` says why.

        A setting that has no effect where it stands is hidden, and so cannot be corrected: it is reset if invalid.
        """
        while self.changes:
            self.changes.pop(0)()
        try:
            self.last_valid, self.problems = from_values(self.values), ()
        except InvalidInput as error:
            self.problems = error.problems
            hidden = [path for problem in self.problems for path in paths_of(problem) if self._reset_if_hidden(path)]
            return self.read() if hidden else None
        return self.last_valid

    def later(self, change: Callable[..., None], *arguments: Any) -> None:
        """Do this when the form is read: what was typed just before a click comes first, whatever came in first."""
        self.changes.append(partial(change, *arguments))

    def problems_at(self, path: Path) -> list[str]:
        """What is wrong with the value at `path`."""
        return [problem for problem in self.problems if path in paths_of(problem)]

    def _reset_if_hidden(self, path: Path) -> bool:
        """Whether the value at `path` has no effect, and was reset."""
        fields = fields_along(path, *self.kinds)
        field, siblings = (fields[-1], self.at(path[:-1])) if fields else (None, {})
        if field is None or field.applies(siblings) or siblings[field.name] == field.default:
            return False
        siblings[field.name] = field.default
        return True

    def at(self, path: Path) -> Any:
        """The value at `path`."""
        place: Any = self.values
        for step in path:
            place = place[step]
        return place

    def put(self, path: Path, value: Any) -> None:
        """Set the value at `path`."""
        self.at(path[:-1])[path[-1]] = value

    def remember(self) -> None:
        """Keep what the form holds now, for `undo`."""
        self.previous = Form(deepcopy(self.values), self.preset)

    def undo(self) -> None:
        """Bring back what the form held before the last large change; a second time, the change."""
        if self.previous is not None:
            before = self.previous
            self.remember()
            self.values, self.preset = before.values, before.preset

    def fill(self, experiment: Experiment) -> None:
        """Show `experiment`."""
        self.remember()
        self.values = experiment.model_dump(mode="json")
        self.preset = preset_of(experiment) or self.preset

    def add_item(self, path: Path, new: dict[str, Any]) -> None:
        """Append to the list at `path` a copy of its last entry, or `new` when it has none."""
        self.remember()
        items = self.at(path)
        items.append(deepcopy(items[-1]) if items else new)

    def remove_item(self, path: Path) -> None:
        """Remove the entry that `path` ends with."""
        self.remember()
        del self.at(path[:-1])[path[-1]]

    def choose_architecture(self, kind: str) -> None:
        """Switch to another architecture, with the settings it had when it was last looked at."""
        now = self.values["architecture"]
        if kind != now["kind"]:
            self.unused[now["kind"]] = now
            new = ARCHITECTURES[kind].model_validate({"kind": kind})
            self.values["architecture"] = self.unused.pop(kind, None) or new.model_dump(mode="json")


@dataclass
class Forms:
    """All forms of a session, and what there is to say about the last link or file."""

    by_task: dict[str, Form] = field(default_factory=dict)
    link: str = ""
    link_problems: Sequence[str] = ()
    file_problems: Sequence[str] = ()


def forms() -> Forms:
    """The forms of this browser session."""
    if "forms" not in st.session_state:
        st.session_state["forms"] = Forms()
    return st.session_state["forms"]


def form_of(task_kind: str) -> Form:
    """The form of one task; at first it holds the task's first preset."""
    by_task = forms().by_task
    if task_kind not in by_task:
        values = default_experiment(task_kind).model_dump(mode="json")
        by_task[task_kind] = Form(values, presets_of(task_kind)[0].name)
    return by_task[task_kind]


def load(experiment: Experiment) -> None:
    """Put `experiment` into the form of its task. Works at any time; what was there can be brought back."""
    form_of(experiment.task.kind).fill(experiment)
    forms().link_problems = ()


def load_preset(name: str) -> None:
    """Put a preset into the form, keeping the seed that is there."""
    experiment = PRESETS[name].experiment
    form = form_of(experiment.task.kind)
    seed = form.at(("training", "seed"))
    load(experiment)
    form.put(("training", "seed"), seed)
    form.preset = name


def load_from_link(text: str) -> Experiment | None:
    """Open the experiment of a link, once a session: later calls with the same link do nothing.

    Returns the experiment if it was opened now. A bad link leaves the form as it is; the form says why.
    """
    session = forms()
    if text == session.link:
        return None
    session.link = text
    try:
        experiment = from_link(text)
    except InvalidInput as error:
        session.link_problems = error.problems
        return None
    load(experiment)
    return experiment


def load_from_file(content: bytes) -> Experiment | None:
    """Open the experiment of a JSON file. A bad file leaves the form as it is; `Forms.file_problems` says why."""
    try:
        experiment = from_file(content)
    except InvalidInput as error:
        forms().file_problems = error.problems
        return None
    forms().file_problems = ()
    load(experiment)
    return experiment
