"""How a network is trained: optimizer, learning rate, length, batches, seed, stopping."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from seqcore.limits import LARGEST_SEED, LIMITS
from seqcore.settings import OneOf, Settings, setting


@dataclass(frozen=True)
class Optimizer:
    """A Keras optimizer: its title (and class name), and Keras' default learning rate.

    `own` are the arguments that only it takes, by Keras' name, with the field of `Training` for each.
    """

    title: str
    learning_rate: float = 0.001
    own: Mapping[str, str] = field(default_factory=dict)


OPTIMIZERS = {
    "sgd": Optimizer("SGD", 0.01),
    "rmsprop": Optimizer("RMSprop"),
    "adagrad": Optimizer("Adagrad", own={"initial_accumulator_value": "first_sum"}),
    "adadelta": Optimizer("Adadelta"),
    "adam": Optimizer("Adam"),
    "adamw": Optimizer("AdamW"),
    "adamax": Optimizer("Adamax"),
    "nadam": Optimizer("Nadam"),
}
VALIDATIONS_PER_RUN = 100


class Training(Settings):
    """Everything about training that is not task or architecture."""

    optimizer: Annotated[str, OneOf(OPTIMIZERS)] = setting(
        "adam", "Optimizer", "The rule that turns a gradient into a change of the weights."
    )
    learning_rate: float | None = setting(
        None, "Learning rate", "The size of a change. Empty: the optimizer's own default.", gt=0, le=10
    )
    epochs: int = setting(
        1000, "Epochs", "How long to train. Every epoch is one point of the curves.", ge=1, le=LIMITS.epochs
    )
    updates_per_epoch: int | None = setting(
        None,
        "Updates per epoch",
        "How many batches make up an epoch. Empty: one pass over the data, or 1 where every example is fresh.",
        ge=1,
        le=LIMITS.updates_per_epoch,
    )
    batch_size: int = setting(
        1, "Batch size", "How many sequences are averaged for one update of the weights.", ge=1, le=LIMITS.batch_size
    )
    seed: int = setting(
        1, "Seed", "Decides the first weights and all random data: same seed, same numbers.", ge=0, le=LARGEST_SEED
    )
    first_sum: float = setting(
        0.1,
        "Sum at the start",
        "Adagrad divides by the root of the sum of all squared gradients so far, and of this number. It was 0 in Keras "
        "1: then the first steps are as long as the learning rate.",
        ge=0,
        le=10,
        only_if={"optimizer": ("adagrad",)},
        advanced=True,
    )
    clip_norm: float | None = setting(
        None,
        "Gradient clipping",
        "Longest gradient allowed (norm over all weights); longer ones are shortened. Empty: no clipping.",
        gt=0,
        le=1000,
        advanced=True,
    )
    patience: int | None = setting(
        None,
        "Early stopping after",
        "Stop when the validation loss has not improved for this many epochs. Empty: never.",
        ge=1,
        le=LIMITS.epochs,
        advanced=True,
    )
    validate_every: int | None = setting(
        None,
        "Validate every",
        "Epochs between two looks at the held-out data. Empty: about 100 looks a run.",
        ge=1,
        le=LIMITS.epochs,
        advanced=True,
    )

    def first_learning_rate(self) -> float:
        """The learning rate a run starts with."""
        return self.learning_rate or OPTIMIZERS[self.optimizer].learning_rate

    def own_arguments(self) -> dict[str, float]:
        """What Keras' optimizer takes besides learning rate and clipping."""
        return {argument: getattr(self, name) for argument, name in OPTIMIZERS[self.optimizer].own.items()}

    def validation_step(self) -> int:
        """Epochs between two validations; depends on the settings only, never on the clock."""
        return self.validate_every or max(1, self.epochs // VALIDATIONS_PER_RUN)

    def next_validation(self, epoch: int) -> int:
        """The first epoch after `epoch` that is validated; the last epoch always is."""
        step = self.validation_step()
        return min(self.epochs, (epoch // step + 1) * step)

    def in_words(self) -> str:
        updates = f" of {self.updates_per_epoch:,} updates" if (self.updates_per_epoch or 1) > 1 else ""
        optimizer = f"{OPTIMIZERS[self.optimizer].title} {self.first_learning_rate():g}"
        return f"{self.epochs:,} epochs{updates}, batch size {self.batch_size}, {optimizer}"
