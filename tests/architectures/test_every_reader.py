"""What holds for every architecture that reads characters: described, saved, seeded, masked and told alike."""

from collections.abc import Iterator, Mapping
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from characters import (
    assert_as_described,
    assert_as_saved,
    assert_decided_by_the_seed,
    assert_padding_is_skipped,
    assert_told_equals_step_by_step,
)

from seqcore.architectures.attention import Attention
from seqcore.architectures.encoder import Encoder
from seqcore.architectures.padded import Padded
from seqcore.architectures.recurrent_stack import CELLS
from seqcore.architectures.repeat_vector import RepeatVector
from seqcore.architectures.state_passing import StatePassing

WAYS: list[Mapping[str, Any]] = [
    {},
    {"bidirectional": True, "layers": 2},
    {"embedding": 5, "layers": 2},
    {"masking": True, "bidirectional": True, "layers": 2},
    {"masking": True, "embedding": 5},
]
OWN_WAYS: list[tuple[type[Encoder], Mapping[str, Any]]] = [
    (RepeatVector, {"decoder_layers": 2, "masking": True}),
    (Padded, {"bidirectional": False}),
    (Attention, {"score": "general", "masking": True, "bidirectional": True}),
    (Attention, {"score": "additive", "masking": True, "layers": 2}),
    (Attention, {"score": "additive", "embedding": 3}),
]


def networks() -> Iterator[Any]:
    """Every architecture in every way, with the cells in turn."""
    ways = [
        (kind, way)
        for kind in (RepeatVector, Padded, StatePassing, Attention)
        for way in WAYS
        if way.keys() <= kind.model_fields.keys()
    ]
    for (kind, way), cell in zip([*ways, *OWN_WAYS], cycle(CELLS), strict=False):
        yield pytest.param(kind.model_validate({"units": 4, "cell": cell, **way}), id="-".join([kind.__name__, *way]))


NETWORKS = list(networks())
MASKED = [one for one in NETWORKS if getattr(one.values[0], "masking", False)]
TOLD = [one for one in NETWORKS if one.values[0].is_told_answers]


@pytest.mark.parametrize("architecture", NETWORKS)
def test_the_description_is_what_keras_builds(architecture: Encoder) -> None:
    assert_as_described(architecture)


@pytest.mark.parametrize("steps", [1, 6, 9])
@pytest.mark.parametrize("kind", [RepeatVector, Padded, StatePassing, Attention])
def test_an_answer_of_any_length(kind: type[Encoder], steps: int) -> None:
    assert_as_described(kind(units=4), written=steps)


@pytest.mark.parametrize("architecture", NETWORKS[::2])
def test_a_model_is_saved_and_loaded_with_keras_alone(architecture: Encoder, tmp_path: Path) -> None:
    assert_as_saved(architecture, tmp_path)


def test_an_answer_longer_than_the_problem_is_saved_too(tmp_path: Path) -> None:
    assert_as_saved(Padded(units=4), tmp_path, 9)


@pytest.mark.parametrize("architecture", NETWORKS[1::2])
def test_the_seed_alone_decides_first_weights(architecture: Encoder) -> None:
    assert_decided_by_the_seed(architecture)


@pytest.mark.parametrize("architecture", MASKED)
def test_padding_is_skipped(architecture: Encoder) -> None:
    assert_padding_is_skipped(architecture)


@pytest.mark.parametrize("architecture", TOLD)
def test_told_its_own_answer_it_says_the_same_as_step_by_step(architecture: Encoder) -> None:
    assert_told_equals_step_by_step(architecture)
