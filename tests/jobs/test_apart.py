"""Work in a process of its own: its answer and its errors come back, and its death is told."""

import os
import signal
from functools import partial

import psutil
import pytest

from seqcore.data.series.formula import formula_series
from seqcore.invalid import InvalidInput
from seqcore.jobs.apart import ProcessLost, apart


def test_the_answer_is_another_processs_which_is_gone() -> None:
    other = apart(os.getpid)
    assert other != os.getpid()
    assert not psutil.pid_exists(other)


def test_what_is_wrong_is_said_as_it_would_be_here() -> None:
    with pytest.raises(InvalidInput) as here:
        formula_series("2 +", 100, 1)
    with pytest.raises(InvalidInput) as there:
        apart(partial(formula_series, "2 +", 100, 1))
    assert there.value.problems == here.value.problems


def test_its_death_is_told() -> None:
    with pytest.raises(ProcessLost, match="it ended with -9") as killed:
        apart(partial(signal.raise_signal, signal.SIGKILL))
    assert killed.value.was_killed
    with pytest.raises(ProcessLost, match="it ended with 3") as ended:
        apart(partial(os._exit, 3))
    assert not ended.value.was_killed
    assert apart(partial(max, 1, 2)) == 2
