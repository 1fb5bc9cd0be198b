"""Limits: what an operator may change, and how a wrong change is refused."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from seqcore.limits import Limits, from_text


def test_nothing_said_means_the_defaults() -> None:
    assert from_text("") == Limits()
    assert from_text(" , ,") == Limits()


def test_named_limits_replace_the_defaults() -> None:
    limits = from_text("epochs=1000000, units=1024")
    assert limits == Limits(epochs=1_000_000, units=1024)
    assert limits.steps == Limits().steps


@pytest.mark.parametrize("text", ["row=5", "units", "units=", "units=0", "units=-1", "units=1.5", "units=²", "=5"])
def test_a_wrong_limit_is_refused_with_its_text_and_the_names_that_exist(text: str) -> None:
    with pytest.raises(ValueError, match="SEQCORE_LIMITS") as refused:
        from_text(f"steps=20,{text}")
    assert repr(text) in str(refused.value)
    assert "steps, layers, units, epochs, updates_per_epoch, batch_size, rows, window, horizon" in str(refused.value)
    assert "whole number of at least 1" in str(refused.value)


ROOT = Path(__file__).parents[1]
SHOW_LIMITS = """
from seqcore.experiment import from_values
from seqcore.invalid import InvalidInput
values = {"task": {"kind": "cumulative_sum"}, "architecture": {"layers": [{"units": 600}]}, "training": {"epochs": 60}}
try:
    print(from_values(values).architecture.in_words())
except InvalidInput as error:
    print(error)
"""


def with_limits(limits: str, code: str = SHOW_LIMITS) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"SEQCORE_LIMITS": limits}
    program = [sys.executable, "-c", code]
    return subprocess.run(program, env=environment, cwd=ROOT, capture_output=True, text=True)


def test_the_environment_changes_what_an_experiment_may_ask_for() -> None:
    assert with_limits("").stdout == "architecture.layers.0.units: got 600; allowed is a whole number from 1 to 512.\n"
    assert with_limits("units=600").stdout == "LSTM 600\n"
    assert with_limits("units=600,epochs=50").stdout == (
        "training.epochs: got 60; allowed is a whole number from 1 to 50.\n"
    )


PRESETS_SURVIVE = """
from seqcore.experiment import from_json
from seqcore.presets import PRESETS
for entry in PRESETS.values():
    assert from_json(entry.experiment.model_dump_json()) == entry.experiment
experiment = PRESETS["cumsum-gru"].experiment
print(experiment.training.epochs, experiment.architecture.layers[0].units, experiment.task.steps)
"""


def test_defaults_and_presets_stay_below_limits_that_were_lowered() -> None:
    assert with_limits("epochs=500,units=8,steps=5", PRESETS_SURVIVE).stdout == "500 8 5\n"


def test_a_wrong_environment_stops_the_program_and_says_why() -> None:
    ended = with_limits("unit=600")
    assert ended.returncode != 0
    assert "SEQCORE_LIMITS: got 'unit=600'; allowed is name=number" in ended.stderr
