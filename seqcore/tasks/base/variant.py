"""What a variant is: an experiment that differs from its siblings in some settings."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Variant:
    """What one variant changes: `changes` are assignments as `--set` takes them, ``training.optimizer=sgd``.

    `role` says what a task trains it for beside a run; empty for variants that somebody chose.
    """

    name: str
    title: str
    changes: tuple[str, ...] = ()
    role: str = ""
