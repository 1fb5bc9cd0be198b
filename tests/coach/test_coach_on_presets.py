"""What the coach says about our presets as they are, on recorded curves (`record_curves.py`): read, and found true."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from seqcore.coach.coach import MOST_REMARKS, remarks
from seqcore.evaluation.verdict import Verdict
from seqcore.presets import PRESETS
from seqcore.runs.view import RunView
from seqcore.training.events import Finished

LINES = Path(__file__).with_name("curves.jsonl").read_text(encoding="utf-8").splitlines()
RECORDED = {one["preset"]: one for one in map(json.loads, LINES)}


def as_it_was(one: dict[str, Any]) -> RunView:
    """The run: within the epochs between two looks its training loss is their mean."""
    view = RunView(PRESETS[one["preset"]].experiment)
    looks, scores = one["looks"], one["scores"]
    view.training = {"loss": np.repeat(one["training"], np.diff([0, *looks])).tolist()}
    view.validation = {epoch: {"loss": loss} | scores for epoch, loss in zip(looks, one["validation"], strict=True)}
    view.validation[0] = {"loss": one["untrained"]}
    view.gradients = {int(epoch): norms for epoch, norms in one["gradients"].items()}
    view.snapshots.add(looks[-1], np.linspace(0, one["spread"], 20))
    verdict = Verdict(*one["verdict"]) if one["verdict"] else None
    end = {"epochs": looks[-1], "updates": one["updates"], "seconds": 1, "first_point_seconds": 1, "at": 0}
    known = {"metrics": {}, "validation": view.validation[looks[-1]], "test": one["test"]}
    view.finished = Finished(reason=one["reason"], verdict=verdict, **end, **known)
    return view


@pytest.mark.parametrize("preset", RECORDED)
def test_it_says_what_was_read_and_found_true(preset: str) -> None:
    said = [remark.sentence for remark in remarks(as_it_was(RECORDED[preset]))]
    assert said == RECORDED[preset]["said"]
    assert len(said) <= MOST_REMARKS


def test_nearly_every_preset_has_been_looked_at() -> None:
    assert len(RECORDED) >= 0.8 * len(PRESETS)


def test_nothing_is_said_about_numbers_that_are_none_or_networks_that_are_dead() -> None:
    """No preset is broken: what is said is that it copies, remembers, overfits, or could go on."""
    titles = {sentence.partition(":")[0] for one in RECORDED.values() for sentence in one["said"]}
    assert titles <= {"Copy of the past", "Learned by heart", "Overfitting", "Not done yet"}
