"""What happens in a run, as JSON: one line of `events.jsonl` each.

epochs          a range of finished epochs: training loss and metrics, one number an epoch
validations     held-out loss and metrics at some epochs, and at which of them predictions were recorded
norms           how long gradient and update of each layer are at some epochs
learning_rate   the learning rate was changed
not_finite      the loss or a weight became infinite or not a number; training stopped before that update
status          the run started, paused, went on, or waits, and why
finished        the last line of a run that will not go on
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from seqcore.evaluation.verdict import Verdict
from seqcore.training.averages import TrainingAverage
from seqcore.training.state import Checkpoint, Recorded

Status = Literal["queued", "running", "paused", "waiting"]
Ending = Literal["completed", "early_stopping", "not_finite", "stopped", "failed"]


Count = Annotated[int, Field(ge=0, le=10**12)]
"""Of epochs, updates or examples: what a file may hold by mistake must not end in a number that nothing can use."""
LARGEST_NORM = 10**12
Positive = Annotated[float, Field(ge=0, le=LARGEST_NORM, allow_inf_nan=False)]


class _Event(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Epochs(_Event):
    """Epochs `first`, `first` + 1, …; `update` and `seconds` (of computing) are totals after the last of them.

    `examples` are those of one epoch; runs of earlier versions did not say.
    """

    event: Literal["epochs"] = "epochs"
    first: Annotated[Count, Field(ge=1)]
    metrics: dict[str, list[float]]
    update: Count
    seconds: Positive
    examples: Count = 0


class Validations(_Event):
    """Held-out results after the epochs in `epochs` (0: before training).

    `recorded` are the epochs whose predictions are kept beside the events, in files: not all of them, in runs with very
    many validations. Runs of earlier versions have the `predictions` themselves, or None, for each of the epochs.
    """

    event: Literal["validations"] = "validations"
    epochs: list[Count]
    metrics: dict[str, list[float]]
    recorded: list[Count] = []
    predictions: list[list | None] = Field(default=[], exclude_if=lambda known: not known)  # type: ignore[type-arg]

    @model_validator(mode="after")
    def _one_entry_for_each_epoch(self) -> "Validations":
        lengths = {len(self.epochs), len(self.predictions) or len(self.epochs), *map(len, self.metrics.values())}
        if len(lengths) > 1:
            raise ValueError("not one entry for each epoch")
        return self


class Norms(_Event):
    """Norms by layer after the epochs in `epochs`: of the next update's gradient, and of the change that it makes.

    The gradient is that of the loss, before any clipping.
    """

    event: Literal["norms"] = "norms"
    epochs: list[Count]
    gradient: dict[str, list[Positive]]
    update: dict[str, list[Positive]]

    @model_validator(mode="after")
    def _one_entry_for_each_epoch(self) -> "Norms":
        if {len(self.epochs)} != {len(self.epochs), *map(len, [*self.gradient.values(), *self.update.values()])}:
            raise ValueError("not one entry for each epoch")
        return self


class LearningRate(_Event):
    """From update `update` + 1 on, the learning rate is `value`."""

    event: Literal["learning_rate"] = "learning_rate"
    update: Count
    epoch: Count
    value: Positive


class NotFinite(_Event):
    """Update `update` would have made the loss or a weight infinite or not a number; it was not applied."""

    event: Literal["not_finite"] = "not_finite"
    update: Count
    learning_rate: Positive
    clipped: bool

    def sentence(self) -> str:
        ways = f"a learning rate below {self.learning_rate / 10:.3g}" + (
            "" if self.clipped else ", or gradient clipping (1.0 is a good start)"
        )
        return (
            f"The loss stopped being a finite number at update {self.update:,} with learning rate "
            f"{self.learning_rate:g}. Training stopped before it. Try {ways}."
        )


class StatusChanged(_Event):
    """`at` is in seconds since 1970, `note` a sentence for a person (may be empty).

    `until_epoch` is where a run that was queued for one epoch (Step) pauses again.
    """

    event: Literal["status"] = "status"
    status: Status
    at: Positive
    note: str = ""
    until_epoch: int | None = None


class Finished(_Event):
    """The end of a run. `metrics` are of the last epoch (training), `validation` of the last look at held-out data.

    An epoch may be a single example: what stands beside `validation` is `training`, a mean over enough of them.

    Tasks that end with a final evaluation have theirs in `test`, `harder` (on examples beyond what is trained on) and
    `baselines` (scores by baseline); the verdict is about the same part as the baselines. Their `validation` is of the
    very end, `validated_epoch`, which has a fraction where the run ended within an epoch.

    `seconds` is the training time including compilation, without imports and pauses;
    `first_point_seconds` is the time until the first epoch was known (nothing if there was none).
    """

    event: Literal["finished"] = "finished"
    reason: Ending
    epochs: Count
    updates: Count
    seconds: Positive
    first_point_seconds: Positive | None
    metrics: dict[str, float]
    training: TrainingAverage | None = None
    validation: dict[str, float]
    validated_epoch: Positive | None = None
    test: dict[str, float] = {}
    harder: dict[str, float] = {}
    baselines: dict[str, dict[str, float]] = {}
    verdict: Verdict | None = None
    note: str = ""
    at: Positive


Event = Annotated[
    Epochs | Validations | Norms | LearningRate | NotFinite | StatusChanged | Finished, Field(discriminator="event")
]
Happened = Event | Checkpoint | Recorded
"""What a slice gives: events, and what is kept in files of its own."""
_ANY_EVENT: TypeAdapter[Event] = TypeAdapter(Event)


def event_to_line(event: Event) -> str:
    """One line of JSON, with its line end."""
    return event.model_dump_json() + "\n"


def event_from_line(line: str | bytes) -> Event | None:
    """The event in one line; nothing for a line that was cut off or comes from another version."""
    try:
        return _ANY_EVENT.validate_json(line)
    except ValidationError:
        return None
