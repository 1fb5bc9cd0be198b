"""Experiments small enough to be trained in a test."""

from collections.abc import Mapping, Sequence
from typing import Any

from seqcore.experiment import Experiment, from_values


def small(
    layers: Sequence[Mapping[str, Any]] = ({},),
    *,
    task: Mapping[str, Any] | None = None,
    architecture: Mapping[str, Any] | None = None,
    **training: Any,
) -> Experiment:
    """Sequences of four steps and three units a layer, unless said otherwise; keywords are training settings."""
    return from_values(
        {
            "task": {"kind": "cumulative_sum", "steps": 4} | dict(task or {}),
            "architecture": {"kind": "recurrent_stack", "layers": [{"units": 3} | dict(layer) for layer in layers]}
            | dict(architecture or {}),
            "training": training,
        }
    )
