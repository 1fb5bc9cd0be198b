"""A case of the clinic: an experiment badly set in one way, what may be the matter, and what may be changed.

A case is a TOML file in `cases/`; `read_case` checks it: its texts stand in no code.
"""

import tomllib
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from seqcore.experiment import Experiment, with_values
from seqcore.invalid import InvalidInput
from seqcore.presets import PRESETS

FEWEST_OPTIONS, FEWEST_CHANGES = 3, 2


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_min_length=1, ignored_types=(cached_property,))


class Option(_Part):
    """An answer to "what is wrong?", and why it is right or not."""

    text: str
    why: str
    right: bool = False


class Change(_Part):
    """A treatment: ``PATH=VALUE`` settings that are changed together; `why` says what comes of it."""

    text: str
    set: tuple[str, ...]
    why: str
    heals: bool = False


class Healed(_Part):
    """When a case is healed: a `measure` of the task, at the end of a run, on the part that judges."""

    measure: str
    part: Literal["validation", "test"] = "validation"
    at_least: float | None = None
    at_most: float | None = None

    @model_validator(mode="after")
    def _one_limit(self) -> "Healed":
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("allowed is one of at_least and at_most")
        return self

    def is_met(self, value: float) -> bool:
        """Whether a measured value is good enough; NaN never is."""
        if self.at_least is not None:
            return value >= self.at_least
        return self.at_most is not None and value <= self.at_most

    @property
    def limit(self) -> float:
        """The value that it takes."""
        return self.at_least if self.at_least is not None else self.at_most or 0.0


class Case(_Part):
    """`preset` with the settings `ill` is the experiment; `symptom` is what one sees, `look` where to look."""

    title: str
    symptom: str
    look: str
    preset: str
    ill: tuple[str, ...]
    healed: Healed
    options: tuple[Option, ...]
    changes: tuple[Change, ...]
    moral: str

    @model_validator(mode="after")
    def _fits_together(self) -> "Case":
        if self.preset not in PRESETS:
            raise ValueError(f"preset: got {self.preset!r}; allowed are the names of presets")
        if len(self.options) < FEWEST_OPTIONS or [one.right for one in self.options].count(True) != 1:
            raise ValueError(f"options: allowed are {FEWEST_OPTIONS} or more, one of them right")
        if len(self.changes) < FEWEST_CHANGES or not any(one.heals for one in self.changes):
            raise ValueError(f"changes: allowed are {FEWEST_CHANGES} or more, of which one heals at least")
        if self.healed.measure not in self.experiment.task.measures():
            raise ValueError(f"healed.measure: got {self.healed.measure!r}; the task does not measure that")
        for change in self.changes:
            self.treated(change)
        return self

    @cached_property
    def experiment(self) -> Experiment:
        """What is badly set. Raises InvalidInput, also for operators' limits."""
        return with_values(PRESETS[self.preset].experiment, self.ill)

    def treated(self, change: Change) -> Experiment:
        """The experiment after a change."""
        return with_values(self.experiment, change.set)


def read_case(name: str, text: str) -> Case:
    """The case in a file. Raises InvalidInput with one sentence that says what is wrong where."""
    try:
        return Case.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise InvalidInput([f"{name}: this is no TOML ({error})."]) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, (name, *first["loc"])))
        raise InvalidInput([f"{where}: {first['msg'].removeprefix('Value error, ').rstrip('.')}."]) from error
